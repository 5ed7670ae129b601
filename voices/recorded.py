"""A recording of a person in place of a synthesised voice: its sound mastered, cut into the lines that are said in it, its words timed.

Where a recogniser hears the words (voices.hearing), their times are used. Where there is none, the letters are spread over the time in
which somebody speaks, and lines are cut in the pause nearest to where they should end. There are no phonemes: the lips follow the sound.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from scipy.ndimage import maximum_filter1d

from voices import mastering
from voices.tones import ToneRow
from voices.types import Language, Mark, Speech, VoiceError

_LOG = logging.getLogger(__name__)
Floats = npt.NDArray[np.float32]
Times = npt.NDArray[np.float64]

SHORTEST, LONGEST = 0.5, 600.0
"""Seconds of a recording."""

_PLAIN = ToneRow(1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 2.0)
_STEP = 0.01
_PAUSE = 0.12
_WINDOW_SPREAD, _WINDOW_HEARD = 1.5, 0.5
_ALIKE = 0.4
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:[.,'’-][^\W_\u3400-\u9fff]+)*")
_LATIN = 0.35


@dataclass(frozen=True)
class Heard:
    """A word that a recogniser heard, in seconds from the first sample."""

    text: str
    start: float
    end: float


class RecordingError(VoiceError):
    """A recording, or the consent to its use, is no use; the message says why and what to do, in both languages."""

    def __init__(self, message: str, chinese: str) -> None:
        super().__init__(message)
        self.chinese = chinese

    def text(self, language: Language) -> str:
        """The message in a language."""
        return self.chinese if language == "zh" else str(self)


def read(path: Path, shortest: float = SHORTEST, longest: float = LONGEST) -> tuple[Floats, int]:
    """The sound of a recording as mono and its rate. Raises RecordingError where it is no use; the limits are in seconds."""
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as error:
        reason = error.error_string if isinstance(error, soundfile.LibsndfileError) else getattr(error, "strerror", None) or error
        raise RecordingError(
            f"the recording {path.name} cannot be read: {reason} Give a WAV, FLAC, OGG or MP3 file.",
            f"无法读取录音 {path.name}，请使用 WAV、FLAC、OGG 或 MP3 文件。",
        ) from error
    mono = samples.mean(axis=1)
    seconds = len(mono) / rate
    if not shortest <= seconds <= longest:
        raise RecordingError(
            f"the recording lasts {seconds:.1f} s: record from {shortest:g} s to {longest / 60:.0f} minutes",
            f"录音长 {seconds:.1f} 秒，请录 {shortest:g} 秒到 {longest / 60:.0f} 分钟。",
        )
    if not np.isfinite(mono).all() or float(np.sqrt(np.mean(mono**2))) < 10 ** (-50 / 20):
        raise RecordingError(
            "the recording is silent or damaged: check the microphone and record again", "录音没有声音或已损坏，请检查麦克风后重录。"
        )
    return mono, rate


def load(path: Path) -> Floats:
    """The recording as sound for a take: 48 kHz mono, -16 LUFS. Raises RecordingError where it is no use."""
    return mastering.master(*read(path), _PLAIN)


def speeches(sound: Floats, lines: Sequence[str], heard: Sequence[Heard] = ()) -> list[Speech]:
    """One Speech a line, together as long as `sound` (48 kHz mono), with the times of its words.

    Raises VoiceError for a line of no words.
    """
    for number, line in enumerate(lines, 1):
        if not _WORDS.search(line):
            raise VoiceError(f"line {number} of the script has no words: {line!r}")
    voiced = _voiced(sound)
    anchors = _matched(lines, heard)
    firsts = np.cumsum([0, *(_weight(line) for line in lines)])
    if anchors is None:
        wanted = [_at_share(voiced, share) for share in firsts[1:-1] / firsts[-1]]
    else:
        wanted = [float(np.interp(first, *anchors)) for first in firsts[1:-1]]
    cuts = [0, *_cuts(voiced, wanted, _WINDOW_SPREAD if anchors is None else _WINDOW_HEARD), len(sound)]
    made = []
    for line, first, start, end in zip(lines, firsts, cuts, cuts[1:], strict=False):
        piece = sound[start:end]
        at = start / mastering.RATE
        if anchors is None:
            inside = _voiced(piece)
            times = np.array([_at_share(inside, share) for share in _shares(line)])
        else:
            times = np.interp(first + _shares(line) * _weight(line), *anchors) - at
        times = np.clip(times, 0, len(piece) / mastering.RATE)
        made.append(Speech(piece, mastering.RATE, _marks(line, times), line))
    return made


def _weight(text: str) -> float:
    """How long a text takes to say, in Chinese characters; Latin letters go quicker."""
    return sum(_LATIN if char.isascii() and char.isalpha() else 1.0 for word in _WORDS.findall(text) for char in word)


def _shares(line: str) -> Times:
    """0..1: where each word of a line begins and where the last one ends."""
    sums = np.cumsum([0.0, *(_weight(word) for word in _WORDS.findall(line))])
    return np.asarray(sums / sums[-1], np.float64)


def _marks(line: str, times: Times) -> tuple[Mark, ...]:
    words = list(_WORDS.finditer(line))
    return tuple(
        Mark("word", word.group(), float(start), float(end), word.span()) for word, start, end in zip(words, times, times[1:], strict=False)
    )


def _voiced(sound: Floats) -> npt.NDArray[np.bool_]:
    """Whether somebody speaks in each hundredth of a second; gaps within a word count as speech."""
    step = round(_STEP * mastering.RATE)
    if not len(sound):
        return np.zeros(1, bool)
    power = np.add.reduceat(sound.astype(np.float64) ** 2, np.arange(0, len(sound), step)) / step
    level = 10 * np.log10(power + 1e-10)
    loud = level > max(float(np.percentile(level, 95)) - 28, -55.0)
    reach = round(_PAUSE / _STEP) | 1
    grown = maximum_filter1d(loud, reach, mode="constant")
    return np.asarray(~maximum_filter1d(~grown, reach, mode="constant"), bool)


def _at_share(voiced: npt.NDArray[np.bool_], share: float) -> float:
    """When a share of all speech is over [s]."""
    spoken = np.cumsum(voiced, dtype=np.float64)
    if spoken[-1] == 0:
        return share * len(voiced) * _STEP
    steps = np.flatnonzero(voiced)
    return float(np.interp(share * len(steps), np.arange(len(steps) + 1), [*steps, steps[-1] + 1]) * _STEP)


def _cuts(voiced: npt.NDArray[np.bool_], wanted: Sequence[float], window: float) -> list[int]:
    """Each wanted time moved into the middle of the longest pause around it, in samples, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], ~voiced, [False]]).astype(int)))
    pauses = [(a * _STEP, b * _STEP) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    last, made = 0.0, []
    for time in wanted:
        near = [(a, b) for a, b in pauses if last < (a + b) / 2 and a - window <= time <= b + window]
        best = max(near, key=lambda pause: pause[1] - pause[0] - 0.1 * abs((pause[0] + pause[1]) / 2 - time), default=None)
        last = max((best[0] + best[1]) / 2 if best else time, last + _STEP)
        made.append(round(last * mastering.RATE))
    return made


def _matched(lines: Sequence[str], heard: Sequence[Heard]) -> tuple[Times, Times] | None:
    """Places in the script (in weights) and their times, where it and what was heard agree; None where they hardly do."""
    if not heard:
        return None
    letters = [char.lower() for line in lines for word in _WORDS.findall(line) for char in word]
    places = np.cumsum([0.0, *(_weight(char) or 1.0 for char in letters)])
    spoken: list[tuple[str, float]] = []
    for word in heard:
        found = [char.lower() for part in _WORDS.findall(word.text) for char in part]
        spoken += [(char, word.start + k * (word.end - word.start) / len(found)) for k, char in enumerate(found)]
    matcher = SequenceMatcher(None, letters, [char for char, _ in spoken], autojunk=False)
    if matcher.ratio() < _ALIKE:
        _LOG.warning("the recording hardly says what the script says (%.0f %% alike); its words are spread evenly", 100 * matcher.ratio())
        return None
    pairs = [(places[a + k], spoken[b + k][1]) for a, b, size in matcher.get_matching_blocks() for k in range(size)]
    return np.array([*(place for place, _ in pairs), places[-1]]), np.array([*(time for _, time in pairs), heard[-1].end])
