"""A line that stands, said another way: shorter, longer, or in another tone. It goes on telling what it told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, get_args

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.writing.compose import FAITHFUL, join, opened
from livestream.writing.errors import WritingError
from livestream.writing.ground import GOODS, Ground, clauses
from livestream.writing.models import LanguageModel
from livestream.writing.plan import Slot
from livestream.writing.remarks import BODY, QUIET, aside, exclaimed, meaning, openers, question, tone_words
from livestream.writing.sheet import all_text, fact_sheet, spelled_figures, tellable
from livestream.writing.teller import Teller
from livestream.writing.tidy import calmed, finished, tidy
from livestream.writing.translate import localized, translate_product
from livestream.writing.verify import Task, faults, says_name
from livestream.writing.wording import DENIAL, DIGITS, asks, call_pattern, keywords, length, letters, never, restates, sentences, told
from voices.types import TONES, Tone
from yi_core.prompt import SYSTEM, ask_rewrite
from yi_core.sampling import Sampling

Length = Literal["shorter", "longer"]
Way = Literal[Length, Tone]
LENGTHS: tuple[Length, ...] = get_args(Length)
WAYS: tuple[Way, ...] = (*LENGTHS, *TONES)
TEMPERATURES = (0.2, 0.4)  # one try each
MAX_TOKENS = 110  # of a line that may be longer than a usual one
LESS, MORE = 0.9, 1.15  # of the line's length: a shorter one at most, a longer one at least
Draft = tuple[str, str]
"""A text, and what of it is authored."""


def reword(product: Product, brief: Brief, lines: Sequence[Line], index: int, way: Way, model: LanguageModel) -> Line:
    """lines[index] said another way: the first draft that holds. Raises WritingError where none does, ModelError."""
    language = brief.voice.language
    product = localized(product, language, partial(translate_product, model=model))
    asked = Rewording(product, brief, lines, index, way, model)
    for text, authored in asked.drafts():
        line = asked.line(text)
        if not asked.wrong(line, authored):
            return line
    raise WritingError(f"no words were found that say the {lines[index].part} line {way} and hold")


@dataclass
class Rewording:
    """One line of a script and the way it is to be said.

    What a small model adds to a line is often odd or untrue: of its drafts, clauses may stand that tell the facts in their own words or
    stand in the old line word for word. Beside them such a line has authored words.
    """

    product: Product
    given: Brief
    lines: Sequence[Line]
    index: int
    way: Way
    model: LanguageModel
    old: Line = field(init=False)
    brief: Brief = field(init=False)  # in the tone that is asked for
    task: Task = field(init=False)
    facts: list[int] = field(init=False)  # what the sheet tells
    spare: list[int] = field(init=False)  # what of it no line tells

    def __post_init__(self) -> None:
        voice = self.given.voice
        self.old = self.lines[self.index]
        self.brief = replace(self.given, voice=replace(voice, tone=self.way)) if self.way in TONES else self.given
        self.facts = tellable(self.product, voice.language)
        told = {i for line in self.lines for i in line.about}
        self.spare = [i for i in self.facts if i not in told] if self.way == "longer" and self.old.part in BODY else []
        self.task = Task(
            self.product,
            voice.language,
            Slot(self.old.part, self.old.about),
            [line for i, line in enumerate(self.lines) if i != self.index],
            needs_name=says_name(self.old.text, self.product),
            later=sorted(told - set(self.old.about)),
            ground=None if self.model.obeys else Ground(self.product, voice.language),
        )

    def drafts(self) -> Iterator[Draft]:
        """The model's; then, beside a small one, the old line without what tells nothing or with words that are authored.

        A small one is not asked for what it would have to invent: more words, or those of a tone.
        """
        if self.task.ground is None or self.way == "shorter":
            yield from ((text, "") for text in self._written())
        if self.task.ground and self.way == "shorter":
            yield self._core(), ""
        elif self.task.ground:
            yield from self._continued() if self.way == "longer" else self._toned()

    def line(self, text: str) -> Line:
        """A draft as a line, about what it tells beside the old one's facts as well."""
        more = [i for i in self.spare if told(text, self.product.facts[i], self.task.language) >= FAITHFUL]
        return Line(self.old.part, text, (*self.old.about, *more))

    def wrong(self, line: Line, authored: str = "") -> list[str]:
        """Why a line may not stand in the place of the old one."""
        task = replace(self.task, slot=Slot(line.part, line.about))
        found = [*faults(line.text, task), *self._size(line.text), *self._lost(line.text)]
        return [*found, *self._invented(line, authored)] if task.ground else found

    def _size(self, text: str) -> list[str]:
        was, size = (length(words, self.task.language) for words in (self.old.text, text))
        if self.way == "shorter":
            return [] if size <= LESS * was else ["say less"]
        if self.way == "longer":
            return [] if size >= MORE * was else ["say more"]
        return [] if letters(text) != letters(self.old.text) else ["say it in other words"]

    def _lost(self, text: str) -> list[str]:
        """What the old line told and `text` does not: a fact, the offer, a figure."""
        product, language, figures = self.product, self.task.language, set(DIGITS.findall(text))
        due = dict.fromkeys((product.facts[i] for i in self.old.about), FAITHFUL) | {product.offer: 1.0}
        lost = [fact for fact, share in due.items() if told(text, fact, language) < min(share, told(self.old.text, fact, language))]
        return [f"say “{words}”" for words in (*lost, *(n for n in DIGITS.findall(self.old.text) if n not in figures))]

    def _invented(self, line: Line, authored: str) -> list[str]:
        """Clauses that neither tell the facts in their own words nor stand in the old line or what is authored word for word."""
        language, facts = self.task.language, " ".join(self.product.facts[i] for i in line.about)
        known = letters(f"{self.old.text}{authored}")
        parts = self._clauses(line.text)
        added = [clause for clause in parts if letters(clause) not in known]
        odd = [clause for clause in added if not self._tells(clause)]
        if added and not odd and line.part in BODY:
            telling = "".join(filter(self._tells, parts)).replace(self.product.name, "")
            denied = len(DENIAL.findall(telling)) == len(DENIAL.findall(facts))
            odd = [] if denied and restates(telling, facts, self.product.name, language) else added
        return [f"nothing but the facts, not “{clause.strip()}”" for clause in odd]

    def _clauses(self, text: str) -> list[str]:
        language = self.task.language
        return [clause for sentence in sentences(text, language) for clause in clauses(sentence, language)]

    def _tells(self, clause: str) -> bool:
        """Whether a clause tells of the goods, and nothing that the facts do not bear."""
        ground, part = self.task.ground, self.old.part
        if ground is None or asks(clause):
            return False
        if part in GOODS:
            return bool(ground.keep(clause, part, said=self.product.name))
        language, known = self.task.language, f"{self.product.name}\n{self.old.text}"
        return says_name(clause, self.product) and keywords(clause, language) <= keywords(known, language)

    def _written(self) -> Iterator[str]:
        """What the model says, a try at each temperature."""
        language, product = self.task.language, self.product
        ask = ask_rewrite(fact_sheet(product, self.facts), self.brief.persona, self.way, self.old.text, language)
        forbidden = tuple(word for word in never(language) if word not in all_text(product))
        seed = self.brief.seed * 1000 + sum(map(ord, self.old.text))
        for attempt, temperature in enumerate(TEMPERATURES):
            sampling = Sampling(MAX_TOKENS, temperature, seed + attempt, ("\n",), spelled_figures(product), forbidden=forbidden)
            said = "".join(self.model.stream([("system", SYSTEM[language]), ("user", ask)], sampling))
            yield finished(tidy(said, language), language)

    def _core(self) -> str:
        """The old line without the clauses that tell nothing."""
        language, core = self.task.language, ""
        calls = call_pattern(language) if self.old.part == "close" else None
        for sentence in sentences(self.old.text, language):
            kept = "".join(c for c in clauses(sentence, language) if self._tells(c) or (calls and calls.search(c))).strip()
            core = join(core, finished(kept[:1].upper() + kept[1:], language), language)
        return core

    def _continued(self) -> Iterator[Draft]:
        """The old line and a fact that no line tells; or, before a hook and after other lines, words that fit."""
        product, language = self.product, self.task.language
        for index in self.spare:
            words = self._teller().fact(index)
            yield join(self.old.text, words, language), words
        for words in filter(None, self._beside()):
            first, then = (words, self.old.text) if self.old.part == "hook" else (self.old.text, words)
            yield (opened(first, then, product, language) if self.old.part == "hook" else join(first, then, language)), words

    def _beside(self) -> Iterator[str]:
        """Words that may stand beside what the old line tells."""
        brief, facts = self.brief, [self.product.facts[i] for i in self.old.about]
        if self.old.part == "hook":
            asked = "?" in self.old.text or "？" in self.old.text
            yield from () if asked else openers(self.product, brief, self.lines)
            return
        if facts:
            yield from (meaning(fact, brief, self.lines) for fact in facts)
            yield "" if brief.voice.tone in QUIET else question(facts[-1], brief, self.lines)
            yield aside(brief, self.lines)
        yield from self._of_tone()

    def _toned(self) -> Iterator[Draft]:
        """What the old line tells, on the goods anew in the tone, with words of the tone."""
        language, core = self.task.language, calmed(self._core())
        if self.old.part in BODY and self.model.tuned:
            core = (" " if language == "en" else "").join(map(self._teller().fact, self.old.about))
        for words in self._of_tone() if core else ():
            yield exclaimed(join(core, words, language), self.old.part, self.brief), f"{core}{words}"

    def _of_tone(self) -> list[str]:
        """What a tone has for the part that no line says yet."""
        return tone_words("fact" if self.old.part in BODY else self.old.part, self.brief, self.lines)

    def _teller(self) -> Teller:
        return Teller(self.product, self.brief, self.model, fact_sheet(self.product, self.facts))
