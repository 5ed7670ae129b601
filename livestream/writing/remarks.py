"""What a host says beside the facts, all authored: questions to the viewers, what a fact means for them, words of its own. None of it
claims more than the facts."""

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line, Part
from livestream.writing.manners import MANNERS
from livestream.writing.subjects import Kind
from livestream.writing.tidy import calmed
from livestream.writing.wording import length, lists
from voices.types import Language, Tone

QUESTIONS, MEANINGS, ASIDES, VIEWS = "questions.yaml", "meanings.yaml", "asides.yaml", "views.yaml"
FORMAL = ("expert", "founder", "concierge")
"""Personas who say 您."""
QUIET: tuple[Tone, ...] = ("calm", "premium")
"""Tones that ask nothing on the way."""
QUICK: tuple[Tone, ...] = ("energetic", "urgent")
"""Tones that take no time."""
BODY: tuple[Part, ...] = ("point", "demo")
"""Parts on the goods."""
LIVELY: tuple[Part, ...] = ("hook", "offer", "close")
"""Parts that an energetic tone exclaims, and a crier in any tone but a quiet one."""
CRIER = "hype"
_STOP: dict[Language, re.Pattern[str]] = {"zh": re.compile("。"), "en": re.compile(r"(?<!\.)\.(?=\s+[A-Z]|$)")}
MARKS = "。！.!"
"""Full stops, as they stand and exclaimed."""
EVERY = 3  # of so many facts in a row one may be followed by words of the tone's own


def remark(facts: Sequence[str], kind: Kind, place: int, brief: Brief, others: Sequence[Line]) -> str:
    """What follows the `place`th line on the goods, which tells `facts`, the last of this `kind`: as often as its manner says, what the
    persona says of such a fact, or, where it means nothing more, its own words; between, what the fact means; else a question on every
    other line unless persona or tone ask none, or now and then the tone's own words; "" where nothing fits."""
    manner = MANNERS[brief.persona]
    means = next((words for fact in reversed(facts) if (words := meaning(fact, brief, others))), "")
    due = place % manner.own == 1 and (kind in _views(brief) or not means)
    if (due or (place and not means)) and not _spoke(brief, others[-1 if due else -2 :]) and (words := _view(kind, brief, others)):
        return words
    asks = place % 2 and manner.asks and brief.voice.tone not in QUIET
    if words := means or (question(facts[-1], brief, others) if asks else ""):
        return words
    return toned("fact", brief, others) if place % EVERY == 2 else ""


def _view(kind: Kind, brief: Brief, others: Sequence[Line]) -> str:
    """What a persona says of a fact of this kind; its own words where that is said, or the kind has nothing of its own."""
    return _one(_quietened(_views(brief).get(kind, []), brief), brief, others) or aside(brief, others)


def _views(brief: Brief) -> dict[Kind, list[str]]:
    views: dict[Kind, list[str]] = lists(VIEWS)[brief.voice.language][brief.persona]
    return views


def _spoke(brief: Brief, others: Sequence[Line]) -> bool:
    """Whether lines have words of the persona's own."""
    known = [*_asides(brief), *(words for views in _views(brief).values() for words in views)]
    return len(_fresh(known, brief, others)) < len(known)


def needs(fact: str, brief: Brief) -> list[str]:
    """Questions that a script may open with because a fact answers them."""
    listed: list[dict[str, Any]] = lists(QUESTIONS)[brief.voice.language]["facts"]
    known: list[str] = next((topic.get("need", []) for topic in listed if re.search(topic["fact"], fact.lower())), [])
    return [words.format(you=you(brief)) for words in known]


def question(fact: str, brief: Brief, others: Sequence[Line]) -> str:
    """A question to follow a fact, on a subject that `others` do not ask of; the seed chooses among those of its subject. "" where there
    is none."""
    return next(filter(None, _on(fact, lists(QUESTIONS)[brief.voice.language]["facts"], "ask", brief, others)), "")


def meaning(fact: str, brief: Brief, others: Sequence[Line]) -> str:
    """What follows from a fact for the viewer, by the meaning of its words alone: the first that fits, for what is said of "not washable"
    stands before what is said of "washable"; "" where `others` tell it, or nothing fits."""
    return next(_on(fact, lists(MEANINGS)[brief.voice.language], "say", brief, others), "")


