"""Is a line true to its product and lawful? Which of its points may be spoken?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from livestream.catalog.models import Product
from livestream.catalog.money import written
from livestream.trust import claims, facts
from livestream.trust.bundles import bundles
from livestream.trust.figures import codes, figures
from livestream.trust.text import fold, squeeze
from voices.types import Language

Severity = Literal["block", "warn"]


@dataclass(frozen=True)
class Finding:
    """What is wrong with a text: the rule, how grave it is, where it stands, and in a person's words what to do.

    `span` is in the text that was checked; `field` a point's JSON key ("" for a line); `basis` the law and article.
    """

    rule: str
    severity: Severity
    span: tuple[int, int]
    quoted: str
    message: str
    suggestion: str
    basis: str = ""
    field: str = ""

    def told(self, language: str) -> str:
        """The whole of it for people; `language` is that of its message."""
        return claims.explained(self.message, self.basis, self.suggestion, language)


_DEADLINE = re.compile(
    r"今[天晚日]|明[天晚日]|本周|周[一二三四五六日末]|截止|为止|\d+[点日号]前|\b(?:today|tonight|tomorrow|midnight|until|till|ends?|by|before|(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend)\b",
    re.I,
)
_SAY = {
    "figure": {
        "zh": ("“{quoted}”不在商品资料里。", "只说资料里写明的数字；售价是{price}。"),
        "en": ("“{quoted}” does not stand in the product's facts.", "Say only figures that the product states; its price is {price}."),
    },
    "code": {
        "zh": ("“{quoted}”不在商品资料里。", "只说资料里写明的型号、等级和标准。"),
        "en": ("“{quoted}” does not stand in the product's facts.", "Say only models, grades and standards that the product states."),
    },
    "bundle": {
        "zh": ("“{quoted}”把一件的价格说成了几件的。", "{price}是一件的价格，照优惠的原话说。"),
        "en": ("“{quoted}” gives the price of one for several.", "{price} is the price of one; say the offer in its own words."),
    },
    "list-price": {
        "zh": ("“{quoted}”是没有写明依据的划线价。", "填写 list_price_basis（例如“近7日最低成交价”），或不要提它。"),
        "en": (
            "“{quoted}” is a list price without a stated basis.",
            "Fill in list_price_basis (where and when it was charged), or leave it out.",
        ),
    },
    "point": {
        "zh": ("这一句讲的是第{number}条卖点，它含有不能说的话：“{quoted}”。", "修改这条卖点，或换一条来讲。"),
        "en": (
            "This line speaks about point {number}, which contains a claim that must not be made: “{quoted}”.",
            "Change that point, or speak about another one.",
        ),
    },
}


def check_line(text: str, product: Product, language: Language, about: Sequence[int] = (), ui: Language | None = None) -> list[Finding]:
    """The findings on a spoken line or a reply in `language`, in the order of the text; messages in `ui`, else the same language."""
    shown = ui or language
    found = _figures(text, product, language, shown) + _claims(text, product, shown, own=False)
    for index in about:
        if 0 <= index < len(product.points):
            blocked = [f for f in _claims(product.points[index], product, shown, own=True) if f.severity == "block"]
            if blocked:
                message, suggestion = _SAY["point"][shown]
                found.append(
                    Finding(
                        "point",
                        "warn",
                        (0, len(text)),
                        text,
                        message.format(number=index + 1, quoted=blocked[0].quoted),
                        suggestion,
                        blocked[0].basis,
                    )
                )
    return sorted(found, key=lambda f: f.span)


def speakable_points(product: Product, language: Language) -> tuple[list[int], list[Finding]]:
    """The indexes of the selling points that may be spoken (empty ones hold a place only), and why the others may not; messages in
    `language`."""
    kept: list[int] = []
    left_out: list[Finding] = []
    for index, point in enumerate(product.points):
        blocked = [replace(f, field=f"points[{index}]") for f in _claims(point, product, language, own=True) if f.severity == "block"]
        if blocked:
            left_out += blocked
        elif point:
            kept.append(index)
    return kept, left_out


def _figures(text: str, product: Product, language: Language, shown: Language) -> list[Finding]:
    known = facts.facts(product)
    price = written(product.price, product.currency)

    def blocked(say: str, span: tuple[int, int], rule: str = "figure") -> Finding:
        message, suggestion = _SAY[say][shown]
        quoted = text[slice(*span)]
        return Finding(rule, "block", span, quoted, message.format(quoted=quoted), suggestion.format(price=price))

    found = []
    for figure in figures(text, language):
        if facts.supports(known, figure, product):
            continue
        hidden = product.list_price is not None and product.shown_list_price is None and figure.value == product.list_price
        rule = "list-price" if hidden else "figure"
        found.append(blocked(rule, figure.span, rule))
    found += [blocked("bundle", span) for span in bundles(text, product, language)]
    stated = _plain(" ".join(part for _, part in facts.texts(product)))
    for span in codes(text):
        if not re.search(rf"(?<![a-z0-9]){re.escape(_plain(text[slice(*span)]))}(?!\.?[0-9])", stated):
            found.append(blocked("code", span))
    return found


def _plain(text: str) -> str:
    """A text for the comparison of model codes: USB 3.0 and usb-3.0 are USB3.0."""
    return re.sub(r"(?<=[a-z])[\s-]+(?=\d)", "", fold(text).text.lower())


def _claims(text: str, product: Product, shown: Language, own: bool) -> list[Finding]:
    """Claims in a text; `own` where it is the product's own: what needs facts is then a warning, as the merchant must hold the evidence."""
    found: list[Finding] = []
    names = _name_spans(text, product)
    for hit in claims.hits(text):
        rule = hit.rule
        state: Severity = rule.severity
        if rule.needs and _met(rule.needs, hit.quoted, product, own):
            if not own or rule.needs != "facts":
                continue
            state = "warn"
        if any(a <= hit.span[0] and hit.span[1] <= b for a, b in names):
            state = "warn"
        found.append(
            Finding(rule.id, state, hit.span, hit.quoted, rule.message(hit.quoted, shown), rule.suggestion[shown], rule.basis[shown])
        )
    return found


def _name_spans(text: str, product: Product) -> list[tuple[int, int]]:
    spans = []
    for name in (product.name, product.brand):
        start = text.find(name) if name else -1
        while start >= 0:
            spans.append((start, start + len(name)))
            start = text.find(name, start + 1)
    return spans


def _met(needs: str, quoted: str, product: Product, own: bool) -> bool:
    """Whether the product states what a claim needs: a stock, a list price with its basis, an offer, its end, or the claim itself."""
    if needs == "stock":
        return product.stock is not None
    if needs == "list_price" and product.shown_list_price is not None:
        return True
    if needs == "offer" and product.offer.strip():
        return True
    if needs == "deadline" and _DEADLINE.search(product.offer):
        return True
    claim = squeeze(quoted).text
    return own or any(claim in squeeze(text).text for _, text in facts.texts(product))
