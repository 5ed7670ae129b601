"""Loudness, peaks, equaliser and trimming on known signals."""

import numpy as np
import pyloudnorm
import pytest
import soxr

from voices import TONES, mastering
from voices.engines.base import sounding
from voices.prosody import shape_f0, whole_frames
from voices.tones import TABLE


def _syllables(seconds: float = 2.0, rate: int = 24000) -> np.ndarray:
    """A buzz at 150 Hz that swells four times a second, like speech."""
    time = np.arange(int(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * 150 * k * time) / k for k in range(1, 20))
    return (0.2 * buzz * np.sin(np.pi * 4 * time) ** 2).astype(np.float32)


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("gain", [0.01, 1.0, 5.0])
def test_every_level_comes_out_at_the_same_loudness(tone: str, gain: float) -> None:
    made = mastering.master(_syllables() * gain, 24000, TABLE[tone])  # type: ignore[index]
    assert len(made) == 96000
    assert mastering.loudness(made) == pytest.approx(-16, abs=1)
    assert mastering.true_peak(made) <= -1.5


def test_loudness_is_that_of_another_meter() -> None:
    rng = np.random.default_rng(5)
    noise = np.convolve(rng.standard_normal(5 * 24000), np.ones(6), "same") * np.repeat([0.1, 0.02, 0, 0.05, 0.001], 24000)
    for rate in (24000, 48000):
        assert mastering.loudness(noise.astype(np.float32), rate) == pytest.approx(
            pyloudnorm.Meter(rate).integrated_loudness(noise), abs=0.1
        )
    assert mastering.loudness(np.zeros(24000, np.float32), 24000) == float("-inf")


def test_a_short_word_is_mastered_too() -> None:
    made = mastering.master(_syllables(0.25), 24000, TABLE["warm"])
    assert len(made) == 12000
    assert mastering.true_peak(made) <= -1.5
    assert float(np.abs(made).max()) > 0.1


def test_peaks_between_samples_are_limited() -> None:
    time = np.arange(48000)
    hot = np.sin(2 * np.pi * time / 4 + np.pi / 4).astype(np.float32) * 1.2  # its samples show 0.85 of its 1.2
    assert mastering.true_peak(mastering.limit(hot)) <= -1.5


def test_loud_speech_stays_below_the_ceiling_by_a_measure_of_its_own() -> None:
    rng = np.random.default_rng(3)
    hot = np.clip(soxr.resample(rng.standard_normal(24000).astype(np.float32), 24000, 48000), -3, 3)
    limited = mastering.limit(hot)
    assert -2.1 < mastering.true_peak(limited) <= -1.5


def test_edges_are_soft() -> None:
    made = mastering.master(np.full(24000, 0.5, np.float32) * np.sign(_syllables(1.0)), 24000, TABLE["urgent"])
    assert abs(made[0]) < 1e-4
    assert abs(made[-1]) < 1e-4


def test_silence_around_the_sound_is_found() -> None:
    rate = 24000
    samples = np.zeros(rate, np.float32)
    samples[8000:16000] = 0.5
    first, last = sounding(samples, rate)
    assert 8000 - 0.04 * rate <= first <= 8000
    assert 16000 <= last <= 16000 + 0.07 * rate


def test_f0_is_moved_and_widened_around_its_mean() -> None:
    curve = np.array([0, 200, 200 * 2 ** (2 / 12), 200 * 2 ** (-2 / 12), 5], np.float32)
    shaped = shape_f0(curve, TABLE["playful"])
    assert shaped[0] == 0
    assert shaped[4] == 5
    assert 12 * np.log2(shaped[1] / 200) == pytest.approx(TABLE["playful"].semitones, abs=0.01)
    assert 12 * np.log2(shaped[2] / shaped[3]) == pytest.approx(4 * TABLE["playful"].f0_range, abs=0.01)


def test_rounding_to_frames_keeps_the_pace() -> None:
    durations = np.full(200, 1.4, np.float32)
    frames = whole_frames(durations)
    assert abs(int(frames.sum()) - 280) <= 1
    assert whole_frames(np.array([0.1, 0.2, 3.0], np.float32)).min() == 1
