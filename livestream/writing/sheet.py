"""A product as the fact sheet that the model reads: only what may be spoken."""

import re
from collections.abc import Sequence

from livestream.catalog.models import Product
from livestream.catalog.money import SYMBOLS
from livestream.catalog.text import language_of
from voices.types import Language
from yi_core.prompt import FactSheet, figure

# What the model reads of these: its context is short, and a longer prompt is a later start.
MAX_STORY, MAX_FACT = 3, 200
MAX_SPECS, MAX_SPEC = 12, 60


def fact_sheet(product: Product, points: Sequence[int]) -> FactSheet:
    """The sheet with the given points, renumbered from 0; a list price without a basis stays out, long stories and specs are cut."""
    listed = product.shown_list_price
    return FactSheet(
        name=product.name,
        price=float(product.price),
        currency=product.currency,
        points=tuple(product.points[i] for i in points),
        brand=product.brand,
        list_price=float(listed) if listed is not None and listed > product.price else None,
        story=tuple(fact[:MAX_FACT] for fact in product.story[:MAX_STORY]),
        specs=tuple((key, value[:MAX_SPEC]) for key, value in list(product.specs.items())[:MAX_SPECS]),
        offer=product.offer,
        stock=product.stock,
        audience=product.audience,
    )


def copy_language(product: Product) -> Language:
    """The language that the product's own words are in, whatever its field says."""
    return language_of(product.name, *product.points)


def spec_facts(product: Product) -> list[str]:
    """The specifications as sentences: name and value."""
    return [f"{key} {value}" for key, value in product.specs.items()]


def all_text(product: Product) -> str:
    """Everything that the product states in words, lower case."""
    fields = [
        product.name,
        product.brand,
        product.category,
        *product.points,
        product.offer,
        product.audience,
        *product.story,
        *spec_facts(product),
    ]
    return "\n".join(fields).lower()


def spelled_figures(product: Product) -> set[str]:
    """Every run of digits that the product states, as it is written, prices also with their sign: what digits and signs may spell."""
    found = set(re.findall(r"\d+(?:[.,:]\d+)*", all_text(product)))
    prices = [product.price, product.shown_list_price]
    found |= {figure(float(p)) for p in prices if p is not None} | {f"{p:.2f}" for p in prices if p is not None and p % 1}
    if product.stock is not None:
        found.add(str(product.stock))
    signs = {str(code): sign for code, sign in SYMBOLS.items()}
    found |= {signs.get(product.currency, "") + figure(float(p)) for p in prices if p is not None}
    return found | set(re.findall(r"[$¥€£]\d+(?:\.\d+)?", all_text(product)))
