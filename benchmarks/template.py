"""The baseline: fixed sentences around the product's own words, as a shop's template tool would: true, and always the same."""

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.trust.check import speakable_points
from yi_core.prompt import money

HOOK = {
    "zh": "大家好，欢迎来到直播间，今天给大家介绍{name}。",
    "en": "Hello everyone, welcome to the show. Today I'd like to introduce the {name}.",
}
FOR = {"zh": "特别适合{audience}。", "en": "It is for {audience}."}
POINT = {
    "zh": ("首先，{points}。", "其次，{points}。", "另外，{points}。", "还有，{points}。"),
    "en": ("First, {points}.", "Second, {points}.", "What's more, {points}.", "Also, {points}."),
}
OFFER = {"zh": "今天的价格是{price}。", "en": "Today's price is {price}."}
GIFT = {"zh": "现在下单，{offer}。", "en": "Order now: {offer}."}
CLOSE = {"zh": "喜欢{name}的朋友，点击下方链接下单吧。", "en": "If you like the {name}, tap the link below and place your order."}


def write(product: Product, brief: Brief) -> list[Line]:
    """Hook, at most four lines of one or two points, offer, close."""
    language = brief.voice.language
    kept, _ = speakable_points(product, language)
    glue = " " if language == "en" else ""
    hook = HOOK[language].format(name=product.name)
    lines = [Line("hook", glue.join([hook, FOR[language].format(audience=product.audience)]) if product.audience else hook)]
    size = 1 if len(kept) <= len(POINT[language]) else 2
    for pattern, at in zip(POINT[language], range(0, len(kept), size), strict=False):
        group = kept[at : at + size]
        points = ("，" if language == "zh" else ", and ").join(product.points[i].rstrip("。.") for i in group)
        lines.append(Line("point", pattern.format(points=points), tuple(group)))
    price = OFFER[language].format(price=money(float(product.price), product.currency, language))
    gift = GIFT[language].format(offer=product.offer.rstrip("。.")) if product.offer else ""
    return [*lines, Line("offer", glue.join(filter(None, [price, gift]))), Line("close", CLOSE[language].format(name=product.name))]