def aside(brief: Brief, others: Sequence[Line]) -> str:
    """Words of the persona's own, beside any goods, that `others` do not say."""
    return _one(_asides(brief), brief, others)


def _asides(brief: Brief) -> list[str]:
    own: dict[str, list[str]] = lists(ASIDES)[brief.voice.language]["points"][brief.persona]
    return _quietened([*own["any"], *(own.get("slow", []) if brief.voice.tone not in QUICK else ())], brief)


def _quietened(known: Sequence[str], brief: Brief) -> list[str]:
    """Words without those that exclaim or ask, where the tone is quiet."""
    return [words for words in known if brief.voice.tone not in QUIET or not re.search("[!?！？]", words)]


def toned(place: str, brief: Brief, others: Sequence[Line], room: float = math.inf) -> str:
    """What the tone adds after a "fact" or at the end of a part, of `room` characters or words at most; "" where it adds nothing."""
    known = [words for words in _of_tone(place, brief) if length(words, brief.voice.language) <= room]
    return _one(known, brief, others)


def tone_words(place: str, brief: Brief, others: Sequence[Line]) -> list[str]:
    """All that the tone may add there and that `others` do not say, in an order that the seed fixes."""
    fresh = _fresh(_of_tone(place, brief), brief, others)
    return random.Random(f"{brief.seed} {place}").sample(fresh, len(fresh))


def _of_tone(place: str, brief: Brief) -> list[str]:
    known: dict[str, list[str]] = lists(ASIDES)[brief.voice.language].get(place, {})
    return known.get(brief.voice.tone, [])


def exclaimed(text: str, part: Part, brief: Brief) -> str:
    """A line with the marks of its tone and persona: sentences of LIVELY parts are exclaimed where the tone is energetic; facts are not
    shouted, and an urgent host hurries instead. A crier exclaims everywhere, unless the tone is quiet."""
    tone, language, cries = brief.voice.tone, brief.voice.language, brief.persona == CRIER and brief.voice.tone not in QUIET
    if part in LIVELY and (tone == "energetic" or cries):
        return _STOP[language].sub("！" if language == "zh" else "!", text)
    if not cries and (part in BODY or tone == "urgent"):
        return calmed(text)
    return text


def you(brief: Brief) -> str:
    """How a persona addresses the viewer in Chinese."""
    return "您" if brief.persona in FORMAL else "你"


def openers(product: Product, brief: Brief, others: Sequence[Line]) -> list[str]:
    """Questions that may open a script on a product, none that `others` ask, in an order that the seed fixes."""
    topics = lists(QUESTIONS)[brief.voice.language]["goods"]
    for goods in (product.name, f"{product.category} {product.audience}"):
        for topic in topics:
            if re.search(topic["goods"], goods.lower()) and (asked := _fresh(topic["ask"], brief, others)):
                random.Random(f"{brief.seed} {product.name}").shuffle(asked)
                return asked
    return []


def _on(fact: str, topics: Sequence[Mapping[str, Any]], kind: str, brief: Brief, others: Sequence[Line]) -> Iterator[str]:
    """For each topic that fits a fact one of what it lists under `kind`, "" where something of it was said."""
    for topic in topics:
        if match := re.search(topic["fact"], fact.lower()):
            fresh = _fresh(topic[kind], brief, others, match.groupdict())
            yield random.Random(f"{brief.seed} {fact}").choice(fresh) if len(fresh) == len(topic[kind]) else ""


def _one(known: Sequence[str], brief: Brief, others: Sequence[Line]) -> str:
    """One of those that `others` do not say; the seed and how the script opened choose."""
    fresh = _fresh(known, brief, others)
    return random.Random(f"{brief.seed} {[line.text for line in others[:1]]}").choice(fresh) if fresh else ""


def _fresh(known: Sequence[str], brief: Brief, others: Sequence[Line], named: Mapping[str, str] | None = None) -> list[str]:
    """Those that `others` do not say, worded for the persona and with the words of the fact that are `named`."""
    worded = [words.format(you=you(brief), **(named or {})) for words in known]
    return [words for words in worded if not any(words.rstrip(MARKS).lower() in line.text.lower() for line in others)]
