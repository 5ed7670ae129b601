"""Product copy and scripts between Chinese and English, line by line; figures and names must come out unchanged."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from livestream.catalog.models import Product
from livestream.catalog.money import SYMBOLS
from livestream.catalog.product import KEYS
from livestream.catalog.text import other_language
from livestream.catalog.values import Line
from livestream.trust.figures import figures
from livestream.trust.numerals import EN_SMALL
from livestream.writing.doubt import Heard
from livestream.writing.errors import TranslationError
from livestream.writing.memory import Pair, near
from livestream.writing.mistranslated import mistranslated
from livestream.writing.models import LanguageModel
from livestream.writing.sheet import copy_language
from livestream.writing.tidy import finished, tidy
from livestream.writing.wording import CJK, DIGITS, LATIN
from voices.types import Language
from yi_core.prompt import Message, ask_translation
from yi_core.sampling import Sampling

TRIES = ((0.0, False), (0.4, False), (0.0, True), (0.4, True))  # temperature; whether the text is asked for alone
SHOWN = 16  # pairs of the memory that a product's copy is translated beside
UNSURE = -0.85  # mean log-probability (nats) below which a translation is to be checked; as measured (docs/benchmarks.md)
SPELLED = 12  # up to which copy writes numbers in English words
_WORD: dict[Language, dict[str, str]] = {
    "zh": {"CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑"},
    "en": {"CNY": "yuan", "USD": "dollars", "EUR": "euros", "GBP": "pounds"},
}
_NAMED: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?P<number>\d+(?:\.\d+)?)\s?(?:美元|美金|欧元|英镑|元|块钱|块)"),
    "en": re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?:yuan|rmb|dollars?|bucks?|euros?)\b", re.IGNORECASE),
}
_UNIT = re.compile(r"(?<=\d)\s?(?:[mc]?m|k?g|ml|L|k?W|V|Hz|mAh|GB|°?C)(?![A-Za-z])|(?<=\d) ?x ?(?=\d)|(?<=m) x (?=\d)")
_SIGNED = re.compile(r"(?:US)?[$¥€£]\s?(?P<number>\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Doubt:
    """A translation that the merchant should check: the product's field, its text, and what became of it."""

    field: str
    source: str
    translation: str


@dataclass(frozen=True)
class Translated:
    """A product's copy in another language, and what in it is doubtful."""

    product: Product
    doubts: tuple[Doubt, ...]

    @property
    def sure(self) -> Product:
        """The copy without what is doubtful, which nobody should hear before it is checked; only a name must stay. Points and story keep
        their places, so that indexes of facts mean what they meant."""

        def kept(field: str, text: str) -> str:
            return "" if any((doubt.field, doubt.translation) == (field, text) for doubt in self.doubts) else text

        whole = self.product
        data = {key: getattr(whole, key) for key in KEYS} | {
            "points": [kept("points", point) for point in whole.points],
            "offer": kept("offer", whole.offer),
            "audience": kept("audience", whole.audience),
            "story": [kept("story", fact) for fact in whole.story],
            "specs": {key: value for key, value in whole.specs.items() if kept("specs", key) and kept("specs", value)},
        }
        return Product(**data)


def translate_product(product: Product, to: Language, model: LanguageModel, seed: int = 1) -> Product:
    """A new product with its copy in `to`, as far as it may be said unread. Raises TranslationError."""
    return translate_copy(product, to, model, seed).sure


def translate_copy(product: Product, to: Language, model: LanguageModel, seed: int = 1) -> Translated:
    """A new product with its copy in `to` (name, points, offer, audience, story, specs), all else as it is, and what is doubtful in it.
    Raises TranslationError."""
    specs = [text for spec in product.specs.items() for text in spec]
    talk = Talk([product.name, *product.points, product.offer, product.audience, *product.story, *specs], to, model, seed)
    doubts: list[Doubt] = []

    def text(field: str, value: str) -> str:
        said, sure = talk.translated(value) if value else ("", True)
        if not sure or (field == "offer" and said != value and not model.obeys):  # a turned condition is a false promise
            doubts.append(Doubt(field, value, said))
        return said

    data = {key: getattr(product, key) for key in KEYS}
    data |= {
        "name": text("name", product.name),
        "points": [text("points", point) for point in product.points],
        "offer": text("offer", product.offer),
        "audience": text("audience", product.audience),
        "story": [text("story", fact) for fact in product.story],
        "specs": {text("specs", key): text("specs", value) for key, value in product.specs.items()},
        "language": to,
    }
    return Translated(Product(**data), tuple(doubts))


def localized(product: Product, to: Language, translate: Callable[[Product, Language], Product]) -> Product:
    """The product with its copy in `to`: itself, or what `translate` makes of it."""
    return product if copy_language(product) == to else translate(product, to)


def translate_lines(lines: Sequence[Line], to: Language, model: LanguageModel, product: Product | None = None, seed: int = 1) -> list[Line]:
    """The same lines in `to`. `product` (in the other language) gives its name one translation throughout. Raises TranslationError."""
    named = [product.name] if product else []
    talk = Talk([*named, *(line.text for line in lines)], to, model, seed)
    for name in named:
        talk.translated(name)
    return [replace(line, text=talk.translated(line.text)[0]) for line in lines]


def translate_text(text: str, to: Language, model: LanguageModel, seed: int = 1) -> str:
    """One line in `to`. Raises TranslationError."""
    return Talk([text], to, model, seed).translated(text)[0]


