"""Points of running talk: every one stands in the talk."""

import pytest
from fakes import ScriptedModel

from livestream.writing.points import Talk, completed, points_of

POT = "这个锅呢是304的，用着放心，容量1.8升，两口子刚好，手柄是木头的不烫手，没有涂层，电磁炉明火都能用，现在卖89块，送一个蒸屉"
PAN = (
    "So this pan is carbon steel, it weighs 1.4 kg, you can put it in the oven up to 260 degrees, and no it has no coating. It's $45 today."
)


def test_the_model_is_asked_once_for_enough_points() -> None:
    model = ScriptedModel(["容量1.8L\n- 木头手柄不烫手\n2. 电磁炉、明火都能用\n没有涂层"])
    assert points_of(POT, "zh", model) == ["容量1.8L", "木头手柄不烫手", "电磁炉、明火都能用", "没有涂层"]
    assert model.asked == [[("user", f"从下面的话里提取卖点，一行一条：\n{POT}")]]


def test_a_second_try_adds_what_the_first_did_not_find() -> None:
    model = ScriptedModel(["容量1.8升\n容量1.8升", "容量是1.8升\n没有涂层"])
    assert points_of(POT, "zh", model) == ["容量1.8升", "没有涂层"] and len(model.asked) == 2


@pytest.mark.parametrize(
    "point", ["容量2.8升", "316不锈钢", "有涂层", "手柄烫手", "食品级硅胶手柄", "现在89元", "送蒸屉", "附蒸屉1个", "我用着放心"]
)
def test_what_the_talk_does_not_say_is_no_point(point: str) -> None:
    assert Talk(POT, "zh").kept(point) == ""


@pytest.mark.parametrize("point", ["weighs 2.4 kg", "cast iron", "has a coating", "oven safe", "$45 today", "you can put it in the oven"])
def test_what_the_english_talk_does_not_say_is_no_point(point: str) -> None:
    assert Talk(PAN, "en").kept(point) == ""


def test_english_points_in_other_forms_of_the_words() -> None:
    assert points_of(PAN, "en", ScriptedModel(["Carbon steel, 1.4 kg\nNo coating\nIn the oven up to 260 degrees"])) == [
        "Carbon steel, 1.4 kg",
        "No coating",
        "In the oven up to 260 degrees",
    ]


def test_a_point_ends_where_the_talk_does_not_say_it() -> None:
    assert Talk(POT, "zh").kept("容量1.8升，三层钢，没有涂层") == "容量1.8升"


def test_few_points_are_completed_by_those_that_rules_read() -> None:
    read = ["容量1.8升", "手柄是木头的不烫手"]
    assert completed(["容量1.8L"], read, "zh") == ["容量1.8L", "手柄是木头的不烫手"]
    assert completed([], read, "zh") == [] and completed(["一", "二", "三", "四"], read, "zh") == ["一", "二", "三", "四"]
