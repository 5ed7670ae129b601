"""The voice of a take: chosen from those that fit, own ones among them; what cannot speak is shown with the reason and refused."""

from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
import soundfile

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.config import settings
from livestream.jobs.speakers import speakers
from livestream.jobs.types import StudioError
from livestream.web.choices import AUTO, Form, brief_of
from livestream.web.localize import Ui
from livestream.web.pages.create import CreatePage
from tests.web import browsers
from voices.own import OwnVoices, key_of


@pytest.fixture
def page(studio: Any, store: Store) -> CreatePage:
    with gr.Blocks():
        return CreatePage(studio, Ui(gr.State("en"), store))


@pytest.fixture
def own(data_dir: Path) -> str:
    """The key of an own voice with its consent."""
    path = data_dir / "me.wav"
    soundfile.write(path, 0.2 * np.sin(2 * np.pi * 150 * np.arange(8 * 24000) / 24000), 24000)
    return OwnVoices().add(path, "Li <Na>", "my shop", True).key


@pytest.fixture
def cloning(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like an XTTS model."""
    folder = data_dir / "xtts"
    folder.mkdir()
    (folder / "config.json").write_text('{"model": "xtts"}')
    (folder / "model.pth").write_bytes(b"")
    monkeypatch.setenv("YIBO_XTTS_DIR", str(folder))
    settings.cache_clear()
    return folder


def test_only_voices_of_the_language_and_gender_are_offered(store: Store) -> None:
    chinese, english = speakers("zh", "female", settings()), speakers("en", "male", settings())
    assert chinese[0].default and "kokoro|zf_xiaobei" in {speaker.key for speaker in chinese}
    assert not {speaker.key for speaker in chinese} & {speaker.key for speaker in english}


def test_a_chosen_voice_speaks_the_take(page: CreatePage, mug: Product) -> None:
    brief = brief_of(Form(speaker="kokoro|bf_emma"), mug)
    assert (brief.voice.engine, brief.voice.speaker) == ("kokoro", "bf_emma")
    assert brief_of(Form(), mug).voice.engine == "auto"
    for wrong in ("kokoro|zf_xiaobei", "kokoro|nobody"):
        with pytest.raises(StudioError) as told:
            brief_of(Form(speaker=wrong), mug)
        assert told.value.field == "speaker" and "声音" in told.value.message_zh


def test_a_choice_that_fits_no_more_falls_back_to_the_usual_voice(page: CreatePage, mug: Product) -> None:
    picker = page.speaker
    kept = picker.draw("en", "kokoro|bf_emma", "female", "warm", AUTO, mug.id)
    assert kept[picker.chosen] == "kokoro|bf_emma" and 'data-id="kokoro|bf_emma"' in kept[picker.box]
    assert kept[picker.box].count('aria-checked="true"') == 1
    for gender, spoken in (("male", AUTO), ("female", "zh")):
        lost = picker.draw("en", "kokoro|bf_emma", gender, "warm", spoken, mug.id)  # type: ignore[arg-type]
        assert lost[picker.chosen] == AUTO and "Emma" not in lost[picker.box]


def test_an_own_voice_is_shown_with_the_reason_while_nothing_clones(page: CreatePage, mug: Product, own: str) -> None:
    drawn = page.speaker.draw("en", AUTO, "female", "warm", AUTO, mug.id)[page.speaker.box]
    assert "Li &lt;Na&gt;" in drawn and "no voice model that could imitate it" in drawn and drawn.count("disabled") == 1
    (mine,) = [speaker for speaker in speakers("en", "female", settings()) if speaker.own]
    with pytest.raises(StudioError):
        brief_of(Form(speaker=mine.key), mug)


def test_an_own_voice_can_be_used_until_it_is_taken_back(page: CreatePage, mug: Product, cloning: Path, own: str) -> None:
    (mine,) = [speaker for speaker in speakers("en", "male", settings()) if speaker.own]
    voice = brief_of(Form(gender="male", speaker=mine.key), mug).voice
    assert (voice.engine, voice.speaker, key_of(voice)) == ("coqui", f"{cloning}#own:{own}", own)
    OwnVoices().revoke(own)
    with pytest.raises(StudioError):
        brief_of(Form(gender="male", speaker=mine.key), mug)
    assert "Li" not in page.speaker.draw("en", mine.key, "male", "warm", AUTO, mug.id)[page.speaker.box]


def test_what_is_not_installed_is_named(page: CreatePage, mug: Product, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voices.engines.hibari.installed", lambda: False)
    drawn = page.speaker.draw("zh", AUTO, "female", "warm", AUTO, mug.id)[page.speaker.box]
    assert "未安装 hibari-tts" in drawn


@pytest.mark.browser
@browsers.needs_chromium
def test_in_the_browser(address: str, store: Store, mug: Product) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address)
        page.click("#goods .product-card")
        page.wait_for_selector('#goods .product-card[aria-pressed="true"]')
        page.click("#more > button")
        page.click('#speakers [data-id="kokoro|bf_emma"]')
        page.wait_for_selector('#speakers [data-id="kokoro|bf_emma"][aria-checked="true"]')
        with page.expect_response(lambda answer: "sample.wav" in answer.url and "speaker=bf_emma" in answer.url):
            page.click("#hear")
        page.click("#generate")
        page.wait_for_selector("#exports .zip")
        assert store.brief(store.takes()[0]).voice.speaker == "bf_emma"
        page.click("#gender label:nth-of-type(2)")
        page.wait_for_selector('#speakers [data-id="auto"][aria-checked="true"]')
        assert page.errors == []
