"""The cache of spoken sentences: the same bit for bit, bounded, shared by processes, never in the way."""

import multiprocessing
import os
from pathlib import Path

import numpy as np
import pytest

from voices import Delivery, Shift, Speech, VoiceChoice, VoiceError, speak
from voices.engines.base import SentenceEngine
from voices.engines.hibari import Hibari
from voices.speech_cache import SpeechCache, capacity, key_of, quantised, speech_cache
from voices.types import Mark

VOICE = VoiceChoice("en", "female")


def _speech(seed: int = 1, seconds: float = 0.2) -> Speech:
    noise = np.random.default_rng(seed).uniform(-0.5, 0.5, int(48000 * seconds)).astype(np.float32)
    return Speech(quantised(noise), 48000, (Mark("word", "价99", 0.1, 0.15, (2, 5)), Mark("sentence", "a", 0.0, 1 / 3)), "价99")


def _fill(folder: str, seed: int) -> None:
    cache = SpeechCache(Path(folder), 1 << 30)
    for i in range(20):
        cache.put(key_of({"i": i}), _speech(i))
        assert cache.get(key_of({"i": (i * seed) % 20})) is not None or i < 20


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own, switched on."""
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("YIBO_VOICE_CACHE_MB", "20")
    return tmp_path / "voices" / "speech"


def test_what_comes_out_is_what_went_in(tmp_path: Path) -> None:
    cache, speech = SpeechCache(tmp_path, 1 << 20), _speech()
    assert cache.get("k") is None
    cache.put("k", speech)
    again = cache.get("k")
    assert again is not None
    assert np.array_equal(again.samples, speech.samples)
    assert (again.marks, again.text, again.sample_rate) == (speech.marks, speech.text, speech.sample_rate)


def test_the_extremes_survive() -> None:
    assert quantised(np.array([-1.2, -1, 0, 0.5, 1], np.float32)).tolist() == [-1, -1, 0, 0.5, 1 - 2**-15]


def test_a_second_time_is_the_same_sound_and_is_not_rendered(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list(speak("Good morning! Good morning! It is $9.99.", VOICE))
    assert len(list(kept.iterdir())) == 2
    monkeypatch.setattr(Hibari, "render", None)
    again = list(speak("Good morning! Good morning! It is $9.99.", VOICE))
    assert all(np.array_equal(a.samples, b.samples) and a.marks == b.marks and a.text == b.text for a, b in zip(first, again, strict=True))
    [shifted] = speak("  It is $9.99.", VOICE)
    assert [m.span and m.span[0] for m in shifted.marks if m.kind == "word"] == [2, 5, 8]


def test_another_voice_tone_or_manner_is_spoken_anew(kept: Path) -> None:
    for voice in (VOICE, VoiceChoice("en", "female", "calm"), VoiceChoice("en", "female", speed=1.1)):
        list(speak("Hello.", voice))
    list(speak("Hello.", VOICE, Delivery(shift=Shift(semitones=1))))
    list(speak("Hello.", VOICE, Delivery(stressed=("hello",))))
    assert len(list(kept.iterdir())) == 5


def test_another_version_of_the_model_is_spoken_anew(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list(speak("Hello.", VOICE))
    monkeypatch.setattr(Hibari, "version", lambda *_: "next")
    list(speak("Hello.", VOICE))
    assert len(list(kept.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut off", b"no zip at all" * 50])
def test_a_damaged_entry_is_spoken_anew(damage: bytes, kept: Path) -> None:
    [first] = speak("Hello.", VOICE)
    [entry] = kept.iterdir()
    entry.write_bytes(damage)
    [again] = speak("Hello.", VOICE)
    assert np.array_equal(first.samples, again.samples)
    assert entry.stat().st_size > 1000


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, 1 << 20)
    cache.put("k", _speech())
    [entry] = tmp_path.iterdir()
    blob = bytearray(entry.read_bytes())
    blob[len(blob) // 2] ^= 4
    entry.write_bytes(blob)
    assert cache.get("k") is None
    assert not entry.exists()


def test_the_least_used_goes_first(tmp_path: Path) -> None:
    size = 20_000
    cache = SpeechCache(tmp_path, 7 * size)
    for i in range(4):
        cache.put(str(i), _speech(i))
        os.utime(tmp_path / f"{i}.speech", (1000 + i, 1000 + i))
    assert cache.get("0") is not None
    for i in range(4, 8):
        cache.put(str(i), _speech(i))
    left = {path.stem for path in tmp_path.iterdir()}
    assert {"0", "7"} <= left
    assert not left & {"1", "2"}
    assert cache.size()[1] <= cache.cap
    assert cache.clear() == len(left)
    assert cache.size() == (0, 0)


def test_what_is_larger_than_the_cache_is_not_kept(tmp_path: Path) -> None:
    cache = SpeechCache(tmp_path, 1000)
    cache.put("k", _speech())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    cache = SpeechCache(tmp_path / "file" / "speech", 1 << 20)
    for key in "abc":
        assert cache.get(key) is None
        cache.put(key, _speech())
    assert [r.levelname for r in caplog.records] == ["WARNING"]


def test_voices_speak_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setenv("YIBO_VOICE_CACHE_MB", "20")
    [speech] = Hibari().speak("Hello.", VOICE)
    assert float(np.abs(speech.samples).max()) > 0.1


def test_two_processes_fill_one_cache(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_fill, args=(str(tmp_path), seed)) for seed in (3, 7)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert [process.exitcode for process in both] == [0, 0]
    cache = SpeechCache(tmp_path, 1 << 30)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".speech"] * 20
    for i in range(20):
        read = cache.get(key_of({"i": i}))
        assert read is not None
        assert np.array_equal(read.samples, _speech(i).samples)


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBO_VOICE_CACHE_MB", "1.5")
    assert capacity() == 1.5 * (1 << 20)
    monkeypatch.setenv("YIBO_VOICE_CACHE_MB", "0")
    assert speech_cache() is None
    monkeypatch.setenv("YIBO_VOICE_CACHE_MB", "much")
    with pytest.raises(VoiceError, match="megabytes"):
        speech_cache()


def test_every_engine_names_its_version() -> None:
    assert "version" in SentenceEngine.__abstractmethods__


def test_a_voice_is_warm_even_if_its_greeting_was_kept(kept: Path) -> None:
    voice = VoiceChoice("en", "female")
    assert list(Hibari().speak("Hello.", voice))
    fresh = Hibari()
    fresh.warm(voice)
    assert list(kept.iterdir()) and "_sessions" in vars(fresh)
