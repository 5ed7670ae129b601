"""From a model's raw speech to sound that can go on air: 48 kHz mono, -16 LUFS, true peak at most -1.5 dBTP, soft edges.

All but peaks is worked out at the rate that a model gives, mostly half of 48 kHz.
"""

import functools

import numpy as np
import numpy.typing as npt
import soxr
from numpy.lib.stride_tricks import sliding_window_view
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import butter, sosfilt

from voices.tones import ToneRow

Floats = npt.NDArray[np.float32]
Section = list[float]

RATE = 48000
LOUDNESS = -16.0
PEAK_DBTP = -1.5
_CEILING = 10 ** ((PEAK_DBTP - 0.3) / 20)
_OVERSAMPLING = 4
_LOOKAHEAD = 0.0015
_STEP = 8
"""Samples taken together where what the limiter takes away is foreseen."""

_SHORTEST_MEASURED = 1.2
_LOWEST_RATE = 22050
_BELL_Q, _SLOPE = 0.9, 0.7
_QUIETEST = 10 ** ((-70 + 0.691) / 10)
"""Power of -70 LUFS: what is softer is silence."""

_REACH = 16
"""Samples on either side from which the sound between two samples is reckoned."""

_QUIET = 0.7
"""Between samples below so much of the ceiling, nothing reaches it that lies below a quarter of the rate, as all speech of 24 kHz does."""


def _shelf(hertz: float, gain_db: float, rate: int, *, high: bool, slope: float = _SLOPE) -> Section:
    """A shelving filter (Audio EQ Cookbook, R. Bristow-Johnson) as one second-order section."""
    a = 10 ** (gain_db / 40)
    w = 2 * np.pi * hertz / rate
    alpha = np.sin(w) / 2 * np.sqrt((a + 1 / a) * (1 / slope - 1) + 2)
    c = -np.cos(w) if high else np.cos(w)
    root = 2 * np.sqrt(a) * alpha
    sign = -1 if high else 1
    b0, b2 = a * ((a + 1) - (a - 1) * c + root), a * ((a + 1) - (a - 1) * c - root)
    b1 = sign * 2 * a * ((a - 1) - (a + 1) * c)
    a0, a2 = (a + 1) + (a - 1) * c + root, (a + 1) + (a - 1) * c - root
    a1 = sign * -2 * ((a - 1) + (a + 1) * c)
    return [float(c / a0) for c in (b0, b1, b2, a0, a1, a2)]


def _bell(hertz: float, gain_db: float, rate: int) -> Section:
    """A peaking filter (Audio EQ Cookbook) as one second-order section."""
    a = 10 ** (gain_db / 40)
    w = 2 * np.pi * hertz / rate
    alpha = np.sin(w) / (2 * _BELL_Q)
    a0 = 1 + alpha / a
    return [float(c / a0) for c in (1 + alpha * a, -2 * np.cos(w), 1 - alpha * a, a0, -2 * np.cos(w), 1 - alpha / a)]


@functools.lru_cache(maxsize=64)
def _equaliser(rate: int, tone: ToneRow) -> npt.NDArray[np.float64]:
    low, high = _shelf(220, tone.low_db, rate, high=False), _shelf(6000, tone.high_db, rate, high=True)
    return np.vstack([butter(2, 60, "highpass", fs=rate, output="sos"), low, _bell(3000, tone.presence_db, rate), high])


