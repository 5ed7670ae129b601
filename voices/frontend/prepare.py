"""A line of script -> sentences ready to be spoken."""

import re
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from voices.frontend import emphasis, en, said, zh
from voices.frontend.aligned import Aligned, join_spans
from voices.frontend.clean import clean
from voices.frontend.words import Ending, Sentence, Word
from voices.types import PLAIN, Delivery, Language, VoiceError

LONGEST = 380
"""Phonemes that a model is given at once at most (Kokoro's limit is 509, and long inputs lose breath)."""

_FIRST_LONG = {"zh": 90, "en": 80}
_FIRST_CLAUSE = {"zh": 24, "en": 18}
_PARAGRAPH = re.compile(r"[^\n]{400,1200}?[。！？!?]|[^\n]{400,1200}?\.(?=\s)|[^\n]{1,1200}")
_ZH_SENTENCE = re.compile(r"[^。！？!?…\n]*?(?:[。！？!?…]+[”’」』）)\"]*|\n|(?<![\d.A-Z])\.(?=\s|$)|$)")


def _pieces(text: Aligned, language: Language) -> Iterator[Aligned]:
    """The sentences of normalised text."""
    if language == "zh":
        for match in _ZH_SENTENCE.finditer(text.text):
            if match.group().strip():
                yield text.cut(*match.span())
        return
    from hibari import Hibari

    at = 0
    for sentence in Hibari.split_sentences(text.text):
        first = text.text.index(sentence, at)
        at = first + len(sentence)
        yield text.cut(first, at)


def _ending(words: list[Word]) -> Ending:
    symbols = words[-1].phonemes if words[-1].is_pause else "."
    for symbol, ending in (("?", "question"), ("!", "exclamation"), ("…", "ellipsis"), (".", "statement")):
        if symbol in symbols:
            return ending  # type: ignore[return-value]
    return "clause"


def _sentence(words: list[Word], language: Language) -> Sentence | None:
    span = join_spans([word.span for word in words if word.span])
    if span is None or all(word.is_pause for word in words):
        return None
    joint = "" if language == "zh" else " "
    spoken = re.sub(r" (?=[,.;:!?…])", "", joint.join(word.label for word in words))
    return Sentence(tuple(words), spoken, span, _ending(words), language)


def _length(words: list[Word]) -> int:
    return sum(len(word.phonemes) + word.space for word in words)


def _fitting(word: Word, limit: int) -> list[Word]:
    """A word, in pieces where it alone is longer than a model takes."""
    if len(word.phonemes) < limit:
        return [word]
    return [replace(word, phonemes=word.phonemes[at : at + limit // 2]) for at in range(0, len(word.phonemes), limit // 2)]


def _split(words: list[Word], limit: int) -> Iterator[list[Word]]:
    """Parts of at most `limit` phonemes, cut after a pause where there is one, else between words."""
    words = [piece for word in words for piece in _fitting(word, limit)]
    while _length(words) > limit:
        size = best = 0
        for i, word in enumerate(words):
            size += len(word.phonemes) + word.space
            if size > limit:
                best = best or max(1, i)
                break
            if word.is_pause:
                best = i + 1
        yield words[:best]
        words = words[best:]
    yield words


def _first_clause(words: list[Word], language: Language) -> list[list[Word]]:
    """A long opening sentence as its first clause and the rest, so that the first sound comes early."""
    if _length(words) <= _FIRST_LONG[language]:
        return [words]
    size = 0
    for i, word in enumerate(words[:-1]):
        size += len(word.phonemes) + word.space
        if word.is_pause and size >= _FIRST_CLAUSE[language] and _length(words[i + 1 :]) >= _FIRST_CLAUSE[language]:
            return [words[: i + 1], words[i + 1 :]]
    return [words]


def room(language: Language) -> ModuleType:
    """The front end of a language."""
    return zh if language == "zh" else en


def sentences(line: str, language: Language, delivery: Delivery = PLAIN) -> list[Sentence]:
    """The sentences of a line. Raises VoiceError where nothing in it can be spoken."""
    text, readings = said.set_aside(clean(line), delivery.lexicon, language)
    lifted = emphasis.spans(line, language, delivery.stressed)
    read = room(language)
    made: list[Sentence] = []
    for part in _paragraphs(text):
        for piece in _pieces(read.normalise(part), language):
            words = emphasis.stressed(read.words(piece, readings), lifted)
            if not words:
                continue
            for chunk in _first_clause(words, language) if not made else [words]:
                made.extend(s for fit in _split(chunk, LONGEST) if fit and (s := _sentence(fit, language)))
    if not made:
        shown = line.strip()
        raise VoiceError(
            "the line is empty: write something to say"
            if not shown
            else f"nothing in this line can be spoken: {shown[:40]!r}; it needs words or figures"
        )
    return made


def _paragraphs(text: Aligned) -> Iterator[Aligned]:
    """The line in parts of moderate size: its paragraphs, long ones cut between sentences (or anywhere, where there are none)."""
    for match in _PARAGRAPH.finditer(text.text):
        if match.group().strip():
            yield text.cut(*match.span())
