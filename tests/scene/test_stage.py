"""Frames: what is where, and what happens with missing pictures."""

from decimal import Decimal

import numpy as np
import pytest
from PIL import Image

from livestream.avatar.types import Pose
from livestream.catalog.values import SHAPES, Brief, Line
from livestream.config import settings
from livestream.scene import card, sticker
from livestream.scene.beats import idle, make_beat
from livestream.scene.ending import place
from livestream.scene.layouts import LAYOUTS, Box, layout, layout_for
from livestream.scene.pictures import tile
from livestream.scene.stage import Stage
from livestream.scene.text import mask
from livestream.scene.themes import SETS, theme_for, themes
from voices.types import VoiceChoice


def make(product, shape="portrait", language="zh", player=None, key="auto"):
    return Stage(product, Brief(VoiceChoice(language, "female"), shape=shape, set=key), SHAPES[shape], player)


@pytest.mark.parametrize("path", sorted(LAYOUTS.glob("*.toml")), ids=lambda path: path.stem)
def test_nothing_covers_badge_face_or_captions(path, cup):
    shape = "portrait" if path.stem.startswith("portrait") else "landscape"
    stage = Stage(cup, Brief(VoiceChoice("zh", "female"), shape=shape), SHAPES[shape], layout_key=path.stem)
    plan = stage.layout
    top = plan.callouts.y if plan.wide else min(plan.panel.y, plan.callouts.y)
    calls = Box(plan.callouts.x, top, plan.callouts.width, plan.callouts.bottom - top)
    shown = [stage.card_box(), calls, plan.panel, plan.sticker, place(plan)]
    assert not any(box.overlaps(other) for box in (*shown, plan.logo) for other in (stage.badge_box(), plan.captions))
    assert not any(plan.logo.overlaps(other) for other in (*shown, plan.face(plan.centre), plan.face(plan.aside)))
    assert not any(box.overlaps(plan.face(plan.aside)) for box in (*shown, plan.captions, stage.badge_box()))
    assert not any(box.overlaps(plan.face(plan.centre)) for box in (stage.card_box(), plan.captions, stage.badge_box()))
    assert not any(stage.card_box().overlaps(box) for box in (calls, plan.panel, plan.sticker))
    assert Stage.host_height(SHAPES[shape]) == plan.host_height


@pytest.mark.parametrize("shape", ("portrait", "landscape"))
def test_category_and_persona_choose_the_layout(shape):
    size = SHAPES[shape]
    assert len(list(LAYOUTS.glob(f"{shape}*.toml"))) >= 4
    assert layout_for(size, "家居", "bestie") == shape
    assert layout_for(size, "女装", "expert").endswith("gallery")
    assert layout_for(size, "家居", "expert").endswith("quiet")


def test_layout_files_fit_their_frames():
    for path in LAYOUTS.glob("*.toml"):
        size = (720, 1280) if "portrait" in path.stem else (1280, 720)
        plan = layout(size, path.stem)
        for box in (plan.badge, plan.card, plan.panel, plan.sticker, plan.callouts, plan.captions):
            assert box.x >= 0 and box.y >= 0 and box.right <= size[0] and box.bottom <= size[1]
    with pytest.raises(ValueError, match="nowhere"):
        layout((720, 1280), "nowhere")


@pytest.mark.parametrize("shape", SHAPES)
def test_frames_have_the_size_and_change_with_the_beat(shape, cup, speak, host):
    size = SHAPES[shape]
    stage = make(cup, shape, player=host(Stage.host_height(size)))
    quiet = stage.frame(Pose(), 0.0, idle(0, 1)).copy()
    assert quiet.shape == (size[1], size[0], 3) and quiet.dtype == np.uint8
    text = "保温 12 小时，单手可开。"
    beat = make_beat(Line("point", text, (1,)), speak(text), 1.0, cup, "zh", end=4.0)
    plan = stage.layout
    for t in np.arange(1.0, 2.4, 0.04):
        frame = stage.frame(Pose(), float(t), beat)

    def changed(box: Box) -> float:
        part = slice(box.y, box.bottom), slice(box.x, box.right)
        return float((np.abs(frame[part].astype(int) - quiet[part]).max(axis=2) > 24).mean())

    assert changed(plan.panel) > 0.6 and changed(plan.captions) > 0.01
    assert changed(Box(plan.callouts.x, plan.callouts.y, plan.callouts.width, 60)) > 0.2
    assert changed(stage.badge_box()) < 0.002  # the set moves a little behind it


def drawn(monkeypatch, *modules):
    """The words that a drawing writes from now on, in order, with their sizes."""
    found = []
    for module in modules:
        monkeypatch.setattr(module, "mask", lambda text, style: found.append((text, style.size)) or mask(text, style))
    return found


def test_a_list_price_without_a_basis_is_not_shown(cup, monkeypatch):
    words = drawn(monkeypatch, card, sticker)
    cup.list_price_basis = " "
    plan = make(cup).layout
    sticker.sticker(cup, themes()["studio"], plan, "zh")
    assert not [text for text, _ in words if "199" in text or "省" in text]


