"""How a line may begin when free writing failed: words from the product's own sheet, which the model continues."""

import random

from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.writing.plan import Slot
from yi_core.prompt import money

_PRICE = {
    "zh": ["现在{price}，", "价格{price}，", "{name}，{price}，"],
    "en": ["It's {price}", "The price is {price}", "The {name} is {price}"],
}
_LISTED = {
    "zh": ["标价{was}，现在{price}，", "原价{was}，现在{price}，"],
    "en": ["It's {price}, down from {was}", "List price {was}, now {price}"],
}
_NAME = {"zh": ["这款{name}，", "{name}，", "来看这款{name}，"], "en": ["This is the {name}.", "The {name}", "Take a look at the {name}."]}
_HOOK = {"zh": ["大家好，来看{name}。", "今天我们来看{name}。"], "en": ["Take a look at the {name}.", "Hello, here's the {name}."]}
_FOR = {"zh": "{audience}，来看{name}。", "en": "This one is for {audience}: the {name}."}
_CLOSE = {"zh": ["需要的，", "想要{name}的，", "喜欢{name}的，"], "en": ["If you", "Tap the link", "Want the {name}?"]}
_CALL = {"zh": "想要{name}的，点链接下单。", "en": "Tap the link for the {name}."}
_DEMO = {"zh": ["看图，", "你看图上，"], "en": ["In the picture,", "Look at the picture:"]}
_SHOWN = {"zh": "看图，{point}。", "en": "In the picture: {point}."}


def beginnings(slot: Slot, product: Product, brief: Brief, needs_name: bool) -> list[str]:
    """Beginnings to try, from a few words to a whole sentence of the sheet; fixed by the seed."""
    language = brief.voice.language
    rng = random.Random(f"{brief.seed} {slot.part} {slot.about}")
    name = product.name
    price, listed = money(float(product.price), product.currency, language), product.shown_list_price
    was = money(float(listed), product.currency, language) if listed is not None and listed > product.price else ""

    def some(patterns: dict[str, list[str]]) -> list[str]:
        filled = [p.format(name=name, price=price, was=was) for p in patterns[language]]
        rng.shuffle(filled)
        return filled

    end = "。" if language == "zh" else "."
    if slot.part == "offer":
        lead = f"{name}，" if language == "zh" else f"The {name}: "
        sentence = (f"现在{price}" if language == "zh" else f"It's {price}") + end
        if needs_name:
            return [f"{lead}{price}", f"{lead}{price}{end}"]
        return [*some(_LISTED if was else _PRICE)[:2], sentence]
    points = [product.points[i].strip().rstrip("。.!！") for i in slot.about]
    if language == "en":
        points = [p[:1].upper() + p[1:] for p in points]
    comma = "，" if language == "zh" else ","
    if needs_name:
        whole = _NAME[language][0].format(name=name) + (" " if language == "en" else "")
        return [*some(_NAME)[:2], *(whole + p + end for p in points[:1])]
    if slot.part == "point":
        return [*(p + comma for p in points), *(p + end for p in points[:1])]
    if slot.part == "demo":
        return [*some(_DEMO)[:1], *(_SHOWN[language].format(point=p) for p in points[:1])]
    if slot.part == "close":
        return [*some(_CLOSE), _CALL[language].format(name=name)]
    called = [_FOR[language].format(audience=product.audience.rstrip("。."), name=name)] if product.audience else []
    return [*called, *some(_HOOK)]
