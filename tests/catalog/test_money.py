"""Prices as they stand in feeds."""

from decimal import Decimal

import pytest

from livestream.catalog.money import MoneyError, parse_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("¥1,299.00", "1299.00", "CNY"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("1.299 €", "1299", "EUR"),
        ("1 299,50 €", "1299.50", "EUR"),
        ("1'299.00", "1299.00", None),
        ("15.00 USD", "15.00", "USD"),
        ("US$15", "15", "USD"),
        ("$ 1,299", "1299", "USD"),
        ("£9.5", "9.5", "GBP"),
        ("￥３９．９", "39.9", "CNY"),
        ("99元", "99", "CNY"),
        ("1.2万元", "12000", "CNY"),
        ("人民币 129", "129", "CNY"),
        ("129", "129", None),
        ("12,5", "12.5", None),
        ("1,299", "1299", None),
        ("1,234,567.89", "1234567.89", None),
        ("-5 €", "-5", "EUR"),
        ("-$5", "-5", "USD"),
    ],
)
def test_reads(text: str, amount: str, currency: str | None) -> None:
    money = parse_money(text)
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "abc", "99-129", "12 apples", "¥12 $13", "NaN", "JPY 500", "500円", "<b>", "1e5"])
def test_refuses(text: str) -> None:
    with pytest.raises(MoneyError) as caught:
        parse_money(text)
    assert str(caught.value) and caught.value.zh