class Talk:
    """One conversation with the model in which texts that belong together are translated one after another: it sees what they are about,
    how copy like theirs was translated (memory.py), and what it said of those before. The first text is the name of the rest."""

    def __init__(self, texts: Sequence[str], to: Language, model: LanguageModel, seed: int = 1) -> None:
        self.name, self.to, self.model, self.seed = next(iter(texts), ""), to, model, seed
        self.source = other_language(to)
        self.waiting = [text for text in texts if not in_language(text, to)]
        self.shown = near(self.waiting, to, SHOWN)
        self.done: list[Pair] = []

    def translated(self, text: str) -> tuple[str, bool]:
        """The next text's translation, and whether that may stand unread: the model was sure of it at once, and nothing in it looked
        mistranslated. Raises TranslationError."""
        if in_language(text, self.to):
            return text, True
        self.waiting = self.waiting[1:]
        tries: list[tuple[bool, float, str]] = []
        for attempt, (temperature, alone) in enumerate(TRIES):
            heard = self._heard(self._alone(text) if alone else self._together(text), text, temperature, self.seed * 100 + attempt)
            out = self._tidied(text, heard.text)
            if self._same(text, out):
                sure = heard.mean() >= UNSURE and not mistranslated(text, out, self.to)
                tries.append((sure, heard.mean(), out))
                if sure:
                    break
        if not tries:
            raise TranslationError(f"“{text}” could not be translated with its figures and names unchanged; translate it by hand")
        *_, best = max(tries)
        self.done.append((text, best))
        return best, sure and attempt == 0

    def _heard(self, turns: Sequence[Message], text: str, temperature: float, seed: int) -> Heard:
        allowed = set(re.findall(r"[$¥€£]?\d[\d,]*(?:\.\d+)?", text)) if self.to == "en" else None
        sampling = Sampling(40 + 2 * len(text), temperature, seed, ("\n",), allowed, latin=self.to == "en", every_expert=True)
        heard = Heard()
        for piece in self.model.stream(turns, sampling):
            heard.hear(piece)
        return heard

    def _together(self, text: str) -> list[Message]:
        """What is shown, then the texts. A model that knows the format gets all of them and goes on with the next, as it was trained: what
        it has read stays read. Another would begin anew with the first, and is asked for one at a time."""
        if self.model.tuned:
            whole = [*(a for a, _ in self.done), text, *self.waiting]
            return self._turns(self.shown, [(whole, "".join(f"{b}\n" for _, b in self.done))])
        return self._turns(self.shown, [*(([a], b) for a, b in self.done), ([text], None)])

    def _alone(self, text: str) -> list[Message]:
        """Without the texts around it, of which the model may have told another."""
        named = [(a, b) for a, b in self.done if a == self.name and a in text]
        return self._turns([*near([text], self.to, SHOWN), *named], [([text], None)])

    def _turns(self, shown: Sequence[Pair], parts: Sequence[tuple[Sequence[str], str | None]]) -> list[Message]:
        turns: list[Message] = ask_translation([], self.to)[:1]
        first = [([a for a, _ in shown], "\n".join(b for _, b in shown))] if shown else []
        for texts, answer in (*first, *parts):
            turns += ask_translation(texts, self.to)[1:]
            if answer is not None:
                turns.append(("assistant", answer))
        return turns

    def _tidied(self, text: str, said: str) -> str:
        out = _in_money_of(text, self.source, tidy(said, self.to), self.to)
        return finished(out, self.to) if re.search(r"[。.!?！？]$", text) else out.rstrip("。.")

    def _same(self, text: str, out: str) -> bool:
        """Whether it is in the language, with the figures of the text, and the name as it was translated (枕芯 is no 枕)."""
        whole = self.name in text and len(text) > len(self.name) + 1
        named = all(b.lower() in out.lower() for a, b in self.done if whole and a == self.name)
        return named and in_language(out, self.to) and _same_figures(text, self.source, out, self.to)


def in_language(text: str, language: Language) -> bool:
    """Whether a text is in a language; texts of figures, metric units and signs alone are in both."""
    if language == "en":
        return not CJK.search(text)
    return bool(CJK.search(text)) or not LATIN.search(_UNIT.sub(" ", text))


def _in_money_of(text: str, source: Language, out: str, to: Language) -> str:
    """A translation with its money in the currency of the text: 元 are yuan, never dollars."""
    paid = [figure for figure in figures(text, source) if figure.dimension.startswith("money ")]
    amounts = {figure.value for figure in paid}
    codes = [code for code in SYMBOLS if f"money {code}" in {figure.dimension for figure in paid}]
    if len(codes) != 1:
        return out
    code, gap = codes[0], "" if to == "zh" else " "

    def kept(before: str, after: str) -> Callable[[re.Match[str]], str]:
        """Only what is money in the text: 6块 may be six bars."""
        return lambda found: f"{before}{found['number']}{after}" if Decimal(found["number"]) in amounts else found.group()

    return _SIGNED.sub(kept(SYMBOLS[code], ""), _NAMED[to].sub(kept("", gap + _WORD[to][code]), out))


def _same_figures(text: str, source: Language, out: str, to: Language) -> bool:
    """Every figure stays, in digits or English words (a single thing needs none), and none appears that was not there."""
    before, after = _digits(text), _digits(out)
    if before == after:
        return True
    spelled = [sorted(n for n in [*digits, *_spelled(t)] if n != "1") for digits, t in ((before, text), (after, out))]
    return spelled[0] == spelled[1] or sorted(f.value for f in figures(text, source)) == sorted(f.value for f in figures(out, to))


def _digits(text: str) -> list[str]:
    return sorted(DIGITS.findall(text.replace(",", "")))


def _spelled(text: str) -> list[str]:
    return [str(EN_SMALL[word]) for word in LATIN.findall(text.lower()) if EN_SMALL.get(word, SPELLED + 1) <= SPELLED]
