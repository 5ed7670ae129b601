"""A music bed of our own making, written as numbers and synthesised here, that makes way for speech by 12 dB.

A mood is a row of a table: tempo, chords as MIDI notes, and how much of each instrument. The loop of a mood is eight bars and closes on
itself. Nothing is sampled from anywhere.
"""

import functools
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d
from scipy.signal import butter, sosfilt

from voices import mastering
from voices.types import VoiceError

Floats = npt.NDArray[np.float32]
Mood = Literal["gentle", "bright", "night"]
MOODS: tuple[Mood, ...] = get_args(Mood)

RATE = mastering.RATE
LOUDNESS = -25.0
"""LUFS of the bed where nobody speaks."""

DUCK_DB = -12.0
_STEP = RATE // 100
_SPEECH = 10 ** (-45 / 20)
_BEFORE, _HOLD = 0.15, 0.60
_DOWN, _UP = 0.06, 0.35
_FADE = 0.8
_BEATS = 4


@dataclass(frozen=True)
class _Score:
    """beat [s]; chords, one a bar; steps of the plucked pattern in eighths (index into the chord, -1 rests); levels of the instruments."""

    beat: float
    chords: tuple[tuple[int, ...], ...]
    pattern: tuple[int, ...]
    pad: float
    pluck: float
    bass: float
    tick: float


_SCORES: dict[Mood, _Score] = {
    "gentle": _Score(
        60 / 84,
        ((60, 64, 67, 71), (57, 60, 64, 67), (65, 69, 72, 76), (55, 59, 62, 69)) * 2,
        (0, -1, 2, -1, 1, -1, 3, 2), 1.0, 0.5, 0.5, 0.0,
    ),
    "bright": _Score(
        60 / 112,
        ((62, 66, 69, 74), (59, 62, 66, 69), (55, 59, 62, 66), (57, 61, 64, 69)) * 2,
        (0, 2, 1, 3, 2, 1, 3, 2), 0.5, 0.9, 0.7, 0.35,
    ),
    "night": _Score(
        60 / 70,
        ((57, 60, 64, 71), (53, 57, 60, 64), (60, 64, 67, 74), (52, 55, 59, 66)) * 2,
        (0, -1, -1, 2, -1, 1, -1, -1), 1.0, 0.35, 0.6, 0.0,
    ),
}  # fmt: skip


def _hertz(note: float) -> float:
    return float(440 * 2 ** ((note - 69) / 12))


def _pad(note: int, seconds: float) -> Floats:
    """A soft chord tone: two strings a little apart, swelling in and out."""
    t = np.arange(round(seconds * RATE)) / RATE
    tone = np.zeros(len(t))
    for cents in (-4, 4):
        f = _hertz(note + cents / 100)
        tone += sum(np.sin(2 * np.pi * f * k * t + cents * k) / k**2 for k in range(1, 6))
    swell = np.minimum(1, np.minimum(t / 0.5, (seconds - t) / 0.6))
    return np.asarray(0.06 * tone * np.sin(np.pi / 2 * np.clip(swell, 0, 1)) ** 2, np.float32)


def _pluck(note: int, seconds: float, ring: float, bright: float) -> Floats:
    """A plucked tone whose upper partials fade first."""
    t = np.arange(round(seconds * RATE)) / RATE
    f = _hertz(note)
    tone = sum(bright ** (k - 1) * np.sin(2 * np.pi * f * k * t) * np.exp(-t * k / ring) for k in range(1, 7))
    return (0.12 * np.asarray(tone) * np.minimum(1, np.minimum(t / 0.004, (seconds - t) / 0.05))).astype(np.float32)


def _tick(rng: np.random.Generator) -> Floats:
    """A soft shaker."""
    t = np.arange(int(0.06 * RATE)) / RATE
    noise = sosfilt(butter(2, [5000, 11000], "bandpass", fs=RATE, output="sos"), rng.standard_normal(len(t)))
    return np.asarray(0.05 * noise * np.exp(-t / 0.015) * np.minimum(1, t / 0.003), np.float32)


@functools.cache
def loop(mood: Mood) -> Floats:
    """Eight bars of a mood, mono at 48 kHz, at the loudness of this module; its end runs into its start. Raises VoiceError."""
    if mood not in _SCORES:
        raise VoiceError(f"there is no music {mood!r}; choose {', '.join(MOODS)}")
    score = _SCORES[mood]
    bar = _BEATS * score.beat
    total = round(len(score.chords) * bar * RATE)
    made = np.zeros(total, np.float32)
    rng = np.random.default_rng(11)

    def add(at: float, sound: Floats, level: float) -> None:
        index = (round(at * RATE) + np.arange(len(sound))) % total
        np.add.at(made, index, level * sound)

    for number, chord in enumerate(score.chords):
        start = number * bar
        for note in chord:
            add(start, _pad(note, bar + 0.5), score.pad)
        for beat in (0, 2):
            add(start + beat * score.beat, _pluck(chord[0] - 24, 2 * score.beat, 0.5, 0.35), score.bass)
        for step, which in enumerate(score.pattern):
            at = start + step * score.beat / 2
            if which >= 0:
                add(at, _pluck(chord[which] + 12, 1.6, 0.45, 0.5), score.pluck)
            if score.tick:
                add(at, _tick(rng), score.tick * (1.0 if step % 2 else 0.5))
    made = np.asarray(made * 10 ** ((LOUDNESS - mastering.loudness(made)) / 20), np.float32)
    made.setflags(write=False)
    return made


class Bed:
    """The bed under a line of speech that comes in pieces: it goes on from piece to piece and makes way where somebody speaks."""

    def __init__(self, mood: Mood) -> None:
        self._loop = loop(mood)
        self._at = 0
        self._db = 0.0
        self._held = 0
        self._faded_in = 0

    def under(self, speech: Floats, last: bool = False) -> Floats:
        """Speech at 48 kHz -> the mix, as long as it was; the last piece fades the bed out."""
        if not len(speech):
            return speech
        bed = self._loop[(self._at + np.arange(len(speech))) % len(self._loop)]
        self._at += len(speech)
        gain = self._gain(speech)
        rise = np.minimum(1.0, (self._faded_in + np.arange(len(speech))) / (_FADE * RATE))
        self._faded_in += len(speech)
        if last:
            rise = rise * np.minimum(1.0, np.arange(len(speech), 0, -1) / (_FADE * RATE))
        return mastering.limit((speech + bed * gain * rise).astype(np.float32))

    def _gain(self, speech: Floats) -> Floats:
        """The bed's factor for each sample: down before a word begins, up again after the pause is longer than a breath."""
        count = -(-len(speech) // _STEP)
        peaks = np.maximum.reduceat(np.abs(speech), np.arange(0, len(speech), _STEP))
        ahead = round(_BEFORE * RATE / _STEP) + 1
        speaking = maximum_filter1d(peaks > _SPEECH, ahead, origin=-(ahead // 2), mode="constant")
        down, up = 1 - np.exp(-_STEP / RATE / _DOWN), 1 - np.exp(-_STEP / RATE / _UP)
        hold = round(_HOLD * RATE / _STEP)
        levels = np.empty(count)
        for i, on in enumerate(speaking):
            self._held = hold if on else max(0, self._held - 1)
            target = DUCK_DB if self._held else 0.0
            self._db += (target - self._db) * (down if target < self._db else up)
            levels[i] = self._db
        at = np.interp(np.arange(len(speech)), np.arange(count) * _STEP + _STEP / 2, levels)
        return (10 ** (at / 20)).astype(np.float32)
