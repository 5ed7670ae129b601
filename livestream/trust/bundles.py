"""The price of one, said for several: "2袋才19.9元" where 19.9 buys one bag."""

import re
from collections.abc import Iterator

from livestream.catalog.models import Product
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
_EN = r"(?:\s+[a-z]+){0,3}?\s+for\s+(?:just\s+|only\s+)?[$£€]?\s*"


def bundles(text: str, product: Product, language: Language) -> Iterator[tuple[int, int]]:
    """Spans in `text` that give the product's price for more than one piece, unless the product itself counts so many (a pack of 6)."""
    price = f"{product.price.normalize():f}"
    either = "|".join(re.escape(p) for p in {price, f"{product.price:.2f}"})
    count = f"{_COUNT[language]}{_GOODS if language == 'zh' else ''}"
    link = _ZH if language == "zh" else _EN
    for match in re.finditer(rf"(?P<count>{count}){link}(?:{either})(?!\d|\.\d)", text, re.IGNORECASE):
        content = _plain(" ".join(part for field, part in facts.texts(product) if field != "offer"))
        in_pack = re.search(rf"(?<![a-z0-9]){re.escape(_plain(match['count']))}(?![a-z0-9])", content)
        if not in_pack and _plain(match.group()) not in _plain(product.offer):
            yield match.span()


def _plain(text: str) -> str:
    """Lower case, without spaces between Chinese, numbers as digits."""
    digits = re.sub(r"[a-z]+|[二三四五六七八九十两](?!百|千|万)", lambda m: _NUMBERS.get(m.group(), m.group()), text.lower())
    return re.sub(r"\s+", " " if text.isascii() else "", digits)
