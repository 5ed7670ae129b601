"""How do I say this: words kept in the shop's lexicon, heard, changed and forgotten."""

from pathlib import Path

import gradio as gr
import numpy as np
import pytest

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief
from livestream.config import settings
from livestream.jobs.delivery import delivery_for
from livestream.web.localize import Ui
from livestream.web.pages.settings_words import WordsPanel, hear
from tests.web import browsers
from voices.types import Entry, VoiceChoice


@pytest.fixture
def panel(store: Store) -> WordsPanel:
    with gr.Blocks():
        return WordsPanel(Ui(gr.State("en"), store))


def test_a_word_is_kept_shown_and_used_in_takes(panel: WordsPanel, mug: Product, data_dir: Path) -> None:
    updates = panel.put("en", " HOTO ", "hoe toe", "en")
    assert "HOTO will be said as hoe toe" in updates[panel.note]
    assert 'data-word="HOTO"' in updates[panel.list]
    assert settings().lexicon_file == data_dir / "data" / "lexicon.toml"
    delivery = delivery_for(mug, Brief(VoiceChoice("en", "female"), persona="hype"))
    assert delivery.lexicon == (Entry("HOTO", "hoe toe", "en"),)
    assert delivery.stressed == ("Fern mug",)
    assert 1 < delivery.shift.speed < 1.1


def test_a_word_is_changed_and_forgotten(panel: WordsPanel) -> None:
    panel.put("en", "小熊", "xiao3 xiong2", "both")
    panel.put("en", "小熊", "da4 xiong2", "both")
    assert panel.draw("zh").count("<li") == 1
    row = {"act": "edit", "word": "小熊", "spoken": "da4 xiong2", "kept": "both"}
    assert panel.act("en", row)[panel.spoken] == "da4 xiong2"
    assert "usual rules" in panel.act("en", {**row, "act": "delete"})[panel.note]
    assert "No words" in panel.draw("en")


@pytest.mark.parametrize(("word", "spoken", "told"), [("", "x", "空"), ("😍", "xiao4", "没有文字"), ("小熊", "😍", "读不出来")])
def test_what_cannot_be_said_is_told_in_the_visitors_language(panel: WordsPanel, word: str, spoken: str, told: str) -> None:
    assert told in panel.put("zh", word, spoken, "both")[panel.note]
    assert told in panel.play("zh", word, spoken, "both")[panel.note]
    assert not settings().lexicon_file.exists()


def test_a_damaged_file_is_told_and_left_alone(panel: WordsPanel, mug: Product) -> None:
    path = settings().lexicon_file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("<script>")
    assert "cannot be read" in panel.draw("en")
    assert "<script>" not in panel.draw("en")
    assert "cannot be read" in panel.put("en", "HOTO", "hoe toe", "en")[panel.note]
    assert path.read_text() == "<script>"
    assert delivery_for(mug, Brief(VoiceChoice("en", "female"))).lexicon == ()


def test_it_is_heard_before_it_is_kept() -> None:
    rate, samples = hear(Entry("HOTO", "hoe toe", "en"), "zh")
    assert rate == 48000
    assert int(np.abs(samples.astype(int)).max()) > 3000


@pytest.mark.browser
@browsers.needs_chromium
def test_in_the_browser(address: str, tmp_path: Path) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, f"{address}#settings")
        page.fill(browsers.field("words-word"), 'HO"TO <b>')
        page.fill(browsers.field("words-spoken"), "hoe toe")
        page.click("#words-hear")
        page.wait_for_selector("#lexicon audio, #lexicon [data-testid*=audio], #lexicon .waveform-container", state="attached")
        page.click("#words-save")
        page.wait_for_selector('#words-list [data-act="edit"]')
        page.screenshot(path=tmp_path / "words.png", full_page=True)
        page.click('#words-list [data-act="edit"]')
        page.wait_for_function("document.querySelector('#words-word textarea, #words-word input').value === 'HO\"TO <b>'")
        page.click('#words-list [data-act="delete"]')
        page.wait_for_selector("#words-list .hint")
        assert page.errors == []
