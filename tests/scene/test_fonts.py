"""Every sign that a product text may hold is drawn, or left out; never a box."""

import numpy as np
import pytest

from livestream.scene.fonts import blanked, clean, drawn_by, font
from livestream.scene.text import Style, mask, shortened, width, wrapped

SAMPLE = "中文繁體藏龍龘魑魅犇さくらカナ0123456789ABCxyzàéîõüßłŞğñČřЖяΩ¥￥€£$%℃°±×÷½²³™®©№→✓★·…—“”‘’「」『』《》【】，。！？；：、～①⑳"


@pytest.mark.parametrize("weight", ["regular", "medium", "bold", "heavy"])
def test_a_wide_sample_has_ink_and_no_box(weight):
    for character in SAMPLE:
        name = drawn_by(character, weight, "zh")
        assert name, f"no font for {character}"
        face = font(name, 40)
        drawn, box = face.getmask(character), face.getmask("\U0010fffe")
        assert drawn.getbbox(), f"{character} has no ink"
        assert (drawn.size, bytes(drawn)) != (box.size, bytes(box)), f"{character} is a box"


def test_all_of_gb2312_is_covered():
    signs = [bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    assert all(drawn_by(sign, "bold", "zh") == "NotoSansSC-Bold" for sign in signs if sign)


def test_what_cannot_be_drawn_is_left_out():
    assert clean("保温杯🔥 热卖\u202e !\x00 \u200b") == "保温杯 热卖 !"
    assert len(blanked("a🔥b")) == 3
    assert clean("😀") == ""


def test_chinese_and_latin_share_a_baseline():
    style = Style(60, "bold", "zh")
    rows = [np.flatnonzero(mask(text, style).max(axis=1) > 0.5) for text in ("国", "A")]
    assert abs(int(rows[0][-1]) - int(rows[1][-1])) <= 7


def test_wrapping_keeps_within_the_width_and_cuts_with_dots():
    style = Style(30, "bold", "en")
    rows = wrapped("A very long name of a product that will not fit in two lines of this width at all", style, 300, 2)
    assert len(rows) == 2 and rows[1].endswith("…")
    assert all(width(row, style) <= 300 for row in rows)
    assert wrapped("Short", style, 300) == ["Short"]
    assert width(shortened("x" * 200, style, 120), style) <= 120
    assert all(width(row, style) <= 100 for row in wrapped("Donaudampfschifffahrtsgesellschaft", style, 100, 9))
