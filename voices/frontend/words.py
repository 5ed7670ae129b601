"""The values of the front end."""

from dataclasses import dataclass
from typing import Literal

from voices.frontend.aligned import Span
from voices.types import Language

Ending = Literal["clause", "statement", "question", "exclamation", "ellipsis"]

PAUSE_SYMBOLS = frozenset(';:,.!?—…"()“”')

CONSONANTS = frozenset("bdfhjklmnpstvwxzðŋɕɡɥɹɻɾʂʃʐʒʔʤʦʧʨθꭧ")
"""Of misaki's alphabet, glides among them."""


@dataclass(frozen=True)
class Word:
    """A word as it is spoken: its phonemes in misaki's alphabet, whether a space follows, and the part of the line that it reads.
    A stressed word is lifted a little out of its sentence."""

    label: str
    phonemes: str
    space: bool
    span: Span | None
    stressed: bool = False

    @property
    def is_pause(self) -> bool:
        return all(symbol in PAUSE_SYMBOLS for symbol in self.phonemes)


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a clause of a long one: `spoken` is its normalised text, `span` the part of the line that it reads."""

    words: tuple[Word, ...]
    spoken: str
    span: Span
    ending: Ending
    language: Language

    @property
    def phonemes(self) -> str:
        """All phonemes with spaces between words."""
        return "".join(word.phonemes + (" " if word.space else "") for word in self.words).rstrip()


def merge(words: list[Word], joint: str = "") -> list[Word]:
    """Words that read the same part of the line become one: 九十九块九 for 99.9元."""
    made: list[Word] = []
    for word in words:
        last = made[-1] if made else None
        if last and not last.is_pause and last.span and word.span and word.span[0] < last.span[1]:
            span = (min(last.span[0], word.span[0]), max(last.span[1], word.span[1]))
            between = joint or " " * (last.label[-1:].isascii() and word.label[:1].isascii())
            made[-1] = Word(
                last.label + between + word.label, last.phonemes + (" " if last.space else "") + word.phonemes, word.space, span
            )
        else:
            made.append(word)
    return made
