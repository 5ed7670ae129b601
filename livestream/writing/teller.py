"""A product's facts and offer as its host says them: the model's sentence where it tells a note whole and nothing beside it, else the
note itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.writing.models import LanguageModel
from livestream.writing.remarks import QUIET
from livestream.writing.sentences import opening
from livestream.writing.sheet import aloud
from livestream.writing.telling import in_order, tells
from livestream.writing.tidy import calmed, finished, tidy
from livestream.writing.wording import DIGITS
from voices.types import Language
from yi_core.prompt import SYSTEM, FactSheet, Message, ask_tell
from yi_core.sampling import Sampling

TEMPERATURES = (0.3, 0.5, 0.7)  # of the tries at one note
LONGEST = 56  # tokens
FRAMES: dict[Language, dict[str, re.Pattern[str]]] = {  # how sentences on facts are mostly built
    "zh": {
        "是的": re.compile("是[^，。！]*的(?=[，。！]|$)"),
        "它": re.compile("(?:^|[，。！：？])它"),
        "有": re.compile("(?:^|[，。！：？])[^，。！：？]{0,4}(?<!没)有"),
    },
    "en": {
        "is": re.compile(r"(?i)\b(?:it's|it is|they're|they are|this is)\b(?! got\b)"),
        "there": re.compile(r"(?i)\bthere(?:'s| is| are)\b"),
        "has": re.compile(r"(?i)\b(?:(?:it|they) (?:has|have|comes?)|it's got|they've got|you've got|you get)\b"),
    },
}


@dataclass(frozen=True)
class Teller:
    """Tells the facts of one product in one persona and tone, from its fact sheet."""

    product: Product
    brief: Brief
    model: LanguageModel
    sheet: FactSheet

    def fact(self, index: int, shift: int = 0, before: Sequence[frozenset[str]] = ()) -> str:
        """Fact `index` as a sentence, built unlike both of the last two of those `before` if it can be; `shift` asks for another. Raises
        ModelError."""
        product, language = self.product, self.brief.voice.language
        note = finished(aloud(index, product, language), language)
        said = self.said(product.facts[index], shift + index * 101, before)
        return said if said and (_fresh(said, before, language) or not _fresh(note, before, language)) else note

    def offer(self, shift: int = 0) -> str:
        """The offer as a sentence, the merchant's own words where the model has none in their order; "" where there is none. Raises
        ModelError."""
        offer, language = self.product.offer, self.brief.voice.language
        said = self.said(offer, shift) if offer else ""
        return said if in_order(said, offer, language) else finished(opening(offer), language)

    def said(self, note: str, shift: int = 0, before: Sequence[frozenset[str]] = ()) -> str:
        """A note in a sentence of the model's that tells it whole and nothing beside it; "" where it has none. Raises ModelError."""
        language, found = self.brief.voice.language, ""
        for attempt, temperature in enumerate(TEMPERATURES):
            text = self._asked(note, temperature, shift + attempt * 7)
            if tells(text, note, language):
                if _fresh(text, before, language):
                    return text
                found = found or text
        return found

    def _asked(self, note: str, temperature: float, shift: int) -> str:
        persona, tone, language = self.brief.persona, self.brief.voice.tone, self.brief.voice.language
        messages: list[Message] = [("system", SYSTEM[language]), ("user", ask_tell(self.sheet, persona, tone, note, language))]
        sampling = Sampling(LONGEST, temperature, self.brief.seed * 1000 + shift, ("\n",), set(DIGITS.findall(note)))
        text = finished(tidy("".join(self.model.stream(messages, sampling)), language), language)
        return calmed(text) if tone in QUIET else text


def built(text: str, language: Language) -> frozenset[str]:
    """How the sentences of a text are built, of the ways that are heard too often."""
    return frozenset(name for name, frame in FRAMES[language].items() if frame.search(text))


def _fresh(text: str, before: Sequence[frozenset[str]], language: Language) -> bool:
    """Whether a text is not built like both of the last two."""
    return len(before) < 2 or not built(text, language) & before[-1] & before[-2]
