"""The mouth at each frame, from phoneme times and loudness, or from the sound alone.

Phonemes: every sound pulls the mouth towards its target with a strength that falls off in time (dominance functions, Cohen and
Massaro 1993), so neighbours share the mouth as in real speech; rounding spreads further than opening. Lips of m, b, p and the lip on
teeth of f, v are then enforced on the frames nearest to them, however short they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import structlog

from livestream.avatar.loudness import Envelope, Floats, envelope
from livestream.avatar.sync import lag
from livestream.avatar.types import Cue
from livestream.avatar.visemes import HOLDS, LEADS, PAUSES, REST, SHAPES, Target
from voices.types import Mark

log = structlog.get_logger(__name__)

_REST_AFTER = 0.12  # s of boundary or gap from which the lips come to rest
_SEAL = 0.045  # s the lips take to meet or part
_SPEED = 0.33  # opening a frame
_JAW = 0.26  # opening that a loud sound adds to any shape
_REACH_OPENING = 0.045  # s over which a sound is felt before and after itself
_REACH_WIDTH = 0.085


@dataclass(frozen=True)
class Segment:
    """One target held from `start` to `end` [s]."""

    start: float
    end: float
    target: Target


@dataclass(frozen=True)
class MouthTrack:
    """One value a frame of each mouth channel of Pose; `lag` [s] is what was taken off the marks' times."""

    opening: Floats
    width: Floats
    closed: Floats
    lip_teeth: Floats
    tongue: Floats
    lag: float = 0.0


def mouth_track(cue: Cue, times: Floats, usual_lag: float = 0.0) -> MouthTrack:
    """The mouth at `times` [s from the cue's start]: from the cue's phoneme marks, else from its sound, else at rest.

    `usual_lag` [s] is how late the voice's marks run where the cue is too short to tell.
    """
    phonemes = [mark for mark in cue.marks if mark.kind == "phoneme" and mark.end > mark.start]
    sound = envelope(cue.samples, cue.sample_rate)
    level, bright = sound.sample(times)
    if phonemes and not len(sound.at):
        found = segments(phonemes)
        spoken = np.array([any(s.start <= t < s.end for s in found if s.target is not REST) for t in times], np.float64)
        return _from_segments(found, times, 0.8 * spoken, np.zeros_like(times))
    if phonemes:
        measured = lag(phonemes, sound)
        late = usual_lag if measured is None else measured
        return replace(_from_segments(segments(phonemes), times + late, level, _stillness(sound, times)), lag=late)
    return _from_sound(level, bright)


def segments(phonemes: Sequence[Mark]) -> list[Segment]:
    """Targets in time from phoneme marks; tones lengthen the sound before, stress the sound after, long boundaries become rest."""
    found: list[Segment] = [Segment(-1.0, phonemes[0].start, REST)]
    lead: float | None = None
    for mark in phonemes:
        step = (mark.end - mark.start) / max(1, len(mark.label))
        for index, symbol in enumerate(mark.label):
            start, end = mark.start + index * step, mark.start + (index + 1) * step
            if symbol in LEADS:
                lead = start if lead is None else lead
            elif symbol in HOLDS:
                found[-1] = Segment(found[-1].start, end, found[-1].target)
            elif symbol in PAUSES:
                if end - start >= _REST_AFTER:
                    found.append(Segment(start, end, REST))
            elif symbol in SHAPES:
                start, lead = (start if lead is None else lead), None
                if start - found[-1].end >= _REST_AFTER:
                    found.append(Segment(found[-1].end, start, REST))
                shapes = SHAPES[symbol]
                part = (end - start) / len(shapes)
                found.extend(Segment(start + k * part, start + (k + 1) * part, shape) for k, shape in enumerate(shapes))
            else:
                log.debug("mouth.unknown_symbol", symbol=symbol)
    found.append(Segment(found[-1].end, found[-1].end + 600.0, REST))
    return found


