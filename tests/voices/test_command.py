"""`python -m voices`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from voices import VoiceChoice, catalogue, mastering, say
from voices.command import main


def test_say_writes_sound_and_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wav, marks = tmp_path / "x.wav", tmp_path / "x.json"
    assert main(["say", "Only $9.99.", "--language", "en", "--tone", "urgent", "--out", str(wav), "--marks", str(marks), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    written = json.loads(marks.read_text())
    info = soundfile.info(wav)
    assert info.samplerate == 48000
    assert info.frames / 48000 == pytest.approx(document["duration"], abs=1e-3)
    assert {m["kind"] for m in written["marks"]} == {"phoneme", "word", "sentence"}


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


def test_words_of_a_lexicon_are_said_as_it_says(tmp_path: Path) -> None:
    marks, words = tmp_path / "x.json", tmp_path / "words.toml"
    words.write_text('[en]\n"HOTO" = "hoe toe"\n', encoding="utf-8")
    said = ["say", "The HOTO drill.", "--language", "en", "--lexicon", str(words), "--out", str(tmp_path / "x.wav"), "--marks", str(marks)]
    assert main(said) == 0
    assert "hoe toe" in [m["label"] for m in json.loads(marks.read_text())["marks"] if m["kind"] == "word"]


def test_a_lexicon_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "Hi.", "--language", "en", "--lexicon", str(tmp_path / "no.toml"), "--out", str(tmp_path / "x.wav")]) == 1
    assert "no.toml cannot be read" in capsys.readouterr().err


def test_samples_and_their_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    hibari = [voice for voice in catalogue() if voice.engine == "hibari"]
    monkeypatch.setattr("voices.command.catalogue", lambda: hibari)
    assert main(["samples", "--out", str(tmp_path / "s"), "--tone", "calm", "--tone", "urgent", "--json"]) == 0
    index = json.loads((tmp_path / "s" / "index.json").read_text(encoding="utf-8"))
    assert index == json.loads(capsys.readouterr().out)
    assert [s["tone"] for s in index["samples"]] == ["calm", "urgent"]
    for sample in index["samples"]:
        assert soundfile.info(tmp_path / "s" / sample["file"]).duration == pytest.approx(sample["duration"], abs=1e-3)


def test_samples_into_a_file_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["samples", "--out", str(tmp_path / "file")]) == 1
    assert "cannot write" in capsys.readouterr().err


def test_cache_is_shown_and_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("YIBO_VOICE_CACHE_MB", "20")
    say("Hello.", VoiceChoice("en", "female"))
    assert main(["cache", "--clear", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["sentences"], document["deleted"]) == (1, 1)
    assert main(["cache"]) == 0
    assert " 0 sentences" in capsys.readouterr().out


def test_list_shows_a_remote_service_once_it_is_set_up(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("YIBO_VOICE_BASE_URL", "http://voice.test/v1")
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert out.count(" remote  ") == 4
    assert "playful" in out
    assert "Apache-2.0" in out


def test_music_lies_under_the_speech(tmp_path: Path) -> None:
    for name, more in (("plain", []), ("music", ["--music", "gentle"])):
        assert main(["say", "Hello there.", "--language", "en", "--out", str(tmp_path / f"{name}.wav"), *more]) == 0
    plain, music = (soundfile.read(tmp_path / f"{name}.wav")[0] for name in ("plain", "music"))
    assert len(plain) == len(music)
    assert 0.001 < float(abs(plain - music).max()) < 0.15
    assert mastering.loudness(music) == pytest.approx(-16, abs=1)
    assert mastering.true_peak(music) <= -1.5


def _without(package: str, arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A Python that cannot import `package`."""
    (folder / "sitecustomize.py").write_text(f"import sys\nsys.modules[{package!r}] = None\n")
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run([sys.executable, *arguments], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("package", ["cn2an", "numpy", "soundfile"])
def test_a_command_without_a_package_names_it(package: str, tmp_path: Path) -> None:
    done = _without(package, ["-m", "voices", "list"], tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"voices: the package {package} is not installed: run `make setup`")
    assert "pip install -r requirements.lock" in line


def test_the_doctor_reports_a_package_that_is_missing(tmp_path: Path) -> None:
    done = _without("cn2an", ["-m", "voices", "doctor", "--json"], tmp_path)
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr, document["ok"]) == (1, "", False)
    [check] = document["checks"]
    assert (check["found"], check["needed"]) == ("missing: cn2an", True)
    assert "requirements.lock" in check["advice"]
    assert "MISSING package missing: cn2an" in _without("cn2an", ["-m", "voices", "doctor"], tmp_path).stdout


def test_a_program_without_a_package_is_told_what_to_do(tmp_path: Path) -> None:
    asking = "try:\n    from voices import say\nexcept ImportError as error:\n    print(error)"
    program = f"import voices\nassert not hasattr(voices, 'nothing')\n{asking}"
    done = _without("cn2an", ["-c", program], tmp_path)
    assert done.stdout.startswith("the package cn2an is not installed: run `make setup`"), done.stderr
