"""The price of one, said for several: "2袋才19.9元" where 19.9 buys one bag, "$16.50 for all four pouches"."""

import re
from collections.abc import Iterator

from livestream.catalog.models import Product
from livestream.catalog.money import in_digits
from livestream.trust import facts
from voices.types import Language

_COUNT = {
    "zh": r"(?<![\d.第])(?:[2-9]|[1-9]\d+|[两二三四五六七八九十])",
    "en": r"(?<![\w.-])(?:[2-9]|[1-9]\d+|two|three|four|five|six|ten)",
}
_GOODS = r"\s*[件袋双个盒包瓶套只支条罐对块本把台床张]"
_LINK = r"(?:[才就也仅共]|只要|只需|一共|总共|都是|现在|今天|到手|价格?)"
_ZH = rf"(?:[，,]{_LINK}+|{_LINK}*)\s*[¥￥]?\s*"
_NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "ten": "10", "两": "2"}
_NUMBERS |= {sign: str(value) for value, sign in enumerate("二三四五六七八九十", 2)}
_WORDS = r"(?P<goods>(?:\s+[a-z]+){0,3}?)"
_EN = rf"{_WORDS}\s+for\s+(?:just\s+|only\s+)?[$£€]?\s*"
_AFTER = r"(?:\s+(?:dollars|pounds|euros))?,?\s+for\s+(?:all\s+|the\s+|of\s+)*"


def bundles(text: str, product: Product, language: Language) -> Iterator[tuple[int, int]]:
    """Spans in `text` that give the product's price for more than one piece, unless the product itself counts so many (a pack of 6)."""
    price = in_digits(product.price)
    ways = {
        "zh": [rf"(?P<count>{_COUNT['zh']}{_GOODS}){_ZH}{price}"],
        "en": [rf"(?P<count>{_COUNT['en']}){_EN}{price}", rf"{price}{_AFTER}(?P<count>{_COUNT['en']}){_WORDS}(?=\W*$|[.,;!?])"],
    }
    for match in (match for way in ways[language] for match in re.finditer(way, text, re.IGNORECASE)):
        content = _plain(" ".join(part for field, part in facts.texts(product) if field != "offer"))
        goods = match["goods"].lower().split() if language == "en" else []
        if not _in_pack(_plain(match["count"]), goods, content) and _plain(match.group()) not in _plain(product.offer):
            yield match.span()


def _in_pack(count: str, goods: list[str], content: str) -> bool:
    """Whether the product itself counts so many, of the same goods where they are named: "4 times" is not four pouches."""
    edge = rf"(?<![a-z0-9]){re.escape(count)}(?![a-z0-9])"
    if not goods or re.search(rf"\bof {edge}|{edge}[ -](?:pack|piece|set)", content):
        return re.search(edge, content) is not None
    return any(re.search(rf"{edge}(?:[ -][a-z]+){{0,3}}[ -]{re.escape(word[:4])}", content) for word in goods if len(word) > 2)


def _plain(text: str) -> str:
    """Lower case, without spaces between Chinese, numbers as digits."""
    digits = re.sub(r"[a-z]+|[二三四五六七八九十两](?!百|千|万)", lambda m: _NUMBERS.get(m.group(), m.group()), text.lower())
    return re.sub(r"\s+", " " if text.isascii() else "", digits)
