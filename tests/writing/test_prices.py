"""What a text says of the price."""

from decimal import Decimal

import pytest
from fakes import basket, kettle

from livestream.writing.prices import price_faults, strange_figures


@pytest.mark.parametrize("text", ["标价39.9，现在29.9元。", "29.9元，原价39.9。", "39.9的标价，今天29.9元一个。", "39.9不要，29.9带走。"])
def test_each_price_called_what_it_is(text: str) -> None:
    assert price_faults(text, basket(list_price=Decimal("39.9"), list_price_basis="近7日")) == []


@pytest.mark.parametrize(
    "text", ["标价29.9元。", "29.9是标价。", "现在39.9元。", "29.9元一瓶。", "现货600瓶。", "想要的拍一盒。", "今天介绍的是一对沥水篮。"]
)
def test_a_price_called_what_it_is_not(text: str) -> None:
    assert len(price_faults(text, basket(list_price=Decimal("39.9"), list_price_basis="近7日"))) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It's $49.5, down from $60.", 0),
        ("$60 list, $49.50 now", 0),
        ("It was $49.5.", 1),
        ("It's $60 today.", 1),
        ("not $60, just $49.5", 0),
    ],
)
def test_english(text: str, count: int) -> None:
    assert len(price_faults(text, kettle(list_price=Decimal("60"), list_price_basis="last month"))) == count


def test_a_tin_is_not_asked_for_as_a_bottle() -> None:
    assert price_faults("来瓶100克铁罐装的。", basket(points=["100克铁罐装"]))
    assert not price_faults("来看100克铁罐装的。", basket(points=["100克铁罐装"]))


def test_a_price_line_has_no_figures_but_its_own() -> None:
    goods = kettle(price=Decimal("16.5"), list_price=Decimal("20"), list_price_basis="last month", offer="3 jars for 40", stock=57)
    assert strange_figures("It's $16.50 instead of $20. 3 jars for 40. There are 57 left.", goods) == []
    assert strange_figures("$16.50 buys a 1-liter bottle.", goods) == ["1"]
    assert strange_figures("现在16.5元，拍2件送1个。", basket(price=Decimal("16.5"), offer="拍两件送1个")) == []
    litter = kettle(name="Cat Litter 15 lb", price=Decimal("16.5"), offer="5 lb more for 4 dollars")  # weights are also read as kilograms
    assert strange_figures("Cat Litter 15 lb is $16.50. 5 lb more for 4 dollars.", litter) == []
