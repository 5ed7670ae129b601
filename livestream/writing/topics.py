"""What a comment asks about, and what the product's own words say of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from livestream.catalog.models import Product
from livestream.trust.check import check_line, speakable_points
from livestream.writing.sheet import copy_language
from livestream.writing.wording import keywords, lists
from voices.types import Language


@dataclass(frozen=True)
class Topic:
    """A subject of comments; `rule`: no model may answer it; `care`: a professional is to be asked as well."""

    id: str
    ask: re.Pattern[str]
    fact: re.Pattern[str] | None
    rule: bool = False
    care: bool = False


@dataclass(frozen=True)
class Reading:
    """A comment understood: its topics, the facts that bear on it, and what kind of comment it is."""

    topics: tuple[Topic, ...]
    facts: tuple[str, ...]
    question: bool
    hostile: bool
    order: bool
    greeting: bool


@cache
def _manner(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(lists("topics.yaml")["manner"][kind]), re.IGNORECASE)


@cache
def topics(language: Language) -> tuple[Topic, ...]:
    """The topics of topics.yaml, those with a rule first."""
    return tuple(
        Topic(
            t["id"],
            re.compile(t["ask"], re.I),
            re.compile(t["fact"], re.I) if t["fact"] else None,
            t.get("rule", False),
            t.get("care", False),
        )
        for t in lists("topics.yaml")[language]
    )


def read(comment: str, product: Product, language: Language) -> Reading:
    """What a comment asks, in the language the host speaks; facts are looked for in the language that the product's copy is in."""
    copy = copy_language(product)
    asked = tuple(t for t in topics(language) if t.ask.search(comment.lower()))
    if ruled := tuple(t for t in asked if t.rule):
        asked = ruled
    facts: list[str] = []
    stated = speakable_facts(product, copy)
    for topic in asked:
        there = next((t for t in topics(copy) if t.id == topic.id), topic)
        hits = [f for f in stated if there.fact and there.fact.search(f.lower())]
        if topic.rule and topic.id in ("allergy", "medicine", "child", "safety", "pregnancy"):
            hits = _nearest(hits, comment, copy)
        facts += [h for h in hits if h not in facts]
    if not asked:
        facts = _nearest(stated, comment, copy, strict=True)
    return Reading(
        asked,
        tuple(facts),
        bool(_manner(f"question_{language}").search(comment)),
        bool(_manner("hostile").search(comment)),
        bool(_manner("order").search(comment)),
        bool(_manner("greeting").search(comment)),
    )


def speakable_facts(product: Product, language: Language) -> list[str]:
    """The product's own sentences that may be spoken: points, offer, specs, story, audience."""
    kept, _ = speakable_points(product, language)
    rest = [product.offer, *product.spec_facts, *product.story, product.audience]
    clear = [text for text in rest if text and not any(f.severity == "block" for f in check_line(text, product, language))]
    return [*(product.points[i] for i in kept), *clear]


def _nearest(facts: Sequence[str], comment: str, language: Language, strict: bool = False) -> list[str]:
    """The facts that share words with the comment, most first; where none does, all of them unless `strict`."""
    asked = keywords(comment, language) - frozenset(lists("topics.yaml")["common_zh"].split())
    scored = sorted(((len(asked & keywords(fact, language)), fact) for fact in facts), key=lambda pair: -pair[0])
    near = [fact for score, fact in scored if score]
    return near or ([] if strict else list(facts))
