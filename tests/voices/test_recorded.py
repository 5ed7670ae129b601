"""A person's recording: cut into its lines in the pauses, its words timed by what was heard or spread over the speech."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from voices import VoiceError, hearing, mastering
from voices.recorded import Heard, load, speeches

RATE = mastering.RATE
LINES = ["Good evening everyone.", "This oak tray is $19.90 today, and it is 40 cm wide."]


def spoken(*seconds: float) -> np.ndarray:
    """Tones of the lengths at the even places, silence of those at the odd ones."""
    rng = np.random.default_rng(1)
    return np.concatenate(
        [
            (0.2 * rng.standard_normal(round(s * RATE)) if k % 2 == 0 else np.zeros(round(s * RATE))).astype(np.float32)
            for k, s in enumerate(seconds)
        ]
    )


def test_lines_are_cut_in_the_pause_and_last_as_long_as_the_recording() -> None:
    sound = spoken(1.2, 0.6, 3.4)
    first, second = speeches(sound, LINES)
    assert first.duration == pytest.approx(1.5, abs=0.06)
    np.testing.assert_array_equal(np.concatenate([first.samples, second.samples]), sound)
    for speech, line in zip((first, second), LINES, strict=True):
        assert speech.text == line and {mark.kind for mark in speech.marks} == {"word"}
        assert all(line[slice(*mark.span)] == mark.label for mark in speech.marks if mark.span)
        times = [time for mark in speech.marks for time in (mark.start, mark.end)]
        assert times == sorted(times) and times[-1] <= speech.duration
    assert first.marks[-1].end == pytest.approx(1.2, abs=0.08)  # nothing is said in the pause
    assert second.marks[0].start == pytest.approx(0.3, abs=0.08)


def test_what_was_heard_sets_the_times_of_the_words() -> None:
    sound = spoken(4.0, 0.4, 1.6)  # the first line is slow: spread evenly, it would end too early
    heard = [Heard("Good", 0.0, 1.0), Heard(" evening", 1.0, 2.6), Heard(" everyone.", 2.6, 4.0)]
    heard += [Heard(word, 4.4 + 0.12 * k, 4.52 + 0.12 * k) for k, word in enumerate(LINES[1].split())]
    first, second = speeches(sound, LINES, heard)
    assert first.duration == pytest.approx(4.2, abs=0.06)
    assert [round(mark.start, 1) for mark in first.marks] == [0.0, 1.0, 2.6]
    assert second.marks[3].label == "is" and second.marks[3].start + first.duration == pytest.approx(4.4 + 0.36, abs=0.05)


def test_other_words_than_the_scripts_are_not_used(caplog: pytest.LogCaptureFixture) -> None:
    sound = spoken(1.2, 0.6, 3.4)
    assert speeches(sound, LINES, [Heard("完全不同的话", 0.0, 5.0)])[0].duration == pytest.approx(1.5, abs=0.06)
    assert "hardly says" in caplog.text


def test_many_lines_in_a_short_recording_stay_in_order() -> None:
    made = speeches(spoken(0.8), ["一", "二", "三，四", "五"])
    assert all(speech.duration > 0 for speech in made)
    assert sum(speech.duration for speech in made) == pytest.approx(0.8)


def test_a_line_of_no_words_is_told() -> None:
    with pytest.raises(VoiceError, match="line 2"):
        speeches(spoken(1.0), ["Hello.", "…"])


def test_a_recording_is_as_loud_as_any_voice(tmp_path: Path) -> None:
    path = tmp_path / "quiet.wav"
    sound = 0.02 * spoken(1.5, 0.3, 2.0)[:: RATE // 24000]
    soundfile.write(path, np.stack([sound, sound], axis=1), 24000)
    loaded = load(path)
    assert len(loaded) == pytest.approx(3.8 * RATE, abs=4)
    assert mastering.loudness(loaded) == pytest.approx(-16, abs=1)
    assert mastering.true_peak(loaded) <= -1.5


@pytest.mark.parametrize(("content", "words"), [(np.zeros(48000), "silent"), (np.ones(480) * 0.1, "lasts"), (None, "cannot be read")])
def test_recordings_of_no_use_are_told(tmp_path: Path, content: np.ndarray | None, words: str) -> None:
    path = tmp_path / "bad.wav"
    path.write_text("no sound") if content is None else soundfile.write(path, content, 48000)
    with pytest.raises(VoiceError, match=words):
        load(path)


def test_the_recogniser_is_used_only_where_it_and_its_model_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBO_WHISPER_DIR", str(tmp_path))
    assert hearing.words(spoken(1.0), "en") == []
    (tmp_path / "model.bin").write_bytes(b"")
    word = SimpleNamespace(word=" Hello", start=0.1, end=0.4)

    class Model:
        def __init__(self, folder: str, **_: object) -> None:
            self.folder = folder

        def transcribe(self, sound: np.ndarray, **asked: object) -> tuple[list[SimpleNamespace], None]:
            assert len(sound) == 16000 and asked["word_timestamps"] and asked["language"] == "en"
            return [SimpleNamespace(words=[word])], None

    monkeypatch.setattr(hearing.importlib.util, "find_spec", lambda name: name == "faster_whisper")
    monkeypatch.setattr(hearing.importlib, "import_module", lambda name: SimpleNamespace(WhisperModel=Model))
    hearing.load.cache_clear()
    assert hearing.words(spoken(1.0), "en") == [Heard(" Hello", 0.1, 0.4)]
    hearing.load.cache_clear()
