"""The authored corpus' records as products and briefs, those that no training saw above all."""

from collections.abc import Iterator
from typing import Any

from livestream.catalog.authored import product_of
from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from voices.types import VoiceChoice
from yi_core.examples import held_out, records


def every(language: str) -> Iterator[tuple[dict[str, Any], Product]]:
    """All records of a language."""
    return ((record, product_of(record)) for record in records() if record["lang"] == language)


def unseen(language: str, count: int | None = None) -> Iterator[tuple[dict[str, Any], Product]]:
    """The held-out records of a language in their order, at most `count`."""
    chosen = [record for record in records() if record["lang"] == language and held_out(record)]
    return ((record, product_of(record)) for record in chosen[:count])


def brief_of(record: dict[str, Any], seconds: int = 40) -> Brief:
    """The persona and tone that a record was written for."""
    return Brief(VoiceChoice(record["lang"], "female", record["tone"]), record["persona"], seconds)
