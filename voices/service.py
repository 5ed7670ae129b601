"""The two calls that everybody else uses."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from voices.catalogue import engine_for
from voices.needed import sentence
from voices.types import PLAIN, Delivery, Mark, Speech, VoiceChoice, VoiceError


def speak(text: str, voice: VoiceChoice, delivery: Delivery = PLAIN) -> Iterator[Speech]:
    """A line, sentence by sentence: 48 kHz mono, -16 LUFS, each with its breath after it.

    The marks' times count from the start of their own Speech, their spans point into `text`, the whole line; Speech.text is the part that
    it speaks. A sentence that was spoken before comes from the cache on disk.
    Raises VoiceError where the line cannot be spoken.
    """
    with _installed():
        yield from engine_for(voice).speak(text, voice, delivery)


def say(text: str, voice: VoiceChoice, delivery: Delivery = PLAIN) -> Speech:
    """The whole line as one Speech; its text is the line. Raises VoiceError."""
    return join(list(speak(text, voice, delivery)), text)


def join(parts: list[Speech], text: str) -> Speech:
    """Speeches of one line put one after the other, their marks moved along."""
    marks: list[Mark] = []
    at = 0.0
    for part in parts:
        marks.extend(Mark(mark.kind, mark.label, mark.start + at, mark.end + at, mark.span) for mark in part.marks)
        at += part.duration
    samples = np.concatenate([part.samples for part in parts])
    return Speech(samples, parts[0].sample_rate, tuple(marks), text)


def warm(voice: VoiceChoice) -> None:
    """Load the models of a voice now, so that its next line starts at once. Raises VoiceError."""
    with _installed():
        engine_for(voice).warm(voice)


@contextmanager
def _installed() -> Iterator[None]:
    """A package that is missing is told as what a voice lacks."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise VoiceError(sentence(error)) from error
