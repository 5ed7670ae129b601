"""One take, from lines to a video file: speak, act, compose, encode, each stage running beside the next."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

import voices
from livestream.avatar.animator import Animator
from livestream.avatar.pack import HostPack
from livestream.avatar.player import HostPlayer
from livestream.avatar.types import Cue
from livestream.catalog.models import Product
from livestream.catalog.values import FPS, SHAPES, Brief, Line
from livestream.jobs.flow import ahead
from livestream.jobs.types import TimedLine
from livestream.media.writer import TakeWriter
from livestream.scene.beats import Beat, make_beat
from livestream.scene.stage import Stage
from voices.types import Speech

LEAD_IN, TAIL = 0.24, 0.8  # seconds of silent picture before the first word and after the last
RATE = 48_000


class Cancelled(Exception):
    """The merchant stopped the take."""


@dataclass
class Rendered:
    """A finished take: what was said when, the whole sound (mono, 48 kHz) and the seconds each stage worked."""

    lines: list[TimedLine] = field(default_factory=list)
    beats: list[Beat] = field(default_factory=list)
    samples: list[npt.NDArray[np.float32]] = field(default_factory=list)
    frames: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def duration(self) -> float:
        """Seconds of picture."""
        return self.frames / FPS


@dataclass(frozen=True)
class Spoken:
    """A sentence of a line, ready to be performed; `first` and `last` within its line."""

    index: int
    line: Line
    speech: Speech


def speak_lines(lines: Iterable[Line], brief: Brief, spent: dict[str, float]) -> Iterator[Spoken]:
    """Speech for every line that is not muted, sentence by sentence; adds the seconds spent to spent["voice"]."""
    for index, line in enumerate(lines):
        if line.muted:
            continue
        speeches = voices.speak(line.text, brief.voice)
        while True:
            started = time.perf_counter()
            speech = next(speeches, None)
            spent["voice"] = spent.get("voice", 0.0) + time.perf_counter() - started
            if speech is None:
                break
            yield Spoken(index, line, speech)
