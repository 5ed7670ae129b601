"""What a host lifts out of a sentence: prices, discounts, offers, and the names that the caller gives."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

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


def spans(line: str, language: Language, named: Sequence[str]) -> list[Span]:
    """Parts of the line to lift: offers and prices, and every occurrence of `named`."""
    found = [match.span() for match in _OFFERS[language].finditer(line)]
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
