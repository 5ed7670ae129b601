"""A product's facts and offer as its host says them: the model's sentence where it tells a note whole and nothing beside it, else the
note itself."""

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
from yi_core.prompt import SYSTEM, FactSheet, Message, ask_tell
from yi_core.sampling import Sampling

TEMPERATURES = (0.3, 0.5, 0.7)  # of the tries at one note
LONGEST = 56  # tokens
START = {"zh": 2, "en": 9}  # characters in which sentences in a row should not begin alike


@dataclass(frozen=True)
class Teller:
    """Tells the facts of one product in one persona and tone, from its fact sheet."""

    product: Product
    brief: Brief
    model: LanguageModel
    sheet: FactSheet

    def fact(self, index: int, shift: int = 0, before: str = "") -> str:
        """Fact `index` as a sentence, if it can be unlike the start of the sentence `before`; `shift` asks for another. Raises
        ModelError."""
        product, language = self.product, self.brief.voice.language
        note = aloud(index, product, language)
        return self.said(product.facts[index], shift + index * 101, before) or finished(note, language)

    def offer(self, shift: int = 0) -> str:
        """The offer as a sentence, the merchant's own words where the model has none in their order; "" where there is none. Raises
        ModelError."""
        offer, language = self.product.offer, self.brief.voice.language
        said = self.said(offer, shift) if offer else ""
        return said if in_order(said, offer, language) else finished(opening(offer), language)

    def said(self, note: str, shift: int = 0, before: str = "") -> str:
        """A note in a sentence of the model's that tells it whole and nothing beside it; "" where it has none. Raises ModelError."""
        language, found = self.brief.voice.language, ""
        for attempt, temperature in enumerate(TEMPERATURES):
            text = self._asked(note, temperature, shift + attempt * 7)
            if tells(text, note, language):
                found = found or text
                if text[: START[language]] != before[: START[language]]:
                    return text
        return found

    def _asked(self, note: str, temperature: float, shift: int) -> str:
        persona, tone, language = self.brief.persona, self.brief.voice.tone, self.brief.voice.language
        messages: list[Message] = [("system", SYSTEM[language]), ("user", ask_tell(self.sheet, persona, tone, note, language))]
        sampling = Sampling(LONGEST, temperature, self.brief.seed * 1000 + shift, ("\n",), set(DIGITS.findall(note)))
        text = finished(tidy("".join(self.model.stream(messages, sampling)), language), language)
        return calmed(text) if tone in QUIET else text
