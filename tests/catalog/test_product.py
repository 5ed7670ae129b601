"""What a product may be, and what people are told when it may not."""

import math
from decimal import Decimal
from typing import Any

import pytest

from livestream.catalog.demo import demo_products
from livestream.catalog.product import ProductError, parse_product, product_json

GOOD = {"name": "Kettle", "price": 64, "currency": "USD", "points": ["0.9 L steel body"]}


def problems(**changes: Any) -> dict[str, str]:
    with pytest.raises(ProductError) as caught:
        parse_product({**GOOD, **changes})
    return {problem.field: problem.message for problem in caught.value.problems}


def test_the_least_a_product_needs() -> None:
    product, warnings = parse_product(GOOD)
    assert (product.name, product.price, product.points, product.language) == ("Kettle", Decimal("64.00"), ["0.9 L steel body"], "en")
    assert warnings == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", "", "empty"),
        ("name", "   ", "empty"),
        ("name", None, "empty"),
        ("name", "\x00\x07", "no text"),
        ("name", "<script>alert(1)</script>", "no text"),
        ("name", "x" * 121, "121 characters"),
        ("name", ["a"], "must be text"),
        ("price", "abc", "not a number"),
        ("price", None, "missing"),
        ("price", -5, "above 0"),
        ("price", "-5", "above 0"),
        ("price", 0, "above 0"),
        ("price", math.nan, "finite"),
        ("price", math.inf, "finite"),
        ("price", Decimal("NaN"), "finite"),
        ("price", "NaN", "not a number"),
        ("price", True, "number"),
        ("price", 9.999, "2 decimals"),
        ("price", 1e12, "highest"),
        ("price", 1e-320, "2 decimals"),
        ("price", "99-129", "more than one number"),
        ("list_price", 63.99, "below the price"),
        ("currency", "JPY", "none of"),
        ("points", [], "1 to 8"),
        ("points", None, "1 to 8"),
        ("points", ["a point"] * 9, "9 items"),
        ("points", ["x" * 10_000], "10000 characters"),
        ("points", {"a": 1}, "list"),
        ("points", [1], "must be text"),
        ("stock", -1, "whole number"),
        ("stock", 1.5, "whole number"),
        ("stock", "many", "whole number"),
        ("stock", True, "whole number"),
        ("stock", math.nan, "whole number"),
        ("language", "fr", "neither"),
        ("offer", "x" * 301, "301"),
        ("specs", ["a"], "object"),
        ("specs", {"a": ["b"]}, "text or a number"),
        ("images", ["../../etc/passwd"], "folders"),
        ("images", ["/etc/passwd"], "folders"),
        ("images", ["http://127.0.0.1/a.png"], "private"),
        ("images", ["http://169.254.169.254/latest"], "private"),
        ("images", ["http://2130706433/a.png"], "private"),
        ("images", ["http://[::1]/a.png"], "private"),
        ("images", ["file:///etc/passwd"], "http"),
    ],
)
def test_bad_values_are_named_by_key(key: str, value: Any, said: str) -> None:
    assert said in problems(**{key: value})[key]


def test_the_price_s_own_currency_must_agree() -> None:
    assert "written in CNY" in problems(price="¥129")["currency"]


def test_every_problem_is_told_at_once_in_both_languages() -> None:
    with pytest.raises(ProductError) as caught:
        parse_product({"name": "", "price": "abc", "points": []})
    assert [problem.field for problem in caught.value.problems] == ["name", "points", "price"]
    assert "name：不能为空" in caught.value.text("zh")
    assert "price: “abc” is not a number" in caught.value.text("en")


def test_what_is_no_object() -> None:
    with pytest.raises(ProductError, match="not an object"):
        parse_product([1, 2])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Mug ☕️👩‍🍳", "كوب قهوة", "ספל", "保温杯 🔥", "Kettle <3 cups", "A & B", "5 > 4"])
def test_emoji_right_to_left_and_signs_stay(name: str) -> None:
    assert parse_product({**GOOD, "name": name})[0].name == name


def test_markup_and_overrides_go_with_a_warning() -> None:
    product, warnings = parse_product({**GOOD, "name": "<b>Ket\u202etle</b>&lt;script&gt;x()&lt;/script&gt;\x07 one"})
    assert product.name == "Kettle one"
    assert any(warning.startswith("name:") for warning in warnings)


def test_a_list_price_without_basis_is_kept_but_not_shown() -> None:
    product, warnings = parse_product({**GOOD, "list_price": 79})
    assert product.list_price == Decimal("79.00")
    assert product.shown_list_price is None
    assert "list_price" in warnings[0]
    with_basis, warnings = parse_product({**GOOD, "list_price": 79, "list_price_basis": "price in September"})
    assert with_basis.shown_list_price == Decimal("79.00")
    assert warnings == []


def test_unknown_keys_warn_in_the_language_asked_for() -> None:
    assert parse_product({**GOOD, "colour": "red"}, say="zh")[1] == ["colour：不是商品的字段，已忽略"]


def test_currency_and_language_follow_the_text() -> None:
    product, warnings = parse_product({"name": "手冲壶", "price": 239, "points": ["鹅颈细口"]})
    assert (product.currency, product.language) == ("CNY", "zh")
    assert "currency" in warnings[0]
    assert parse_product({"name": "Mug", "price": "£12.50", "points": ["blue"]})[0].currency == "GBP"


def test_a_product_survives_its_json() -> None:
    for product in demo_products():
        again, warnings = parse_product(product_json(product))
        assert product_json(again) == product_json(product)
        assert warnings == []
