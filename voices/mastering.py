"""From a model's raw speech to sound that can go on air: 48 kHz mono, -16 LUFS, true peak at most -1.5 dBTP, soft edges."""

import warnings

import numpy as np
import numpy.typing as npt
import pyloudnorm
import soxr
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
_SHORTEST_MEASURED = 1.2
_BELL_Q = 0.9


def _shelf(hertz: float, gain_db: float, high: bool) -> Section:
    """A shelving filter (Audio EQ Cookbook, R. Bristow-Johnson, slope 0.7) as one second-order section."""
    a = 10 ** (gain_db / 40)
    w = 2 * np.pi * hertz / RATE
    alpha = np.sin(w) / 2 * np.sqrt((a + 1 / a) * (1 / 0.7 - 1) + 2)
    c = -np.cos(w) if high else np.cos(w)
    root = 2 * np.sqrt(a) * alpha
    sign = -1 if high else 1
    b0, b2 = a * ((a + 1) - (a - 1) * c + root), a * ((a + 1) - (a - 1) * c - root)
    b1 = sign * 2 * a * ((a - 1) - (a + 1) * c)
    a0, a2 = (a + 1) + (a - 1) * c + root, (a + 1) + (a - 1) * c - root
    a1 = sign * -2 * ((a - 1) + (a + 1) * c)
    return [float(c / a0) for c in (b0, b1, b2, a0, a1, a2)]


def _bell(hertz: float, gain_db: float) -> Section:
    """A peaking filter (Audio EQ Cookbook) as one second-order section."""
    a = 10 ** (gain_db / 40)
    w = 2 * np.pi * hertz / RATE
    alpha = np.sin(w) / (2 * _BELL_Q)
    a0 = 1 + alpha / a
    return [float(c / a0) for c in (1 + alpha * a, -2 * np.cos(w), 1 - alpha * a, a0, -2 * np.cos(w), 1 - alpha / a)]


def _equalise(samples: Floats, tone: ToneRow) -> Floats:
    rumble = butter(2, 60, "highpass", fs=RATE, output="sos")
    sections = np.vstack([rumble, _shelf(220, tone.low_db, False), _bell(3000, tone.presence_db), _shelf(6000, tone.high_db, True)])
    return np.asarray(sosfilt(sections, samples), dtype=np.float32)


def _compress(samples: Floats, ratio: float) -> Floats:
    """A gentle compressor on the level in 5 ms steps (attack 10 ms, release 120 ms) above the speech's own median level plus 3 dB."""
    step = RATE // 200
    count = -(-len(samples) // step)
    power = np.add.reduceat(samples.astype(np.float64) ** 2, np.arange(0, len(samples), step)) / step
    level = 10 * np.log10(power + 1e-10)
    loud = level[level > level.max() - 40]
    threshold = float(np.median(loud)) + 3
    wanted = np.minimum(0.0, (threshold - level) * (1 - 1 / ratio))
    gain = np.empty(count)
    now = 0.0
    attack, release = 1 - np.exp(-5 / 10), 1 - np.exp(-5 / 120)
    for i, target in enumerate(wanted):
        now += (target - now) * (attack if target < now else release)
        gain[i] = now
    at = np.arange(len(samples))
    return (samples * np.interp(at, np.arange(count) * step + step / 2, 10 ** (gain / 20))).astype(np.float32)


def loudness(samples: Floats, rate: int = RATE) -> float:
    """Integrated loudness [LUFS] (ITU-R BS.1770, pyloudnorm); speech shorter than a second is measured repeated."""
    shortest = int(_SHORTEST_MEASURED * rate)
    if len(samples) < shortest:
        samples = np.tile(samples, -(-shortest // max(1, len(samples))))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(pyloudnorm.Meter(rate).integrated_loudness(samples))


def true_peak(samples: Floats, rate: int = RATE) -> float:
    """The peak between the samples [dBTP], from the signal at four times its rate."""
    if not len(samples):
        return float("-inf")
    return 20 * float(np.log10(max(1e-9, float(np.abs(soxr.resample(samples, rate, _OVERSAMPLING * rate)).max()))))


def _limiting(peaks: Floats) -> Floats:
    """The gain that keeps these peaks below the ceiling, known 1.5 ms ahead."""
    width = 2 * int(_LOOKAHEAD * RATE) + 1
    needed = np.minimum(1.0, _CEILING / np.maximum(peaks, 1e-9))
    return np.asarray(uniform_filter1d(minimum_filter1d(needed, width, mode="nearest"), width, mode="nearest"), np.float32)


def limit(samples: Floats) -> Floats:
    """Peaks brought below the ceiling with 1.5 ms of look-ahead, measured at four times the rate."""
    over = np.abs(soxr.resample(samples, RATE, _OVERSAMPLING * RATE))[: _OVERSAMPLING * len(samples)]
    over = np.pad(over, (0, _OVERSAMPLING * len(samples) - len(over)))
    peaks = np.maximum.reduce([over[i::_OVERSAMPLING] for i in range(_OVERSAMPLING)])  # thirty times as fast as max over rows of four
    if peaks.max() <= _CEILING:
        return samples
    limited: Floats = (samples * _limiting(peaks)).astype(np.float32)
    rest = 10 ** (true_peak(limited) / 20)
    return limited if rest <= _CEILING else (limited * (_CEILING / rest)).astype(np.float32)


def _levelled(samples: Floats, heard: Floats) -> Floats:
    """Samples with the gain that brings `heard` to this module's loudness, measured at half the rate: models give 24 kHz."""
    level = loudness(heard[::2], RATE // 2)
    return (samples * 10 ** ((LOUDNESS - level) / 20)).astype(np.float32) if np.isfinite(level) else samples


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
    sound: Floats = soxr.resample(samples.astype(np.float32), rate, RATE)[:wanted]
    sound = np.pad(sound, (0, wanted - len(sound))).astype(np.float32)
    sound = _compress(_equalise(sound, tone), tone.ratio)
    sound = _levelled(sound, sound)
    return _fade(limit(_levelled(sound, sound * _limiting(np.abs(sound)))))  # the second time for what the limiter will take away
