"""Pitch and pauses as a tone wants them, on the curves that a model predicts."""

import numpy as np
import numpy.typing as npt

from voices.frontend.words import PAUSE_SYMBOLS
from voices.tones import ToneRow

Floats = npt.NDArray[np.float32]

VOICED_HZ = 40.0
LOWEST_HZ, HIGHEST_HZ = 60.0, 520.0

STRETCH, LIFT, LOUDER = 1.10, 0.8, 1.08
"""Of a stressed word at its middle: factor on durations, semitones, factor on energy."""

_EASE = 9
"""Length of the window [values of 12.5 ms] over which a stress comes and goes."""


def tempo(given: list[tuple[str, int | None]], stressed: npt.NDArray[np.bool_], tone: ToneRow, speed: float) -> Floats:
    """The factor on the duration of each symbol that a model predicts at a speed: pauses as the tone has them, stressed words longer,
    the silence at the start as long as at speed 1 (the curves of F0 and energy rise at its end, as far from the start as the model
    learned: longer, and there is a hum before the first sound; shorter, and the first sound is lost).

    `given` as `timing.symbols` makes it, `stressed` with one more value at each end, as the result.
    """
    pauses = [tone.pauses if text in PAUSE_SYMBOLS else 1.0 for text, _ in given]
    return np.array([speed, *pauses, 1.0], np.float32) * np.where(stressed, STRETCH, 1).astype(np.float32)


def stress_curve(stressed: npt.NDArray[np.bool_], frames: npt.NDArray[np.int64]) -> Floats:
    """0 to 1 for each value of a curve with two values a frame: 1 within stressed words, with soft edges."""
    flat = np.repeat(stressed.astype(np.float32), 2 * frames)
    if not stressed.any():
        return flat
    window = np.hanning(_EASE + 2)[1:-1]
    return np.convolve(flat, window / window.sum(), "same")[: len(flat)].astype(np.float32)


def shape_f0(f0: Floats, tone: ToneRow, stress: Floats | None = None) -> Floats:
    """F0 curve [Hz] -> the curve moved by the tone's semitones and widened around its own mean, in the log domain; unvoiced values stay.

    `stress` (0 to 1, as long as the curve's last axis) lifts stressed words.
    """
    voiced = f0 > VOICED_HZ
    if not voiced.any():
        return f0
    semitones = 12 * np.log2(np.where(voiced, f0, 1.0))
    mean = float(semitones[voiced].mean())
    wanted = mean + tone.semitones + (semitones - mean) * tone.f0_range
    if stress is not None:
        wanted = wanted + LIFT * stress
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