LONG = {
    "zh": (
        "暖屿大容量316不锈钢真空保温杯便携带茶隔商务车载水杯",
        "2026年3月1日至5月31日旗舰店日常成交价",
        "满200减20，今晚下单加赠杯刷一支和便携杯套，七天无理由退换",
    ),
    "en": (
        "GentleBrew Temperature-Control Gooseneck Electric Kettle with Walnut Handle",
        "Average selling price in our own shop, 1 March to 31 May 2026",
        "Buy two and get a coffee scoop and free shipping this whole week",
    ),
}


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("shape", SHAPES)
def test_long_words_stand_whole_on_the_card_in_type_that_a_phone_can_show(shape, language, cup, monkeypatch):
    words = drawn(monkeypatch, card)
    cup.name, cup.list_price_basis, cup.offer = LONG[language]
    cup.price, cup.list_price, cup.language = Decimal("1159.90"), Decimal("1499.00"), language
    stage = make(cup, shape, language)
    seen = "".join(text for text, _ in words).replace(" ", "")
    for text in (cup.list_price_basis, cup.offer, "1,159.90", "1,499"):
        assert text.replace(" ", "") in seen
    least = 10 * stage.size[0] / 390 if not stage.layout.wide else 10 * stage.size[0] / 844  # a phone upright, a phone on its side
    assert min(size for _, size in words) >= least
    box, most = stage.card_box(), layout(stage.size).card
    assert box.height <= most.height and box.width <= most.width


def test_the_sticker_says_what_is_saved_and_leaves_the_basis_to_the_card(cup, monkeypatch):
    words = drawn(monkeypatch, sticker)
    sticker.sticker(cup, themes()["studio"], layout(SHAPES["portrait"]), "zh")
    assert [text for text, _ in words][:4] == ["现价", "省¥70", "¥", "129"]
    assert {text for text, _ in words[4:]} == {"划线价", "¥", "199", "129"}


def test_what_stands_under_a_short_card_moves_up(cup):
    full = layout(SHAPES["portrait"])
    cup.offer, cup.list_price = "", None
    stage = make(cup)
    assert stage.card_box().width < full.card.width and stage.layout.panel.y < full.panel.y
    assert stage.layout.callouts.bottom == full.callouts.bottom
    assert stage.layout.panel.y - stage.card_box().bottom == full.panel.y - full.card.bottom


@pytest.mark.parametrize("content", [b"", b"not a picture", None])
def test_a_missing_or_broken_picture_becomes_a_tile(content, cup, tmp_path, monkeypatch):
    monkeypatch.setattr(settings(), "data_dir", tmp_path)
    if content is not None:
        folder = settings().uploads_dir
        folder.mkdir(parents=True)
        (folder / "cup.png").write_bytes(content)
    cup.images = ["data/uploads/cup.png"]
    stage = make(cup)
    (shown,) = stage._panel.pictures
    assert np.array_equal(shown, tile(cup, stage.theme, "zh", len(shown)))
    assert stage.frame(Pose(), 0.0, idle(0, 1)).std() > 10


def test_a_good_picture_is_shown_and_a_long_one_stands_whole(cup, tmp_path, monkeypatch):
    monkeypatch.setattr(settings(), "data_dir", tmp_path)
    folder = settings().uploads_dir
    folder.mkdir(parents=True)
    Image.new("RGB", (400, 100), (0, 200, 0)).save(folder / "long.png")
    cup.images = ["data/uploads/long.png"]
    picture = make(cup)._panel.pictures[0]
    green = (np.abs(picture.astype(int) - (0, 200, 0)).max(axis=2) < 8).mean()
    assert 0.2 < green < 0.3


def test_odd_names_and_prices_fit_the_card(cup):
    for name, price in (("很长" * 40, "123456789.99"), ("🔥", "0.01"), ("A" * 90, "10"), ("مرحبا <b>x</b>", "5")):
        cup.name, cup.price, cup.offer = name, Decimal(price), "买就送" * 30
        assert make(cup).frame(Pose(), 0.0, idle(0, 1)).any()


def test_sets_are_there_small_and_chosen_by_category(cup, kettle):
    assert len(themes()) >= 4
    for key in themes():
        for shape in ("portrait", "landscape"):
            assert 5_000 < (SETS / f"{key}_{shape}.webp").stat().st_size <= 150_000
    assert theme_for(kettle).key == "kitchen" and theme_for(cup, "festive").key == "festive"
    cup.category = "数码配件"
    assert theme_for(cup).key == "tech"
    with pytest.raises(ValueError, match="no set 'moon'"):
        theme_for(cup, "moon")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_price_pops_up_while_an_offer_is_spoken(shape, cup, speak):
    stage = make(cup, shape)
    quiet = stage.frame(Pose(), 0.0, idle(0, 1)).copy()
    beat = make_beat(Line("offer", "今天 129 元", ()), speak("今天 129 元"), 1.0, cup, "zh", end=4.0)
    for t in np.arange(1.0, 2.0, 0.04):
        frame = stage.frame(Pose(), float(t), beat)
    box = stage.layout.sticker
    inner = slice(box.y + 20, box.bottom - 20), slice(box.x + 20, box.right - 20)
    assert (np.abs(frame[inner].astype(int) - quiet[inner]).max(axis=2) > 24).mean() > 0.8
    for t in np.arange(4.0, 5.0, 0.04):
        frame = stage.frame(Pose(), float(t), idle(4, 5))
    assert np.abs(frame[inner].astype(int) - quiet[inner]).max() < 40  # the set moves a little
