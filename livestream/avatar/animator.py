"""The animator: cues in, one Pose a frame out, without a seam from cue to cue."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from livestream.avatar.acting import MANNERS, MOODS, Plan, Span, plan
from livestream.avatar.loudness import envelope
from livestream.avatar.motion import Blinks, Drift, Follower, Glances, Ramp, Stances
from livestream.avatar.mouth import MouthTrack, mouth_track
from livestream.avatar.types import Cue, Pose
from livestream.avatar.warp import GLANCE
from livestream.catalog.values import FPS, PersonaKey
from voices.types import Language

_BREATH_SECONDS = 3.7
_CARRY = 3  # frames in which the mouth of a cut-off cue is taken over
_SACCADE_LEAD = 0.06  # s the eyes go ahead of the head
_CHAT = (-0.55, -0.70)  # where the chat is, for the eyes
_SOBER = 0.5  # how far concern draws the corners of the mouth in and weakens the pressed lips of m, b, p: the hosts smile in both
_STEADY = 0.65  # by how much the sway is slower while the arms are on their way: who moves an arm that far stands firm
_FAREWELL = 0.85  # of the close's smile that stays when all is said


class Animator:
    """Acts a take cue by cue at 25 frames a second. The same language, persona, names and seed give the same poses.

    After any number of cues the frames returned are round(sum of durations * 25): nothing drifts from the audio clock.
    """

    def __init__(self, language: Language, persona: PersonaKey, seed: int, names: Sequence[str] = ()) -> None:
        self.language = language
        self._manner = MANNERS[persona]
        self._names = tuple(names)
        self._rng = np.random.default_rng(seed)
        self._total = 0.0
        self._frames = 0
        self._blinks = Blinks(self._rng)
        pace = self._manner.pace
        self._yaw, self._pitch, self._roll, self._sway = (Drift(period / pace, self._rng) for period in (7.3, 5.1, 6.2, 5.0))
        self._weight, self._tilted = Stances(self._manner.rest, self._rng), Stances(1.7 * self._manner.rest, self._rng)
        self._stance, self._cock = Follower(2.2), Follower(1.8)
        self._ask, self._greet, self._read = Follower(0.9), Follower(0.9), Follower(0.75)
        self._lean, self._hands = Follower(0.9), Follower(0.42)
        self._said = MOODS[None]
        self._turn = Follower(0.75)
        self._nod = Follower(0.22)
        self._tilt = Follower(1.2)
        self._vigour = Follower(1.0, 0.6)
        self._smile = Follower(0.8, 0.5 * self._manner.smile)
        self._delight, self._concern = Follower(0.8), Follower(1.0)
        self._brow = Follower(0.30)
        self._glances = Glances(self._rng, 0.8 * GLANCE)
        self._eyes, self._eyes_y = Follower(0.07), Follower(0.07)
        self._loud = Follower(0.45)
        self._arms = Ramp(self._manner.gesture_seconds)
        self._gesture = ""
        self._firm, self._swayed = Follower(0.4), 0.0
        self._breath = float(self._rng.uniform(0, 2 * math.pi))
        self._mouth = (0.0, 0.0)
        self._lag = 0.0

    @property
    def frames(self) -> int:
        """Frames given so far."""
        return self._frames

    def perform(self, cue: Cue) -> list[Pose]:
        """The poses of `cue`, following on from the cue before."""
        start = self._total
        self._total += cue.duration
        count = max(0, round(self._total * FPS) - self._frames)
        clock = (self._frames + np.arange(count) + 0.5) / FPS
        times = clock - start
        acting = plan(cue, self._rng, self._manner, self._names)
        if acting.speaking:
            self._said = acting.mood
        elif self._said is MOODS["close"]:
            acting = replace(acting, mood=replace(acting.mood, smile=_FAREWELL * self._said.smile))
        mouth = self._joined(mouth_track(cue, times, self._lag))
        self._lag = mouth.lag if cue.marks else self._lag
        level, _ = envelope(cue.samples, cue.sample_rate).sample(times)
        poses = [self._pose(acting, mouth, index, float(times[index]), float(clock[index]), float(level[index])) for index in range(count)]
        self._frames += count
        return poses

    def _joined(self, mouth: MouthTrack) -> MouthTrack:
        """Lets what the lips did at the end of the cue before fade out over the first frames."""
        count = len(mouth.opening)
        if count:
            for values, last in zip((mouth.opening, mouth.width), self._mouth, strict=True):
                head = min(_CARRY, count)
                fade = np.cos(np.linspace(0, np.pi / 2, _CARRY + 2)[1:-1])[:head] ** 2
                values[:head] += (last - values[0]) * fade * (1 - mouth.closed[:head])
            self._mouth = (float(mouth.opening[-1]), float(mouth.width[-1]))
        return mouth

    def _gestured(self, wanted: str) -> float:
        """The phase of the gesture on its way; another one begins where this one has ended."""
        if self._arms.at_rest and wanted:
            self._gesture, self._arms = wanted, Ramp(self._manner.seconds(wanted))
        phase = self._arms.step(wanted == self._gesture != "")
        if self._arms.at_rest:
            self._gesture = ""
        return phase

    def _pose(self, acting: Plan, mouth: MouthTrack, index: int, time: float, clock: float, level: float) -> Pose:
        size = self._manner.size
        looking, chatting = _within_any(acting.looks, time), _within_any(acting.chats, time)
        accent = max((strength * _bump((time - at) / 0.5) for at, strength in acting.accents), default=0.0)
        in_speech = acting.speech is not None and acting.speech.start - 0.3 <= time <= acting.speech.end + 0.2
        vigour = self._vigour.step(1.0 if in_speech else 0.6) * size
        glance_x, glance_y = self._glances.step(clock)
        goal = glance_x, glance_y
        if _within_any(acting.looks, time + _SACCADE_LEAD):
            goal = -1.0, acting.look_up
        elif _within_any(acting.chats, time + _SACCADE_LEAD):
            goal = _CHAT
        gaze_x, gaze_y = self._eyes.step(goal[0]), self._eyes_y.step(goal[1])
        ask, greet = (self._ask.step(float(_within_any(acting.asks, time))), self._greet.step(float(_within_any(acting.greets, time))))
        read = self._read.step(float(chatting))
        stance, cock = self._stance.step(self._weight.at(clock)), self._cock.step(self._tilted.at(clock))
        turn = self._turn.step(-1.0 if looking else 0.0)
        nod = self._nod.step(accent)
        loud = self._loud.step(level)
        tilt = self._tilt.step(acting.mood.tilt)
        concern = self._concern.step(max(acting.mood.concern, 0.7 * _within_any(acting.regrets, time)))
        delight = self._delight.step(min(1.0, 1.3 * self._manner.smile) * _within_any(acting.cheers, time)) * (1 - concern)
        smile = (self._smile.step(min(1.0, acting.mood.smile * self._manner.smile)) + 0.22 * greet) * (1 - 0.5 * concern)
        phase = self._gestured(next((move.gesture for move in acting.moves if move.holds(time)), ""))
        self._swayed += (1 - _STEADY * self._firm.step(float(self._arms.under_way))) / FPS
        lean = self._lean.step(min(1.0, 0.55 * accent * size + 0.35 * (1 - acting.mood.smile) * in_speech))
        hands = self._hands.step(accent * self._manner.hands)
        self._breath += 2 * math.pi / (_BREATH_SECONDS * FPS) * (1.0 + 0.25 * (size - 1)) * (0.9 + 0.1 * self._manner.pace)
        width, closed = float(mouth.width[index]), float(mouth.closed[index]) * (1 - _SOBER * concern)
        return Pose(
            opening=float(mouth.opening[index]),
            width=width + (0.30 * smile - _SOBER * concern) * (1 - abs(width)) * (1 - closed),
            closed=closed,
            lip_teeth=float(mouth.lip_teeth[index]),
            tongue=float(mouth.tongue[index]),
            lids=self._blinks.step(clock, looking and turn > -0.3),
            brow=_within(self._brow.step(acting.mood.brow * 0.8 + 0.55 * accent * size) + 0.40 * ask, 0.0, 1.0),
            smile=_within(smile, 0.0, 1.0),
            delight=_within(delight, 0.0, 1.0),
            concern=_within(concern, 0.0, 1.0),
            gaze_x=gaze_x,
            gaze_y=gaze_y,
            yaw=_within(2.0 * vigour * self._yaw.at(clock) + 3.2 * math.sqrt(size) * turn - 1.5 * read + 0.5 * size * stance, -5.5, 5.5),
            pitch=_within(0.9 * vigour * self._pitch.at(clock) + 2.0 * size * nod - 0.9 * size * (loud - 0.4) + 1.6 * read, -3.5, 3.5),
            roll=_within(0.9 * vigour * self._roll.at(clock) + tilt * size - 0.9 * ask + 0.6 * size * cock, -3.5, 3.5),
            sway=math.tanh(0.55 * vigour * self._sway.at(self._swayed) + 0.30 * size * stance),
            breath=0.5 - 0.5 * math.cos(self._breath),
            lean=_within(lean, 0.0, 1.0),
            beat=_within(hands, 0.0, 1.0),
            gesture=self._gesture,
            phase=phase,
        )


def _within_any(spans: Sequence[Span], time: float) -> bool:
    return any(span.holds(time) for span in spans)


def _bump(x: float) -> float:
    """A smooth hill of height 1 around 0, 0 from -1 on and 1 on."""
    return 0.5 + 0.5 * math.cos(math.pi * x) if abs(x) < 1 else 0.0


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
