"""Product + brief -> a script, line by line: planned, written by the model, verified, written again where it fails."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.trust.check import speakable_points
from livestream.writing.begin import beginnings, greeting, onward, openings, shown, turn
from livestream.writing.complete import complete, read_out
from livestream.writing.compose import compose, join, max_tokens, opened
from livestream.writing.errors import WritingError
from livestream.writing.ground import Ground
from livestream.writing.manners import Opening
from livestream.writing.models import LanguageModel
from livestream.writing.plan import Plan, Slot, ahead, lengthened, make_plan
from livestream.writing.remarks import BODY, exclaimed, remark, toned
from livestream.writing.sheet import all_text, copy_language, fact_sheet, further, spelled_figures, tellable
from livestream.writing.size import measured, pace
from livestream.writing.subjects import kind_of
from livestream.writing.teller import Teller, built
from livestream.writing.translate import Doubt, Translated, localized, translate_copy, translate_product
from livestream.writing.verify import Task, faults, says_name
from livestream.writing.wording import length, never
from voices.types import Language
from yi_core.examples import example
from yi_core.prompt import SYSTEM, FactSheet, Message, ask_script, clean, plan, script_text
from yi_core.sampling import Sampling

__all__ = ["Note", "Writer", "WritingError", "prefill", "rewrite_line", "write_script"]
TEMPERATURES = (0.35, 0.45, 0.5)
TAIL = {"zh": 9, "en": 5}  # characters, words of a tone at the end of a price line and a call: kept free for them
SLACK = 0.05  # of the length asked for: so far words beside the facts may go beyond it
SHORT = 0.7  # of the length asked for: a script below is told to the merchant


@dataclass(frozen=True)
class Note:
    """Something a merchant should know about a script: a point left out, a line that could not be written, a translation made first.

    `message` tells it in the language that is spoken; whoever tells it in another takes the kind, the points `about`, the `part` of a
    line, the `language` translated into, the `field` of a doubtful translation with its `source` and what was `said`, the `claims` of a
    point: (rule of trust.claims, its words), and how many `seconds` a short script lasts.
    """

    kind: Literal["point", "line", "translated", "doubtful", "coverage", "short"]
    message: str
    about: tuple[int, ...] = ()
    part: str = ""
    language: str = ""
    claims: tuple[tuple[str, str], ...] = ()
    seconds: int = 0
    field: str = ""
    source: str = ""
    said: str = ""


def translation_notes(translated: Translated, language: Language) -> Iterator[Note]:
    """That the product's copy was translated first, and what of it the merchant should check; of that only a name is said before."""
    told = _say(language, "商品文案已先译成中文。", "The product's copy was translated into English first.")
    yield Note("translated", told, language=language)
    yield from map(doubt_note, translated.doubts)


def doubt_note(doubt: Doubt) -> Note:
    """That a field of the product is translated in a way the merchant should check; only a name is said before."""
    unsaid = "" if doubt.field == "name" else ", which is not said before"
    message = f"Please check the translation{unsaid}: {doubt.source} -> {doubt.translation}"
    return Note("doubtful", message, field=doubt.field, source=doubt.source, said=doubt.translation)


def write_script(product: Product, brief: Brief, model: LanguageModel) -> Iterator[Line | Note]:
    """Lines in spoken order, each once it is verified, and notes. `about` are indexes of product.facts. Raises ModelError."""
    language = brief.voice.language
    if copy_language(product) != language:
        translated = translate_copy(product, language, model)
        yield from translation_notes(translated, language)
        product = translated.sure
    points, left_out = speakable_points(product, language)
    for key in dict.fromkeys(finding.field for finding in left_out):
        found = [f for f in left_out if f.field == key]
        why = " ".join(f.told(language) for f in found)
        yield Note("point", f"{key}: {why}", (_index(key),), claims=tuple((f.rule, f.quoted) for f in found))
    writer = Writer(product, brief, model, [*points, *further(product, language)])
    lines: list[Line] = []
    for place in itertools.count():
        writer.plan = lengthened(writer.plan, place, measured(lines, language), product, language)
        if place == len(writer.plan.slots):
            break
        slot = writer.plan.slots[place]
        try:
            line = writer.line(slot, lines)
        except WritingError as problem:
            if not slot.about or min(slot.about) < len(product.points):  # what is told beside the points is not missed
                yield Note("line", str(problem), slot.about, part=slot.part)
            continue
        lines.append(line)
        yield line
    if uncovered := [i for i in points if i not in writer.plan.covered]:
        names = "; ".join(product.points[i] for i in uncovered)
        yield Note("coverage", _say(language, f"时长不够，没有讲到：{names}", f"Too short for: {names}"), tuple(uncovered))
        return
    seconds = round(measured(lines, language) / pace(brief))
    if seconds < SHORT * brief.seconds:
        zh, en = f"资料只够讲约{seconds}秒。", f"The facts fill about {seconds} seconds."
        yield Note("short", _say(language, zh, en), seconds=seconds)


