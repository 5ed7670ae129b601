"""The Voices page: a button a voice and tone, and own voices kept with consent and taken back with all that was made."""

from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
import soundfile
from fastapi.testclient import TestClient

import voices as rooms
from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief
from livestream.config import Settings, settings
from livestream.jobs.own_voice import cloning_folder, note_made
from livestream.jobs.speakers import own_key
from livestream.web.html.voices import voice_grid
from livestream.web.localize import Ui
from livestream.web.pages.create import CreatePage
from livestream.web.pages.voices_own import OwnVoicePanel
from tests.web import browsers
from voices.own import OwnVoices
from voices.types import TONES, VoiceChoice, VoiceError


@pytest.fixture
def panel(studio: Any, store: Store) -> OwnVoicePanel:
    with gr.Blocks():
        ui = Ui(gr.State("en"), store)
        return OwnVoicePanel(studio, ui, CreatePage(studio, ui))


@pytest.fixture
def recording(tmp_path: Path) -> str:
    path = tmp_path / "me.wav"
    soundfile.write(path, 0.2 * np.sin(2 * np.pi * 150 * np.arange(8 * 24000) / 24000), 24000)
    return str(path)


def test_each_voice_has_a_button_for_each_tone_with_its_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = voice_grid(rooms.catalogue(), "zh")
    assert drawn.count("data-hear") == len(rooms.catalogue()) * len(TONES)
    assert drawn.count("Apache-2.0") == len(rooms.catalogue())
    assert 'data-speaker="zf_xiaobei"' in drawn and "disabled" not in drawn
    monkeypatch.setattr("voices.engines.hibari.installed", lambda: False)
    drawn = voice_grid(rooms.catalogue(), "en")
    assert drawn.count(" disabled>") == len(TONES) and "hibari-tts is not installed" in drawn


def test_each_missing_thing_is_asked_for_and_nothing_is_kept(panel: OwnVoicePanel, recording: str) -> None:
    told = panel.add("zh", None, " ", "", False)[panel.note]
    assert all(word in told for word in ("录音：", "说话人：", "用途：", "同意："))
    assert "tick the box" in panel.add("en", recording, "Li Na", "my shop", False)[panel.note]
    assert OwnVoices().all() == []


def test_a_recording_of_no_use_is_told_in_chinese(panel: OwnVoicePanel, tmp_path: Path) -> None:
    path = tmp_path / "short.wav"
    soundfile.write(path, np.zeros(24000), 24000)
    assert "录音长 1.0 秒" in panel.add("zh", str(path), "李娜", "本店直播", True)[panel.note]


def test_what_was_made_goes_with_the_consent(panel: OwnVoicePanel, recording: str, store: Store, mug: Product, tmp_path: Path) -> None:
    assert "is kept" in panel.add("en", recording, "Li <Na>", "my shop", True)[panel.note]
    (consent,) = OwnVoices().all()
    assert "Li &lt;Na&gt;" in panel.draw("en") and 'data-act="revoke"' in panel.draw("en")
    voice = VoiceChoice("en", "female", engine="coqui", speaker=f"xtts#own:{consent.key}")
    take, other = store.create_take(mug.id or 0, Brief(voice)), store.create_take(mug.id or 0, Brief(VoiceChoice("en", "female")))
    for each in (take, other):
        store.update_take(each.id, status="done")
    made, stays = tmp_path / "take.mp4", tmp_path / "other.mp4"
    for path in (made, stays):
        path.write_bytes(b"video")
    note_made(voice, [made, tmp_path / "not there.zip"])
    note_made(VoiceChoice("en", "female"), [stays])
    assert "2 files" not in panel.draw("en")
    told = panel.take_back("en", consent.key)
    assert "deleted (3 files)" in told[panel.note] and "Taken back on" in told[panel.list]
    assert not made.exists() and stays.exists()
    assert (store.take(take.id).status, store.take(take.id).failure) == ("failed", "consent")  # type: ignore[union-attr]
    assert store.take(other.id).status == "done"  # type: ignore[union-attr]


def test_what_is_made_after_the_consent_was_taken_back_is_deleted(panel: OwnVoicePanel, recording: str, tmp_path: Path) -> None:
    panel.add("en", recording, "Li Na", "my shop", True)
    key = OwnVoices().all()[0].key
    panel.take_back("en", key)
    late = tmp_path / "late.mp4"
    late.write_bytes(b"video")
    with pytest.raises(VoiceError, match="taken back"):
        note_made(VoiceChoice("en", "female", speaker=f"xtts#own:{key}"), [late])
    assert not late.exists()


def test_only_an_xtts_folder_clones(tmp_path: Path) -> None:
    assert cloning_folder(Settings(xtts_dir=None)) is None
    for model, clones in (("vits", False), ("xtts", True)):
        (tmp_path / "config.json").write_text(f'{{"model": "{model}"}}')
        (tmp_path / "model.pth").write_bytes(b"")
        assert (cloning_folder(Settings(xtts_dir=tmp_path)) is not None) is clones


def test_a_kept_voice_is_heard_and_used_where_a_model_clones_or_says_that_it_waits(
    panel: OwnVoicePanel, recording: str, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.add("en", recording, "Li Na", "my shop", True)
    drawn = panel.draw("en")
    assert "waits for a voice model" in drawn and 'data-act="use"' not in drawn and "Say it yourself" in panel.cloning("en")
    heard = client.get(f"/api/voices/own/{OwnVoices().all()[0].key}/recording.wav")
    assert heard.status_code == 200 and f"/api/voices/own/{OwnVoices().all()[0].key}/recording.wav" in drawn
    folder = tmp_path / "xtts"
    folder.mkdir()
    (folder / "config.json").write_text('{"model": "xtts"}')
    (folder / "model.pth").write_bytes(b"")
    monkeypatch.setenv("YIBO_XTTS_DIR", str(folder))
    settings.cache_clear()
    assert 'data-act="use"' in panel.draw("en") and "waits" not in panel.draw("en")
    key = own_key(OwnVoices().all()[0].key, settings())
    picked = panel.create.speaker.draw("en", key, "female", "warm", "auto", None)
    assert picked[panel.create.speaker.chosen] == key


@pytest.mark.browser
@browsers.needs_chromium
def test_in_the_browser(address: str, tmp_path: Path) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, f"{address}#voices")
        page.wait_for_selector("#voice-cards [data-hear]")
        with page.expect_response(lambda answer: "sample.wav" in answer.url) as heard:
            page.click('#voice-cards [data-speaker="af_bella"][data-tone="urgent"]')
        assert heard.value.status == 200 and "speaker=af_bella" in heard.value.url
        page.wait_for_function("window.yiboAudio && window.yiboAudio.src.includes('tone=urgent')")
        page.screenshot(path=tmp_path / "voices.png", full_page=True)
        page.click("#own-keep")
        page.wait_for_selector("#own-voice .note-error")
        assert page.errors == []
