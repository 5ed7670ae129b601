"""What may be said in figures about a product: every figure of its fields and the few that follow from its two prices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

from livestream.catalog.models import Product
from livestream.trust.figures import Figure, figures
from livestream.trust.units import DISCOUNT, PERCENT, UNIT_LATIN, UNIT_ZH, Quantity, unit
from voices.types import Language

_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_UNIT_OF_KEY = re.compile(rf"[(（/]\s?({UNIT_ZH}|{UNIT_LATIN})\s?[)）]?(?=\s)")  # 重量(g) 900, Height (cm) 30
_MONEY_NAMES = {"CNY": "元", "USD": "dollars", "EUR": "euros", "GBP": "quid"}


@dataclass(frozen=True)
class Fact(Quantity):
    """A figure that the product states, and the field it stands in (a JSON key)."""

    field: str


def texts(product: Product) -> list[tuple[str, str]]:
    """(JSON key, text) of every text field of a product."""
    fields = [("name", product.name), ("brand", product.brand), ("category", product.category)]
    fields += [(f"points[{i}]", text) for i, text in enumerate(product.points)]
    fields += [("offer", product.offer), ("audience", product.audience), ("list_price_basis", product.list_price_basis)]
    fields += [(f"story[{i}]", text) for i, text in enumerate(product.story)]
    fields += [(f"specs.{key}", f"{key} {value}") for key, value in product.specs.items()]
    return [(key, text) for key, text in fields if text]


def facts(product: Product) -> tuple[Fact, ...]:
    """Every figure that a product states or that its two prices give."""
    stock = () if product.stock is None else (Fact(Decimal(product.stock), "", "stock"),)
    return (*_stated(tuple(texts(product))), *prices(product), *stock)


@lru_cache(maxsize=32)
def _stated(fields: tuple[tuple[str, str], ...]) -> tuple[Fact, ...]:
    out: list[Fact] = []
    for field, text in fields:
        labelled = _UNIT_OF_KEY.search(text) if field.startswith("specs.") else None
        for language in _LANGUAGES:
            claimed = {figure.span for figure in figures(text, language)}
            stated = figures(text, language, every=True)
            for f in stated:
                bare = labelled[1] if labelled else "" if f.span in claimed else "个"  # 两侧 counts, it measures nothing
                out.append(Fact(f.value, f.unit or bare, field))
            out += [Fact(f.value, "块儿", field) for f in stated if f.unit == "块"]  # 冰板4块: pieces or money
        out += [Fact(Decimal(size), "种", field) for size in _listed(text)]
    return tuple(out)


def prices(product: Product) -> list[Fact]:
    """The price, and where the list price has a basis: that, the saving, the discount (折, % off, %) rounded down or to the nearest."""
    money = _MONEY_NAMES.get(product.currency, "")
    out = [Fact(Decimal(product.price), money, "price")]
    listed = product.shown_list_price
    if listed is None or listed <= product.price:
        return out
    listed = Decimal(listed)
    out += [Fact(listed, money, "list_price"), Fact(listed - product.price, money, "list_price")]
    share = product.price / listed
    out.append(Fact(round(share * 10, 1), "折", "list_price"))
    percents = {((1 - share) * 100).to_integral_value(rounding) for rounding in (ROUND_FLOOR, ROUND_HALF_UP)}
    out += [Fact(percent, name, "list_price") for percent in percents for name in ("% off", "%")]
    return out


def supports(known: Sequence[Fact], figure: Figure, product: Product) -> bool:
    """Whether a fact backs the figure: the same amount of the same quantity. A bare number said is backed by the same value of anything;
    a bare number stated backs counts, and where its unit is commonly left out money, a share or degrees: never another measure."""
    said, amount = _read_as(figure, product)
    if said in (DISCOUNT, PERCENT):
        return any(
            fact.dimension in (DISCOUNT, PERCENT) and _off(fact.dimension, fact.base) == _off(said, amount) for fact in known
        ) or any(fact.value == figure.value and not fact.unit and fact.field.startswith(("offer", "specs.")) for fact in known)
    if figure.unit == "块" and any(fact.value == figure.value and (fact.field == "stock" or fact.unit in ("块", "块儿")) for fact in known):
        return True  # 260块砧板: pieces as well as money
    for fact in known:
        if fact.dimension == said and abs(fact.base - amount) <= abs(amount) * _slack(fact.unit, figure.unit):
            return True
        if fact.value != figure.value:
            continue
        omitted = "degree" if fact.field != "offer" else "money"  # washable at 30, 满200减20
        if not figure.unit or (not fact.unit and fact.field != "stock" and said.startswith(omitted)):
            return True
    return False


def _off(dimension: str, amount: Decimal) -> Decimal:
    """A discount or a share as percent: 8折, 20 % off and 20 % are the same figure."""
    return (1 - amount) * 100 if dimension == DISCOUNT else amount


def _read_as(figure: Figure, product: Product) -> tuple[str, Decimal]:
    """Pounds are money where the shop sells in pounds, and 块 is money of the shop's currency."""
    if product.currency == "GBP" and figure.unit.lower() in ("pound", "pounds"):
        return "money GBP", figure.value
    return figure.dimension, figure.base


def _slack(one: str, other: str) -> Decimal:
    """Conversions between metric and imperial units may be rounded; the same unit must agree exactly."""
    factors = {unit(one).factor, unit(other).factor}
    return Decimal("0.02") if any(f != round(f, 0) and f > 1 for f in factors) and len(factors) > 1 else Decimal("1e-9")


def _listed(text: str) -> set[int]:
    """How many things a text lists: 白、浅蓝、浅灰 are 3."""
    sizes: set[int] = set()
    for part in re.split(r"[：:；;。()（）]", text):
        items = [i for i in re.split(r"[、，,/／]|\band\b|和|&", part) if i.strip()]
        if len(items) > 1:
            sizes.add(len(items))
    return sizes