def rewrite_line(product: Product, brief: Brief, lines: Sequence[Line], index: int, model: LanguageModel) -> Line:
    """Another line in the place of lines[index], unlike it and its neighbours. Raises WritingError, ModelError."""
    language = brief.voice.language
    product = localized(product, language, partial(translate_product, model=model))
    old = lines[index]
    slots = tuple(Slot(line.part, line.about) for line in lines)
    writer = Writer(product, brief, model, tellable(product, language), slots)
    others = [line for i, line in enumerate(lines) if i != index]
    seed = sum(map(ord, old.text))
    said = any(says_name(line.text, product) for line in others)
    return writer.line(slots[index], list(lines[:index]), shift=seed, others=[*others, old], name_said=said)


def prefill(product: Product, brief: Brief, model: LanguageModel) -> None:
    """Read what a script is written from into the model's cache, when its product is opened, so that it starts at once.

    Nothing is read where the copy has to be translated first. Raises ModelError.
    """
    language = brief.voice.language
    if copy_language(product) == language:
        model.prefill(Writer(product, brief, model, tellable(product, language)).messages)


@dataclass
class Writer:
    """Writes the lines of one script; `told` are the facts that may be spoken (indexes of product.facts), `slots` replace the plan where
    the lines are given."""

    product: Product
    brief: Brief
    model: LanguageModel
    told: list[int]
    slots: tuple[Slot, ...] | None = None
    plan: Plan = field(init=False)
    messages: list[Message] = field(init=False)
    strangers: tuple[str, ...] = field(init=False)
    ground: Ground | None = field(init=False)
    teller: Teller = field(init=False)
    figures: set[str] = field(init=False)
    forbidden: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        language = self.brief.voice.language
        self.ground = None if self.model.obeys else Ground(self.product, language)
        known, self.figures = all_text(self.product), spelled_figures(self.product)
        self.forbidden = tuple(word for word in never(language) if word not in known)
        self.plan = make_plan(self.product, self.brief, self.told, free=self.model.obeys)
        if self.slots:
            self.plan = Plan(self.slots, self.plan.size)
        before, self.strangers = _opening(language, self.brief.persona, self.brief.voice.tone, self.model)
        sheet: FactSheet = fact_sheet(self.product, self.told)
        self.teller = Teller(self.product, self.brief, self.model, sheet)
        numbered = [(s.part, [self.told.index(i) for i in s.about if i in self.told]) for s in self.plan.slots]
        step = 20 if language == "zh" else 10
        size = max(step, round(self.plan.size / step) * step)
        ask = ask_script(sheet, self.brief.persona, self.brief.voice.tone, language, size, plan(numbered))
        self.messages = [*before, ("user", ask)]

    def line(self, slot: Slot, before: list[Line], shift: int = 0, others: Sequence[Line] = (), name_said: bool | None = None) -> Line:
        """One verified line. Raises WritingError when every try failed."""
        language = self.brief.voice.language
        said = any(says_name(line.text, self.product) for line in before) if name_said is None else name_said
        needs_name = not said and slot.part not in ("hook", "pain", "bridge")
        later = [i for s in self.plan.slots[self.plan.slots.index(slot) + 1 :] for i in s.about if i not in slot.about]
        task = Task(self.product, language, slot, others or before, self.strangers, needs_name, later, self.ground)
        opening = turn(slot, self.product, self.brief, before, task.before) if self.ground else ""
        if self.ground and slot.part == "hook":
            text = self._opened(task, slot, shift)
            if slot.about and not text:  # the fact is told by a line of its own
                self.plan = replace(self.plan, slots=(Slot("hook"), Slot("point", slot.about), *self.plan.slots[1:]))
                slot = Slot("hook")
        else:
            text = self._told(task, slot, opening, shift) if self.ground and self.model.tuned and slot.about else ""
        text = text or self._composed(task, slot, opening, before, shift, needs_name)
        text = join(text, self._beside(slot, text, before, task.before), language)
        return Line(slot.part, exclaimed(text, slot.part, self.brief) if self.ground else text, slot.about)

    def _opened(self, task: Task, slot: Slot, shift: int) -> str:
        """A small model's hook: authored words, around the fact that it tells where it has one; "" where none may be said."""
        fact, ways = "", list[Opening]([self.plan.opening, "ask"])
        if slot.about:
            fact = self._told(task, slot, "", shift) if self.model.tuned else read_out(slot, task)
            ways = ["clue" if min(slot.about) < len(self.product.points) else "story"] if fact else []
        if self.plan.need is not None:
            fact = self.product.facts[self.plan.need]
        brisk = self._room(slot, []) < 0
        hooks = (words for way in ways for words in openings(way, fact, self.product, self.brief, task.before, brisk))
        return next((words for words in hooks if not faults(words, task)), "")

    def _told(self, task: Task, slot: Slot, opening: str, shift: int) -> str:
        """The line of a small model that has learned to tell facts: each in a sentence that tells it and no more; "" where it cannot be
        said so."""
        language, sentences = self.brief.voice.language, list[str]()
        frames = [built(line.text, language) for line in task.before if line.part in BODY]
        for index in slot.about:
            sentences.append(self.teller.fact(index, shift, frames))
            frames.append(built(sentences[-1], language))
        joined = (" " if language == "en" else "").join(sentences)
        text = read_out(slot, task) if faults(joined, task) else joined
        if not text or not opening or (language == "zh" and text[:2] in opening):  # not 尺寸，我们直说，尺寸是
            return text
        return opened(opening, text, self.product, language)

    def _composed(self, task: Task, slot: Slot, opening: str, before: list[Line], shift: int, needs_name: bool) -> str:
        """The line as the model writes it, with what it must tell. Raises WritingError when every try failed."""
        language = self.brief.voice.language

        def stream(begin: str, attempt: int, reasons: Sequence[str]) -> Iterator[str]:
            return self._stream(slot, before, opened(opening, begin, self.product, language), attempt, shift, reasons)

        given = beginnings(slot, self.product, self.brief, needs_name, task.before)
        text, reasons = compose(task, stream, given, self.plan.share, begin=slot.part == "offer" and not self.model.tuned)
        if not text:
            what = _say(language, f"“{slot.part}”一句没有写成", f"The {slot.part} line could not be written")
            raise WritingError(f"{what}: {'; '.join(reasons)}")
        if self.ground and slot.part == "hook":
            if text.startswith(tuple(given)):
                opening = greeting(self.product, self.brief)
            if not says_name(text, self.product):
                named = [join(text, words, language) for words in given if says_name(words, self.product)]
                text = next((words for words in named if not faults(words, task)), named[-1])
        offered = self.teller.offer(shift) if slot.part == "offer" and self.ground and self.model.tuned else ""
        text = complete(text, slot, task, offered)
        return text if shown(text, language) else opened(opening, text, self.product, language)

    def _beside(self, slot: Slot, text: str, before: Sequence[Line], others: Sequence[Line]) -> str:
        """What a small model's line ends with beside its facts, where every point is told and, before the offer, there is time for it."""
        points, language = {i for i in self.told if i < len(self.product.points)}, self.brief.voice.language
        if self.ground is None or not points <= self.plan.covered:
            return ""
        place, facts = sum(line.part in BODY for line in before), [self.product.facts[i] for i in slot.about]
        chosen_by = others or [Line(slot.part, text)]  # scripts that open differently go on differently
        room = self._room(slot, before, text)
        if slot.part == "offer" and self.plan.slots[-2:-1] != (slot,):  # the goods are not told to the end
            return onward(self.brief)
        if slot.part not in BODY:
            return toned(slot.part, self.brief, chosen_by, room)
        kind = kind_of(slot.about[-1], self.product, language) if slot.about else "use"
        words = remark(facts, kind, place, self.brief, others)
        return words if length(words, language) <= room else ""

    def _room(self, slot: Slot, before: Sequence[Line], text: str = "") -> float:
        """What a script may say beside its facts in the line of a slot that says `text`, or is still to come, after `before` lines, so that
        there is time for those behind it and for what the tone adds to them; negative where it is too long already."""
        language, place = self.brief.voice.language, self.plan.slots.index(slot)
        slots = self.plan.slots[place + bool(text) :]
        tails = TAIL[language] * sum(other.part in ("offer", "close") for other in self.plan.slots[place + 1 :])
        said = measured(before, language) + length(text, language)
        return (1 + SLACK) * self.plan.size - said - ahead(slots, self.product, language) - tails

    def _stream(self, slot: Slot, before: list[Line], begin: str, attempt: int, shift: int, reasons: Sequence[str]) -> Iterator[str]:
        read = [*before[:1], *before[1:][-1:]] if self.ground else before  # the facts between are told apart from the script
        written = script_text([(line.part, clean(line.text)) for line in read])
        line = f"[{slot.part}]" + (f" {clean(begin)}" if begin else "")
        messages = [*self.messages, ("assistant", f"{written}\n{line}" if written else line)]
        if reasons and self.model.obeys:
            who, ask = self.messages[-1]
            messages[-2] = (who, f"{ask}\n({'; '.join(reasons)})")
        seed = self.brief.seed * 1000 + shift + attempt * 7 + len(before) * 101
        temperature = TEMPERATURES[attempt % len(TEMPERATURES)]
        most = max_tokens(slot.part, self.ground is not None)
        return self.model.stream(messages, Sampling(most, temperature, seed, ("\n",), self.figures, forbidden=self.forbidden))


def _opening(language: Language, persona: str, tone: str, model: LanguageModel) -> tuple[list[Message], tuple[str, ...]]:
    """What stands before the facts, and the names in it that must not leak: an example only for a model that does not know the format."""
    system: list[Message] = [("system", SYSTEM[language])]
    if model.tuned:
        return system, ()
    shown = example(persona, tone, language)
    return [*system, *shown.script], shown.names


def _index(field_name: str) -> int:
    match = re.search(r"\d+", field_name)
    return int(match.group()) if match else 0


def _say(language: Language, zh: str, en: str) -> str:
    return zh if language == "zh" else en
