"""What a fact is on, told from its first words."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from livestream.catalog.models import Product
from livestream.writing.wording import lists
from voices.types import Language

Kind = Literal["material", "measure", "care", "use", "look", "extra", "origin"]
TURNS = "turns.yaml"
_PIECE = re.compile(r"[，；;、]|,(?!\d)")


@dataclass(frozen=True)
class Subject:
    """What a host calls it ("": no subject of the list), and its kind: what it is made of, how much of it there is, what it takes to keep,
    what it does (all that is of no other kind), what the senses find, what comes with it, where and how it was made."""

    called: str = ""
    kind: Kind = "use"


def kind_of(index: int, product: Product, language: Language) -> Kind:
    """The kind of a fact of product.facts; the maker's story tells where it comes from."""
    return "origin" if index in product.story_facts else subject(product.facts[index], language).kind


def subject(fact: str, language: Language) -> Subject:
    """The first of turns.yaml whose pattern is found in the fact's first piece."""
    first = _PIECE.split(fact.lower(), maxsplit=1)[0]
    listed: list[dict[str, Any]] = lists(TURNS)[language]["subjects"]
    return next((Subject(each["called"], each["kind"]) for each in listed if re.search(each["fact"], first)), Subject())
