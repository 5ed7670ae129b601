"""Which layout a category gets: its words are matched as words."""

import pytest

from livestream.scene.layouts import layout_for, speaks_of

PORTRAIT = (720, 1280)


@pytest.mark.parametrize(
    ("category", "wanted"),
    [
        ("箱包", "portrait_gallery"),
        ("服饰鞋包 > 女包", "portrait_gallery"),
        ("包", "portrait_gallery"),
        ("Bags & Luggage", "portrait_gallery"),
        ("面包", "portrait_low"),
        ("烘焙/面包", "portrait_low"),
        ("Tea, Coffee", "portrait_low"),
        ("茶叶", "portrait_low"),
        ("图书", "portrait_quiet"),
        ("Books", "portrait_quiet"),
    ],
)
def test_goods_find_their_layout(category: str, wanted: str) -> None:
    assert layout_for(PORTRAIT, category, "bestie") == wanted


@pytest.mark.parametrize("category", ["包子机", "家居清洁服务", "茶几", "鞋柜", "书桌", "秘书", "Cabbage", "Steamers", "Bookings", ""])
def test_what_only_holds_the_letters_of_goods_gets_the_plain_one(category: str) -> None:
    assert layout_for(PORTRAIT, category, "bestie") == layout_for(PORTRAIT, "", "bestie")


def test_words_stand_alone_or_in_the_plural() -> None:
    assert speaks_of("Shoes", ("shoe",)) and speaks_of("dresses", ("dress",)) and speaks_of("鞋 / 包", ("包",))
    assert not speaks_of("shoehorn", ("shoe",)) and not speaks_of("面包", ("包",))
