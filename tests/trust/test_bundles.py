"""The price of one is not the price of several."""

import pytest

from livestream.catalog.product import parse_product
from livestream.trust.check import check_line

BASE = {"name": "冻干草莓脆", "price": 19.9, "points": ["配料只有草莓", "一袋10g"], "offer": "买2袋送1袋", "language": "zh"}
EN = {"name": "Clip Light", "price": 14.99, "points": ["three brightness levels"], "offer": "2 for $26", "language": "en"}


def blocked(text, language, **change):
    product, _ = parse_product({**(BASE if language == "zh" else EN), **change})
    return [f.quoted for f in check_line(text, product, language) if f.severity == "block"]


@pytest.mark.parametrize("text", ["2袋才19.9元，送1袋。", "两袋19.9", "3袋只要19.9元", "两袋，一共19.9元"])
def test_several_for_the_price_of_one_in_chinese(text):
    assert blocked(text, "zh")


@pytest.mark.parametrize("text", ["一袋19.9元，买2袋送1袋。", "买2袋送1袋，今天一袋19.9。", "19.9元，买两袋送一袋", "第2袋开始送"])
def test_the_offer_in_its_own_words_is_free(text):
    assert blocked(text, "zh") == []


def test_a_pack_that_holds_so_many_may_be_priced():
    assert blocked("6袋装，6袋19.9元", "zh", points=["一盒6袋装"]) == []
    assert blocked("2袋19.9元", "zh", offer="2袋19.9元", points=["配料只有草莓"]) == []


def test_english():
    assert blocked("Two for $14.99 today.", "en")
    assert blocked("You get two lights for only $14.99.", "en")
    assert blocked("It's $14.99, or 2 for $26.", "en") == []
    assert blocked("Three brightness levels for $14.99.", "en") == []


def test_a_count_of_something_else_makes_no_pack():
    pouch = {"name": "Refill Shampoo Pouch", "price": 16.5, "points": ["fills a 250 ml bottle 4 times"]}
    assert len(blocked("It's $16.50 for all four pouches.", "en", **pouch)) == 1
    assert len(blocked("Four pouches for $16.50!", "en", **pouch)) == 1
    assert blocked("It's $16.50 for the pouch, for families of four.", "en", **pouch) == []
    balls = {"name": "Wool Dryer Balls Set of 6", "price": 15.9, "points": ["6 balls, 7 cm each"]}
    assert blocked("It's $15.90 for all six balls.", "en", **balls) == []
    assert len(blocked("$15.90 for two sets.", "en", **balls)) == 1
