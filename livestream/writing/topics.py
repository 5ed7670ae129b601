"""What a comment asks, and what the product's own words say of it: facts that answer, facts that bear on a part of it, or none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from livestream.catalog.models import Product
from livestream.catalog.text import language_of
from livestream.writing.matching import holds, numbers, numerals, related
from livestream.writing.sheet import copy_language, speakable_facts
from livestream.writing.wording import CJK, DIGITS, LATIN, english_words, lists, stem
from voices.types import Language

_SIGNS = re.compile(rf"{CJK.pattern}+")
_BREAK = {"zh": re.compile(r"[，,。!！；;\s]+|(?<=[?？])|还是"), "en": re.compile(r"[,;!]\s*|(?<=\?)\s*|\.\s+|\s+or\s+")}


@dataclass(frozen=True)
class Topic:
    """A subject of comments: `ask` finds it in a comment (what it names in a group `of` is still asked of), `fact` in the product's words.

    `rule`: no model may answer it; `care`: a professional is to be asked as well; `exact`: the words that ask must themselves be stated;
    `unit`: a quantity, of which only a fact with its unit tells; `vague`: it must be said of something; `loose`: a fact of it bears on the
    question whatever that is about; `apart`: facts of another subject, which tell of it only where the comment is on that subject too.
    """

    id: str
    ask: re.Pattern[str]
    fact: re.Pattern[str] | None
    apart: re.Pattern[str] | None
    rule: bool = False
    care: bool = False
    exact: bool = False
    unit: bool = False
    vague: bool = False
    loose: bool = False

    def tells(self, fact: str, comment: str) -> bool:
        """Whether a fact is of this topic."""
        if self.apart and self.apart.search(fact) and not self.apart.search(comment):
            return False
        return bool(self.fact and self.fact.search(fact))


@dataclass(frozen=True)
class Asked:
    """What one clause of a comment asks: its topics, and the words that say of what: stems (en), runs of signs (zh), numbers."""

    clause: str
    topics: tuple[Topic, ...]
    words: tuple[str, ...]

    def answered(self, fact: str, name: str) -> bool:
        """Whether a fact decides it: it is of the topics, of the quantities where some are asked, and with the name holds every word."""
        held = [word for word in self.words if holds(fact, word)]
        if not (held or any(t.rule for t in self.topics)) and (not self.topics or all(t.vague for t in self.topics)):
            return False
        sure = [t for t in self.topics if t.rule or (t.unit and not t.vague)]
        needed = sure or (held and [t for t in self.topics if t.unit]) or self.topics
        return all(t.tells(fact, self.clause) for t in needed) and all(word in held or holds(name, word) for word in self.words)

    def touched(self, fact: str, name: str) -> bool:
        """Whether a fact bears on a part of it: it has the unit asked for, and is of its subject."""
        if not all(t.tells(fact, self.clause) for t in self.topics if t.unit):
            return False
        if ruled := [t for t in self.topics if t.rule]:
            return any(t.tells(fact, self.clause) for t in ruled)
        if any(t.loose and t.tells(fact, self.clause) for t in self.topics):
            return True
        numbers = [word for word in self.words if DIGITS.fullmatch(word)]
        words = [word for word in self.words if word not in numbers]
        if any(related(fact, word) and not holds(name, word) for word in words):
            return True
        return any(t.unit and (not words or (bool(numbers) and not t.vague)) for t in self.topics)

    def shared(self, fact: str) -> tuple[int, int]:
        """How many of its topics a fact tells of, and how many of its words it holds."""
        return sum(t.tells(fact.lower(), self.clause) for t in self.topics), sum(holds(fact, word) for word in self.words)


@dataclass(frozen=True)
class Reading:
    """A comment understood: its topics, the words that say of what it asks, the facts that answer it, those that only bear on it, and what
    kind of comment it is."""

    topics: tuple[Topic, ...]
    words: tuple[str, ...]
    facts: tuple[str, ...]
    near: tuple[str, ...]
    question: bool
    hostile: bool
    order: bool
    greeting: bool


@cache
def _manner(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(lists("topics.yaml")["manner"][kind]), re.IGNORECASE)


@cache
def topics(language: Language) -> tuple[Topic, ...]:
    """The topics of topics.yaml, those with a rule first."""
    return tuple(_topic(**listed) for listed in lists("topics.yaml")[language])


def _topic(id: str, ask: str, fact: str = "", apart: str = "", **flags: bool) -> Topic:
    pattern, of_it, other = (re.compile(text, re.IGNORECASE) if text else None for text in (ask, fact, apart))
    assert pattern is not None
    return Topic(id, pattern, of_it, other, **flags)


def read(comment: str, product: Product, language: Language) -> Reading:
    """What a comment asks, whichever language it is in; facts are looked for in the language of the product's copy."""
    spoken, copy = language_of(comment) if LATIN.search(comment) or CJK.search(comment) else language, copy_language(product)
    text = comment.lower().replace("’", "'")
    found = tuple(t for t in topics(spoken) if t.ask.search(text))
    ruled = tuple(t for t in found if t.rule)
    states = _manner(f"statement_{spoken}").search(text)
    question = bool(_manner(f"question_{spoken}").search(text) or (not states and any(t.unit for t in found)))
    asked = [_asked(clause, ruled, spoken, copy) for clause in _asking(text, spoken)]
    facts, near = _bearing(asked, product, copy) if question or found or not states else ((), ())
    return Reading(
        ruled or found,
        tuple(word for part in asked for word in part.words),
        facts,
        near,
        question,
        _hostile(text, question or any(t.id != "human" for t in found)),
        bool(_manner("order").search(comment)),
        bool(_manner("greeting").search(text)),
    )


