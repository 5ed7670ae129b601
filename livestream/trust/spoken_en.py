"""Numbers in English words that claim something, told from the everyday one, both, two of you."""

import re
from collections.abc import Iterator
from decimal import Decimal

from livestream.trust.numerals import EN_NUMBER, en_number, en_price
from livestream.trust.units import COUNTED, UNIT_WORD, is_measure

Found = tuple[Decimal, str, tuple[int, int]]

_AFTER = re.compile(
    rf"[ -](?P<percent>per ?cent)(?P<off> off)?\b|[ -](?P<unit>{UNIT_WORD})|[ -](?:\w+ )?(?P<counted>{COUNTED})", re.IGNORECASE
)
_HALF_OF = re.compile(r"(?<!and a )\bhalf (?:a |an |of a )?(?P<unit>" + UNIT_WORD + r")", re.IGNORECASE)
_HALF_PRICE = re.compile(r"\bhalf[ -](?:price|off)\b|\bhalf the (?:price|cost)\b|\b50/50 off\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?P<over>a|one|two|three)[ -](?P<under>thirds?|quarters?|fifths?)(?:(?P<off> off)\b|(?= of\b| less| more| cheaper"
    r"| lighter| smaller| bigger| faster| shorter| longer| the\b))",
    re.IGNORECASE,
)
_DOZEN = re.compile(r"\b(?P<many>half a|a|one|two|three|four|five)[ -]dozen\b|\bdozens of\b", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(?P<word>twice|double|triple|three times|four times|five times|ten times)(?= (?:the|as|your|what|more|longer|faster)\b)",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"[ -](?:of (?:you|us|them|these|those|the)\b|(?:\w+ )?(?:things?|reasons?|ways?|steps?|words?|points?|questions?|facts?|jobs?|looks?"
    r"|numbers?|details?|checks?|hands?|fingers?"
    r"|sisters?|girls?|boys?"
    r"|friends?|kids|different|more|choices|options|tips|moves|minds|tables|lines|turns|up|or|and|in one)\b)",
    re.IGNORECASE,
)
_COUNTING = re.compile(r"(?:|[.!?] )#[,:?]")  # One, press. Two, turn.
_CLOCK_BEFORE = re.compile(
    r"\b(?:at|past|till|until|around|about|by|since|only|it's|week|day|page|step|number|chapter|grade|half) $", re.IGNORECASE
)
_CLOCK_AFTER = re.compile(
    r"(?:,? (?:in the (?:morning|afternoon|evening)|at night|o'clock|a\.?m\b|p\.?m\b|thirty|fifteen|forty-five)| o'clock)", re.IGNORECASE
)
_VALUES = {"twice": 2, "double": 2, "triple": 3, "three times": 3, "four times": 4, "five times": 5, "ten times": 10}
_PARTS = {"third": 3, "quarter": 4, "fifth": 5}
_EVERY: dict[str, int | Decimal] = {
    "pair": 2,
    "pairs": 2,
    "double": 2,
    "dual": 2,
    "twin": 2,
    "both": 2,
    "twice": 2,
    "couple": 2,
    "duo": 2,
    "trio": 3,
    "triple": 3,
    "quad": 4,
    "single": 1,
    "half": Decimal("0.5"),
}
_EVERY_WORD = re.compile(r"\b(?:" + "|".join(_EVERY) + r")\b", re.IGNORECASE)


def in_words(text: str, every: bool) -> Iterator[Found]:
    """Value, unit and span of each number in words; with `every` also of the small counting words."""
    taken: list[tuple[int, int]] = []
    for found in _special(text):
        taken.append(found[2])
        yield found
    for match in EN_NUMBER.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            yield from _read(text, match, every)
    if every:
        for match in _EVERY_WORD.finditer(text):
            yield Decimal(_EVERY[match.group().lower()]), "", match.span()


def _special(text: str) -> Iterator[Found]:
    for match in _HALF_PRICE.finditer(text):
        yield Decimal(50), "% off", match.span()
    for match in _HALF_OF.finditer(text):
        yield Decimal("0.5"), match["unit"], match.span()
    for match in _SHARE.finditer(text):
        value = Decimal({"a": 1, "one": 1, "two": 2, "three": 3}[match["over"].lower()]) / _PARTS[match["under"].lower().rstrip("s")]
        if match["off"]:
            yield Decimal(round(value * 100)), "% off", match.span()
        elif match["over"].lower() != "a" or not re.match(r" (?:one|towel|time|option|mat|pair)", text[match.end() :]):
            yield value, "", match.span()
    for match in _DOZEN.finditer(text):
        many = {
            "half a": Decimal("0.5"),
            "a": Decimal(1),
            "one": Decimal(1),
            "two": Decimal(2),
            "three": Decimal(3),
            "four": Decimal(4),
            "five": Decimal(5),
        }
        yield (many[match["many"].lower()] if match["many"] else Decimal(1)) * 12, "", match.span()
    for match in _TIMES.finditer(text):
        yield Decimal(_VALUES[match["word"].lower()]), "x", match.span()


def _read(text: str, match: re.Match[str], every: bool) -> Iterator[Found]:
    for value, price, start, end, count in _split(match):
        after = _AFTER.match(text, end)
        name, stop = "", end
        if after:
            stop = after.end()
            name = "% off" if after["off"] else "%" if after["percent"] else (after["unit"] or after["counted"])
        halved = re.match(r" and a half (?P<unit>" + UNIT_WORD + ")", text[end:])
        if halved:
            value, name, stop = value + Decimal("0.5"), halved["unit"], end + halved.end()
        if every or price or _is_claim(text, start, end, value, name, count):
            yield value, name, (start, stop)


def _split(match: re.Match[str]) -> Iterator[tuple[Decimal, bool, int, int, int]]:
    """The run of number words as one number, one price or the numbers it falls apart into: (value, is a price, start, end, words)."""
    tokens = [(m.group().lower(), m.end() + match.start(), m.start() + match.start()) for m in re.finditer(r"[A-Za-z]+", match.group())]
    tokens = [t for t in tokens if t[0] != "and"]
    words = [t[0] for t in tokens]
    whole = en_number(words)
    if whole is not None:
        yield whole, False, tokens[0][2], tokens[-1][1], len(words)
        return
    price = en_price(words)
    if price is not None:
        yield price, True, tokens[0][2], tokens[-1][1], len(words)
        return
    first = 0
    while first < len(words):
        last = len(words)
        while last > first + 1 and en_number(words[first:last]) is None:
            last -= 1
        value = en_number(words[first:last])
        if value is not None:
            yield value, False, tokens[first][2], tokens[last - 1][1], last - first
        first = last


def _is_claim(text: str, start: int, end: int, value: Decimal, name: str, count: int) -> bool:
    if is_measure(name):
        return (
            value != 1
            or count > 1
            or name.lower() not in ("day", "week", "month", "second", "minute", "hour", "year", "night", "pound", "foot")
        )
    if value <= 1 or (value <= 10 and _COUNTING.fullmatch(text[max(0, start - 2) : start] + "#" + text[end : end + 1])):
        return False
    if value <= 24 and (_CLOCK_BEFORE.search(text[max(0, start - 10) : start]) or _CLOCK_AFTER.match(text, end)):
        return False
    if value <= 12 and count == 1:
        return not _TALK.match(text, end) and bool(name or value > 2)
    return True
