"""Words and patterns of the two languages that the verifiers and the prompts of this room share."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from voices.types import Language

DENIAL = re.compile(r"[不没无未别]|\b(?:no|not|never|none|without|nor)\b|n't\b|\w-free\b", re.IGNORECASE)
CJK = re.compile(r"[\u3400-\u9fff]")
DIGITS = re.compile(r"\d+(?:\.\d+)?")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*")
SENTENCE = {"zh": re.compile(r"[^。！？!?…]*[。！？!?…]+[”’」』）]*|[^。！？!?…]+$"), "en": re.compile(r".*?[.!?…]+[\"')]*(?=\s|$)|.+$")}

_SUBJECTLESS = "的了是和与及在有也都还就又再里上下中个款这那它用做为可以能会着被把让到从或并而且"
_COUNTING = "一二两三四五六七八九十半双每各盒袋瓶包条只支罐杯份套张片件"  # "12g×15条" is not "12g一盒，15条"
_YES = {
    "zh": re.compile(r"会的|可以|能的|对[，。！的]|当然|是的|没错|有的|放心|行[，。！]"),
    "en": re.compile(r"(?i)yes|yep|sure|of course|it (?:is|does|can|will)|absolutely"),
}


@cache
def lists(file: str) -> dict[str, Any]:
    """What a YAML file of this room holds."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return loaded


def _listed(key: str, file: str = "words.yaml") -> dict[str, Any]:
    listed: dict[str, Any] = lists(file)[key]
    return listed


@cache
def meta_pattern(language: Language) -> re.Pattern[str]:
    """Words about the prompt itself, which no viewer should hear."""
    return re.compile("|".join(_listed("meta")[language]), re.IGNORECASE)


@cache
def unknown_pattern(language: Language) -> re.Pattern[str]:
    """Words that say: this is not stated, the shop will be asked."""
    return re.compile("|".join(_listed("unknown")[language]), re.IGNORECASE)


@cache
def call_pattern(language: Language) -> re.Pattern[str]:
    """Words that ask the viewer to order."""
    return re.compile("|".join(_listed("call")[language]), re.IGNORECASE)


@cache
def never(language: Language) -> tuple[str, ...]:
    """Words that the embedded model may not spell."""
    return tuple(_listed("never")[language])


@cache
def common(language: Language, kind: str) -> frozenset[str]:
    """Words that claim nothing of goods (common.yaml): single signs, words and denials (zh), stems of words and of states (en)."""
    loaded: str = _listed(language, "common.yaml")[kind]
    if kind == "signs":
        return frozenset("".join(loaded.split()))
    return frozenset(map(stem, loaded.split())) if language == "en" else frozenset(loaded.split())


@cache
def english_words(kind: str) -> frozenset[str]:
    """`stop`: words that carry no subject; `capitalised`: words that may stand with a capital anywhere."""
    return frozenset(_listed("english")[kind].split())


@dataclass(frozen=True)
class Claim:
    """A kind of claim (words.yaml): how a line makes one, and what in the product's own words backs it.

    Where `say` has a group `word`, that word itself, or one of its synonyms, must stand in the facts.
    """

    say: re.Pattern[str]
    backed: re.Pattern[str] | None

    def stray(self, text: str, known: str, language: Language) -> str:
        """What `text` claims without ground in `known` (both lower case); empty where nothing."""
        if self.backed and self.backed.search(known):
            return ""
        for hit in self.say.finditer(text):
            if self.backed or not stated(hit["word"], known, language):
                return hit.group()
        return ""


@cache
def claims(language: Language, body: bool = True) -> tuple[Claim, ...]:
    """The kinds of claims; `body`: with those that are free in hook, pain and close, where they describe the viewer's own life."""
    listed = [*_listed("claims")[language], *(_listed("claims_body")[language] if body else ())]
    return tuple(_claim(entry, r"\b" if language == "en" else "") for entry in listed)


def _claim(entry: str, edge: str) -> Claim:
    say, *backed = [re.compile(f"{edge}(?:{pattern})", re.IGNORECASE) for pattern in entry.split(" <- ")]
    return Claim(say, backed[0] if backed else None if "word" in say.groupindex else say)


def stated(word: str, known: str, language: Language) -> bool:
    """Whether a word or one of its synonyms (words.yaml) stands in `known`, by its stem in English."""
    root = stem(word) if language == "en" else word
    groups = [group for group in _synonyms(language) if any(other.startswith(root) or root.startswith(other) for other in group)]
    return any(_stands(other, known, language) for other in {root}.union(*groups))


def _stands(root: str, known: str, language: Language) -> bool:
    return bool(re.search(rf"\b{re.escape(root)}", known)) if language == "en" else root in known


@cache
def _synonyms(language: Language) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(map(stem, group.split())) if language == "en" else frozenset(group.split()) for group in _listed("same")[language]
    )


def sentences(text: str, language: Language) -> list[str]:
    """The sentences of a text, with their punctuation."""
    return [s.strip() for s in SENTENCE[language].findall(text) if s.strip()]


def asks(text: str) -> bool:
    """Whether a text ends as a question does."""
    return text.rstrip("\"'”’」』)） ")[-1:] in ("?", "？")


def letters(text: str) -> str:
    """Its letters and figures, lower case: two texts with the same ones say the same."""
    return re.sub(r"\W+", "", text).lower()


def asserted(text: str, language: Language) -> str:
    """The text without its questions, which claim nothing unless the next sentence says yes."""
    parts = sentences(text, language)
    agreed = [*(bool(_YES[language].match(part)) for part in parts[1:]), False]
    return " ".join(part for part, yes in zip(parts, agreed, strict=True) if yes or not asks(part))


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


def told(text: str, fact: str, language: Language) -> float:
    """The share of a fact's keywords that a text holds."""
    words = keywords(fact, language)
    return len(words & keywords(text, language)) / max(len(words), 1)


def restates(text: str, fact: str, known: str, language: Language) -> bool:
    """Whether a text tells a fact whole, in the forms of its words, and hardly more: all that it is about, and beside words that carry no
    subject at most one more that is `known` (en) or two characters that count nothing (zh)."""
    digits = set(DIGITS.findall(fact))
    if not digits <= set(DIGITS.findall(text)):
        return False
    if language == "zh":
        said, own = CJK.findall(text), set(CJK.findall(fact))
        more = [c for c in said if c not in own and c not in _SUBJECTLESS]
        return own - set(_SUBJECTLESS) <= set(said) and len(more) <= 2 and not set(more) & set(_COUNTING)
    mine, theirs, others = map(_words, (text, fact, known))
    return theirs <= mine <= theirs | others and len(mine - theirs) <= 1


def _words(text: str) -> set[str]:
    """The English words that carry a subject, in their own forms."""
    return {word for word in map(str.lower, LATIN.findall(text)) if word not in english_words("stop") and len(word) > 1}


def keywords(text: str, language: Language) -> set[str]:
    """What a text is about: stems (en), pairs of neighbouring characters (zh), and its runs of digits."""
    digits = set(DIGITS.findall(text))
    words = {stem(w) for w in LATIN.findall(text) if w.lower() not in english_words("stop") and len(w) > 1}
    if language == "en":
        return words | digits
    runs = re.findall(r"[\u3400-\u9fff]+", text)
    return words | digits | {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
