"""Notes of a take come in the language of whoever reads them, whatever language the host speaks."""

from dataclasses import replace
from typing import Any

import gradio as gr
import pytest
from fastapi.testclient import TestClient

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief
from livestream.jobs.notes import note_from_json, note_json
from livestream.trust.check import speakable_points
from livestream.web.choices import Form, brief_of
from livestream.web.localize import Ui
from livestream.web.notes import told
from livestream.web.pages.create import CreatePage
from livestream.writing.script import Note
from voices.types import VoiceChoice

POINT = "全网最低价，闭眼入"


@pytest.fixture
def kettle(store: Store) -> Product:
    return store.save_product(parse_product({"name": "电热水壶", "price": 79, "points": ["容量1.5L", POINT], "language": "zh"})[0])


@pytest.fixture
def notes(kettle: Product) -> tuple[Note, ...]:
    _, left_out = speakable_points(kettle, "zh")
    claims = tuple((finding.rule, finding.quoted) for finding in left_out)
    return (
        Note("point", "；".join(finding.message for finding in left_out), (1,), claims=claims),
        Note("coverage", "时长不够，没有讲到：容量1.5L", (0,)),
        Note("line", "“hook”一句没有写成", part="hook"),
        Note("translated", "商品文案已先译成中文。", language="zh"),
        Note("short", "资料只够讲约18秒。", seconds=18),
        Note("doubtful", "m", field="offer", source="送锅铲1把", said="1 guochan as a gift"),
    )


def test_each_kind_is_told_in_both_languages(kettle: Product, notes: tuple[Note, ...]) -> None:
    english, chinese = ([told(note, kettle, language) for note in notes] for language in ("en", "zh"))
    assert english[0].startswith("Left out: “全网最低价，闭眼入” (selling point 2), because it says “") and "Advertising" in english[0]
    assert chinese[0].startswith("没有讲：“全网最低价，闭眼入”（第 2 条卖点），因为其中有“") and "《广告法》" in chinese[0]
    assert "“容量1.5L”" in english[1] and "“容量1.5L”" in chinese[1]
    assert "Hook" in english[2] and "开场" in chinese[2]
    assert "into Chinese" in english[3] and "译成中文" in chinese[3]
    assert english[5].startswith("Not said, since the translation may be wrong (Offer): “送锅铲1把” became “1 guochan as a gift”")
    assert chinese[5].startswith("没有讲（优惠）：“送锅铲1把”译成了“1 guochan as a gift”")
    assert told(Note("doubtful", "m", field="name", source="砧板", said="Stand"), kettle, "en").startswith(
        "Please check the translated name"
    )
    assert "about 18 seconds" in english[4] and "约 18 秒" in chinese[4]


def test_a_note_of_a_point_that_is_gone_or_of_an_unknown_rule_is_told_all_the_same(kettle: Product) -> None:
    assert told(Note("line", "m", (0,), part="point"), kettle, "en").startswith("Left out: “容量1.5L”. No line about it")
    assert told(Note("point", "m", (0,)), kettle, "en") == "Left out: “容量1.5L” (selling point 1)."
    assert "“x”" in told(Note("point", "m", (9,), claims=(("no-such-rule", "x"),)), None, "en")
    assert "10" in told(Note("coverage", "m", (9,)), None, "zh")


def test_notes_survive_the_database(notes: tuple[Note, ...]) -> None:
    assert tuple(note_from_json(note_json(note)) for note in notes) == notes
    assert note_from_json({**note_json(notes[2]), "later": 1}) == notes[2]


def test_the_page_tells_them_in_its_own_language_and_again_after_a_switch(
    studio: Any, store: Store, kettle: Product, notes: tuple[Note, ...]
) -> None:
    with gr.Blocks():
        page = CreatePage(studio, Ui(gr.State("en"), store))
    take_id = studio.submit(kettle.id, brief_of(Form(), kettle))
    studio.close()
    studio.states[take_id] = replace(studio.events(take_id), notes=notes)
    english = page.stage._tick("en", take_id, {}, page.editor, page.note)
    warned, remarked = english[page.editor.notes].split("note-off")
    assert "(selling point 2)" in warned and "guochan" in warned and "translated" in remarked  # what was left out stands first
    seen = english[page.stage.seen]
    assert page.editor.notes not in page.stage._tick("en", take_id, dict(seen), page.editor, page.note)
    assert "（第 2 条卖点）" in page.stage._tick("zh", take_id, dict(seen), page.editor, page.note)[page.editor.notes]


def test_the_api_gives_the_code_and_both_languages(
    client: TestClient, studio: Any, store: Store, kettle: Product, notes: tuple[Note, ...]
) -> None:
    take = store.create_take(kettle.id or 0, Brief(VoiceChoice("zh", "female")))
    studio.states[take.id] = replace(studio.events(take.id), notes=notes)
    point, *_, translated, _, doubtful = client.get(f"/api/takes/{take.id}").json()["notes"]
    assert (point["code"], point["points"], translated["code"], doubtful["code"]) == ("point", [1], "translated", "doubtful")
    assert point["message"].startswith("Left out: “") and point["message_zh"].startswith("没有讲：“")
