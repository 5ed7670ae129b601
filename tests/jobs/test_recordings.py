"""A person's recording as the take: kept, performed with the lips on its sound, captioned from the script."""

import io
import json
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from livestream.__main__ import main
from livestream.avatar.animator import Animator
from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief
from livestream.config import Settings
from livestream.jobs import recordings
from livestream.jobs.service import Studio
from livestream.jobs.types import StudioError
from livestream.media.probe import probe
from voices.types import VoiceChoice

SPEECH = Path(__file__).parent.parent / "avatar" / "data" / "speech_en.ogg"
TEXT = "Good evening everyone.\n\nThis tray is one piece of oak.\nTap the cart below."


def test_text_becomes_lines():
    assert [line.part for line in recordings.lines_of(TEXT)] == ["hook", "point", "close"]
    assert [line.part for line in recordings.lines_of("Hello.")] == ["hook"]


def test_a_recording_is_kept_under_a_key_that_names_no_other_file(tmp_path):
    settings = Settings(data_dir=tmp_path)
    key = recordings.keep(SPEECH.read_bytes(), settings, True)
    assert soundfile.info(recordings.find(key, settings)).samplerate == 48000
    for wrong in ("", "../../products", "0" * 16):
        with pytest.raises(StudioError, match="no recording"):
            recordings.find(wrong, settings)


def test_what_is_no_recording_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(StudioError, match="cannot be read") as told:
        recordings.keep(b"no sound", Settings(data_dir=tmp_path), True)
    assert "无法读取录音" in told.value.message_zh and ".part" not in str(told.value) and str(tmp_path) not in str(told.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_nothing_is_kept_without_consent(tmp_path):
    with pytest.raises(StudioError, match="Consent") as told:
        recordings.keep(SPEECH.read_bytes(), Settings(data_dir=tmp_path), False)
    assert told.value.field == "consent" and "勾选" in told.value.message_zh
    assert not (tmp_path / "data").exists()


def test_a_recording_is_listed_with_its_consent_and_deleted(tmp_path):
    settings = Settings(data_dir=tmp_path)
    key = recordings.keep(SPEECH.read_bytes(), settings, True)
    (listed,) = recordings.kept(settings)
    assert (listed.key, listed.agreed[:2]) == (key, "20") and listed.seconds > 1
    recordings.delete(key, settings)
    assert recordings.kept(settings) == [] and not [path for path in tmp_path.rglob("*") if path.is_file()]
    with pytest.raises(StudioError, match="no recording"):
        recordings.delete(key, settings)


def test_what_is_too_big_or_too_long_is_told_before_it_is_decoded(tmp_path, monkeypatch):
    settings = Settings(data_dir=tmp_path)
    monkeypatch.setattr(recordings.recorded, "load", lambda path: pytest.fail("decoded"))
    with pytest.raises(StudioError, match="over 64 MB"):
        recordings.keep(bytes(recordings.MAX_BYTES + 1), settings, True)
    long = io.BytesIO()
    soundfile.write(long, np.zeros(8000 * 11 * 60, np.int16), 8000, format="FLAC")
    with pytest.raises(StudioError, match="lasts 11 minutes; at most 10") as told:
        recordings.keep(long.getvalue(), settings, True)
    assert "录音长 11 分钟" in told.value.message_zh
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_take_of_a_recording_needs_its_script(tmp_path):
    settings = Settings(data_dir=tmp_path)
    store = Store(settings.url, demo=False)
    product = store.save_product(parse_product({"name": "Tray", "price": 5, "points": ["oak"], "language": "en"})[0])
    studio = Studio(store, settings)
    voice = VoiceChoice("en", "female")
    with pytest.raises(StudioError, match="no recording"):
        studio.submit(product.id, Brief(voice, recording="f" * 16))
    with pytest.raises(StudioError, match="needs the script"):
        studio.submit(product.id, Brief(voice, recording=studio.keep_recording(SPEECH.read_bytes(), True)))
    studio.close()


def test_make_asks_for_the_script_of_a_recording(tmp_path, capsys):
    product = tmp_path / "product.json"
    product.write_text('{"name": "Tray", "price": 5, "points": ["oak"], "language": "en"}')
    call = ["make", "--product", str(product), "--out", str(tmp_path / "out"), "--recording", str(SPEECH)]
    assert main(call) == 2
    assert "needs --script" in capsys.readouterr().err
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n")
    assert main([*call, "--script", str(empty)]) == 2
    assert "is empty" in capsys.readouterr().err and not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_recording_is_performed(tmp_path, monkeypatch, capsys):
    poses = []
    perform = Animator.perform
    monkeypatch.setattr(Animator, "perform", lambda self, cue: poses.extend(made := perform(self, cue)) or made)
    product, script, sound = tmp_path / "product.json", tmp_path / "script.txt", tmp_path / "mine.wav"
    product.write_text('{"name": "Tray", "price": 5, "points": ["oak"], "language": "en"}')
    script.write_text(TEXT)
    samples, rate = soundfile.read(SPEECH)
    soundfile.write(sound, samples[: 6 * rate], rate)
    assert (
        main(["make", "--product", str(product), "--out", str(tmp_path / "out"), "--recording", str(sound), "--script", str(script)]) == 0
    )
    seconds = min(6.0, len(samples) / rate)
    out = tmp_path / "out"
    assert probe(out / "take.mp4").duration == pytest.approx(seconds + 1.2, abs=0.1)
    lines = json.loads((out / "script.json").read_text())["lines"]
    assert [line["text"] for line in lines] == [line for line in TEXT.splitlines() if line]
    assert lines[0]["start"] == pytest.approx(0.2) and lines[-1]["end"] == pytest.approx(seconds + 0.2, abs=0.05)
    captions = (out / "captions.srt").read_text()
    assert "one piece" in captions and "Tap the cart" in captions
    level = np.abs(samples[: 6 * rate])
    loud = np.add.reduceat(level, np.arange(0, len(level), rate // 25))[: int(seconds * 25)]
    mouth = np.array([pose.opening for pose in poses[5 : 5 + len(loud)]])
    assert mouth.max() > 0.4
    assert np.corrcoef(loud, mouth)[0, 1] > 0.5  # the lips follow the sound


@pytest.mark.slow
def test_the_studio_films_a_kept_recording(tmp_path):
    settings = Settings(data_dir=tmp_path)
    store = Store(settings.url, demo=False)
    product = store.save_product(parse_product({"name": "Tray", "price": 5, "points": ["oak"], "language": "en"})[0])
    lines = recordings.lines_of("Good evening everyone.\nThis tray is oak.")
    script = store.save_script(product.id, "bestie", "warm", "en", lines)
    samples, rate = soundfile.read(SPEECH)
    soundfile.write(tmp_path / "mine.wav", samples[: 3 * rate], rate)
    studio = Studio(store, settings)
    key = studio.keep_recording((tmp_path / "mine.wav").read_bytes(), True)
    take_id = studio.submit(product.id, Brief(VoiceChoice("en", "female"), recording=key), script.id)
    deadline = time.monotonic() + 90
    while (state := studio.events(take_id)).status in ("queued", "running") and time.monotonic() < deadline:
        time.sleep(0.1)
    studio.close()
    assert state.status == "done", state.message
    assert state.duration == pytest.approx(4.2, abs=0.05)
    assert [timed.line for timed in state.lines] == lines and state.lines[-1].end == pytest.approx(3.2, abs=0.05)