def _from_segments(found: Sequence[Segment], times: Floats, level: Floats, still: Floats) -> MouthTrack:
    start = np.array([s.start for s in found])[:, None]
    end = np.array([s.end for s in found])[:, None]
    inset = np.minimum((end - start) / 2, 0.04)
    outside = np.maximum(0.0, np.maximum(start + inset - times, times - (end - inset)))

    def blend(values: Floats, pulls: Floats, reach: float) -> tuple[Floats, Floats]:
        dominance = pulls[:, None] * np.exp(-((outside / reach) ** 1.5))
        total = dominance.sum(axis=0) + 1e-9
        return (dominance * values[:, None]).sum(axis=0) / total, dominance / total

    target = [s.target for s in found]
    opening, share = blend(np.array([t.opening for t in target]), np.array([t.pull for t in target]), _REACH_OPENING)
    width, _ = blend(np.array([t.width for t in target]), np.array([t.pull_width for t in target]), _REACH_WIDTH)
    tongue = (share * np.array([t.tongue for t in target])[:, None]).sum(axis=0)
    loud = np.clip(level, 0.0, 1.1) ** 2
    opening = (opening * (0.25 + 0.75 * loud) + _JAW * loud) * (1 - still)
    width = width * (1 - still)
    seal = _held([s for s in found if s.target.closed], times)
    bite = _held([s for s in found if s.target.lip_teeth], times) * (1 - seal)
    opening = opening * (1 - seal) * (1 - 0.8 * bite)
    opening = _eased(opening)
    closed, lip_teeth = _late(seal), _late(bite)
    tongue = np.clip(tongue * 1.3, 0, 1) * (1 - np.maximum(closed, lip_teeth))
    return MouthTrack(np.clip(opening, 0, 1), np.clip(width, -1, 1), closed, lip_teeth, tongue)


def _held(found: Sequence[Segment], times: Floats) -> Floats:
    """1 while one of the segments lasts (at the least on the frame nearest to its middle), falling to 0 within _SEAL."""
    held = np.zeros_like(times)
    for segment in found:
        outside = np.maximum(0.0, np.maximum(segment.start - times, times - segment.end))
        np.maximum(held, np.clip(1 - outside / _SEAL, 0, 1), out=held)
        if len(times) and times[0] - 0.02 <= (segment.start + segment.end) / 2 <= times[-1] + 0.02:
            held[np.argmin(np.abs(times - (segment.start + segment.end) / 2))] = 1.0
    return held


def _eased(opening: Floats) -> Floats:
    """No jaw moves faster than _SPEED: peaks too near a closure are undershot, as in quick speech; closures themselves stay."""
    eased = np.convolve(np.pad(opening, 1, mode="edge"), [0.2, 0.6, 0.2], mode="valid") if len(opening) else opening
    eased = np.where(opening < 0.02, opening, eased)
    for order in (range(1, len(eased)), range(len(eased) - 2, -1, -1)):
        step = 1 if order.step < 0 else -1
        for index in order:
            eased[index] = min(eased[index], eased[index + step] + _SPEED)
    return eased


def _stillness(sound: Envelope, times: Floats) -> Floats:
    """0..1: 1 deep in silence, where the lips rest whatever a drawn-out last phoneme says."""
    around = np.max([sound.sample(times + shift)[0] for shift in (-0.12, -0.08, -0.04, 0.0, 0.04)], axis=0)
    still: Floats = np.clip(1 - around / 0.15, 0.0, 1.0)
    return still


def _late(held: Floats) -> Floats:
    """A special shape comes in only once the lips are more than half way there, else two mouths are seen at once."""
    x = np.clip(held * 2 - 1, 0, 1)
    return x * x * (3 - 2 * x)


def _from_sound(level: Floats, bright: Floats) -> MouthTrack:
    opening = np.clip(0.85 * level, 0, 1)
    opening[opening < 0.06] = 0.0
    none = np.zeros_like(opening)
    return MouthTrack(opening, np.clip(0.8 * bright, -1, 1), none, none, none)
