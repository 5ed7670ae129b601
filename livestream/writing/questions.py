"""What a host asks the viewers (questions.yaml), by what a fact is about: an invitation to think along, which claims nothing."""

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from voices.types import Language

FORMAL = ("expert", "founder", "concierge")
"""Personas who say 您."""


def question(fact: str, brief: Brief, others: Sequence[Line]) -> str:
    """A question to follow a fact, unlike what `others` ask; the seed chooses among those of its subject. "" where all are asked."""
    for topic in _topics(fact, brief.voice.language):
        asked = [words for words in _worded(topic, ("ask", "open"), brief) if not _said(words, others)]
        if asked:
            return random.Random(f"{brief.seed} {fact}").choice(asked)
    return ""


def openers(product: Product, brief: Brief, others: Sequence[Line]) -> list[str]:
    """Questions that may open a script on the points of a product, those on its first points first, none that `others` ask; the seed
    changes the first two."""
    found = [q for fact in product.points for topic in _topics(fact, brief.voice.language) for q in _worded(topic, ("open",), brief)]
    found = [words for words in dict.fromkeys(found) if not _said(words, others)]
    return found[1::-1] + found[2:] if brief.seed % 2 else found


@cache
def _all(language: Language) -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))[language])


def _said(words: str, lines: Sequence[Line]) -> bool:
    return any(words.lower() in line.text.lower() for line in lines)


def _topics(fact: str, language: Language) -> Iterator[dict[str, Any]]:
    return (topic for topic in _all(language) if re.search(topic["fact"], fact.lower()))


def _worded(topic: dict[str, Any], keys: Sequence[str], brief: Brief) -> list[str]:
    you = "您" if brief.persona in FORMAL else "你"
    return [words.format(you=you) for key in keys for words in topic.get(key, ())]