def _compress(samples: Floats, rate: int, ratio: float) -> Floats:
    """A gentle compressor on the level in 5 ms steps (attack 10 ms, release 120 ms) above the speech's own median level plus 3 dB."""
    starts = np.arange(0, len(samples), step := rate // 200)
    level = 10 * np.log10(np.add.reduceat(np.square(samples, dtype=np.float64), starts) / step + 1e-10)
    threshold = float(np.median(level[level > level.max() - 40])) + 3
    gain = np.minimum(0.0, (threshold - level) * (1 - 1 / ratio))
    attack, release = 1 - np.exp(-5 / 10), 1 - np.exp(-5 / 120)
    now = 0.0
    for i, target in enumerate(gain):
        now += (target - now) * (attack if target < now else release)
        gain[i] = now
    return (samples * np.interp(np.arange(len(samples)), starts + step / 2, 10 ** (gain / 20))).astype(np.float32)


@functools.cache
def _ear(rate: int) -> npt.NDArray[np.float64]:
    """The weighting of ITU-R BS.1770: a shelf for the head, and a high pass (Audio EQ Cookbook)."""
    w = 2 * np.pi * 38 / rate
    c, alpha = float(np.cos(w)), float(np.sin(w))
    high_pass = [x / (1 + alpha) for x in ((1 + c) / 2, -1 - c, (1 + c) / 2, 1 + alpha, -2 * c, 1 - alpha)]
    return np.array([_shelf(1500, 4, rate, high=True, slope=1), high_pass])


def loudness(samples: Floats, rate: int = RATE) -> float:
    """Integrated loudness [LUFS] by ITU-R BS.1770; speech shorter than a second is measured repeated."""
    shortest = int(_SHORTEST_MEASURED * rate)
    if len(samples) < shortest:
        samples = np.tile(samples, -(-shortest // max(1, len(samples))))
    weighted = sosfilt(_ear(rate), samples)
    tenths = np.add.reduceat(np.square(weighted), np.arange(0, len(samples), rate // 10))[: len(samples) // (rate // 10)]
    blocks = np.convolve(tenths, np.full(4, 2.5 / rate), "valid")
    blocks = blocks[blocks > _QUIETEST]
    if not len(blocks):
        return float("-inf")
    heard = blocks[blocks > blocks.mean() / 10]
    return 10 * float(np.log10(heard.mean())) - 0.691


def true_peak(samples: Floats, rate: int = RATE) -> float:
    """The peak between the samples [dBTP], from the signal at four times its rate."""
    if not len(samples):
        return float("-inf")
    return 20 * float(np.log10(max(1e-9, float(np.abs(soxr.resample(samples, rate, _OVERSAMPLING * rate)).max()))))


@functools.cache
def _between() -> Floats:
    """What gives the sound at the places between a sample and the next, from those around: a low pass, with a window."""
    places = np.arange(1, _OVERSAMPLING) / _OVERSAMPLING
    away = np.arange(1 - _REACH, _REACH + 1)[:, None] - places
    return (np.sinc(away) * np.i0(6 * np.sqrt(1 - (away / _REACH) ** 2)) / np.i0(6)).astype(np.float32)


def _peaks(samples: Floats) -> Floats:
    """The peak at each sample and on the way to the next, at four times the rate where it may come near the ceiling."""
    peaks = np.abs(samples)
    loud = np.flatnonzero(peaks > _QUIET * _CEILING)
    around = sliding_window_view(np.pad(samples, (_REACH - 1, _REACH)), 2 * _REACH)[loud]
    peaks[loud] = np.maximum(peaks[loud], np.abs(around @ _between()).max(axis=1, initial=0))
    return peaks


def _limiting(peaks: Floats, rate: float) -> Floats:
    """The gain that keeps these peaks below the ceiling, known 1.5 ms ahead."""
    width = 2 * int(_LOOKAHEAD * rate) + 1
    needed = _CEILING / np.maximum(peaks, _CEILING)
    return np.asarray(uniform_filter1d(minimum_filter1d(needed, width, mode="nearest"), width, mode="nearest"), np.float32)


def limit(samples: Floats) -> Floats:
    """Peaks brought below the ceiling with 1.5 ms of look-ahead, measured at four times the rate."""
    peaks = _peaks(samples)
    if peaks.max() <= _CEILING:
        return samples
    limited: Floats = samples * _limiting(peaks, RATE)
    return limited * np.float32(_CEILING / max(_CEILING, float(_peaks(limited).max())))


def _levelled(samples: Floats, rate: int) -> Floats:
    """Samples with the gain that brings them to this module's loudness after the limiter."""
    level = loudness(samples, rate)
    if not np.isfinite(level):
        return samples
    levelled: Floats = samples * np.float32(10 ** ((LOUDNESS - level) / 20))
    starts = np.arange(0, len(samples), _STEP)
    power = np.add.reduceat(np.square(levelled), starts)
    kept = power * _limiting(np.maximum.reduceat(np.abs(levelled), starts), rate / _STEP) ** 2
    return np.asarray(levelled * np.sqrt(power.sum() / kept.sum()), np.float32)


def _fade(samples: Floats, seconds: float = 0.004) -> Floats:
    n = min(len(samples) // 2, int(seconds * RATE))
    if n:
        ramp = np.sin(np.linspace(0, np.pi / 2, n, dtype=np.float32)) ** 2
        samples[:n] *= ramp
        samples[-n:] *= ramp[::-1]
    return samples


def master(samples: Floats, rate: int, tone: ToneRow) -> Floats:
    """Raw mono speech at `rate` Hz -> the same length of time at 48 kHz, coloured by the tone, at the loudness and peak of this module."""
    wanted = round(len(samples) * RATE / rate)
    if rate < _LOWEST_RATE:
        samples, rate = soxr.resample(samples, rate, RATE), RATE
    sound = np.asarray(sosfilt(_equaliser(rate, tone), samples), np.float32)
    sound = soxr.resample(_levelled(_compress(sound, rate, tone.ratio), rate), rate, RATE)[:wanted]
    return _fade(limit(np.pad(sound, (0, wanted - len(sound)))))
