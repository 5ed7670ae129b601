"""Which product key a column's heading means: English, Chinese, Shopify and Google Merchant headings."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from livestream.catalog.product import KEYS

# Where several columns mean the same single-valued key, the earlier heading of the list wins.
ALIASES: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "product name", "title", "product title", "item name", "商品名称", "宝贝名称", "产品名称", "商品标题", "宝贝标题",
        "标题", "品名", "名称", "商品名",
    ),
    "brand": (
        "brand", "brand name", "vendor", "manufacturer", "品牌", "品牌名称", "品牌名",
    ),
    "category": (
        "category", "product category", "type", "product type", "google product category", "类目", "商品类目", "宝贝类目", "分类",
        "商品分类", "品类",
    ),
    "price": (
        "price", "sale price", "selling price", "unit price", "variant price", "售价", "价格", "销售价", "直播价", "单价", "现价",
        "一口价", "宝贝价格", "活动价", "促销价", "券后价", "到手价",
    ),
    "currency": (
        "currency", "currency code", "price currency", "币种", "货币",
    ),
    "list_price": (
        "list price", "compare at price", "compareat price", "variant compare at price", "rrp", "msrp", "original price",
        "regular price", "was price", "划线价", "原价", "市场价", "吊牌价", "参考价", "零售价", "建议零售价",
    ),
    "list_price_basis": (
        "list price basis", "price basis", "划线价依据", "原价依据", "划线价说明",
    ),
    "points": (
        "points", "point", "selling points", "selling point", "highlights", "highlight", "product highlight", "features",
        "feature", "bullet points", "bullet point", "卖点", "商品卖点", "宝贝卖点", "核心卖点", "产品卖点", "特点", "亮点",
    ),
    "offer": (
        "offer", "promotion", "deal", "gift", "coupon", "优惠", "优惠券", "优惠活动", "促销", "活动", "赠品", "福利",
    ),
    "stock": (
        "stock", "quantity", "qty", "inventory", "inventory quantity", "variant inventory qty", "in stock", "库存", "库存数量",
        "数量", "宝贝数量", "商品库存",
    ),
    "audience": (
        "audience", "target audience", "for whom", "适用人群", "目标人群", "人群", "适合人群",
    ),
    "story": (
        "story", "brand story", "故事", "品牌故事", "产品故事",
    ),
    "specs": (
        "specs", "spec", "specifications", "attributes", "product detail", "规格", "属性", "规格参数", "商品参数", "产品参数",
        "宝贝属性", "参数", "商品属性",
    ),
    "images": (
        "images", "image", "image link", "image url", "image src", "product image url", "additional image link", "picture",
        "photo", "main image", "商品主图", "主图", "图片", "商品图片", "宝贝图片", "图片链接", "主图链接", "新图片",
    ),
    "language": (
        "language", "lang", "语言",
    ),
    "description": (
        "description", "body html", "body", "details", "product description", "商品描述", "宝贝描述", "描述", "详情", "商品详情",
        "简介",
    ),
}  # fmt: skip
TARGETS = (*KEYS, "description")
LISTS = ("points", "story", "images", "specs", "description")  # keys that take several columns

_BRACKETS = re.compile(r"[(\[【{][^)\]】}]*[)\]】}]")
_NOISE = re.compile(r"[\s_\-./:*#'\"“”]+")
_CURRENCY_HINTS = {
    "元": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "¥": "CNY",
    "usd": "USD",
    "$": "USD",
    "eur": "EUR",
    "€": "EUR",
    "gbp": "GBP",
    "£": "GBP",
}


def plain_heading(heading: str) -> str:
    """A heading without case, brackets, spaces, signs and trailing numbers."""
    text = _BRACKETS.sub("", unicodedata.normalize("NFKC", heading).casefold()).removeprefix("g:")
    return re.sub(r"\d+$", "", _NOISE.sub("", text))


_EXACT = {plain_heading(alias): (key, rank) for key, names in ALIASES.items() for rank, alias in enumerate((key, *names))}


def meaning(heading: str) -> tuple[str, int] | None:
    """The key a heading means and its rank among the headings of that key, None for an unknown heading."""
    text = plain_heading(heading)
    if text in _EXACT:
        return _EXACT[text]
    if len(text) >= 5 and text.isascii():
        close = difflib.get_close_matches(text, _EXACT, n=1, cutoff=0.87)
        if close:
            key, rank = _EXACT[close[0]]
            return key, rank + 100
    return None


def map_columns(columns: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Column -> product key. What the merchant chose comes first ("" leaves a column out); a key of one value goes to one column."""
    mapping = {column: key for column, key in (chosen or {}).items() if key}
    taken = {key for key in mapping.values() if key not in LISTS}
    found: list[tuple[int, int, str, str]] = []
    for place, column in enumerate(columns):
        sense = meaning(column) if column not in (chosen or {}) else None
        if sense:
            found.append((sense[1], place, column, sense[0]))
    for _, _, column, key in sorted(found):
        if key in LISTS or key not in taken:
            mapping[column] = key
            taken.add(key)
    return {column: mapping[column] for column in columns if column in mapping}


def currency_hint(heading: str) -> str | None:
    """The currency in a heading such as 价格（元） or Price (USD)."""
    inside = unicodedata.normalize("NFKC", heading).casefold()
    for mark, code in _CURRENCY_HINTS.items():
        if re.search(rf"[(\[【/]\s*{re.escape(mark)}|(?<![a-z]){re.escape(mark)}\s*$", inside):
            return code
    return None
