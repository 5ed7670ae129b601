"""English text -> words with phonemes: our rules for shop talk, then hibari's normaliser and lexicon; Chinese names in pinyin letters."""

import re
from collections.abc import Callable

from voices.frontend import english, said
from voices.frontend.aligned import Aligned
from voices.frontend.said import Readings
from voices.frontend.words import Word, merge

_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNITS = {
    "W": "watt", "V": "volt", "g": "gram", "m": "meter", "L": "liter", "l": "liter", "kW": "kilowatt", "kWh": "kilowatt hour",
    "Wh": "watt hour", "dB": "decibel", "ml": "milliliter", "mL": "milliliter", "cl": "centiliter", "cm": "centimeter", "mm": "millimeter",
    "µm": "micrometer", "kg": "kilogram", "rpm": "revolution per minute", "lm": "lumen", "h": "hour", "min": "minute", "m²": "square meter",
    "lbs": "pound", "qt": "quart", "pcs": "piece", "pc": "piece", "pk": "pack", "km/h": "kilometer per hour", "m/s": "meter per second",
    "fl oz": "fluid ounce",
}  # fmt: skip
UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_RANGE = r"\s?[-~–—]\s?"
_BEFORE = "(?i:" + "|".join(rf"(?<=\b{word} )" for word in ("a", "an", "the", "this", "our", "its")) + ")"
"""A 1.8 liter kettle, but 1.8 liters: after these words a unit is an adjective."""

_NOUN = re.compile(r" (?!(?:of|in|at|is|and|or|wide|long|tall|high|deep|thick|across|by|x)\b)[a-z]")
_PARTS = {"1/2": "a half", "1/4": "a quarter", "3/4": "three quarters", "1/3": "a third", "2/3": "two thirds"}
_TEENS = {"304": "three oh four", "316": "three sixteen", "430": "four thirty", "201": "two oh one"}


def _plural(number: str, unit: str, alone: bool = True) -> str:
    name = _UNITS[unit]
    if not alone or number.replace(",", "") in ("1", "1.0"):
        return f"{number} {name}"
    head, _, tail = name.partition(" per ")
    return f"{number} {head}s" + (f" per {tail}" if tail else "")


def _inches(match: re.Match[str]) -> str | None:
    if match.string[: match.start()].count('"') % 2:
        return None
    noun = _NOUN.match(match.string, match.end())
    return f"{match[1]} {'inch' if noun or match[1] == '1' else 'inches'}"


def _phone(match: re.Match[str]) -> str:
    groups = ", ".join(" ".join(group) for group in re.findall(r"\d+", match[0]))
    return f"plus {groups}" if match[0].startswith("+") else groups


def _mixed(match: re.Match[str]) -> str:
    return f"{match[1]} and {_PARTS[match[2]]}"


_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str | None]]

