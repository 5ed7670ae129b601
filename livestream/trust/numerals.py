"""Numbers in words: Chinese characters and English words to exact decimals."""

import re
from decimal import Decimal

ZH_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_PLACES = {"十": 10, "百": 100, "千": 1000}
_ZH_MYRIADS = {"万": 10_000, "亿": 100_000_000}

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
EN_SMALL = {word: value for value, word in enumerate(_SMALL)}
EN_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
EN_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def zh_integer(text: str) -> int:
    """The value of Chinese numerals such as 一千二百, 两百五 (250), 一万三 (13000), 二〇二四; raises ValueError for other characters."""
    if not text or any(c not in ZH_DIGITS and c not in _ZH_PLACES and c not in _ZH_MYRIADS for c in text):
        raise ValueError(f"not a Chinese numeral: {text!r}")
    if len(text) > 1 and all(c in ZH_DIGITS for c in text):
        return int("".join(str(ZH_DIGITS[c]) for c in text))
    total = section = 0
    digit: int | None = None
    last_place = 0
    for char in text:
        if char in ZH_DIGITS:
            digit = ZH_DIGITS[char]
            if digit == 0:
                last_place, digit = 0, None
        elif char in _ZH_PLACES:
            section += (1 if digit is None else digit) * _ZH_PLACES[char]
            digit, last_place = None, _ZH_PLACES[char]
        else:
            part = section + (digit or 0)
            total = total + part * 10_000 if char == "万" else (total + part) * 100_000_000
            section, digit, last_place = 0, None, _ZH_MYRIADS[char]
    if digit is not None:  # 两百五: the last digit stands one place below the last place named
        section += digit * (last_place // 10 if last_place > 10 else 1)
    return total + section


def zh_number(text: str) -> Decimal:
    """As zh_integer, with decimals after 点: 一点五, 九十九点九."""
    whole, _, fraction = text.partition("点")
    value = Decimal(zh_integer(whole))
    if fraction:
        value += Decimal("0." + "".join(str(ZH_DIGITS[c]) for c in fraction))
    return value


def en_number(words: list[str]) -> Decimal | None:
    """The value of English number words in lower case without "and" (two hundred fifty); None when they are not one number."""
    if "point" in words:
        at = words.index("point")
        whole = en_number(words[:at]) if at else Decimal(0)
        tail = words[at + 1 :]
        if whole is None or not tail or any(EN_SMALL.get(w, 10) > 9 for w in tail):
            return None
        return whole + Decimal("0." + "".join(str(EN_SMALL[w]) for w in tail))
    total = section = 0
    room = 10**9  # what may still be added must be smaller than this
    for position, word in enumerate(words):
        if word == "a":
            if position or len(words) == 1:
                return None
            section, room = 1, 1
        elif word in EN_SMALL:
            if EN_SMALL[word] >= room:
                return None
            section, room = section + EN_SMALL[word], 1
        elif word in EN_TENS:
            if EN_TENS[word] >= room or room <= 10:
                return None
            section, room = section + EN_TENS[word], 10
        elif word == "hundred":
            if not 1 <= section % 1000 <= 99:
                return None
            section, room = section * 100, 100
        else:
            if not section:
                return None
            total, section, room = total + section * EN_SCALES[word], 0, 1000
    return Decimal(total + section)


def en_price(words: list[str]) -> Decimal | None:
    """Dollars and cents said as two numbers: ninety nine ninety 99.90, nine ninety nine 9.99; None otherwise."""
    for cut in range(1, len(words)):
        whole, cents = en_number(words[:cut]), en_number(words[cut:])
        if whole is not None and cents is not None and 10 <= cents <= 99 and 1 <= whole < 1000 and words[cut] != "a":
            return whole + cents / 100
    return None


EN_NUMBER = re.compile(
    r"\b(?:a (?=hundred|thousand|million))?(?:"
    + "|".join(sorted((*EN_SMALL, *EN_TENS, *EN_SCALES), key=len, reverse=True))
    + r")\b(?:(?:[ -]|,? and )(?:point[ ])?(?:"
    + "|".join(sorted((*EN_SMALL, *EN_TENS, *EN_SCALES), key=len, reverse=True))
    + r")\b|[ ]point(?=[ ](?:"
    + "|".join(sorted(EN_SMALL, key=len, reverse=True))
    + r")\b))*",
    re.IGNORECASE,
)
