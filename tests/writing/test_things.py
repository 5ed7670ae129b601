"""A thing's name in a translation is that of the same thing."""

import pytest

from livestream.writing.memory import memory
from livestream.writing.mistranslated import mistranslated
from livestream.writing.things import exchanged, pairs
from livestream.writing.wording import lists
from voices.types import Language


@pytest.mark.parametrize(
    ("text", "translation", "to"),
    [
        ("fig leaf, cedar and a little black pepper", "胡桃叶、松木和少许黑胡椒", "zh"),
        ("Hearthlight Fig and Cedar Candle", "壁炉灯松木和胡桃木蜡烛", "zh"),
        ("unscented", "玫瑰香", "zh"),
        ("无花果木蜡烛", "Walnut candle", "en"),
        ("实木托盘", "Solid walnut tray", "en"),
    ],
)
def test_another_thing_is_seen(text: str, translation: str, to: Language) -> None:
    assert exchanged(text, translation, to) and mistranslated(text, translation, to)


@pytest.mark.parametrize(
    ("text", "translation", "to"),
    [
        ("fig leaf, cedar and a little black pepper", "无花果叶、雪松和少许黑胡椒", "zh"),
        ("two peaches, three cherries", "两个桃，三颗樱桃", "zh"),
        ("hazelnuts", "榛子", "zh"),
        ("brass hooks", "铜钩", "zh"),
        ("周日截止，毫升杯身", "Ends Sunday, ml body", "en"),
        ("黄铜把手", "Brass handle", "en"),
    ],
)
def test_the_same_thing_is_left_alone(text: str, translation: str, to: Language) -> None:
    assert not exchanged(text, translation, to)


def test_every_name_is_shown_to_the_model() -> None:
    named = sum(len(group) for group in lists("things.yaml").values())
    assert named == len(set(pairs())) and set(pairs()) <= set(memory("en").pairs)
