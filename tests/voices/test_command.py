"""`python -m voices`."""

import json
from pathlib import Path

import pytest
import soundfile

from voices.__main__ import main


def test_say_writes_sound_and_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wav, marks = tmp_path / "x.wav", tmp_path / "x.json"
    assert main(["say", "Only $9.99.", "--language", "en", "--tone", "urgent", "--out", str(wav), "--marks", str(marks), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    written = json.loads(marks.read_text())
    info = soundfile.info(wav)
    assert info.samplerate == 48000
    assert info.frames / 48000 == pytest.approx(document["duration"], abs=1e-3)
    assert {m["kind"] for m in written["marks"]} == {"phoneme", "word", "sentence"}


def test_what_cannot_be_said_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "😍", "--language", "en", "--out", str(tmp_path / "x.wav")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "can be spoken" in err
    assert "Traceback" not in err


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "Hi.", "--language", "en", "--out", str(tmp_path / "no" / "x.wav")]) == 1
    assert "cannot write" in capsys.readouterr().err


def test_list_names_a_default_for_every_role(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    voices = json.loads(capsys.readouterr().out)
    assert {(v["language"], v["gender"]) for v in voices if v["default"]} == {(a, b) for a in ("zh", "en") for b in ("female", "male")}
    assert sum(v["default"] for v in voices) == 4


def test_doctor_finds_the_voices_in_the_box(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    checks = {c["name"]: c for c in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["kokoro"]["ok"]
    assert checks["hibari"]["ok"]
