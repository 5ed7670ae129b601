"""The values of this package: what is asked of a voice, and what it gives back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Language = Literal["zh", "en"]
Gender = Literal["female", "male"]
Tone = Literal["energetic", "warm", "calm", "premium", "urgent", "playful"]
MarkKind = Literal["phoneme", "word", "sentence"]

TONES: tuple[Tone, ...] = ("energetic", "warm", "calm", "premium", "urgent", "playful")


@dataclass(frozen=True)
class VoiceChoice:
    """Who speaks and how. `engine` "auto" takes the default of the language and gender; `speaker` None that of the engine."""

    language: Language
    gender: Gender
    tone: Tone = "warm"
    engine: str = "auto"
    speaker: str | None = None
    speed: float = 1.0


@dataclass(frozen=True)
class Entry:
    """How a word is said: `spoken` is pinyin with tones (xiao3 mi3, xiǎo mǐ), Chinese characters or English words.

    `language` None: in lines of both languages.
    """

    word: str
    spoken: str
    language: Language | None = None


@dataclass(frozen=True)
class Shift:
    """How a person's manner moves every tone: factors on speed, pitch range and energy, and semitones."""

    speed: float = 1.0
    semitones: float = 0.0
    f0_range: float = 1.0
    energy: float = 1.0


@dataclass(frozen=True)
class Delivery:
    """How a line is delivered beyond the voice: the shop's own words, words to lift besides prices and discounts, the speaker's manner."""

    lexicon: tuple[Entry, ...] = ()
    stressed: tuple[str, ...] = ()
    shift: Shift = Shift()


PLAIN = Delivery()


@dataclass(frozen=True)
class Mark:
    """A phoneme, word or sentence: start and end in seconds from the first sample of its speech; span = (first, last + 1) in the line as
    it was given to `speak` or `say`."""

    kind: MarkKind
    label: str
    start: float
    end: float
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Speech:
    """Mono samples in [-1, 1] at `sample_rate` Hz with the times of what is said in them."""

    samples: npt.NDArray[np.float32]
    sample_rate: int
    marks: tuple[Mark, ...]
    text: str

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / self.sample_rate


class Engine(Protocol):
    """A speech synthesiser. `speak` yields one Speech a sentence (the first may be a clause); raises VoiceError when it cannot."""

    name: str

    def speak(self, text: str, voice: VoiceChoice, delivery: Delivery = PLAIN) -> Iterator[Speech]: ...


class VoiceError(Exception):
    """A voice cannot speak; the message says why and what to do."""
