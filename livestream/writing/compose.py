"""One line from a model's stream, sentence by sentence: what holds is kept, what fails is written again from there."""

import re
from collections.abc import Callable, Generator, Iterator, Sequence

from livestream.catalog.models import Product
from livestream.writing.doubt import FLOOR, Heard
from livestream.writing.ground import FREE, GOODS
from livestream.writing.tidy import finished, tidy, unmarked
from livestream.writing.verify import Task, bounds, faults, missing_points, says_name, says_price, sentence_faults
from livestream.writing.wording import english_words, length, told
from voices.types import Language

MAX_TRIES = 9
TRIES = 2  # before the beginning of the line is given; a small model's hook has one, for viewers wait for it
MAX_TOKENS, MAX_SHORT = 72, 26  # of a line, and of a small model's that is not about the goods
ENOUGH = 0.75  # of a usual line: from there on a line that does all it must ends with its sentence, for what follows is mostly invented
FAITHFUL = 0.75  # of what a fact is about: a line that tells so much is not written on
Stream = Callable[[str, int, Sequence[str]], Iterator[str]]  # (words that stand already, number of the try, what was wrong) -> text
_MARK = re.compile(r"[，。！？；：]|[,.!?;:](?=\s)")
_COMPLETE = {"zh": re.compile(r"[^。！？!?…]*[。！？!?…]+[”’」』]*(?=.)"), "en": re.compile(r".*?[.!?…]+[\"')]*(?=\s)")}


def compose(task: Task, stream: Stream, beginnings: Sequence[str], usual: float, begin: bool = False) -> tuple[str, list[str]]:
    """(the line, []), or ("", what was wrong last). It ends where it has told its facts, and with none
    where it does all it must at ENOUGH of the usual length.

    `begin`: the first try already starts with the first of the beginnings.
    """
    part = task.slot.part if task.slot else ""
    reasons: list[str] = []
    spare = iter(beginnings)
    kept, lead, stuck = "", next(spare, "") if begin else "", 0
    tries = 1 if part == "hook" and task.ground else TRIES
    for attempt in range(MAX_TRIES if beginnings else tries):
        draft, wrong = _draft(task, stream(join(kept, lead, task.language), attempt, reasons), kept, lead, usual)
        reasons = faults(draft, task) if draft else wrong or ["write the line"]
        if not reasons:
            return draft, []
        absent = missing_points(draft, task)
        on_topic = not task.slot or len(absent) < len(task.slot.about) or not task.slot.about
        stuck = 0 if draft != kept else stuck + 1
        low, high = bounds(task)
        size = length(draft, task.language)
        goes_on = absent or (size < low and not stuck)
        if draft and on_topic and not _lacks(draft, task) and goes_on and size < high * 0.8:
            kept, lead = draft, point_lead(task, absent[0], whole=stuck > 0) if absent else ""
        else:
            free = attempt + 1 < tries and on_topic and not draft
            kept, lead = "", "" if free else next(spare, lead)
    return "", reasons


def join(before: str, after: str, language: Language) -> str:
    """Two pieces of speech, one after the other."""
    return f"{before} {after}" if before and after and language == "en" else before + after


def opened(turn: str, text: str, product: Product, language: Language) -> str:
    """A line after the turn of speech that it begins with: without a capital after a comma, names apart."""
    return join(turn, inside(text, product) if turn[-1:] in (",", ":") else text, language)


def inside(text: str, product: Product) -> str:
    """Words as they stand inside a sentence: without a capital, names apart."""
    first = re.match(r"[A-Z][a-z']*(?!\w)", text)
    kept = {*product.name.split(), *product.brand.split()} | english_words("capitalised")
    return text[:1].lower() + text[1:] if first and first.group() not in kept else text


def point_lead(task: Task, index: int, whole: bool = False) -> str:
    """A point's own words as the beginning of a sentence, or as a `whole` one."""
    words = unmarked(task.product.facts[index])
    if task.language == "zh":
        return words + ("。" if whole else "，")
    return words[:1].upper() + words[1:] + ("." if whole else ",")


def _draft(task: Task, pieces: Iterator[str], kept: str, lead: str, usual: float) -> tuple[str, list[str]]:
    """The sentences that hold, those of `kept` first, and what was wrong with the one that ended the draft."""
    language, heard, at, good, count = task.language, Heard(), 0, kept, 0
    heard.hear(lead)
    try:
        for piece in pieces:
            heard.hear(piece)
            count += 1
            while complete := _COMPLETE[language].match(heard.text, at):
                sentence, at = _true(tidy(complete.group(), language), task, heard, (at, complete.end()), good), complete.end()
                if not sentence:
                    return good, []  # where it begins to invent, it has told what it knows
                longer = join(good, sentence, language)
                if wrong := sentence_faults(sentence, longer, task):
                    return good, wrong
                good = longer
                if (_told(good, task) or length(good, language) >= ENOUGH * usual) and not faults(good, task):
                    return good, []
            if _hesitates(task, heard, at):
                return good, []
    finally:
        if isinstance(pieces, Generator):
            pieces.close()
    said = tidy(heard.text[at:], language)
    rest = finished(said, language)
    cut = count >= max_tokens(task.slot.part if task.slot else "point", task.ground is not None) - 1 and rest != said
    if not rest or cut or not (rest := _true(rest, task, heard, (at, len(heard.text)), good)):
        return good, []
    longer = join(good, rest, language)
    wrong = sentence_faults(rest, longer, task)
    return (good, wrong) if wrong else (longer, [])


def max_tokens(part: str, small: bool) -> int:
    """The longest a model may write on at one line of a part."""
    return MAX_SHORT if small and part not in GOODS else MAX_TOKENS


def _told(text: str, task: Task) -> bool:
    """Whether a small model's line has told what it is about; a hook is its first sentence."""
    if not task.ground or not task.slot:
        return False
    slot, facts = task.slot, task.product.facts
    if slot.about:
        return all(told(text, facts[i], task.language) >= FAITHFUL for i in slot.about)
    return slot.part in FREE


def _true(sentence: str, task: Task, heard: Heard, span: tuple[int, int], said: str) -> str:
    """What of a sentence, heard at `span`, may stand after what was `said` of its line when a small model wrote it."""
    if not task.ground or not task.slot:
        return sentence
    part = task.slot.part
    said = said if task.needs_name else f"{task.product.name} {said}"
    return task.ground.keep(sentence, part, heard.unsure(task.language, FLOOR[task.language][part], *span), said, task.elsewhere)


def _hesitates(task: Task, heard: Heard, at: int) -> bool:
    """Whether the sentence heard from `at` on, of a part where sentences stand whole or fall, has a clause that was unsure."""
    if not task.ground or not task.slot or task.slot.part not in FREE:
        return False
    marks = [mark.end() for mark in _MARK.finditer(heard.text, at)]
    return bool(marks and heard.unsure(task.language, FLOOR[task.language][task.slot.part], at, marks[-1]))


def _lacks(text: str, task: Task) -> bool:
    """Whether a draft misses the name or the price that its line must say: better begun anew than patched."""
    if task.needs_name and not says_name(text, task.product):
        return True
    return task.slot is not None and task.slot.part == "offer" and not says_price(text, task.product)
