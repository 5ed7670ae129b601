"""The one parser of figures in spoken and written text, zh and en, digits and words.

A figure is a number that claims something: every number in digits, and every number in words that carries a unit of
measure, money, time or share, or counts more than a couple of things. Everyday small words (一个, 两步, one of you) are none,
nor are model codes (IP67, USB3.0, A4), which are true only as they are written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from livestream.trust import spoken_en, spoken_zh
from livestream.trust.numerals import ZH_DIGITS
from livestream.trust.text import fold
from livestream.trust.units import CLASSIFIER, COUNTED, UNIT_LATIN, UNIT_ZH, Quantity, is_measure
from voices.types import Language


@dataclass(frozen=True)
class Figure(Quantity):
    """A number as said, and its span in the text."""

    span: tuple[int, int]


_SIGN = {"¥": "元", "$": "dollars", "€": "euros", "£": "quid"}
_DIGITS = re.compile(
    r"(?:(?P<sign>US\$|[¥$€£])\s?)?"
    r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<myriad>[万千亿](?![A-Za-z瓦米克卡焦帕])|(?<!\d\d\d\d)k\b)(?P<tail>[一二三四五六七八九](?!\w))?)?"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?!(?:RMB|CNY|USD|EUR|GBP|HKD|X)-?\d)[A-Z]{1,5}-?\d+(?:\.\d+)?(?:[A-Za-z](?![A-Za-z]))?(?![A-Za-z\d.]*\d)"
)
_UNIT_AFTER = re.compile(
    rf"(?P<zh>\s?(?:多|来)?(?:{UNIT_ZH}))|(?P<quote>[\"″](?!\w))|(?P<off>\s?(?:%|per ?cent)\s+off\b)|\s?(?P<percent>%)"
    r"|(?P<inch>[ -]?in(?=\s*(?:$|[.,;:!?)×*]|x\b|(?:tall|wide|long|deep|thick|high|across|in diameter)\b)))"
    rf"|[ -]?(?P<latin>{UNIT_LATIN})|(?P<classifier>(?:小|大|整)?{CLASSIFIER}(?<!包(?=[邮运的含括退换教安])))|[ -](?P<counted>{COUNTED})",
    re.IGNORECASE,
)
_STICKS = frozenset("axskvwAXSKHdD")  # one-letter units that must touch their number
_INCH_STATED = re.compile(  # 42 in canopy, in a fact; not 12 in a box
    r"[ -]in(?=\s+(?!(?:an?|the|one|all|each|every|any|total|stock|this|that|its?|my|your|our|their|use|place|line|bulk|number"
    r"|size|colou?rs?|length|width|height|weight|diameter|between|different|several|assorted)\b)[a-z])"
)
_DISCOUNT_ZH = re.compile(r"折(?![叠伞页痕合成])")
_LIST = re.compile(r"\s*[,，]\s*")
_RANGE = re.compile(r"\s*(?:-|–|—|~|～|至|到|to|or|或|、|/|×|x|\*|乘|by|and|和)\s*", re.IGNORECASE)
_FRACTION = re.compile(r"(?<![\d./])(?P<over>[123])/(?P<under>[2345])(?![\d/])")
_TAIL_ZH = re.compile(rf"(?P<unit>块|元|毛)(?P<tail>[0-9一二三四五六七八九](?![0-9十百千万]))(?:毛|角)?(?!\s?{CLASSIFIER})")


def figures(text: str, language: Language, *, every: bool = False) -> list[Figure]:
    """The figures of a text in order. `every` also takes the small counting words and the figures in model codes (for reading facts,
    not for judging speech)."""
    folded = fold(text)
    coded = [] if every else [match.span() for match in _CODE.finditer(folded.text)]
    found = [f for f in _in_digits(folded.text, every) if not any(start < f.span[1] and f.span[0] < end for start, end in coded)]
    taken = [f.span for f in found]
    words = spoken_zh.in_words(folded.text, every) if language == "zh" else spoken_en.in_words(folded.text, every)
    for value, name, span in words:
        if not any(span[0] < end and start < span[1] and (start, end) != span for start, end in taken):
            found.append(Figure(value, name, span))
            taken.append(span)
    found.sort(key=lambda f: f.span)
    found = _share_units(folded.text, found, every)
    return [replace(f, span=folded.span(*f.span)) for f in found]


def codes(text: str) -> list[tuple[int, int]]:
    """The spans of the model codes in a text: capitals with digits, such as IP67, USB3.0, A4."""
    folded = fold(text)
    return [folded.span(*match.span()) for match in _CODE.finditer(folded.text)]


def _in_digits(text: str, every: bool) -> Iterator[Figure]:
    fractions = {m.start("over"): m for m in _FRACTION.finditer(text)}
    past = 0
    for match in _DIGITS.finditer(text):
        start, number_at, end = match.start(), match.start("number"), match.end()
        if start < past:
            continue
        value = Decimal(match["number"].replace(",", ""))
        if number_at in fractions:
            fraction = fractions[number_at]
            value, end = Decimal(int(fraction["over"])) / Decimal(int(fraction["under"])), fraction.end()
        elif match["myriad"]:
            size = {"万": 10_000, "千": 1000, "亿": 100_000_000, "k": 1000}[match["myriad"].lower()]
            value *= size
            if match["tail"]:
                value += ZH_DIGITS[match["tail"]] * Decimal(size) / 10
        if _is_ordinal(text, number_at, end, value):
            past = end
            continue
        name = _SIGN[match["sign"][-1]] if match["sign"] else ""
        if name:
            yield Figure(value, name, (start, end))
        else:
            tail = _TAIL_ZH.match(text, end)
            if tail and value == int(value):
                small = Decimal(ZH_DIGITS.get(tail["tail"]) or int(tail["tail"])) / 10
                yield Figure(value + small, "元", (start, tail.end()))
                past = tail.end()
                continue
            name, end = _unit_at(text, end, value, every)
            yield Figure(value, name, (start, end))
        past = end


def _is_ordinal(text: str, start: int, end: int, value: Decimal) -> bool:
    """第1步, step 2, 1st: a place in an order, not a claim."""
    if value > 10:
        return False
    before = text[max(0, start - 6) : start].lower()
    after = text[end : end + 3]
    return (
        (before.endswith("第") and bool(re.match(r"[步点个步次遍]", after)))
        or before.endswith("step ")
        or bool(re.match(r"(?:st|nd|rd|th)\b", after))
    )


def _unit_at(text: str, end: int, value: Decimal, every: bool) -> tuple[str, int]:
    """The unit that follows a number in digits, and where it ends."""
    discount = _DISCOUNT_ZH.match(text, end)
    if discount:
        return "折", discount.end()
    match = _UNIT_AFTER.match(text, end)
    if not match:
        inch = _INCH_STATED.match(text, end) if every else None
        return ("inch", inch.end()) if inch else ("", end)
    if match["off"]:
        return "% off", match.end()
    if match["quote"] or match["inch"]:
        return "inch", match.end()
    if match["percent"]:
        return "%", match.end()
    if match["latin"]:
        if match["latin"] in _STICKS and match.start("latin") != end:
            return "", end
        return match["latin"], match.end()
    if match["zh"]:
        name = match["zh"].strip().lstrip("多来")
        if name == "块" and spoken_zh.is_piece(text, match.end(), value):
            name = "块儿"
        return name, match.end()
    return (match["classifier"] or match["counted"]), match.end()


def _share_units(text: str, found: list[Figure], every: bool) -> list[Figure]:
    """In 62到135厘米, 5-7 days, 370×200 mm the unit stands once: the earlier numbers take it; in a fact also in 370, 640 and 1040 ml."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        if not here.unit and is_measure(after.unit) and not after.dimension.startswith("money"):
            between = text[here.span[1] : after.span[0]]
            if between and (_RANGE.fullmatch(between) or (every and _LIST.fullmatch(between))) and text[after.span[0]] not in "¥$€£":
                out[i] = replace(here, unit=after.unit)
    return out
