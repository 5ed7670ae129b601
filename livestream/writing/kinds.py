"""What kind of comment a viewer wrote, from what it asks and from what the product states."""

import re
from typing import Literal

from livestream.catalog.models import Product
from livestream.writing.matching import holds
from livestream.writing.topics import Reading
from livestream.writing.verify import says_price
from yi_core.prompt import figure

Kind = Literal["price", "fact", "unknown", "objection", "shipping", "smalltalk", "hostile", "compare"]
_COMPARE = re.compile(
    r"\bvs\b|compare|better than|difference|cheaper (?:one|at)|对比|比.{1,8}(?:好|强|贵|便宜)|有什么区别|哪个好|差(?:啥|别|在哪)",
    re.IGNORECASE,
)
_DOUBTS = re.compile(r"贵|expensive|overpriced|not sure|不值|算了|cheap", re.IGNORECASE)


def kind_of(reading: Reading, comment: str, product: Product) -> Kind:
    """The kind of a comment as it was read."""
    asked = {t.id for t in reading.topics}
    if reading.talk and not reading.hostile:
        return "fact" if reading.facts else "smalltalk"
    if asked & {"returns", "shipping", "warranty"}:
        return "shipping"
    if reading.hostile:
        return "hostile"
    priced = says_price(comment, product) and reading.question and not reading.facts and "size" not in asked
    if asked & {"price", "was"} or priced or ("extra" in asked and (reading.facts or of_offer(reading, product))):
        return "price"
    if _COMPARE.search(comment):
        return "compare"
    if reading.facts or "human" in asked or of_stock(reading, product):
        return "fact"
    if reading.greeting and not (reading.question and reading.words):
        return "smalltalk"
    if not reading.near and _DOUBTS.search(comment):
        return "objection"
    return "unknown" if reading.question or reading.near else "smalltalk"


def of_offer(reading: Reading, product: Product) -> bool:
    """Whether a comment asks of what the offer names and the goods' own name does not."""
    return any(holds(product.offer, word) and not holds(product.name, word) for word in reading.words)


def of_stock(reading: Reading, product: Product) -> bool:
    """Whether a comment asks how many of the goods are left, and the shop states it."""
    return bool(product.stock) and any(t.id == "stock" for t in reading.topics) and all(holds(product.name, w) for w in reading.words)


def of_goods_alone(reading: Reading, product: Product) -> bool:
    """Whether a comment on the price asks of the goods alone, not of something beside them or of several."""
    own = (product.name, figure(float(product.price)))
    return all(any(holds(text, word) for text in own) for word in reading.words)


def beyond_small(reading: Reading, kind: Kind) -> bool:
    """Whether an answer is beyond a small model: all but one fact that answers, and that nothing is stated. Of prices, objections and
    comparisons it says what is not true ("more stable than a chair" of a rocking stool), of talk what makes no sense."""
    return not (reading.facts if kind == "fact" else kind == "unknown" and not reading.near)
