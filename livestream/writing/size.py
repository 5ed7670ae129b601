"""How much a script says: the pace of its voice, and what a line takes at the least. In characters (zh) or words (en)."""

from collections.abc import Sequence

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line, Part
from livestream.writing.audience import people
from livestream.writing.sheet import branded, stocked
from livestream.writing.wording import length
from voices.tones import TABLE
from voices.types import Gender, Language
from yi_core.prompt import money

RATE: dict[Language, dict[Gender, float]] = {"zh": {"female": 4.4, "male": 4.8}, "en": {"female": 3.0, "male": 2.9}}
"""Spoken a second in a plain voice, pauses with them: measured on lines of scripts in six tones (docs/benchmarks.md)."""

OWN: dict[Language, dict[Part, int]] = {  # what a line says beside the words of the sheet, without what may be left out
    "zh": {"hook": 18, "pain": 22, "point": 3, "demo": 5, "bridge": 15, "offer": 12, "close": 12},
    "en": {"hook": 11, "pain": 12, "point": 2, "demo": 4, "bridge": 8, "offer": 6, "close": 8},
}
WHOM = {"zh": "讲给听。", "en": "This one's for"}  # said with the audience
TOLD = 2  # by which a sentence is longer than the fact that it tells


def pace(brief: Brief) -> float:
    """Characters or words that a script's voice speaks a second: a calm one fewer than an urgent one."""
    return RATE[brief.voice.language][brief.voice.gender] * TABLE[brief.voice.tone].speed * brief.voice.speed


def measured(lines: Sequence[Line], language: Language) -> int:
    """What lines say."""
    return sum(length(line.text, language) for line in lines)


def needed(part: Part, about: Sequence[int], product: Product, language: Language) -> int:
    """What a line of a part takes that speaks about facts of the product: its own words and those of the sheet that it has to say."""
    sheet = [product.facts[i] for i in about]
    if part == "hook":
        sheet += [branded(product, language), *([product.audience, WHOM[language]] if people(product.audience, language) else ())]
    if part == "close":
        sheet.append(product.name)
    if part == "offer":
        listed = product.shown_list_price
        prices = [product.price, *([listed] if listed is not None and listed > product.price else ())]
        sheet += [*(money(float(price), product.currency, language) for price in prices), product.offer, stocked(product, language)]
    return OWN[language][part] + TOLD * len(about) + sum(length(text, language) for text in sheet)
