"""Pitch and pauses as a tone wants them, on the curves that a model predicts."""

import numpy as np
import numpy.typing as npt

from voices.tones import ToneRow

Floats = npt.NDArray[np.float32]

VOICED_HZ = 40.0
LOWEST_HZ, HIGHEST_HZ = 60.0, 520.0


def shape_f0(f0: Floats, tone: ToneRow) -> Floats:
    """F0 curve [Hz] -> the curve moved by the tone's semitones and widened around its own mean, in the log domain; unvoiced values stay."""
    voiced = f0 > VOICED_HZ
    if not voiced.any():
        return f0
    semitones = 12 * np.log2(np.where(voiced, f0, 1.0))
    mean = float(semitones[voiced].mean())
    wanted = mean + tone.semitones + (semitones - mean) * tone.f0_range
    shaped = np.clip(2 ** (wanted / 12), LOWEST_HZ, HIGHEST_HZ)
    return np.where(voiced, shaped, f0).astype(np.float32)


def whole_frames(durations: Floats) -> npt.NDArray[np.int64]:
    """Durations as whole frames, at least one each; what rounding takes from one sound is given to the next, so that the pace is kept."""
    frames = np.empty(len(durations), np.int64)
    owed = 0.0
    for i, duration in enumerate(durations):
        frames[i] = max(1, round(float(duration) + owed))
        owed = min(0.5, max(-0.5, owed + float(duration) - frames[i]))
    return frames
