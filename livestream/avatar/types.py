"""The values of the avatar room."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from livestream.catalog.values import Part, PersonaKey
from voices.types import Language, Mark


@dataclass(frozen=True)
class Cue:
    """A line as the animator needs it: its sound (mono, `sample_rate` Hz), its marks in seconds from the cue's start, and what it is about.

    `duration` covers the speech and the pause after it; a cue with no samples is silence (idle).
    `answers` says that it replies to the chat.
    """

    duration: float
    samples: npt.NDArray[np.float32]
    sample_rate: int
    marks: Sequence[Mark]
    language: Language
    text: str = ""
    part: Part | None = None
    about: tuple[int, ...] = ()
    persona: PersonaKey = "bestie"
    shows_picture: bool = False
    answers: bool = False


@dataclass(frozen=True)
class Pose:
    """The host in one frame.

    mouth: opening 0..1, width -1 (rounded) .. 1 (spread); closed, lip_teeth, tongue: weights 0..1 of m/b/p, f/v, l/th shapes.
    lids 0 (open) .. 1 (closed); brow, smile, delight, concern 0..1; gaze_x -1 (the viewer's left) .. 1, gaze_y -1 (down) .. 1;
    yaw, pitch, roll in degrees, positive to the viewer's right, down, and with the crown to the viewer's right; sway -1 .. 1 (to the
    viewer's right); breath 0..1 (full); lean 0..1 (toward the viewer); beat 0..1: the hands lift with a stressed word.
    gesture: name of a gesture of the pack or "" ; phase 0 (rest) .. 1 (fully there).
    """

    opening: float = 0.0
    width: float = 0.0
    closed: float = 0.0
    lip_teeth: float = 0.0
    tongue: float = 0.0
    lids: float = 0.0
    brow: float = 0.0
    smile: float = 0.0
    delight: float = 0.0
    concern: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    sway: float = 0.0
    breath: float = 0.0
    lean: float = 0.0
    beat: float = 0.0
    gesture: str = ""
    phase: float = 0.0
