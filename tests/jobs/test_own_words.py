"""Several takes of one script, edited between them: each keeps saying, and is opened with, its own words."""

import pytest

from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line
from livestream.config import Settings
from livestream.jobs.service import Studio
from livestream.media.scripts import TimedLine, as_json
from voices.types import VoiceChoice

BRIEF = Brief(VoiceChoice("en", "female"))
OLD = [Line("hook", "Meet the tray."), Line("point", "It is 40 cm wide.", (0,)), Line("close", "Order now.")]
NEW = [OLD[0], Line("point", "Forty centimetres of oak.", (0,)), OLD[2]]


@pytest.fixture
def studio(tmp_path, monkeypatch):
    """A studio whose takes wait in the queue, and a finished take of the old lines: (studio, store, product's id, take's id)."""
    settings = Settings(data_dir=tmp_path)
    store = Store(settings.url, demo=False)
    product, _ = parse_product({"name": "Oak Tray", "price": 19.9, "currency": "USD", "points": ["40 cm wide"], "language": "en"})
    product = store.save_product(product)
    script = store.save_script(product.id, "bestie", "warm", "en", OLD)
    take = store.create_take(product.id, BRIEF, script.id)
    store.update_take(take.id, status="done")
    folder = settings.takes_dir / take.id
    folder.mkdir(parents=True)
    timed = [TimedLine(line, float(k), k + 1.0, k) for k, line in enumerate(OLD)]
    (folder / "script.json").write_text(as_json(product, BRIEF, timed), encoding="utf-8")
    made = Studio(store, settings)
    monkeypatch.setattr(made._runner, "submit", lambda _: None)
    yield made, store, product.id, take.id
    made.close()


def test_a_take_keeps_its_words_when_its_script_is_edited_and_filmed_again(studio):
    made, store, product_id, first = studio
    script_id = store.take(first).script_id
    store.update_lines(script_id, NEW)
    second = made.submit(product_id, BRIEF, script_id)
    assert made.filmed(first) == [line.text for line in OLD]
    own = store.take(first).script_id
    assert own != script_id and Store.lines(store.script(own)) == OLD and made.events(first).script_id == own
    assert store.take(second).script_id == script_id and Store.lines(store.script(script_id)) == NEW


def test_takes_of_the_same_words_share_their_script(studio):
    made, store, product_id, first = studio
    script_id = store.take(first).script_id
    second = made.submit(product_id, BRIEF, script_id)
    assert store.take(first).script_id == store.take(second).script_id == script_id
    assert len(store.scripts(product_id)) == 1
