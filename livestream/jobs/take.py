"""One take, from lines to a video that grows while it is made: speak, act, compose, encode, each stage running beside the next."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

import voices
from livestream.avatar.animator import Animator
from livestream.avatar.pack import HostPack
from livestream.avatar.player import HostPlayer
from livestream.avatar.types import Cue, Pose
from livestream.catalog.models import Product
from livestream.catalog.values import FPS, SHAPES, Brief, Line
from livestream.jobs.casting import host_for
from livestream.jobs.delivery import delivery_for
from livestream.jobs.flow import ahead, held
from livestream.jobs.own_voice import note_made
from livestream.jobs.types import Stage as StageName
from livestream.media.scripts import TimedLine
from livestream.media.writer import TakeWriter
from livestream.scene.beats import Beat, idle, make_beat
from livestream.scene.stage import Stage
from livestream.writing.size import measured, pace
from voices import hearing, recorded
from voices.music import Bed
from voices.types import Delivery, Speech

GROWING = "growing.mp4"
RATE = 48_000  # Hz, of all sound in a take
FIRST_WORDS = 6.0  # seconds that writing waits at most for the first words to be spoken
LEAD_IN, TAIL = 0.2, 1.0  # seconds of picture before the first word and after the last


class Cancelled(Exception):
    """The merchant stopped the take."""


@dataclass(frozen=True)
class Progress:
    """How far a take is: seconds of video ready, seconds expected in all (None: not known yet), lines begun so far."""

    stage: StageName
    ready: float
    expected: float | None
    lines: tuple[TimedLine, ...]


@dataclass
class Rendered:
    """What was said and shown when, the sound with its music in pieces (float32 mono, RATE), the pose in each frame, the seconds
    each stage worked."""

    lines: list[TimedLine] = field(default_factory=list)
    beats: list[Beat] = field(default_factory=list)
    sound: list[npt.NDArray[np.float32]] = field(default_factory=list)
    poses: list[Pose] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: {"write": 0.0, "voice": 0.0, "picture": 0.0, "encode": 0.0})

    @property
    def duration(self) -> float:
        """Seconds of picture."""
        return len(self.poses) / FPS

    @property
    def samples(self) -> npt.NDArray[np.float32]:
        """The whole sound."""
        return np.concatenate(self.sound)


@dataclass(frozen=True)
class Spoken:
    """A sentence of a line with its speech; the speech's spans point into its own text."""

    index: int
    line: Line
    speech: Speech


def render_take(
    product: Product,
    brief: Brief,
    lines: Iterable[Line],
    path: Path,
    report: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    recording: Path | None = None,
) -> Rendered:
    """Makes the video of `lines` at `path`, a fragmented mp4 that can be played while it grows.

    `lines` may still be in the writing. With a `recording`, its sound is what is said, and the lines are its words.
    Raises Cancelled, VoiceError, PackError, MediaError or what `lines` raises.
    """
    rendered = Rendered()
    expected = sum(_seconds(line, brief) for line in lines) if isinstance(lines, Sequence) else None
    heard = threading.Event()  # until the first words are spoken, both cores are theirs
    written = ahead(held(_clocked(lines, rendered.seconds, "write"), heard, FIRST_WORDS))
    if recording:
        spoken = ahead(_recorded(written, brief, recording, rendered.seconds))
    else:
        spoken = ahead(_speak(written, brief, delivery_for(product, brief), rendered.seconds))
    size = SHAPES[brief.shape]
    player = HostPlayer(HostPack.load(host_for(brief)), Stage.host_height(size), Stage.light(product, brief))
    stage = Stage(product, brief, size, player)
    names = tuple(name for name in (product.name, product.brand) if name)
    animator = Animator(brief.voice.language, brief.persona, brief.seed, names)
    bed = None if brief.music == "none" else Bed(brief.music)
    report(Progress("writing" if expected is None else "speaking", 0.0, expected, ()))
    path.parent.mkdir(parents=True, exist_ok=True)
    note_made(brief.voice, [path])
    with TakeWriter(path, size, FPS, RATE) as writer:

        def perform(beat: Beat, cue: Cue, last: bool = False) -> None:
            sound = bed.under(cue.samples, last) if bed else cue.samples  # the lips keep the speech alone
            writer.audio(sound)
            rendered.sound.append(sound)
            for pose in animator.perform(cue):
                if cancelled():
                    raise Cancelled
                started = time.perf_counter()
                frame = stage.frame(pose, rendered.duration, beat)
                drawn = time.perf_counter()
                writer.write(frame)
                rendered.seconds["picture"] += drawn - started
                rendered.seconds["encode"] += time.perf_counter() - drawn
                rendered.poses.append(pose)
                if len(rendered.poses) % 5 == 0:
                    report(Progress("rendering", rendered.duration, expected, tuple(rendered.lines)))
            rendered.beats.append(beat)

        clock = LEAD_IN
        perform(idle(0.0, clock), _silence(LEAD_IN, brief))
        shown = 0
        for item in spoken:
            heard.set()
            end = clock + item.speech.duration
            beat = make_beat(
                item.line, item.speech, clock, product, brief.voice.language, end=end, picture=shown, wide=brief.shape == "landscape"
            )
            _note_line(rendered.lines, item, clock, end)
            perform(beat, _cue(item, brief, beat.picture is not None))
            shown += beat.picture is not None
            clock = end
        perform(idle(clock, clock + TAIL), _silence(TAIL, brief), last=True)
    return rendered


