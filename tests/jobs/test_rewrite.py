"""A line is written again while the merchant edits the script."""

from dataclasses import replace

import pytest

from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.catalog.values import Line
from livestream.config import Settings
from livestream.jobs import service
from livestream.jobs.service import Studio
from livestream.jobs.types import StudioError
from livestream.writing.errors import ModelError, WritingError

LINES = [Line("hook", "One."), Line("pain", "Two."), Line("point", "Three.", (0,)), Line("close", "Two.")]
NEW = Line("point", "New three.", (0,))


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A studio without a language model, its store, and the id of a script in it."""
    settings = Settings(data_dir=tmp_path)
    store = Store(settings.url, demo=False)
    product, _ = parse_product({"name": "Oak Tray", "price": 19.9, "currency": "USD", "points": ["40 cm wide"], "language": "en"})
    script = store.save_script(store.save_product(product).id, "bestie", "warm", "en", LINES)
    studio = Studio(store, settings)
    monkeypatch.setattr(studio, "_model", lambda key=None: None)
    yield studio, store, script.id
    studio.close()


@pytest.fixture
def rewrite(shop, monkeypatch):
    """rewrite(index, edit): what is stored after line `index` was written again while `edit` changed the lines."""
    studio, store, script_id = shop

    def run(index, edit):
        def written(product, brief, lines, place, model):
            store.update_lines(script_id, edit(list(lines)))
            return NEW

        monkeypatch.setattr(service, "rewrite_line", written)
        try:
            studio.rewrite(script_id, index)
        finally:
            run.stored = store.lines(store.script(script_id))
        return run.stored

    return run


@pytest.mark.parametrize("way", ["shorter", "longer", "calm"])
def test_a_way_that_finds_no_words_leaves_the_line(shop, monkeypatch, way):
    studio, store, script_id = shop

    def none(*given):
        raise WritingError("none")

    monkeypatch.setattr(service, "reword", none)
    with pytest.raises(StudioError, match="stays as it was") as told:
        studio.rewrite(script_id, 2, way=way)
    assert "保持原样" in told.value.message("zh") and store.lines(store.script(script_id)) == LINES


def test_talk_has_its_points_drawn_and_without_a_model_read_by_rules(tmp_path, monkeypatch):
    settings = Settings(data_dir=tmp_path)
    studio = Studio(Store(settings.url, demo=False), settings)
    monkeypatch.setattr(studio, "_model", lambda key=None: None)
    talk = "这个锅呢是304的，用着放心，容量1.8升，两口子刚好，煮个面都行，手柄是木头的，我家就用它，现在卖89块"
    monkeypatch.setattr(service, "points_of", lambda text, language, model: list("甲乙丙丁"))
    assert studio.suggest_product(talk)["points"] == list("甲乙丙丁") and studio.suggest_product(talk)["price"] == "89"
    assert studio.suggest_product("锅，89元，304不锈钢")["points"] == ["304不锈钢"]

    def fails(*given):
        raise ModelError("none")

    monkeypatch.setattr(service, "points_of", fails)
    assert "手柄是木头的" in studio.suggest_product(talk)["points"]
    studio.close()


def test_the_others_stay_as_they_were_edited(rewrite):
    stored = rewrite(2, lambda lines: [replace(lines[0], text="Edited."), *lines[1:]])
    assert [line.text for line in stored] == ["Edited.", "Two.", "New three.", "Two."]


@pytest.mark.parametrize("edit", [lambda lines: lines[2:], lambda lines: [lines[2], *lines[:2]], lambda lines: [*lines[:1], lines[2]]])
def test_a_line_that_moved_is_replaced_where_it_stands_now(rewrite, edit):
    expected = [NEW if line.text == "Three." else line for line in edit(list(LINES))]
    assert rewrite(2, edit) == expected


def test_a_mute_set_meanwhile_is_kept(rewrite):
    stored = rewrite(2, lambda lines: [*lines[:2], replace(lines[2], muted=True), lines[3]])
    assert stored[2] == replace(NEW, muted=True)


@pytest.mark.parametrize("edit", [lambda lines: lines[:2], lambda lines: [*lines[:2], replace(lines[2], text="Mine."), lines[3]]])
def test_a_line_that_is_gone_is_not_brought_back(rewrite, edit):
    with pytest.raises(StudioError, match="your version stays"):
        rewrite(2, edit)
    assert rewrite.stored == edit(list(LINES))
