"""The studio's pages: what visitors' sessions hold, and what the events do with bad input."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
import soundfile
from fastapi.testclient import TestClient
from PIL import Image

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line
from livestream.jobs.models import for_people
from livestream.jobs.types import StudioError
from livestream.web import choices, shell
from livestream.web.choices import Form, brief_of, form_of
from livestream.web.localize import Ui
from livestream.web.pages.common import said
from livestream.web.pages.create import CreatePage
from livestream.web.pages.create_goods import SHOP, WORDS
from livestream.web.pages.library import LibraryPage
from livestream.web.server import create_app
from livestream.web.strings import STRINGS
from livestream.writing.errors import ModelError


@pytest.fixture
def page(studio: Any, store: Store) -> CreatePage:
    with gr.Blocks():
        return CreatePage(studio, Ui(gr.State("en"), store))


def goods(page: CreatePage, *values: Any) -> tuple[Product | None, dict[Any, Any]]:
    return page.goods.settle(page.note, "en", *values)


def test_generating_without_goods_says_what_is_missing(page: CreatePage) -> None:
    for mode, field in ((SHOP, "pick a product"), (WORDS, "write a few words")):
        product, updates = goods(page, None, mode, "  ", None, "", "", "USD", "", "", "", "")
        assert product is None and field in updates[page.note]


def test_pasted_words_become_fields_to_confirm_then_a_product(page: CreatePage, store: Store) -> None:
    product, updates = goods(page, None, WORDS, "Fern mug, 24.50 EUR, holds 350 ml", None, "", "", "USD", "", "", "", "")
    assert product is None and updates[page.goods.name] == "Fern mug" and updates[page.goods.price] == "24.50"
    suggested = updates[page.goods.suggested]
    product, updates = goods(
        page,
        None,
        WORDS,
        "...",
        suggested,
        "Fern mug",
        "24.50",
        "EUR",
        "holds 350 ml\n\n dishwasher safe ",
        "",
        "Glaze: ash",
        "Thrown in Devon",
    )
    assert product is not None and product.points == ["holds 350 ml", "dishwasher safe"]
    assert product.specs == {"Glaze": "ash"} and product.story == ["Thrown in Devon"]
    assert updates[page.goods.product_id] == product.id and updates[page.goods.mode] == SHOP
    assert store.count_products() == 1


def test_talk_is_read_with_a_word_that_it_takes_a_while(page: CreatePage) -> None:
    talk = "这个锅呢是304的，用着放心，容量1.8升，两口子刚好，煮个面都行，手柄是木头的，我家就用它，现在卖89块"
    told = page.goods.drawing("zh", WORDS, talk, None, page.note)
    assert "正在提取卖点" in told[0][page.note]
    assert not page.goods.drawing("zh", WORDS, "锅，89元，304不锈钢", None, page.note)
    assert not page.goods.drawing("zh", SHOP, talk, None, page.note)


def test_the_form_tells_the_model_ahead_what_will_be_asked(page: CreatePage, studio: Any, store: Store) -> None:
    product, _ = goods(page, None, WORDS, "x", {}, "Fern mug", "24.50", "EUR", "holds 350 ml", "", "", "")
    assert product is not None
    page.read_ahead(product.id, *Form(tone="calm", persona="expert").__dict__.values())
    assert [(i, brief.voice.tone, brief.persona) for i, brief in studio.opened] == [(product.id, "calm", "expert")]
    page.read_ahead(None, *Form().__dict__.values())
    assert len(studio.opened) == 1


def test_the_own_look_reaches_the_brief_and_a_wrong_colour_is_refused() -> None:
    mug = Product(name="Fern mug", price=24, points=["holds 350 ml"], language="en")
    brief = brief_of(Form(backdrop="set.webp", logo="mark.webp", colour=" #c2453f "), mug)
    assert (brief.backdrop, brief.logo, brief.colour.lower()) == ("set.webp", "mark.webp", "#c2453f")
    with pytest.raises(StudioError):
        brief_of(Form(colour="reddish"), mug)


def test_the_form_of_a_brief_asks_for_it_again(data_dir: Path) -> None:
    mug = Product(name="Fern mug", price=24, points=["holds 350 ml"], language="en")
    form = Form("male", "calm", "expert", "zh", 25, "landscape", music="night", speaker="kokoro|zm_yunjian", colour="#C2453F")
    assert form_of(brief_of(form, mug), mug) == form
    gone = replace(brief_of(Form(), mug), host="nobody", set="nowhere", logo="data/uploads/gone.webp", seconds=300)
    assert form_of(gone, mug) == Form(seconds=120)


def test_a_file_of_the_own_look_is_kept_shown_and_taken_back(page: CreatePage, tmp_path: Path) -> None:
    logo, file = page.look.logo, tmp_path / "mark.png"
    Image.new("RGB", (64, 32), "teal").save(file)
    kept = logo.keep("en", str(file))
    assert kept[logo.kept] and kept[logo.kept] in kept[logo.shown] and kept[logo.note] == ""
    file.write_bytes(b"no picture")
    told = logo.keep("zh", str(file))
    assert logo.kept not in told and "图片" in told[logo.note]
    assert logo.take_back("en")[logo.kept] == ""


def test_a_wrong_field_is_named_and_no_input_is_touched(page: CreatePage, store: Store) -> None:
    product, updates = goods(page, None, WORDS, "x", {}, "", "abc", "EUR", "", "", "", "")
    assert product is None and list(updates) == [page.note]
    assert all(field in updates[page.note] for field in ("Name:", "Price:", "Selling points:"))
    assert store.count_products() == 0


def test_edits_are_kept_and_a_late_one_does_not_overwrite_a_moved_line(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script_id = list(studio.write(mug.id, brief_of(Form(), mug)))[-1].script_id
    before = [line.text for line in Store.lines(store.script(script_id))]  # type: ignore[arg-type]
    texts = [([text], text) for text in before]
    texts[0] = ([before[0]], "Edited.")
    page.editor._act({"act": "down", "index": "0", "texts": texts}, "en", script_id, {}, [], page.note)
    assert [line.text for line in Store.lines(store.script(script_id))][:2] == [before[1], "Edited."]  # type: ignore[arg-type]
    page.editor._keep(script_id, texts, "en")
    assert [line.text for line in Store.lines(store.script(script_id))][:2] == [before[1], "Edited."]  # type: ignore[arg-type]
    page.editor._keep(script_id, [([before[1]], "Again."), ([before[0], "Edited."], "Edited twice.")], "en")
    assert [line.text for line in Store.lines(store.script(script_id))][:2] == ["Again.", "Edited twice."]  # type: ignore[arg-type]


def test_an_emptied_line_is_named_and_not_stored(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script_id = list(studio.write(mug.id, brief_of(Form(), mug)))[-1].script_id
    lines = Store.lines(store.script(script_id))  # type: ignore[arg-type]
    assert "Line 2" in page.editor._keep(script_id, [([lines[0].text], "x"), ([lines[1].text], " ")], "en")
    assert Store.lines(store.script(script_id)) == lines  # type: ignore[arg-type]


def test_an_edit_that_must_not_be_said_is_told_in_the_language_of_the_page(
    page: CreatePage, studio: Any, store: Store, mug: Product
) -> None:
    script_id = list(studio.write(mug.id, brief_of(Form(), mug)))[-1].script_id
    assert "line-wrong" not in page.editor.show(script_id, "en")[page.editor.box]
    lines = Store.lines(store.script(script_id))  # type: ignore[arg-type]
    page.editor._keep(script_id, [([lines[0].text], "The best mug, only 3 EUR today.")], "en")
    english, chinese = (page.editor.show(script_id, language)[page.editor.box] for language in ("en", "zh"))
    assert english.count("line-wrong") == 1 and 'id="wrong-0"' in english and "3 EUR" in english and "不在商品资料里" in chinese
    assert "Line 1 must not say" in page.filming.ask("en", script_id, "")[page.editor.warning]
    lines = Store.lines(store.script(script_id))  # type: ignore[arg-type]
    store.update_lines(script_id, [replace(lines[0], muted=True), *lines[1:]])
    assert "line-wrong" not in page.editor.show(script_id, "en")[page.editor.box]


def test_the_brief_takes_the_products_language_unless_one_is_chosen(mug: Product) -> None:
    assert brief_of(Form(tone="urgent"), mug).voice.language == "en"
    assert brief_of(Form(language="zh"), mug).voice.language == "zh"
    with pytest.raises(ValueError):
        brief_of(Form(tone="furious"), mug)


def test_choices_are_named_in_both_languages() -> None:
    for draw in (choices.genders, choices.tones, choices.persona_choices, choices.languages, choices.shapes):
        english, chinese = draw("en"), draw("zh")
        assert [key for _, key in english] == [key for _, key in chinese]
        assert all(one != other for (one, _), (other, _) in zip(english, chinese, strict=True))


def test_the_whole_studio_speaks_either_language(studio: Any, store: Store, mug: Product) -> None:
    shell.build(studio, store)
    with gr.Blocks():
        ui = Ui(gr.State("en"), store)
        CreatePage(studio, ui)
    for place, language in enumerate(("en", "zh")):
        said = ui.updates(language)
        labels = {update["label"] for update in said.values() if "label" in update}
        assert labels <= {pair[place] for pair in STRINGS.values()}


def test_the_page_asks_nothing_of_the_internet_and_is_not_gradios(studio: Any, store: Store) -> None:
    client = TestClient(create_app(studio, store))
    page = client.get("/").text
    assert "fonts.googleapis.com" not in page and "cdnjs" not in page
    assert "易播 Yibo" in page
    theme = client.get("/theme.css").text
    assert not re.search(r"url\(['\"]?https?:|@import", theme)


@pytest.mark.parametrize("chosen, writer", [("auto", ""), ("far", "far")])
def test_one_click_makes_a_take_that_the_chosen_model_writes(
    page: CreatePage, studio: Any, store: Store, mug: Product, chosen: str, writer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int | None, str | None]] = []
    submit = studio.submit

    def watched(product_id: int, brief: Brief, script_id: int | None = None, model: str | None = None) -> str:
        asked.append((script_id, model))
        return str(submit(product_id, brief, script_id, model))

    monkeypatch.setattr(studio, "submit", watched)
    (updates,) = page._generate("en", (mug.id, SHOP, "", None, "", "", "USD", "", "", "", ""), Form(model=chosen))
    take = store.take(updates[page.stage.take_id])
    assert take is not None and take.model == writer
    assert [script for script, _ in asked] == [None]  # no script given: the model writes it


def test_errors_of_the_writer_are_told_in_chinese_too() -> None:
    with pytest.raises(StudioError) as told, for_people("script"):
        raise ModelError("the language model m does not answer")
    assert said(told.value, "en") == ["the language model m does not answer"]
    assert said(told.value, "zh") == [STRINGS["failure.model"][1]]


def test_what_a_model_lacks_is_told_in_both_languages(studio: Any) -> None:
    lacking = studio.models()[-1]
    assert choices.model_lacks(lacking, "en").startswith("None is connected.")
    assert (choices.model_name(lacking, "zh"), choices.model_lacks(lacking, "zh")[:3]) == ("联网写作服务", "尚未接")
    assert [key for _, key in choices.writers(studio, "zh")] == ["box", "far"]


def test_two_visitors_follow_their_own_takes(page: CreatePage, studio: Any, mug: Product) -> None:
    one, other = (studio.submit(mug.id, brief_of(Form(), mug)) for _ in range(2))
    first = page.stage.watch(one, "en")
    second = page.stage.watch(other, "en")
    assert first[page.stage.take_id] == one and second[page.stage.take_id] == other
    assert not [name for name, value in vars(page.stage).items() if value in (one, other)]


def test_a_take_is_deleted_from_the_library_only_when_asked_twice(studio: Any, store: Store, mug: Product) -> None:
    with gr.Blocks():
        ui = Ui(gr.State("en"), store)
        library = LibraryPage(studio, ui, CreatePage(studio, ui), gr.HTML())
    take = store.create_take(mug.id or 0, brief_of(Form(), mug))
    store.update_take(take.id, status="interrupted")
    asked = library._act("delete", take.id, "en")
    assert 'data-act="delete-sure"' in asked[library.detail] and store.take(take.id) is not None
    told = library._act("delete-sure", take.id, "en")
    assert "Fern mug" in told[library.note] and store.take(take.id) is None and told[library.detail] == ""
    assert "no take" in library._act("delete-sure", take.id, "en")[library.note]


def test_a_recording_needs_consent_and_can_be_deleted_on_the_page(page: CreatePage, mug: Product, tmp_path: Path) -> None:
    panel, sound = page.recording, tmp_path / "me.wav"
    soundfile.write(sound, 0.2 * np.sin(np.arange(48000) / 50), 24000)
    wrong = ((str(sound), False, 1, "Consent"), (None, True, 1, "Recording"), (str(sound), True, None, "Script"))
    for path, agreed, script, words in wrong:
        with pytest.raises(StudioError, match=words):
            panel.keep(path, agreed, script)
    assert panel.draw("en") == ""
    key = panel.keep(str(sound), True, 1)
    assert f'data-key="{key}"' in panel.draw("zh") and "0:02" in panel.draw("zh")
    assert f'src="/api/recordings/{key}/sound.flac"' in panel.draw("en") and 'data-act="film"' in panel.draw("en")
    script = page.store.save_script(mug.id or 0, "bestie", "warm", "en", [Line("hook", "Hello.")])
    assert panel.script_of(key) is None
    page.store.create_take(mug.id or 0, replace(brief_of(Form(), mug), recording=key), script.id)
    assert panel.script_of(key) == script.id and "Fern mug" in panel.draw("en")
    told = panel.delete("zh", key)
    assert "录音已删除" in told[panel.note] and told[panel.list] == ""
    assert "没有编号" in panel.delete("zh", key)[panel.note]
