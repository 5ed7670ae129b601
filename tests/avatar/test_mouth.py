from collections.abc import Callable

import numpy as np
import pytest

from livestream.avatar.loudness import envelope
from livestream.avatar.mouth import MouthTrack, mouth_track, segments
from livestream.avatar.sync import lag
from livestream.avatar.types import Cue
from voices.types import Language, Mark

LANGUAGES: tuple[Language, ...] = ("zh", "en")
Speech = Callable[..., Cue]


def _track(cue: Cue) -> tuple[np.ndarray, MouthTrack]:
    times = (np.arange(round(cue.duration * 25)) + 0.5) / 25
    return times, mouth_track(cue, times)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lips_meet_within_a_frame_of_every_m_b_p(speech: Speech, language: Language) -> None:
    cue = speech(language)
    _, mouth = _track(cue)
    late = lag(cue.marks, envelope(cue.samples, cue.sample_rate))
    assert late is not None
    lips = [mark for mark in cue.marks if mark.label in "mbp"]
    assert len(lips) >= 6
    for mark in lips:
        middle = int(((mark.start + mark.end) / 2 - late) * 25)
        near = slice(middle - 1, middle + 2)
        assert mouth.closed[near].max() > 0.95, mark
        assert mouth.opening[near].min() < 0.02, mark


@pytest.mark.parametrize("language", LANGUAGES)
def test_lips_meet_in_the_dips_of_the_sound_although_marks_run_late(speech: Speech, language: Language) -> None:
    cue = speech(language)
    sound = envelope(cue.samples, cue.sample_rate)
    late = lag(cue.marks, sound)
    assert late is not None
    assert 0.03 <= late <= 0.07  # Kokoro's durations, by ear and by eye on the wave form
    stops = np.array([mark.start for mark in cue.marks if mark.label in "bp" and mark.start > 0.4])
    assert sound.sample(stops - late)[0].mean() < sound.sample(stops)[0].mean() - 0.15
    moved = [Mark(m.kind, m.label, m.start - 0.02, m.end - 0.02) for m in cue.marks]
    assert lag(moved, sound) == pytest.approx(late - 0.02, abs=0.006)
    aligned = [Mark(m.kind, m.label, m.start - late, m.end - late) for m in cue.marks]
    assert lag(aligned, sound) == 0.0
    assert lag(cue.marks[:6], sound) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_opening_follows_loudness(speech: Speech, language: Language) -> None:
    cue = speech(language)
    _, mouth = _track(cue)
    hop = cue.sample_rate // 25
    frames = cue.samples[: len(cue.samples) // hop * hop].reshape(-1, hop)
    loudness = np.sqrt((frames**2).mean(axis=1))
    assert np.corrcoef(mouth.opening[: len(loudness)], loudness)[0, 1] >= 0.6


@pytest.mark.parametrize("language", LANGUAGES)
def test_mouth_opens_with_the_sound_and_rests_after_it(speech: Speech, language: Language) -> None:
    cue = speech(language)
    times, mouth = _track(cue)
    heard = np.flatnonzero(np.abs(cue.samples) > 0.02) / cue.sample_rate
    assert mouth.opening[times < heard[0] - 0.06].max(initial=0) < 0.05
    assert mouth.opening[times > heard[-1] + 0.20].max(initial=0) < 0.05
    assert mouth.opening[(times > heard[0]) & (times < heard[0] + 0.4)].max() > 0.2


def test_a_pause_inside_a_line_brings_the_lips_to_rest() -> None:
    marks = [Mark("phoneme", "a", 0.1, 0.4), Mark("phoneme", ",", 0.4, 0.9), Mark("phoneme", "a", 0.9, 1.2)]
    cue = Cue(1.4, np.zeros(0, np.float32), 16000, marks, "zh")
    times, mouth = _track(cue)
    assert mouth.opening[np.argmin(np.abs(times - 0.65))] < 0.05
    assert mouth.opening[np.argmin(np.abs(times - 0.25))] > 0.6


def test_rounding_and_spreading_reach_the_mouth() -> None:
    for symbol, side in (("u", -1), ("i", 1)):
        cue = Cue(0.6, np.zeros(0, np.float32), 16000, [Mark("phoneme", symbol, 0.2, 0.4)], "en")
        times, mouth = _track(cue)
        assert side * mouth.width[np.argmin(np.abs(times - 0.3))] > 0.5


def test_tones_lengthen_and_labels_of_several_symbols_are_split() -> None:
    found = segments([Mark("phoneme", "ma↘", 0.0, 0.3), Mark("phoneme", "I", 0.3, 0.5)])
    kept = [(round(s.start, 2), round(s.end, 2)) for s in found[1:-1]]
    assert kept == [(0.0, 0.1), (0.1, 0.3), (0.3, 0.4), (0.4, 0.5)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_marks_the_sound_moves_the_mouth(speech: Speech, language: Language) -> None:
    cue = speech(language)
    bare = Cue(cue.duration, cue.samples, cue.sample_rate, (), language)
    times, mouth = _track(bare)
    level, _ = envelope(cue.samples, cue.sample_rate).sample(times)
    assert np.corrcoef(mouth.opening, level)[0, 1] > 0.9
    assert mouth.opening[-5:].max() == 0
    assert mouth.width.min() < -0.1 < 0.1 < mouth.width.max()


def test_silence_keeps_the_mouth_shut() -> None:
    cue = Cue(1.0, np.zeros(24000, np.float32), 24000, (), "zh")
    _, mouth = _track(cue)
    assert mouth.opening.max() == 0
