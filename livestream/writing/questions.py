"""What a host asks the viewers (questions.yaml), by the goods or the fact: an invitation to think along, which claims nothing."""

import random
import re
from collections.abc import Sequence

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.writing.wording import lists

FILE = "questions.yaml"
FORMAL = ("expert", "founder", "concierge")
"""Personas who say 您."""


def question(fact: str, brief: Brief, others: Sequence[Line]) -> str:
    """A question to follow a fact, on a subject that `others` do not ask of; the seed chooses among those of its subject. "" where there
    is none."""
    for topic in lists(FILE)[brief.voice.language]["facts"]:
        if re.search(topic["fact"], fact.lower()) and len(asked := _fresh(topic["ask"], brief, others)) == len(topic["ask"]):
            return random.Random(f"{brief.seed} {fact}").choice(asked)
    return ""


def openers(product: Product, brief: Brief, others: Sequence[Line]) -> list[str]:
    """Questions that may open a script on a product, none that `others` ask, in an order that the seed fixes."""
    topics = lists(FILE)[brief.voice.language]["goods"]
    for goods in (product.name, f"{product.category} {product.audience}"):
        for topic in topics:
            if re.search(topic["goods"], goods.lower()) and (asked := _fresh(topic["ask"], brief, others)):
                random.Random(f"{brief.seed} {product.name}").shuffle(asked)
                return asked
    return []


def _fresh(asks: Sequence[str], brief: Brief, others: Sequence[Line]) -> list[str]:
    """Those that `others` do not ask, worded for the persona."""
    you = "您" if brief.persona in FORMAL else "你"
    worded = [words.format(you=you) for words in asks]
    return [words for words in worded if not any(words.lower() in line.text.lower() for line in others)]
