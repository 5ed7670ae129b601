"""A merchant's own voice: consent first, used only by a model that clones, and gone when it is taken back."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from voices import VoiceChoice, VoiceError, say
from voices.command import main
from voices.engines import coqui
from voices.own import OwnVoices


def _record(path: Path, seconds: float = 8.0, level: float = 0.2, rate: int = 44100) -> Path:
    time = np.arange(int(seconds * rate)) / rate
    soundfile.write(path, np.stack([level * np.sin(2 * np.pi * 150 * time)] * 2, axis=1), rate)
    return path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OwnVoices:
    monkeypatch.setenv("YIBO_DATA_DIR", str(tmp_path))
    return OwnVoices()


def test_consent_says_who_for_what_and_when(own: OwnVoices, tmp_path: Path) -> None:
    consent = own.add(_record(tmp_path / "me.wav"), " Li  Na ", "livestreams of my shop", True)
    assert (consent.who, consent.purpose, consent.revoked) == ("Li Na", "livestreams of my shop", None)
    assert consent.given.endswith("+00:00")
    assert own.all() == [consent]
    samples, rate = soundfile.read(own.recording(consent.key))
    assert rate == 24000
    assert samples.ndim == 1
    assert len(samples) == pytest.approx(8 * 24000, abs=2)


@pytest.mark.parametrize(("who", "purpose", "agreed"), [("Li Na", "shop", False), ("", "shop", True), ("Li Na", "  ", True)])
def test_nothing_is_kept_without_consent(own: OwnVoices, tmp_path: Path, who: str, purpose: str, agreed: bool) -> None:
    with pytest.raises(VoiceError, match="consent"):
        own.add(_record(tmp_path / "me.wav"), who, purpose, agreed)
    assert own.all() == []
    assert not own.folder.exists()


def test_recordings_that_are_no_use_are_told(own: OwnVoices, tmp_path: Path) -> None:
    (tmp_path / "no.wav").write_bytes(b"no sound")
    for path, message in (
        (tmp_path / "no.wav", "cannot be read"),
        (_record(tmp_path / "short.wav", 2), "lasts 2.0 s"),
        (_record(tmp_path / "silent.wav", 8, 0), "silent"),
        (tmp_path / "none.wav", "cannot be read"),
    ):
        with pytest.raises(VoiceError, match=message):
            own.add(path, "Li Na", "shop", True)


def test_revoking_deletes_the_recording_and_what_was_made(own: OwnVoices, tmp_path: Path) -> None:
    key = own.add(_record(tmp_path / "me.wav"), "Li Na", "shop", True).key
    other = own.add(_record(tmp_path / "other.wav"), "Wang", "shop", True).key
    (tmp_path / "take").mkdir()
    for path in (tmp_path / "line.wav", tmp_path / "take" / "take.mp4"):
        path.write_bytes(b"x")
    own.note_made(key, tmp_path / "line.wav")
    own.note_made(key, tmp_path / "take")
    own.note_made(key, tmp_path / "gone.wav")
    assert len(own.revoke(key)) == 4
    assert not (tmp_path / "line.wav").exists()
    assert not (tmp_path / "take").exists()
    assert (tmp_path / "me.wav").exists(), "the merchant's own file is not ours to delete"
    assert [path.name for path in (own.folder / key).iterdir()] == ["consent.json"]
    assert own.consent(key).revoked
    with pytest.raises(VoiceError, match="taken back"):
        own.recording(key)
    with pytest.raises(VoiceError, match="taken back"):
        own.note_made(key, tmp_path / "more.wav")
    assert own.recording(other).exists()
    assert own.revoke(key) == []


def test_a_recording_that_was_exchanged_is_not_used(own: OwnVoices, tmp_path: Path) -> None:
    key = own.add(_record(tmp_path / "me.wav"), "Li Na", "shop", True).key
    _record(own.folder / key / "recording.wav", level=0.1)
    with pytest.raises(VoiceError, match="not the one that was agreed to"):
        own.recording(key)


@pytest.mark.parametrize("key", ["../x", "", "0" * 12, "x" * 12])
def test_a_key_is_no_path(own: OwnVoices, key: str) -> None:
    with pytest.raises(VoiceError, match="no own voice"):
        own.revoke(key)


class _Tts:
    """What the engine uses of a coqui model."""

    is_multi_speaker, is_multi_lingual, speakers, languages = True, True, ["anna"], ["en", "zh-cn"]

    def __init__(self, kind: str) -> None:
        config = SimpleNamespace(model=kind)
        self.synthesizer = SimpleNamespace(tts_config=config, tts_model=object(), output_sample_rate=24000)
        self.asked: list[dict[str, Any]] = []

    def tts(self, **asked: Any) -> np.ndarray:
        self.asked.append(asked)
        return 0.3 * np.sin(np.arange(24000) / 20)


def test_a_model_that_clones_is_given_the_recording_and_nothing_is_cached(
    own: OwnVoices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = _Tts("xtts")
    monkeypatch.setattr(coqui, "_load", lambda _: model)
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("YIBO_VOICE_CACHE_MB", "20")
    key = own.add(_record(tmp_path / "me.wav"), "Li Na", "shop", True).key
    voice = VoiceChoice("en", "female", engine="coqui", speaker=f"/models/xtts#own:{key}")
    say("Hello.", voice)
    assert model.asked[0]["speaker_wav"] == str(own.recording(key))
    assert model.asked[0]["language"] == "en"
    assert "speaker" not in model.asked[0]
    assert not list((tmp_path / "cache").rglob("*.speech"))
    own.revoke(key)
    with pytest.raises(VoiceError, match="taken back"):
        say("Hello.", voice)


@pytest.mark.slow
def test_an_xtts_folder_speaks_after_the_recording_and_tells_its_licence(
    own: OwnVoices, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from .tiny_xtts import make

    (tmp_path / "xtts").mkdir()
    make(tmp_path / "xtts")
    key = own.add(_record(tmp_path / "me.wav"), "Li Na", "my shop", True).key
    speech = say("Hello there.", VoiceChoice("en", "female", engine="coqui", speaker=f"{tmp_path / 'xtts'}#own:{key}"))
    assert 0.5 < speech.duration < 3
    assert float(np.abs(speech.samples).max()) > 0.05
    assert any("non-commercial" in record.getMessage() for record in caplog.records)


def test_no_clone_is_pretended(own: OwnVoices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = own.add(_record(tmp_path / "me.wav"), "Li Na", "shop", True).key
    monkeypatch.setattr(coqui, "_load", lambda _: _Tts("vits"))
    with pytest.raises(VoiceError, match="cannot speak in an own voice"):
        say("Hello.", VoiceChoice("en", "female", engine="coqui", speaker=f"/models/vits#own:{key}"))
    with pytest.raises(VoiceError, match="cannot speak in an own voice"):
        say("你好。", VoiceChoice("zh", "female", engine="kokoro", speaker=f"own:{key}"))


def test_on_the_command_line(own: OwnVoices, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = ["own", "add", str(_record(tmp_path / "me.wav")), "--who", "Li Na", "--for", "my shop"]
    assert main(added) == 1
    assert "consent" in capsys.readouterr().err
    assert main([*added, "--i-agree"]) == 0
    key = json.loads(capsys.readouterr().out)["key"]
    assert main(["own", "revoke", key]) == 0
    assert "recording.wav" in json.loads(capsys.readouterr().out)["deleted"][0]
    assert main(["own", "list"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["revoked"]