RULES: tuple[_Rule, ...] = (
    (re.compile(r"(?<=\d),(?=\d)(?!\d{3}(?!\d))"), ", "),
    (re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){4,}(?![\d])"), lambda m: m[0].replace(",", ", ")),
    (re.compile(r"(?<![\d.,:-])(?:0\d+|\d{13,})(?![\d:/]|[.,-]\d)"), lambda m: " ".join(m[0])),
    (re.compile(r"\btear(?=[- ](?:resistant|proof)\b)"), "tare"),
    (re.compile(r"[，、]"), ", "),
    (re.compile(r"。"), ". "),
    (re.compile(r"！"), "! "),
    (re.compile(r"？"), "? "),
    (re.compile(r"[；：]"), "; "),
    (re.compile(rf"(?:[¥￥]|RMB|CNY)\s?({_N})"), lambda m: f"{m[1]} yuan"),
    (re.compile(rf"({_N})\s?(?:RMB|CNY|元)(?![A-Za-z])"), lambda m: f"{m[1]} yuan"),
    (re.compile(r"US\$\s?(?=\d)"), "$"),
    (re.compile(rf"[\"“]([$€£]{_N})[\"”]"), r"\1"),
    (re.compile(rf"({_N})\s?(USD|EUR|GBP)(?![A-Za-z])"), lambda m: f"{ {'USD': '$', 'EUR': '€', 'GBP': '£'}[m[2]]}{m[1]}"),
    (re.compile(r"(?<![\w+])\+?(?:\d{1,3}[\s-])?(?:\(\d{3}\)\s?|\d{3}[\s-])\d{3}-\d{4}(?![\w-])"), _phone),
    (re.compile(r"(?<![\w+])\+\d{1,3}(?:[\s-]\d{2,5}){2,4}(?![\w-])"), _phone),
    (re.compile(rf"\$({_N}){_RANGE}\$?({_N})"), lambda m: f"${m[1]} to ${m[2]}"),
    (re.compile(rf"({_N})%{_RANGE}({_N})%"), lambda m: f"{m[1]} to {m[2]}%"),
    (re.compile(rf"({_N})\s?%"), lambda m: f"{m[1]} percent"),
    (re.compile(rf"({_N})\s?‰"), lambda m: f"{m[1]} per thousand"),
    (re.compile(r"(?i)(?<=\d)\s?([ap])\.?m\.?\s?[-–—]\s?(?=\d)"), lambda m: f" {m[1].upper()}M to "),
    (re.compile(r"(\d{1,2}:\d\d)\s?[-–—]\s?(?=\d{1,2}:\d\d)"), r"\1 to "),
    (re.compile(r"\b((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2})\s?[-–—]\s?(?=\d{1,2}(?!\d))"), r"\1 to "),
    (re.compile(r"(?<![\d/])(\d+) (1/2|1/4|3/4|1/3|2/3)(?![\d/])"), _mixed),
    (re.compile(r"(?<![\d.])(\d)['′](\d{1,2})[\"″](?!\w)"), r"\1 foot \2"),
    (re.compile(r"(?<![\w.:])(\d{1,2}):(\d)(?![\w:]|\.\d)"), r"\1 to \2"),
    (re.compile(r"(?<![\w./])50/50(?![\w/])"), "fifty fifty"),
    (re.compile(rf"(?<![\w.])({_N})['′](?!\w)\s?"), lambda m: f"{m[1]} {'foot' if m[1] == '1' else 'feet'} "),
    (re.compile(r"(?<=feet )[×xX] (?=\d)"), "by "),
    (re.compile(r"(?<![\d:.])(1[3-9]|2[0-3]):00(?![\d:])"), lambda m: f"{int(m[1]) - 12} PM"),
    (re.compile(r"(?<!\w)[×x](\d{1,2})(?!\w)"), r"times \1"),
    (re.compile(r"\b(AA|AAA)(?= (?:batter|cell))"), lambda m: "double A" if m[1] == "AA" else "triple A"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(rf"(?<![\w.])({_N})k(?!\w)"), r"\1 thousand"),
    (re.compile(rf"(?<![\w.])({_N})M(?=\+)"), r"\1 million"),
    (re.compile(r"(?<=[A-Za-z])(\d+)\.(\d+)(?![\d.])"), lambda m: f" {m[1]} point {' '.join(m[2])}"),
    (re.compile(r"(?<=\d)(\s?[cm]?m)2(?!\w)"), r"\1²"),
    (re.compile(r"\bNo\.\s?(?=\d)"), "number "),
    (re.compile(r"№\s?(?=\d)"), "number "),
    (re.compile(r"(?<!\d)24\s?/\s?7(?!\d)"), "twenty-four seven"),
    (re.compile(r"(?<![\d.])(304|316|430|201)(?=L?\s(?:stainless|steel|grade|food))"), lambda m: _TEENS[m[1]]),
    (re.compile(r'(?<![\w.])(\d+(?:\.\d+)?)["″](?=[\s,.;!?)]|$)'), _inches),
    (re.compile(rf"(?<![\w.])({_N})in(?![\w-])"), r"\1 inch"),
    (re.compile(rf"({_N})\s?[×xX*]\s?(?={_N})"), r"\1 by "),
    (re.compile(r"(?<=\d)\s[×xX]\s(?=[A-Z] ?\d)"), " by "),
    (re.compile(rf"(?<![\w.])({_N})[×x](?![\w×])"), r"\1 times"),
    (
        re.compile(rf"(?<![\d.-])({_N})\s?(?:{UNIT})?{_RANGE}({_N})\s?(?P<unit>{UNIT})(?![A-Za-z])"),
        lambda m: f"{m[1]} to {_plural(m[2], m['unit'])}",
    ),
    (
        re.compile(rf"{_BEFORE}({_N})\s?(?P<unit>{UNIT})(?= [a-z])(?! (?:of|in|at|is|and|or)\b)"),
        lambda m: _plural(m[1], m["unit"], alone=False),
    ),
    (re.compile(rf"(?<![\w.])({_N})\s?(?P<unit>{UNIT})(?![\w²³'’])"), lambda m: _plural(m[1], m["unit"])),
    (re.compile(r"(?<![\w.$€£])(\d+)\.0(?![\w.%]|,\d)"), r"\1 point 0"),
    (re.compile(r"(?<=\d)\s?[★☆]"), " stars"),
    (re.compile(r"(?<=\d)\+(?!\d)"), " plus"),
    (re.compile(r"(?<=[A-Za-z])/(?=[A-Za-z])"), " "),
    (re.compile(r"[`|\\^_★☆]+"), " "),
)  # fmt: skip


def normalise(text: Aligned) -> Aligned:
    """Figures, units and symbols as English words (plain numbers and dollar amounts are read by the lexicon)."""
    from hibari.g2p.normalize import normalize

    for pattern, new in RULES:
        text = text.sub(pattern, new)
    return text.realigned(normalize(text.text))


def words(text: Aligned, readings: Readings) -> list[Word]:
    """Words and pauses of normalised English text; `readings` of the lexicon's words in it."""
    return merge(said.words(text, readings, english.words), " ")
