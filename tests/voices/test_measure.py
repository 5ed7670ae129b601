"""The measurements of speech that other tests and the benchmarks rely on, on signals whose truth is known."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.signal import butter, sosfiltfilt

from .measure import f0, voicing_onsets

RATE = 24000
Doubles = npt.NDArray[np.float64]


def _low(sound: Doubles) -> float:
    band = sosfiltfilt(butter(4, [90, 600], "bandpass", fs=RATE, output="sos"), sound)
    return float(np.sqrt(np.mean(band**2)))


def _vowel(hertz: float, rise: float, growth: float = 1.0) -> Doubles:
    time = np.arange(int(0.15 * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, int(3000 / hertz)))
    return np.asarray(sound * np.minimum(1, time / rise) * np.linspace(1, growth, len(time)))


@pytest.mark.parametrize("growth", [1.0, 2.0])
@pytest.mark.parametrize("noise_db", [-35, -25, -18, -12])
def test_the_onset_of_voice_is_found_behind_a_noisy_consonant(noise_db: float, growth: float) -> None:
    """A fricative, or a closure of 30 ms and a burst, whose noise at 90 to 600 Hz is so far below the vowel.

    Of some vowels that band grows to the end (ai: their first formant falls into it).
    """
    rng = np.random.default_rng(3)
    errors = []
    for trial in range(40):
        vowel, begin, length = _vowel(rng.uniform(90, 260), rng.uniform(0.005, 0.03), growth), 0.05, rng.uniform(0.05, 0.12)
        noise = rng.standard_normal(int(length * RATE))
        noise *= 10 ** (noise_db / 20) * _low(vowel) / _low(noise)
        noise[: int((trial % 2) * 0.03 * RATE)] *= 0.02
        sound = np.concatenate([np.zeros(int(begin * RATE)), noise, vowel]) + 1e-4 * rng.standard_normal(
            int(begin * RATE) + len(noise) + len(vowel)
        )
        [found] = voicing_onsets(sound.astype(np.float32), RATE, [(begin + rng.uniform(-0.012, 0.012), len(sound) / RATE)])
        errors.append(found - begin - len(noise) / RATE)
    assert np.mean(np.abs(errors) <= 0.025) == 1
    assert abs(float(np.median(errors))) <= 0.008


def test_no_onset_where_there_is_none() -> None:
    assert np.isnan(voicing_onsets(_vowel(120, 0.001).astype(np.float32), RATE, [(0.05, 0.14)])).all()


@pytest.mark.parametrize("hertz", [90.0, 140.0, 220.0, 300.0])
def test_pitch(hertz: float) -> None:
    assert np.median(f0(_vowel(hertz, 0.01).astype(np.float32), RATE)) == pytest.approx(hertz, rel=0.03)
