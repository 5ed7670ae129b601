"""From the durations of phoneme symbols to marks."""

from collections.abc import Container
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voices.frontend.words import CONSONANTS, PAUSE_SYMBOLS, Sentence
from voices.types import Mark

HOLDS = frozenset("↓→↗↘ː:ʲᵝ\u0303\u0329\u032f")
"""Tone arrows, length, secondary articulation: their time belongs to the sound before."""

LEADS = frozenset("ˈˌ")
"""Stress marks: their time belongs to the sound after."""

SHORT_GAP = 0.09
"""A space between words that lasts no longer than this [s] is part of the sound before it."""

VOICELESS = frozenset("ptkfsʃʧθh")
"""English voiceless consonants."""

OWN_LENGTH, SHARE, LONGEST = 0.025, 0.5, 0.11
"""Where the model gives an English voiceless consonant more than its own length [s] (but no pause), so much of what is more is heard as
the vowel after it: measured on onsets of voice, of both engines, as is STRESS."""

STRESS_LENGTH, STRESS_SHARE = 0.075, 0.3
"""The same where a stress mark stands between the two: it is then the mark that holds what is heard as the vowel."""


@dataclass(frozen=True)
class Symbol:
    """One input symbol of the model with its time in seconds; `word` is the index of its word in the sentence, None between words."""

    text: str
    start: float
    end: float
    word: int | None


def symbols(sentence: Sentence, known: Container[str]) -> list[tuple[str, int | None]]:
    """The symbols that a model with the vocabulary `known` is given for a sentence, each with the index of its word."""
    made: list[tuple[str, int | None]] = []
    for i, word in enumerate(sentence.words):
        made.extend((symbol, i) for symbol in word.phonemes if symbol in known)
        if word.space and i + 1 < len(sentence.words):
            made.append((" ", None))
    return made


def stresses(sentence: Sentence, given: list[tuple[str, int | None]]) -> npt.NDArray[np.bool_]:
    """Which symbols belong to stressed words; one more value at each end, for the silence around the sentence."""
    return np.array([False, *(word is not None and sentence.words[word].stressed for _, word in given), False])


def timed(given: list[tuple[str, int | None]], seconds: npt.NDArray[np.floating], leads: float) -> list[Symbol]:
    """Symbols with their times; `seconds` has one more duration at each end, of the silence around the sentence.

    `leads`: seconds by which the sound of a symbol comes before the boundary that the model predicts.
    """
    ends = np.cumsum(seconds) - leads
    return [Symbol(text, float(ends[i]), float(ends[i + 1]), word) for i, (text, word) in enumerate(given)]


def marks(sentence: Sentence, spoken: list[Symbol]) -> list[Mark]:
    """Phoneme and word marks, in the order of time: every label of a phoneme is one symbol of misaki's alphabet; pauses have no mark."""
    phonemes: list[tuple[str, float, float, int]] = []
    lead: float | None = None
    for symbol in spoken:
        if symbol.text in LEADS:
            lead = symbol.start if lead is None else lead
        elif symbol.text in HOLDS and symbol.word is not None and phonemes:
            label, start, _, word = phonemes[-1]
            phonemes[-1] = (label, start, symbol.end, word)
        elif symbol.word is None or symbol.text in PAUSE_SYMBOLS or symbol.text == " ":
            short = symbol.text == " " and symbol.end - symbol.start <= SHORT_GAP
            if short and phonemes and phonemes[-1][2] >= symbol.start - 1e-6:
                label, start, _, word = phonemes[-1]
                phonemes[-1] = (label, start, symbol.end, word)
        else:
            begin = symbol.start if lead is None else lead
            if phonemes and sentence.language == "en" and symbol.text not in CONSONANTS:
                label, start, end, word = phonemes[-1]
                if label in VOICELESS and end == begin:
                    begin -= _voiced_earlier(end - start, symbol.start - begin)
                    phonemes[-1] = (label, start, begin, word)
            phonemes.append((symbol.text, begin, symbol.end, symbol.word))
            lead = None
    made = [Mark("phoneme", label, start, end, sentence.words[word].span) for label, start, end, word in phonemes]
    for index in dict.fromkeys(word for *_, word in phonemes):
        own = [(start, end) for _, start, end, word in phonemes if word == index]
        made.append(Mark("word", sentence.words[index].label, own[0][0], own[-1][1], sentence.words[index].span))
    return made


def _voiced_earlier(consonant: float, stress: float) -> float:
    """How long [s] before its symbol a vowel is heard, after a voiceless consonant and perhaps a stress mark of these lengths [s]."""
    if stress:
        return STRESS_SHARE * max(0.0, stress - STRESS_LENGTH)
    return SHARE * (consonant - OWN_LENGTH) if OWN_LENGTH < consonant < LONGEST else 0.0
