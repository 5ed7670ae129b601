"""The authored corpus' records that no training saw, as products and briefs."""

from collections.abc import Iterator
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.catalog.values import Brief
from voices.types import VoiceChoice
from yi_core.examples import records
from yi_core.training.conversations import held_out


def product_of(record: dict[str, Any]) -> Product:
    """A record's product; the corpus' list prices count as having a basis."""
    data = {name: value for name, value in record["product"].items() if value}
    return parse_product({**data, "category": record["category"], "language": record["lang"], "list_price_basis": "shop"})[0]


def unseen(language: str, count: int | None = None) -> Iterator[tuple[dict[str, Any], Product]]:
    """The held-out records of a language in their order, at most `count`."""
    chosen = [record for record in records() if record["lang"] == language and held_out(record)]
    return ((record, product_of(record)) for record in chosen[:count])


def brief_of(record: dict[str, Any], seconds: int = 40) -> Brief:
    """The persona and tone that a record was written for."""
    return Brief(VoiceChoice(record["lang"], "female", record["tone"]), record["persona"], seconds)
