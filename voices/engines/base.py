"""What all synthesisers share: front end, tone, trimming, mastering and pauses; an engine only renders one sentence."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from voices import mastering
from voices.frontend.prepare import sentences
from voices.frontend.words import Ending, Sentence
from voices.own import PREFIX
from voices.speech_cache import code_version, key_of, moved, quantised, speech_cache
from voices.timing import Symbol, marks
from voices.tones import TABLE, ToneRow
from voices.types import PLAIN, Delivery, Language, Mark, Speech, VoiceChoice, VoiceError

Floats = npt.NDArray[np.float32]

PAUSES: dict[Ending, float] = {"clause": 0.16, "statement": 0.34, "exclamation": 0.30, "question": 0.38, "ellipsis": 0.48}
"""Seconds of breath after a sentence, before the tone's factor."""

LEAD, TAIL = 0.03, 0.06
_GREETINGS: dict[Language, str] = {"zh": "你好。", "en": "Hello."}
_SILENCE_DB = -46.0


@dataclass(frozen=True)
class Raw:
    """A sentence as the model gives it: mono samples at `rate` Hz and the times of its symbols (None where the model tells none)."""

    samples: Floats
    rate: int
    timed: list[Symbol] | None = None


def sounding(samples: Floats, rate: int) -> tuple[int, int]:
    """First and last + 1 sample of what is louder than 46 dB below the peak, in steps of 5 ms, with a little air around it."""
    step = max(1, rate // 200)
    peaks = np.maximum.reduceat(np.abs(samples), np.arange(0, len(samples), step)) if len(samples) else np.zeros(0, np.float32)
    loud = np.flatnonzero(peaks > (peaks.max() if len(peaks) else 0.0) * 10 ** (_SILENCE_DB / 20))
    if not len(loud):
        return 0, len(samples)
    return max(0, int(loud[0]) * step - int(LEAD * rate)), min(len(samples), int(loud[-1] + 1) * step + int(TAIL * rate))


class SentenceEngine(ABC):
    """An engine of `voices.types.Engine` that renders sentence by sentence."""

    name: str
    clones = False

    @abstractmethod
    def render(self, sentence: Sentence, voice: VoiceChoice, tone: ToneRow) -> Raw:
        """One sentence, unmastered. Raises VoiceError."""

    @abstractmethod
    def version(self, voice: VoiceChoice) -> str:
        """Names the model, its version and the speaker's data: speech of another version is not taken from the cache. Raises VoiceError."""

    def warm(self, voice: VoiceChoice) -> None:
        """Load what this voice needs, so that the first sentence comes at once: a word is spoken, past the cache. Raises VoiceError."""
        text, tone = _GREETINGS[voice.language], TABLE[voice.tone]
        for sentence in sentences(text, voice.language):
            self._finish(self.render(sentence, voice, tone), sentence, text, tone)

    def speak(self, text: str, voice: VoiceChoice, delivery: Delivery = PLAIN) -> Iterator[Speech]:
        """The line sentence by sentence (a long opening sentence by clauses), mastered, each with its pause after it."""
        if not 0.4 <= voice.speed <= 2.5:
            raise VoiceError(f"speed {voice.speed:g} is out of range: give a value from 0.4 to 2.5 (1 is the voice's own pace)")
        if PREFIX in (voice.speaker or "") and not self.clones:
            raise VoiceError(f"the {self.name} voice cannot speak in an own voice; a coqui model that clones (XTTS) can")
        tone = TABLE[voice.tone].shifted(delivery.shift)
        for sentence in sentences(text, voice.language, delivery):
            yield self._kept(sentence, text, voice, tone)

    def _kept(self, sentence: Sentence, text: str, voice: VoiceChoice, tone: ToneRow) -> Speech:
        """A sentence from the cache, or spoken now and kept."""
        cache = None if PREFIX in (voice.speaker or "") else speech_cache()
        if cache is None:
            return self._finish(self.render(sentence, voice, tone), sentence, text, tone)
        first, last = sentence.span
        words = [(w.label, w.phonemes, w.space, w.span and (w.span[0] - first, w.span[1] - first), w.stressed) for w in sentence.words]
        key = key_of(
            {"engine": self.name, "version": self.version(voice), "code": code_version(), "voice": asdict(voice), "tone": asdict(tone),
             "words": words, "ending": sentence.ending, "spoken": sentence.spoken, "shown": text[first:last]}
        )  # fmt: skip
        if speech := cache.get(key):
            return moved(speech, first)
        speech = self._finish(self.render(sentence, voice, tone), sentence, text, tone)
        cache.put(key, moved(speech, -first))
        return speech

    def _finish(self, raw: Raw, sentence: Sentence, text: str, tone: ToneRow) -> Speech:
        first, last = sounding(raw.samples, raw.rate)
        found: list[Mark] = []
        if raw.timed:
            found = marks(sentence, raw.timed)
            first = max(0, min(first, int(found[0].start * raw.rate)))
        sound = raw.samples[first:last]
        if not len(sound) or float(np.abs(sound).max()) < 1e-4:
            raise VoiceError(f"the {self.name} voice gave no sound for {sentence.spoken[:40]!r}; try another voice or check its model")
        shift, spoken = first / raw.rate, len(sound) / raw.rate
        mastered = mastering.master(sound, raw.rate, tone)
        pause = np.zeros(round(PAUSES[sentence.ending] * tone.pauses * mastering.RATE), np.float32)
        shown = text[sentence.span[0] : sentence.span[1]]
        placed = [Mark(m.kind, m.label, max(0.0, m.start - shift), min(spoken, m.end - shift), m.span) for m in found]
        whole = Mark("sentence", shown, placed[0].start if placed else 0.0, max(m.end for m in placed) if placed else spoken, sentence.span)
        return Speech(quantised(np.concatenate([mastered, pause])), mastering.RATE, tuple(sorted([whole, *placed], key=_order)), shown)


def _order(mark: Mark) -> tuple[float, int]:
    return mark.start, ("sentence", "word", "phoneme").index(mark.kind)
