"""What a host lifts out of a sentence: prices, discounts, offers, figures with their units, and the names that the caller gives."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from voices.frontend import en, zh_rules
from voices.frontend.aligned import Span
from voices.frontend.words import Word
from voices.types import Language

_N = r"\d[\d,]*(?:\.\d+)?"
_PRICE = rf"(?:US\$|HK\$|[$€£¥￥])\s?{_N}(?:\s?元)?"
_COUNT = r"[一二两三四五\d]+"
_OFFERS: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        rf"{_PRICE}|{_N}\s?(?:元|块钱?|折|%)|满{_N}减{_N}|买{_COUNT}[送赠]{_COUNT}|[一二三五六七八九]折|第[二两2]件半价|半价|包邮|免费"
    ),
    "en": re.compile(
        rf"{_PRICE}|{_N}\s?(?:%(?:\s?off)?|dollars|euros|pounds|yuan|cents)|\bhalf price\b|\bfree shipping\b|\bbuy one,? get one\b",
        re.IGNORECASE,
    ),
}


_ALONE = r"(?<![A-Za-z\d.,-])"
_ZH_WORDS = "零一二两三四五六七八九十百千万半"
_ZH_MEASURE = (
    "毫安时|千瓦时|平方米|英寸|毫升|毫米|厘米|公斤|千克|毫克|公里|小时|分钟|千瓦|分贝"
    "|米[一二三四五六七八九]{1,2}|[米升斤克寸瓦伏秒天年周岁度]"
)
_EN_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|thousand"
)
_EN_MEASURE = (
    r"(?:milli|centi|kilo)?(?:met(?:er|re)|lit(?:er|re)|gram|watt|volt)s?|inch(?:es)?|feet|foot|degrees?|seconds?|minutes?|hours?"
    r"|days?|weeks?|months?|years?|pounds?|ounces?|pieces?|packs?"
)
_FIGURES: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        rf"{_ALONE}{_N}\s?(?:{_ZH_MEASURE}|(?:{zh_rules.UNIT})(?![A-Za-z])|[个件片条包盒瓶袋支双套台张档级层倍])"
        rf"|(?!一[天年周])[{_ZH_WORDS}]+(?:点[{_ZH_WORDS}]+)?(?:{_ZH_MEASURE}|元|块(?:钱|[一二三四五六七八九])?)"
    ),
    "en": re.compile(
        rf"{_ALONE}{_N}[ -]?(?:{en.UNIT}|{_EN_MEASURE})(?![A-Za-z])"
        rf"|\b(?i:{_EN_WORDS})[ -](?:{_EN_MEASURE})(?![A-Za-z])"
    ),
}
"""Numbers with a unit of measure; in Chinese counted things too, where they are written in digits (50件, not 三个)."""


def spans(line: str, language: Language, named: Sequence[str]) -> list[Span]:
    """Parts of the line to lift: offers, prices and figures, and every occurrence of `named`."""
    found = [match.span() for pattern in (_OFFERS, _FIGURES) for match in pattern[language].finditer(line)]
    for name in {name.strip() for name in named} - {""}:
        found.extend(match.span() for match in re.finditer(re.escape(name), line, re.IGNORECASE))
    return found


def stressed(words: Iterable[Word], lifted: Sequence[Span]) -> list[Word]:
    """The words, those that read a part of `lifted` stressed."""
    return [
        replace(word, stressed=True)
        if word.span and not word.is_pause and any(word.span[0] < last and first < word.span[1] for first, last in lifted)
        else word
        for word in words
    ]
