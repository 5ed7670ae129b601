"""Words and patterns of the two languages that the verifiers and the prompts of this room share."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from voices.types import Language

CJK = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*")
SENTENCE = {"zh": re.compile(r"[^。！？!?…]*[。！？!?…]+[”’」』）]*|[^。！？!?…]+$"), "en": re.compile(r".*?[.!?…]+[\"')]*(?=\s|$)|.+$")}


@cache
def _listed(key: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))[key]
    return loaded


@cache
def meta_pattern(language: Language) -> re.Pattern[str]:
    """Words about the prompt itself, which no viewer should hear."""
    return re.compile("|".join(_listed("meta")[language]), re.IGNORECASE)


@cache
def unknown_pattern(language: Language) -> re.Pattern[str]:
    """Words that say: this is not stated, the shop will be asked."""
    return re.compile("|".join(_listed("unknown")[language]), re.IGNORECASE)


@cache
def english_words(kind: str) -> frozenset[str]:
    """`stop`: words that carry no subject; `capitalised`: words that may stand with a capital anywhere."""
    return frozenset(_listed("english")[kind].split())


@cache
def claim_patterns(language: Language, body: bool = True) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Kinds of claims (words.yaml): how a line makes one, and what in the product's own words backs it.

    `body`: with those that are free in hook, pain and close, where they describe the viewer's own life.
    """
    listed = [*_listed("claims")[language], *(_listed("claims_body")[language] if body else ())]
    pairs = [pattern.split(" <- ") for pattern in listed]
    edge = r"\b" if language == "en" else ""
    whole = [[re.compile(f"{edge}(?:{pattern})", re.IGNORECASE) for pattern in pair] for pair in pairs]
    return tuple((pair[0], pair[-1]) for pair in whole)


def sentences(text: str, language: Language) -> list[str]:
    """The sentences of a text, with their punctuation."""
    return [s.strip() for s in SENTENCE[language].findall(text) if s.strip()]


def length(text: str, language: Language) -> int:
    """Characters (zh) or words (en)."""
    return len(text) if language == "zh" else len(text.split())


def stem(word: str) -> str:
    """A rough English stem, enough to match folds with folding."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in ("ingly", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "able"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word.removesuffix("e") if len(word) > 4 else word


def keywords(text: str, language: Language) -> set[str]:
    """What a text is about: stems (en), pairs of neighbouring characters (zh), and its runs of digits."""
    digits = set(re.findall(r"\d+(?:\.\d+)?", text))
    words = {stem(w) for w in LATIN.findall(text) if w.lower() not in english_words("stop") and len(w) > 1}
    if language == "en":
        return words | digits
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return words | digits | {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
