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
from livestream.writing.script import Note


@pytest.fixture
def page(studio: Any, store: Store) -> CreatePage:
    with gr.Blocks():
        return CreatePage(studio, Ui(gr.State("en"), store))


def written(studio: Any, mug: Product) -> int:
    return int(list(studio.write(mug.id, brief_of(Form(), mug)))[-1].script_id)


def test_a_line_is_said_another_way(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script, note = written(studio, mug), page.note
    asked = {"act": "reword", "way": "shorter", "index": "1", "texts": []}
    updates = page.editor._act(asked, "zh", script, {}, [], note)
    assert Store.lines(store.script(script))[1].text.endswith("(shorter)") and "短一点" in updates[page.editor.box]  # type: ignore[arg-type]


def test_changes_are_taken_back_one_by_one_and_typing_meanwhile_stays(
    page: CreatePage, studio: Any, store: Store, mug: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = written(studio, mug)

    def stored() -> list[Line]:
        return Store.lines(store.script(script))  # type: ignore[arg-type]

    def press(act: str, index: int = 0, typed: str = "") -> str:
        texts = [([line.text], typed if typed and number == index else line.text) for number, line in enumerate(stored())]
        return str(page.editor._act({"act": act, "index": index, "texts": texts}, "en", script, {}, [], page.note)[page.editor.box])

    first = stored()
    assert 'data-act="undo"' in press("mute")
    press("down")
    before, rewrite = stored(), studio.rewrite

    def meanwhile(*given: Any, **way: Any) -> Line:
        store.update_lines(script, [*stored()[:-1], replace(stored()[-1], text="Typed while the model wrote.")])
        return rewrite(*given, **way)  # type: ignore[no-any-return]

    monkeypatch.setattr(studio, "rewrite", meanwhile)
    press("rewrite", 1)
    assert stored()[1].text.endswith("(new)")
    press("undo")
    assert stored() == [*before[:-1], replace(before[-1], text="Typed while the model wrote.")]
    press("undo")
    assert stored() == [replace(first[0], muted=True), *first[1:]]
    press("undo", typed="Typed, and taken back.")
    assert stored() == [replace(first[0], muted=True), *first[1:]]
    assert 'data-act="undo"' not in press("undo") and stored() == first


def test_a_note_of_what_is_not_told_goes_once_a_line_tells_it(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script, notes = written(studio, mug), [Note("coverage", "m", (0, 1))]
    lines = Store.lines(store.script(script))  # type: ignore[arg-type]
    shown = page.editor.tell(notes, mug, "en", script)
    assert mug.points[0] not in shown[page.editor.notes] and shown[page.editor.told] == notes
    store.update_lines(script, [replace(line, about=(0, 1)) for line in lines])
    assert page.editor.tell(notes, mug, "en", script)[page.editor.notes] == ""
    store.update_lines(script, [replace(line, about=(0, 1), muted=True) for line in lines])
    assert mug.points[0] in page.editor.tell(notes, mug, "en", script)[page.editor.notes]


def test_why_a_line_stays_is_told_in_the_language_of_the_page(
    page: CreatePage, studio: Any, mug: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: Any, **way: Any) -> None:
        raise StudioError("stays", "保持原样", "index")

    monkeypatch.setattr(studio, "rewrite", refuse)
    updates = page.editor._act({"act": "reword", "way": "calm", "index": "0"}, "zh", written(studio, mug), {}, [], page.note)
    assert "保持原样" in updates[page.note]


def test_a_blocked_line_is_named_and_filmed_only_when_asked_twice(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script = written(studio, mug)
    assert page.filming.ask("en", script, "") == {}
    lines = Store.lines(store.script(script))  # type: ignore[arg-type]
    store.update_lines(script, [replace(lines[0], text="The best mug, only 3 EUR today."), *lines[1:]])
    told = page.filming.ask("en", script, "")
    assert "Line 1 must not say “The best”, “3 EUR”." in told[page.editor.warning] and "press again" in told[page.editor.warning]
    assert page.filming.ask("en", script, told[page.filming.warned]) == {}
    store.update_lines(script, lines)
    assert page.filming.ask("en", script, told[page.filming.warned]) == {}
    store.update_lines(script, [replace(lines[0], text="The best mug, only 3 EUR today."), *lines[1:]])
    assert "再按一次" in page.filming.ask("zh", script, "")[page.editor.warning]


def test_a_blocked_line_names_the_law_once(page: CreatePage, studio: Any, store: Store, mug: Product) -> None:
    script = written(studio, mug)
    store.update_lines(script, [Line("hook", "The best mug in the world."), Line("offer", "Only 3 EUR.")])
    for language, law in (("en", " (PRC Advertising Law, Art. 9"), ("zh", "（《广告法》第九条")):
        found = page.editor.blocked(store.script(script), language)  # type: ignore[arg-type]
        best, price = (" ".join(finding.told(language) for finding in found[line]) for line in (0, 1))
        assert best.count(law) == 1 and "(" not in price and "（" not in price


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