def _clocked(items: Iterable[Line], seconds: dict[str, float], name: str) -> Iterator[Line]:
    """The same items; the time each took to come is added to seconds[name]."""
    iterator = iter(items)
    while True:
        started = time.perf_counter()
        item = next(iterator, None)
        seconds[name] += time.perf_counter() - started
        if item is None:
            return
        yield item


def _speak(lines: Iterable[Line], brief: Brief, delivery: Delivery, seconds: dict[str, float]) -> Iterator[Spoken]:
    for index, line in enumerate(lines):
        if line.muted:
            continue
        at = 0
        speeches = voices.speak(line.text, brief.voice, delivery)
        while True:
            started = time.perf_counter()
            speech = next(speeches, None)
            seconds["voice"] += time.perf_counter() - started
            if speech is None:
                break
            at = max(line.text.find(speech.text, at), 0)
            marks = tuple(replace(m, span=(m.span[0] - at, m.span[1] - at) if m.span else None) for m in speech.marks)
            yield Spoken(index, line, replace(speech, marks=marks))
            at += len(speech.text)


def _recorded(lines: Iterable[Line], brief: Brief, recording: Path, seconds: dict[str, float]) -> Iterator[Spoken]:
    """The lines as a person said them, all of them at once: where one ends is known only beside the others."""
    kept = [(index, line) for index, line in enumerate(lines) if not line.muted]
    started = time.perf_counter()
    sound = recorded.load(recording)
    said = recorded.speeches(sound, [line.text for _, line in kept], hearing.words(sound, brief.voice.language))
    seconds["voice"] += time.perf_counter() - started
    for (index, line), speech in zip(kept, said, strict=True):
        yield Spoken(index, line, speech)


def _note_line(lines: list[TimedLine], item: Spoken, start: float, end: float) -> None:
    """Lengthens the line's time if an earlier sentence began it."""
    if lines and lines[-1].index == item.index:
        lines[-1] = replace(lines[-1], end=end)
    else:
        lines.append(TimedLine(item.line, start, end, item.index))


def _cue(item: Spoken, brief: Brief, pictured: bool) -> Cue:
    speech = item.speech
    return Cue(
        duration=speech.duration,
        samples=speech.samples,
        sample_rate=speech.sample_rate,
        marks=speech.marks,
        language=brief.voice.language,
        text=speech.text,
        part=item.line.part,
        about=item.line.about,
        persona=brief.persona,
        shows_picture=pictured,
    )


def _silence(seconds: float, brief: Brief) -> Cue:
    return Cue(seconds, np.zeros(round(seconds * RATE), np.float32), RATE, (), brief.voice.language, persona=brief.persona)


def _seconds(line: Line, brief: Brief) -> float:
    """How long a line will roughly last."""
    return 0.0 if line.muted else measured([line], brief.voice.language) / pace(brief)
