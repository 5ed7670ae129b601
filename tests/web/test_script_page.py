"""The script beside its take: a second press where something must not be said, a hint where the video says other words."""

from dataclasses import replace
from typing import Any

import gradio as gr
import pytest

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.catalog.values import Line
from livestream.jobs.types import StudioError
from livestream.web.choices import Form, brief_of
from livestream.web.html.script import ShownLine, reading
from livestream.web.localize import Ui
from livestream.web.pages.create import CreatePage


@pytest.fixture
def page(studio: Any, store: Store) -> CreatePage:
    with gr.Blocks():
        return CreatePage(studio, Ui(gr.State("en"), store))


def written(studio: Any, mug: Product) -> int:
    return int(list(studio.write(mug.id, brief_of(Form(), mug)))[-1].script_id)


def test_a_line_is_said_another_way(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script, note = written(studio, mug), page.note
    asked = {"act": "reword", "way": "shorter", "index": "1", "texts": []}
    updates = page.editor._act(asked, "zh", script, {}, note)
    assert Store.lines(store.script(script))[1].text.endswith("(shorter)") and "短一点" in updates[page.editor.box]  # type: ignore[arg-type]


def test_why_a_line_stays_is_told_in_the_language_of_the_page(
    page: CreatePage, studio: Any, mug: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: Any, **way: Any) -> None:
        raise StudioError("stays", "保持原样", "index")

    monkeypatch.setattr(studio, "rewrite", refuse)
    updates = page.editor._act({"act": "reword", "way": "calm", "index": "0"}, "zh", written(studio, mug), {}, page.note)
    assert "保持原样" in updates[page.note]


def test_a_blocked_line_is_named_and_filmed_only_when_asked_twice(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script = written(studio, mug)
    assert page.filming.ask("en", script, "") == {}
    lines = Store.lines(store.script(script))  # type: ignore[arg-type]
    store.update_lines(script, [replace(lines[0], text="The best mug, only 3 EUR today."), *lines[1:]])
    told = page.filming.ask("en", script, "")
    assert "Line 1:" in told[page.editor.warning] and "press again" in told[page.editor.warning]
    assert page.filming.ask("en", script, told[page.filming.warned]) == {}
    store.update_lines(script, lines)
    assert page.filming.ask("en", script, told[page.filming.warned]) == {}
    store.update_lines(script, [replace(lines[0], text="The best mug, only 3 EUR today."), *lines[1:]])
    assert "再按一次" in page.filming.ask("zh", script, "")[page.editor.warning]


def test_the_video_tells_when_its_script_was_changed(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script = written(studio, mug)
    lines = Store.lines(store.script(script))  # type: ignore[arg-type]
    take = studio.submit(mug.id, brief_of(Form(), mug), script)
    while page.stage.busy(take):
        assert page.stage.outdated("en", take, script) == ""
    assert page.stage.outdated("en", take, script) == ""
    store.update_lines(script, [replace(lines[0], muted=True), *lines[1:]])
    assert "old words" in page.stage.outdated("en", take, script) and "旧的" in page.stage.outdated("zh", take, script)


def test_a_muted_line_looks_muted_while_it_is_filmed() -> None:
    shown = reading([ShownLine(Line("hook", "Hello.")), ShownLine(Line("point", "A <b>.", muted=True))], "en", writing=False)
    assert "<s>A &lt;b&gt;.</s>" in shown and "<s>Hello" not in shown
