"""What a comment asks, and what the product's own words say of it: facts that answer, facts that bear on a part of it, or none."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from livestream.catalog.models import Product
from livestream.catalog.text import language_of
from livestream.writing.matching import holds, numbers, numerals, related
from livestream.writing.sheet import copy_language, speakable_facts
from livestream.writing.wording import CJK, DIGITS, LATIN, english_words, lists, stem
from voices.types import Language

MEASURED = ("duration", "age", "stature", "weight")  # what is asked beside a topic with a rule
WORTH = 2  # points that answer whether the goods are any good
_SIGNS = re.compile(rf"{CJK.pattern}+")
_OR_NOT = re.compile(rf"(?<={CJK.pattern})({CJK.pattern})[不没]\1")  # "鞋底滑不滑"
_BREAK = {"zh": re.compile(r"[，,。!！；;\s]+|(?<=[?？])"), "en": re.compile(r"[,;!]\s*|(?<=\?)\s*|\.\s+|\s+or\s+")}


@dataclass(frozen=True)
class Topic:
    """A subject of comments: `ask` finds it in a comment (what it names in a group `of` is still asked of), `fact` in the product's words.

    `rule`: no model may answer it; `care`: a professional is to be asked as well; `exact`: the words that ask must themselves be stated;
    `unit`: a quantity, of which only a fact with its unit tells; `vague`: it must be said of something; `loose`: a fact of it bears on the
    question whatever that is about; `named`: the goods' own name may tell of it; `apart`: facts of another subject, which tell of it only
    where the comment is on that subject too; `part`: facts that tell a part of it; `beside`: what comes with the goods, of which their own
    name tells nothing.
    """

    id: str
    ask: re.Pattern[str]
    fact: re.Pattern[str] | None
    apart: re.Pattern[str] | None
    part: re.Pattern[str] | None
    rule: bool = False
    care: bool = False
    exact: bool = False
    unit: bool = False
    vague: bool = False
    loose: bool = False
    named: bool = False
    beside: bool = False

    def tells(self, fact: str, comment: str) -> bool:
        """Whether a fact is of this topic."""
        if self.apart and self.apart.search(fact) and not self.apart.search(comment):
            return False
        return bool(self.fact and self.fact.search(fact))

    def hints(self, fact: str) -> bool:
        """Whether a fact tells a part of it."""
        return bool(self.part and self.part.search(fact))


@dataclass(frozen=True)
class Asked:
    """What one clause of a comment asks: its topics, and the words that say of what: stems (en), runs of signs (zh), numbers."""

    clause: str
    topics: tuple[Topic, ...]
    words: tuple[str, ...]

    def answered(self, fact: str, name: str) -> bool:
        """Whether a fact decides it: it is of the topics, of the quantities where some are asked, and with the name holds every word."""
        held = [word for word in self.words if holds(fact, word)]
        if not self.topics and all(DIGITS.fullmatch(word) for word in held):
            held = [word for word in held if word in numbers(fact)]  # a span decides only on what is asked of
        whole = [t for t in self.topics if t.fact or not t.part]
        if not (held or any(t.rule for t in self.topics)) and all(t.vague for t in whole):
            return False
        sure = [t for t in self.topics if t.rule or (t.unit and not t.vague)]
        needed = sure or (held and [t for t in self.topics if t.unit]) or whole
        if self.words and not held and any(t.beside for t in self.topics):
            return False
        return all(t.tells(fact, self.clause) for t in needed) and all(word in held or holds(name, word) for word in self.words)

    def touched(self, fact: str, name: str) -> bool:
        """Whether a fact bears on a part of it: it has the unit asked for, and is of its subject."""
        if not all(t.tells(fact, self.clause) or t.hints(fact) for t in self.topics if t.unit and not t.beside):
            return False
        if any(t.rule for t in self.topics):
            return any(t.tells(fact, self.clause) for t in self.topics if t.rule or t.id in ("stature", "weight"))
        if any(t.loose and t.tells(fact, self.clause) for t in self.topics):
            return True
        words = [word for word in self.words if not DIGITS.fullmatch(word)]
        strange = [word for word in words if not holds(name, word)]
        if any(related(fact, word) for word in strange) or any(t.hints(fact) and not (t.fact and strange) for t in self.topics):
            return True
        counted = len(words) < len(self.words)
        return any(t.unit and t.tells(fact, self.clause) and (not words or (counted and not t.vague)) for t in self.topics)

    def shared(self, fact: str, says: Callable[[str, str], bool] = holds) -> tuple[int, int]:
        """How many of its words a fact says, and of how many of its topics it tells."""
        return sum(says(fact, word) for word in self.words), sum(t.tells(fact.lower(), self.clause) for t in self.topics)


@dataclass(frozen=True)
class Reading:
    """A comment understood: its topics, the words that say of what it asks, the facts that answer it, those that only bear on it, and what
    kind of comment it is (`shipped`: it asks for the price with shipping). `several`: where it asks for how many the price is, the facts
    that tell. `talk`: the replies of replies.yaml that meet it, where it asks nothing of one fact."""

    topics: tuple[Topic, ...]
    words: tuple[str, ...]
    facts: tuple[str, ...]
    near: tuple[str, ...]
    question: bool
    hostile: bool
    order: bool
    greeting: bool
    shipped: bool
    several: tuple[str, ...] = ()
    talk: str = ""


@cache
def _manner(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(lists("topics.yaml")["manner"][kind]), re.IGNORECASE)


@cache
def topics(language: Language) -> tuple[Topic, ...]:
    """The topics of topics.yaml, those with a rule first."""
    return tuple(_topic(**listed) for listed in lists("topics.yaml")[language])


def _topic(id: str, ask: str, fact: str = "", apart: str = "", part: str = "", **flags: bool) -> Topic:
    of_it, other, a_part = (re.compile(text, re.IGNORECASE) if text else None for text in (fact, apart, part))
    return Topic(id, re.compile(ask, re.IGNORECASE), of_it, other, a_part, **flags)


@cache
def _talk(language: Language) -> dict[str, re.Pattern[str]]:
    """Talk that asks nothing of a fact, by the replies that meet it."""
    return {key: re.compile(pattern, re.IGNORECASE) for key, pattern in lists("topics.yaml")["talk"][language].items()}


def read(comment: str, product: Product, language: Language) -> Reading:
    """What a comment asks, whichever language it is in; facts are looked for in the language of the product's copy. Talk with the host is
    answered as talk where nothing is asked beside it; whether the goods are worth it, with the first points."""
    spoken = language_of(comment) if LATIN.search(comment) or CJK.search(comment) else language
    text = comment.lower().replace("’", "'")
    whole = _read(text, product, spoken)
    key = next((key for key, pattern in _talk(spoken).items() if pattern.search(text)), "")
    if not key:
        return whole
    rest = _read(_talk(spoken)[key].sub(" ", text), product, spoken)
    if key == "worth":
        if rest.topics or not all(holds(product.name, word) for word in rest.words):
            return whole
        first = speakable_facts(product, copy_language(product))[:WORTH]
        return replace(whole, topics=(), facts=tuple(first), near=(), talk=key)
    if rest.topics or rest.facts or rest.near:
        return replace(rest, order=whole.order, hostile=whole.hostile)
    return replace(whole, topics=(), facts=(), near=(), talk=key)


def _read(text: str, product: Product, spoken: Language) -> Reading:
    copy = copy_language(product)
    found = tuple(t for t in topics(spoken) if t.ask.search(text))
    ruled = tuple(t for t in found if t.rule)
    states = _manner(f"statement_{spoken}").search(text)
    question = bool(_manner(f"question_{spoken}").search(text) or (not states and any(t.unit for t in found)))
    every = _clauses(text, spoken)
    asked = [_asked(clause, ruled, spoken, copy) for clause in every if _manner(f"question_{spoken}").search(clause)]
    if not any(part.topics or part.words for part in asked):  # "I'm 90 kg, is that OK?" asks of what it says first
        asked = [_asked(clause, ruled, spoken, copy) for clause in every]
    facts, near = _bearing(asked, product, copy) if question or found or not states else ((), ())
    return Reading(
        ruled or found,
        tuple(word for part in asked for word in part.words),
        facts,
        near,
        question,
        _hostile(text, question or any(t.id != "human" for t in found)),
        bool(_manner("order").search(text)),
        bool(_manner("greeting").search(text)),
        bool(_manner("shipped").search(text)),
        tuple(fact for fact in product.points if _manner("several").search(fact)) if _manner("single").search(text) else (),
    )


def _hostile(text: str, asks: bool) -> bool:
    """Whether a comment attacks: by what it says or, where it asks nothing and is not warm, by how it mocks."""
    mocks = not asks and _manner("mocking").search(text) and not _manner("warm").search(text)
    return bool(mocks or _manner("hostile").search(text))


def _clauses(text: str, language: Language) -> list[str]:
    """The clauses of a comment; each side of an alternative is one, unless a topic asks of the pair."""
    found = [clause.strip() for clause in _BREAK[language].split(text) if clause.strip(" ?？.")]
    if language == "en":
        return found
    pairs = [any("还是" in match.group() for t in topics("zh") for match in t.ask.finditer(clause)) for clause in found]
    return [side for clause, pair in zip(found, pairs, strict=True) for side in ([clause] if pair else clause.split("还是")) if side]


def _asked(clause: str, ruled: Sequence[Topic], spoken: Language, copy: Language) -> Asked:
    """What a clause asks; beside a topic with a rule, which holds for the whole comment, only a measure of people or of time counts."""
    found = [t for t in topics(spoken) if t.ask.search(clause) and not t.rule and (t.id in MEASURED or not ruled)]
    mine = [t for t in ruled if t.ask.search(clause)] or list(ruled)
    rest = clause
    for topic in (*mine, *found):
        rest = rest if topic.exact else " ".join(topic.ask.sub(lambda match: f" {match.groupdict().get('of') or ''} ", rest).split())
    there = {t.id: t for t in topics(copy)}
    both = tuple(replace(there.get(t.id, t), ask=t.ask) for t in (*mine, *found))
    words = tuple(dict.fromkeys([*numbers(clause), *_words(rest, spoken)]))
    telling = tuple(word for word in words if word not in lists("topics.yaml")["many_meanings_zh"])
    return Asked(clause, both, telling if telling or not all(t.vague for t in both) else words)


def _words(text: str, language: Language) -> Iterable[str]:
    """The words, without numbers, by which a clause says of what it asks."""
    text = _idle(language).sub(" ", numerals().sub(" ", _OR_NOT.sub(r" \1 ", text)))
    latin = [stem(w) for part in LATIN.findall(text) for w in part.split("-") if w not in english_words("stop")]
    return [*(word for word in latin if len(word) > 1), *_SIGNS.findall(text)]


@cache
def _idle(language: Language) -> re.Pattern[str]:
    """Words of comments that carry no subject."""
    listed = "|".join(lists("topics.yaml")["idle"][language])
    return re.compile(listed if language == "zh" else rf"\b(?:{listed})\b", re.IGNORECASE)


def _bearing(asked: Sequence[Asked], product: Product, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that answer what is asked, best first, and else those that bear on a part of it. Whom the goods are for answers only where
    that is asked; an age or a weight that stands in it bears on a question about a child."""
    name, told = product.name.lower(), speakable_facts(product, language)
    whole, near = list[tuple[tuple[int, int], str]](), list[tuple[tuple[int, int], str]]()
    for part in asked:
        personal = any(t.id == "suit" for t in part.topics)
        young = any(t.id == "child" for t in part.topics) and DIGITS.search(product.audience)
        facts = [fact for fact in told if fact != product.audience or personal]
        whole += [(part.shared(fact), fact) for fact in facts if part.answered(fact.lower(), name)]
        plain = [fact for fact in told if fact not in product.story and (fact != product.audience or personal or young)]
        near += [(part.shared(fact, related), fact) for fact in plain if part.touched(fact.lower(), name)]
        gifts = all(fact == product.offer for _, fact in whole)
        if gifts and any(t.unit or t.named for t in part.topics) and part.answered(name, name):
            whole = [((0, 0), product.name)]
    by_topic = [((topics, words), fact) for (words, topics), fact in near]
    return _best(whole), () if whole else tuple(dict.fromkeys([*_best(near), *_best(by_topic)]))


def _best(scored: Sequence[tuple[tuple[int, int], str]]) -> tuple[str, ...]:
    """The facts of the highest score, without those that give the figures of one before them."""
    top, found = max((score for score, _ in scored), default=(0, 0)), dict[str, set[str]]()
    for score, fact in scored:
        figures = set(DIGITS.findall(fact))
        if score == top and not any(figures and figures <= others for others in found.values()):
            found.setdefault(fact, figures)
    return tuple(found)
