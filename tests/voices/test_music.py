"""The music bed: its level, its loop, and how it makes way for speech."""

import numpy as np
import pytest

from voices import VoiceError, mastering
from voices.music import DUCK_DB, LOUDNESS, MOODS, Bed, loop

RATE = mastering.RATE


def _speech(*parts: tuple[float, float]) -> np.ndarray:
    """Buzz and silence: (seconds, level) one after the other."""
    return np.concatenate([level * np.sin(2 * np.pi * 6000 * np.arange(int(seconds * RATE)) / RATE) for seconds, level in parts]).astype(
        np.float32
    )


def _db(samples: np.ndarray, start: float, end: float) -> float:
    part = samples[int(start * RATE) : int(end * RATE)]
    return 10 * float(np.log10(np.mean(part.astype(np.float64) ** 2) + 1e-12))


@pytest.mark.parametrize("mood", MOODS)
def test_a_loop_is_level_calm_and_closes_on_itself(mood: str) -> None:
    made = loop(mood)  # type: ignore[arg-type]
    assert 15 < len(made) / RATE < 32
    assert mastering.loudness(made) == pytest.approx(LOUDNESS, abs=0.3)
    assert float(np.abs(made).max()) < 0.5
    around = np.concatenate([made[-2000:], made[:2000]])
    assert float(np.abs(np.diff(around)).max()) <= float(np.abs(np.diff(made)).max())
    assert abs(float(made.mean())) < 1e-3
    spectrum = np.abs(np.fft.rfft(made)) ** 2
    hertz = np.fft.rfftfreq(len(made), 1 / RATE)
    assert spectrum[(hertz > 60) & (hertz < 5000)].sum() > 0.95 * spectrum.sum()


def test_it_makes_way_by_twelve_decibels_and_comes_back() -> None:
    speech = _speech((2, 0), (3, 0.3), (3, 0))
    bed = Bed("gentle").under(speech) - speech
    plain = Bed("gentle").under(np.zeros_like(speech))
    for start, end, wanted in ((1.0, 1.8, 0.0), (2.3, 4.9, DUCK_DB), (7.4, 8.0, 0.0)):
        assert _db(bed, start, end) - _db(plain, start, end) == pytest.approx(wanted, abs=0.8)
    assert _db(bed, 2.0, 2.1) - _db(plain, 2.0, 2.1) < DUCK_DB / 2


def test_a_breath_between_sentences_does_not_pump() -> None:
    speech = _speech((1, 0.3), (0.4, 0), (1, 0.3))
    bed = Bed("night").under(speech) - speech
    plain = Bed("night").under(np.zeros_like(speech))
    assert _db(bed, 1.05, 1.35) - _db(plain, 1.05, 1.35) == pytest.approx(DUCK_DB, abs=0.8)


def test_pieces_are_the_whole() -> None:
    speech = _speech((0.5, 0), (1, 0.2), (0.5, 0), (1, 0.2), (1, 0))
    whole, bed = Bed("bright").under(speech), Bed("bright")
    pieces = np.concatenate([bed.under(part) for part in np.split(speech, [int(0.5 * RATE), int(2.0 * RATE)])])
    difference = np.abs(whole - pieces)  # what lies before a piece cannot make way for what is in it
    assert all(difference[int(a * RATE) : int(b * RATE)].max() < 0.004 for a, b in ((0, 0.3), (0.8, 1.8), (2.4, 3.9)))
    assert float(np.abs(np.diff(pieces - speech)).max()) < 0.05


def test_it_fades_in_and_out_and_does_not_clip() -> None:
    mixed = Bed("bright").under(_speech((3, 0.99)), last=True)
    assert mastering.true_peak(mixed) <= -1.5
    quiet = Bed("gentle").under(np.zeros(4 * RATE, np.float32), last=True)
    assert abs(quiet[0]) < 1e-3
    assert abs(quiet[-1]) < 1e-3
    assert len(Bed("gentle").under(np.zeros(0, np.float32))) == 0


def test_an_unknown_mood_is_told() -> None:
    with pytest.raises(VoiceError, match="gentle, bright, night"):
        loop("loud")  # type: ignore[arg-type]
