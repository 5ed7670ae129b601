"""Prices as people write them: "¥1,299.00", "1.299,00 €", "1.2万元", "15.00 USD"."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Currency = Literal["CNY", "USD", "EUR", "GBP"]
CURRENCIES: tuple[Currency, ...] = ("CNY", "USD", "EUR", "GBP")
SYMBOLS: dict[Currency, str] = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}

_MARKS: dict[str, Currency] = {
    "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "元": "CNY", "块钱": "CNY", "块": "CNY", "圆": "CNY", "¥": "CNY",
    "yuan": "CNY",
    "美元": "USD", "美金": "USD", "usd": "USD", "us$": "USD", "$": "USD", "dollars": "USD", "dollar": "USD", "bucks": "USD",
    "欧元": "EUR", "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "英镑": "GBP", "gbp": "GBP", "£": "GBP", "pounds": "GBP",
}  # fmt: skip
_FOREIGN = re.compile(
    r"(?<![a-z])(?:jpy|krw|hkd|twd|aud|cad|inr|sgd|nzd|chf|sek|nok|dkk)(?![a-z])|日元|円|韩元|港币|台币|hk\$|nt\$|[₩₹₽₫฿]"
)
_NUMBER = re.compile(r"[+-]?\d[\d.,' \u00a0\u202f]*\d|[+-]?\d")
_DOTTED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")


class MoneyError(ValueError):
    """A text is no price; the message says why, in English (`str`) and Chinese (`zh`)."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


@dataclass(frozen=True)
class Money:
    """An amount as written and the currency it was written in, None where the text names none."""

    amount: Decimal
    currency: Currency | None


def parse_money(text: str) -> Money:
    """Reads one price. Raises MoneyError on anything else (no number, several numbers, a currency that is not sold in)."""
    seen = unicodedata.normalize("NFKC", text).replace("−", "-").strip().lower()
    if _FOREIGN.search(seen):
        raise MoneyError(
            f"“{_short(text)}” is in a currency that is not supported (use CNY, USD, EUR or GBP)",
            f"“{_short(text)}”的币种不支持（可用 CNY、USD、EUR、GBP）",
        )
    numbers = list(_NUMBER.finditer(seen))
    if not numbers:
        raise MoneyError(f"“{_short(text)}” is not a number", f"“{_short(text)}”不是数字")
    if len(numbers) > 1:
        raise MoneyError(
            f"“{_short(text)}” holds more than one number; give one price", f"“{_short(text)}”里有不止一个数字，请只填一个价格"
        )
    number = numbers[0]
    rest = f"{seen[: number.start()]} {seen[number.end() :]}".strip()
    factor = Decimal(1)
    if rest.startswith(("万", "k")):
        factor, rest = (Decimal(10_000) if rest[0] == "万" else Decimal(1000)), rest[1:].strip()
    sign = -1 if rest.startswith("-") else 1
    currency = _currency(rest.lstrip("-+ "), text)
    return Money(sign * factor * _amount(number.group(), currency), currency)


def written(amount: Decimal, currency: str) -> str:
    """¥129 or £12.50."""
    symbol = next((symbol for code, symbol in SYMBOLS.items() if code == currency), f"{currency} ")
    return f"{symbol}{amount:,.2f}".removesuffix(".00")


def _currency(rest: str, text: str) -> Currency | None:
    found: set[Currency] = set()
    for mark in sorted(_MARKS, key=len, reverse=True):
        if mark in rest:
            found.add(_MARKS[mark])
            rest = rest.replace(mark, " ")
    if rest.strip(" .:/起整") or len(found) > 1:
        raise MoneyError(f"“{_short(text)}” is not a price such as 129 or 129.90", f"“{_short(text)}”不是价格，请写成 129 或 129.90")
    return next(iter(found), None)


def _amount(number: str, currency: Currency | None) -> Decimal:
    digits = re.sub(r"[' \u00a0\u202f]", "", number)
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and dot >= 0:
        digits = digits.replace(",", "") if dot > comma else digits.replace(".", "").replace(",", ".")
    elif comma >= 0:
        decimals = digits.count(",") == 1 and len(digits) - comma - 1 in (1, 2)
        digits = digits.replace(",", "." if decimals else "")
    elif digits.count(".") > 1 or (currency == "EUR" and _DOTTED.fullmatch(digits)):
        digits = digits.replace(".", "")  # "1.299 €" and "1.299.000": points between thousands
    return Decimal(digits)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
