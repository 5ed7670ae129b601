"""How loud and how bright a sound is at each frame: what the jaw follows, and all that is known of a recording without phonemes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_HOP = 0.01
_FLOOR_DB = -34.0  # below the speech's own loud level: silent


@dataclass(frozen=True)
class Envelope:
    """Loudness 0 (silent) .. 1 (the speech's loud vowels) and brightness -1 (dark, rounded) .. 1 (bright, spread) at times `at` [s]."""

    at: Floats
    level: Floats
    bright: Floats

    def sample(self, times: Floats) -> tuple[Floats, Floats]:
        """Level and brightness at `times` [s]; silence outside the sound."""
        if not len(self.at):
            return np.zeros_like(times), np.zeros_like(times)
        return np.interp(times, self.at, self.level, left=0.0, right=0.0), np.interp(times, self.at, self.bright, left=0.0, right=0.0)


def envelope(samples: npt.NDArray[np.float32], sample_rate: int) -> Envelope:
    """The envelope of a mono sound in steps of 10 ms (windows of 40 ms)."""
    hop = max(1, round(sample_rate * _HOP))
    window = hop * 4
    if len(samples) < window:
        return Envelope(np.zeros(0), np.zeros(0), np.zeros(0))
    padded = np.pad(samples.astype(np.float32), window // 2)
    count = (len(padded) - window) // hop + 1
    frames = np.lib.stride_tricks.sliding_window_view(padded, window)[::hop][:count]
    spectrum = np.abs(np.fft.rfft(frames * np.hanning(window).astype(np.float32), axis=1)) ** 2
    hertz = np.fft.rfftfreq(window, 1 / sample_rate)
    voice = (hertz > 80) & (hertz < 6000)
    power = spectrum[:, voice].sum(axis=1) + 1e-12
    decibel = 10 * np.log10(power)
    loud = np.percentile(decibel[decibel > decibel.max() - 40], 90)
    level = np.clip((decibel - loud - _FLOOR_DB) / -_FLOOR_DB, 0.0, 1.15) ** 1.5
    formants = (hertz > 300) & (hertz < 3500)
    centre = (spectrum[:, formants] * np.log(hertz[formants])).sum(axis=1) / (spectrum[:, formants].sum(axis=1) + 1e-12)
    middle = np.median(centre[level > 0.3]) if (level > 0.3).any() else 0.0
    bright = np.clip((centre - middle) / 0.6, -1.0, 1.0) * np.clip(level * 2, 0, 1)
    silent = decibel.max() < -60
    return Envelope(np.arange(count) * hop / sample_rate, level * (not silent), _smooth(bright, 5))


def _smooth(values: Floats, width: int) -> Floats:
    kernel = np.hanning(width + 2)[1:-1]
    smoothed: Floats = np.convolve(values, kernel / kernel.sum(), mode="same")
    return smoothed
