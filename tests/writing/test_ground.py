"""Of what a small model says about the goods, the clauses that a fact backs."""

import pytest

from livestream.writing.ground import grounded
from tests.writing.fakes import basket, kettle


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("直径28cm，一颗大生菜掰开放得下。", "直径28cm。"),
        ("两侧手柄加宽，湿手也好端，不打滑。", "两侧手柄加宽。"),
        ("云朵沥水篮是304不锈钢材质，你看图。", "云朵沥水篮是304不锈钢材质，你看图。"),
        ("锅铲是304不锈钢的，能过滤杂质。", ""),
        ("现在29.9，送硅胶锅铲1把，库存600件，够你用一年。", "现在29.9，送硅胶锅铲1把，库存600件。"),
        ("很耐用，孩子也喜欢。", ""),
    ],
)
def test_chinese(said: str, kept: str) -> None:
    assert grounded(said, basket(), "zh") == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("It holds 0.9 L, so the whole family gets a cup.", "It holds 0.9 L."),
        ("Your coffee tastes better with it.", ""),
        ("It's $49.5 today, and you save a trip to the store.", "It's $49.5 today."),
    ],
)
def test_english(said: str, kept: str) -> None:
    assert grounded(said, kettle(), "en") == kept


def test_lines_about_the_viewer_may_not_deny_what_no_fact_denies() -> None:
    assert grounded("周末还在刷锅的，云朵沥水篮，不掉漆，先看看它。", basket(), "zh", "hook") == "周末还在刷锅的，云朵沥水篮，先看看它。"
    assert grounded("是不是不加班也累？", basket(), "zh", "hook") == "是不是不加班也累？"
    assert grounded("No time in the morning? Have a look.", kettle(), "en", "hook") == "No time in the morning? Have a look."


def test_a_close_calls_and_promises_nothing() -> None:
    said = "Order your Gooseneck Kettle 0.9 L now, and it will be the last one you need."
    assert grounded("Order yours now, and the first one will be the last one you need.", kettle(), "en", "close") == "Order yours now."
    assert grounded(said, kettle(), "en", "close") == "Order your Gooseneck Kettle 0.9 L now."
    assert grounded("想换沥水篮的，点下面的小黄车，保你满意。", basket(), "zh", "close") == "想换沥水篮的，点下面的小黄车。"
