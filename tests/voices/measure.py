"""Simple measurements of speech for tests."""

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, sosfiltfilt


def f0(samples: npt.NDArray[np.float32], rate: int, lowest: float = 70.0, highest: float = 450.0) -> npt.NDArray[np.float64]:
    """F0 [Hz] of voiced 40 ms frames, by normalised autocorrelation (a frame counts as voiced from 0.6 on)."""
    step = rate // 8000
    signal = samples[: len(samples) // step * step].reshape(-1, step).mean(axis=1)
    rate //= step
    size, hop = int(0.04 * rate), int(0.01 * rate)
    shortest, longest = int(rate / highest), int(rate / lowest)
    found = []
    loud = float(np.abs(signal).max()) * 0.1
    for first in range(0, len(signal) - size - longest, hop):
        frame = signal[first : first + size]
        if np.abs(frame).max() < loud:
            continue
        other = np.lib.stride_tricks.sliding_window_view(signal[first : first + size + longest], size)[shortest:]
        match = other @ frame / (np.sqrt((other**2).sum(axis=1) * (frame**2).sum()) + 1e-9)
        best = int(np.flatnonzero(match >= 0.9 * match.max())[0])
        while best + 1 < len(match) and match[best + 1] > match[best]:
            best += 1
        if match[best] >= 0.6:
            found.append(rate / (best + shortest))
    return np.array(found)


def semitones(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Values [Hz] in semitones around their median."""
    return 12 * np.log2(values / np.median(values))


_FLOOR_DB, _RISE_DB = -24.0, 8.0
"""What is quieter below the loudest moment counts as so quiet; what a vowel is louder than the consonant before it at least."""


def voicing_onsets(samples: npt.NDArray[np.float32], rate: int, spans: list[tuple[float, float]]) -> npt.NDArray[np.float64]:
    """When the energy at 90 to 600 Hz rises [s] within each span (voiceless consonant and vowel); nan where it does not.

    The span is parted where a quieter and a louder level explain it best. Neither the quietest moment (a closure or pause is quieter than
    the consonant's own noise) nor the loudest (many vowels grow) says where the voice begins.
    """
    low = sosfiltfilt(butter(4, [90, 600], "bandpass", fs=rate, output="sos"), samples)
    level = np.sqrt(np.maximum(0, np.convolve(low**2, np.ones(rate // 100) / (rate // 100), "same")))
    step = rate // 1000
    found = []
    for start, end in spans:
        first = max(0, int((start - 0.02) * rate))
        part = level[first : int(end * rate) : step]
        at = _rise(20 * np.log10(np.maximum(part / part.max(), 10 ** (_FLOOR_DB / 20))))
        found.append(np.nan if at is None else (first + at * step) / rate)
    return np.array(found)


def _rise(level: npt.NDArray[np.float64]) -> int | None:
    """Where a level [dB] crosses the middle between what comes before and after its best parting; None where it does not rise."""
    count = np.arange(1, len(level))
    total = np.cumsum(level)
    rise = (total[-1] - total[:-1]) / count[::-1] - total[:-1] / count
    parting = int(count[np.argmax(count * count[::-1] * np.maximum(rise, 0) ** 2)])
    before, after = np.median(level[:parting]), np.median(level[parting:])
    middle = (before + after) / 2
    rises = np.flatnonzero((level[:-1] <= middle) & (level[1:] > middle))
    if after - before < _RISE_DB or not len(rises):
        return None
    return int(rises[np.argmin(np.abs(rises - parting))])