def _hostile(text: str, asks: bool) -> bool:
    """Whether a comment attacks: by what it says or, where it asks nothing and is not warm, by how it mocks."""
    mocks = not asks and _manner("mocking").search(text) and not _manner("warm").search(text)
    return bool(mocks or _manner("hostile").search(text))


def _asking(text: str, language: Language) -> list[str]:
    """The clauses of a comment that ask; all of them where none does."""
    clauses = [clause.strip() for clause in _BREAK[language].split(text) if clause.strip(" ?？.")]
    return [clause for clause in clauses if _manner(f"question_{language}").search(clause)] or clauses


def _asked(clause: str, ruled: Sequence[Topic], spoken: Language, copy: Language) -> Asked:
    """What a clause asks; beside a topic with a rule, which holds for the whole comment, only a time counts."""
    found = [t for t in topics(spoken) if t.ask.search(clause) and not t.rule and (t.id in ("duration", "age") or not ruled)]
    mine = [t for t in ruled if t.ask.search(clause)] or list(ruled)
    rest = clause
    for topic in (*mine, *found):
        rest = rest if topic.exact else topic.ask.sub(lambda match: f" {match.groupdict().get('of') or ''} ", rest)
    there = {t.id: t for t in topics(copy)}
    both = tuple(replace(there.get(t.id, t), ask=t.ask) for t in (*mine, *found))
    words = tuple(dict.fromkeys([*numbers(clause), *_words(rest, spoken)]))
    telling = tuple(word for word in words if word not in lists("topics.yaml")["many_meanings_zh"])
    return Asked(clause, both, telling if both or telling else words)


def _words(text: str, language: Language) -> Iterable[str]:
    """The words, without numbers, by which a clause says of what it asks."""
    text = _idle(language).sub(" ", numerals().sub(" ", text))
    latin = [stem(w) for part in LATIN.findall(text) for w in part.split("-") if w not in english_words("stop")]
    return [*(word for word in latin if len(word) > 1), *_SIGNS.findall(text)]


@cache
def _idle(language: Language) -> re.Pattern[str]:
    """Words of comments that carry no subject."""
    listed = "|".join(lists("topics.yaml")["idle"][language])
    return re.compile(listed if language == "zh" else rf"\b(?:{listed})\b", re.IGNORECASE)


def _bearing(asked: Sequence[Asked], product: Product, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that answer what is asked, best first, and else those that bear on a part of it."""
    name, told = product.name.lower(), speakable_facts(product, language)
    aside = {*product.story, product.audience}
    whole, near = list[tuple[tuple[int, int], str]](), list[tuple[tuple[int, int], str]]()
    for part in asked:
        personal = any(t.id == "suit" for t in part.topics)
        facts = [fact for fact in told if fact != product.audience or personal]
        whole += [(part.shared(fact), fact) for fact in facts if part.answered(fact.lower(), name)]
        near += [(part.shared(fact), fact) for fact in facts if (fact not in aside or personal) and part.touched(fact.lower(), name)]
        if not whole and any(t.unit for t in part.topics) and part.answered(name, name):
            whole.append(((0, 0), product.name))
    return _best(whole), () if whole else _best(near)


def _best(scored: Sequence[tuple[tuple[int, int], str]]) -> tuple[str, ...]:
    """The facts of the highest score, without those that give the figures of one before them."""
    top, found = max((score for score, _ in scored), default=(0, 0)), dict[str, set[str]]()
    for score, fact in scored:
        figures = set(DIGITS.findall(fact))
        if score == top and not any(figures and figures <= others for others in found.values()):
            found.setdefault(fact, figures)
    return tuple(found)
