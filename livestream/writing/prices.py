"""What a text says of the price: where it stands, whether it is called what it is, and what it is the price of."""

import re
from decimal import Decimal

from livestream.catalog.models import Product
from livestream.catalog.money import in_digits
from livestream.writing.matching import numbers
from livestream.writing.sheet import all_text
from livestream.writing.wording import DIGITS
from yi_core.prompt import figure

_LISTED = re.compile(
    r"(?:原[来价]?|标价?|平时|list price(?: of| is)?|\bwas|\b(?:down|drops?|instead|rather) (?:from|of|than)|\bnot)[是为标：: ]*[¥$€£]?$",
    re.I,
)
_LISTED_AFTER = re.compile(r"元?[是为的]?(?:原价|标价)|元?不要| list")
_MEASURES = "瓶罐盒袋包箱桶杯片条支双台盏只把套"


def amounts(text: str, amount: Decimal) -> list[re.Match[str]]:
    """Where an amount stands in a text, in digits and without commas."""
    return list(re.finditer(in_digits(amount), text.replace(",", "")))


def price_faults(text: str, product: Product) -> list[str]:
    """The price called the list price, the list price not called so, and goods counted as no fact does: 78元一瓶 of a tin."""
    price, listed, plain = product.price, product.shown_list_price, text.replace(",", "")

    def called(m: re.Match[str]) -> bool:
        return bool(_LISTED.search(plain[: m.start()]) or _LISTED_AFTER.match(plain[m.end() :]))

    found = [f"“{piece}”: the facts do not say so" for piece in _counted(plain, product)]
    if listed is None or listed == price:
        return found
    found += [f"{figure(float(price))} is the price, not the list price" for m in amounts(text, price) if called(m)]
    return found + [f"say that {figure(float(listed))} is the list price" for m in amounts(text, listed) if not called(m)]


def strange_figures(text: str, product: Product) -> list[str]:
    """Figures of a price line that are not of the price, the offer, the stock or the name: "$16.50 buys a 1-liter bottle" of a pouch."""
    own = f"{product.price} {product.shown_list_price or ''} {product.offer} {product.stock or ''} {product.name}".lower().replace(",", "")
    known = {float(number) for number in (*DIGITS.findall(own), *numbers(own))}  # `numbers` reads words, and weights as kilograms
    return [number for number in DIGITS.findall(text.replace(",", "")) if float(number) not in known]


def _counted(text: str, product: Product) -> list[str]:
    figures = [figure(float(product.price)), *([str(product.stock)] if product.stock else [])]
    known = all_text(product)
    called = re.finditer(rf"(?:拍|来|买|囤|入手)([{_MEASURES}对])", text)
    hits = re.finditer(rf"(?<!\d)(?:{'|'.join(map(re.escape, figures))})(?:[元块]一?|一)?([{_MEASURES}])", text)
    ordered = re.finditer(rf"(?:拍|来|买|下单|囤|入手|带[走上回]?|[的就]是|介绍|来看)一([{_MEASURES}对])", text)
    return [hit.group() for hit in (*hits, *ordered, *called) if hit[1] not in known]
