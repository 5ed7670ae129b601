"""May a model's reply be given? It does what the kind of comment asks; a small model's adds nothing of its own."""

import re
from collections import Counter
from collections.abc import Sequence

from livestream.catalog.models import Product
from livestream.writing.ground import Ground, clauses
from livestream.writing.kinds import Kind
from livestream.writing.matching import numbers
from livestream.writing.sheet import speakable_facts
from livestream.writing.telling import strange
from livestream.writing.topics import Reading
from livestream.writing.verify import admits, says_price
from livestream.writing.wording import DIGITS, keywords, lists, told
from voices.types import Language

HALF = 0.5
_NOT = {
    "zh": re.compile(r"不(?!锈|粘)|勿|(?<![特级])别(?!致)|没|无(?!线)|免(?!费)"),
    "en": re.compile(r"\b(?:not?|never|don't|isn't|can't|cannot|only|without)\b|n't|-free", re.IGNORECASE),
}
_YES_NO = re.compile(r"(?:yes|no|是的?|有的?|可以的?|能|会的?)[,.，。！!]?", re.IGNORECASE)
_YES: dict[Language, str] = {"zh": "是对能会行要没", "en": "yes no sure right"}
_RUDE = re.compile(r"shut up|stupid|idiot|dumb|your problem|滚|傻|蠢|有病|爱买不买|不买(?:拉倒|算了)", re.IGNORECASE)


def answers(text: str, product: Product, reading: Reading, kind: Kind, language: Language) -> bool:
    """Whether a reply does what its kind asks: the price, the fact with its yes or no, an honest "not stated", grace."""
    if _RUDE.search(text):
        return False
    if kind == "price":
        return says_price(text, product) and not admits(text, language)
    if kind == "fact":
        return not reading.facts or _tells(text, reading.facts, product, language)
    if kind == "unknown" and not admits(text, language):  # of a known subject on which no fact bears only "not stated" is true
        return not reading.topics and _tells(text, speakable_facts(product, language), product, language)
    return True


def adds_nothing(text: str, comment: str, product: Product, reading: Reading, kind: Kind, language: Language) -> bool:
    """Whether a small model's reply keeps to what is stated: a fact that answers, in its words and those of the comment, with its figures,
    and denies only what that denies; where none does it says just that, in words of the comment and of the authored replies."""
    if kind == "fact":
        whole = [fact for fact in reading.facts if not (found := set(DIGITS.findall(fact))) or found & set(DIGITS.findall(text))]
        ground = Ground(product, language)
        parts = [clause.strip() for clause in clauses(text, language)]
        borne = all(ground.bears(clause) for clause in parts if not _YES_NO.fullmatch(clause))
        denies = _denies(text, language) and not any(_denies(fact, language) for fact in whole)
        known = [*whole, comment, _YES[language]]  # the name lends no words: "molded with each socket" of a socket set's molded case
        return bool(whole) and borne and not denies and not admits(text, language) and not strange(text, " ".join(known), language)
    known = [comment, product.name, _YES[language], *lists("replies.yaml")[language]["unknown"]]
    return admits(text, language) and not strange(text, " ".join(known), language)


def pointed(text: str, product: Product, language: Language) -> list[str]:
    """The facts that a draft speaks of, by half of their words or by a figure that they alone give: what it says of them may be untrue, but
    it shows of which of them the comment asks."""
    facts = [fact for fact in speakable_facts(product, language) if fact not in product.story and fact != product.audience]
    said, figures = set(numbers(text.lower())), Counter(figure for fact in facts for figure in set(numbers(fact.lower())))
    alone = [any(figures[figure] == 1 for figure in said & set(numbers(fact.lower()))) for fact in facts]
    return [fact for fact, own in zip(facts, alone, strict=True) if own or told(text, fact, language) >= HALF]


def _tells(text: str, facts: Sequence[str], product: Product, language: Language) -> bool:
    """Whether a reply speaks of one of the facts, and denies where all those deny of which it speaks."""
    said = keywords(text, language) - keywords(product.name, language)
    near = [fact for fact in facts if keywords(fact, language) & said]
    return bool(near) and (_denies(text, language) or not all(_denies(fact, language) for fact in near))


def _denies(text: str, language: Language) -> bool:
    return bool(_NOT[language].search(text))
