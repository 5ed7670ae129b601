"""The authored corpus' records as products of the catalogue."""

from collections.abc import Mapping
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product


def product_of(record: Mapping[str, Any]) -> Product:
    """A record's product (see yi_core.examples.records); the corpus' list prices count as having a basis."""
    data = {name: value for name, value in record["product"].items() if value}
    return parse_product({**data, "category": record["category"], "language": record["lang"], "list_price_basis": "shop"})[0]
