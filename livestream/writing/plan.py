"""Product and brief -> which parts a script has, and which points each part speaks about."""

import random
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Part
from livestream.writing.audience import people
from livestream.writing.manners import MANNERS, Manner, Opening
from livestream.writing.remarks import BODY, needs
from livestream.writing.size import needed, pace
from livestream.writing.subjects import kind_of
from livestream.writing.wording import CJK, DIGITS, LATIN, keywords, length
from voices.types import Language

MEAN = {"zh": 22.0, "en": 12.5}  # characters, words of a usual line
MAX_LINES = 20
FULL = 1.1  # of the size asked for: the merchant's last points are left out of a script that would grow beyond
FEW = 2  # points that no script leaves out for time
SAME = 2  # keywords that a story shares with the fact whose reason it gives
CLUE = 0.75  # of a usual line: the longest clue
_MEASURE = re.compile(rf"{DIGITS.pattern}\s*(?:[a-z]{{1,3}}\b|inch\w*|hours?|minutes?|seconds?|厘米|毫米|公斤|千克|毫升|小时|分钟|度)?")
_REASON = re.compile(r"因为|为了|才(?!能)|.所以|. (?:because|so)\b")  # within a sentence: one that begins so leans on another


@dataclass(frozen=True)
class Slot:
    """One line to write: its part and what it speaks about (indexes of product.facts)."""

    part: Part
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The lines in spoken order, the length in characters (zh) or words (en) that is asked for, lines to add where that is missed, how
    it opens, and the fact whose need it opens with, where it does."""

    slots: tuple[Slot, ...]
    size: int
    spare: tuple[Slot, ...] = ()
    opening: Opening = "ask"
    need: int | None = None

    @property
    def share(self) -> float:
        """The length of a usual line of this plan."""
        return self.size / max(len(self.slots), 1)

    @property
    def covered(self) -> set[int]:
        """The facts that some line speaks about."""
        return {index for slot in self.slots for index in slot.about}


def make_plan(product: Product, brief: Brief, told: Sequence[int], free: bool = True) -> Plan:
    """Hook, body, exactly one offer, close; of the facts `told` the merchant's first points, two a line at most, then, as far as the length
    asks, the story, first what of it gives a reason; specifications wait for time to spare. The persona orders them. Fixed by the seed.
    `free`: whether its writer can open a script and tell the viewer's trouble without inventing; for others the plan says how it opens."""
    language, manner = brief.voice.language, MANNERS[brief.persona]
    rng = random.Random(f"{brief.seed} {brief.persona} {product.name}")
    wanted = brief.seconds * pace(brief)
    room = max(1, min(round(wanted / MEAN[language]), MAX_LINES) - 3)
    told, late = _in_time(told, product, brief)
    opens, first, need = ("ask", (), None) if free else _opening(product, brief, told, tight=bool(late))
    told = [i for i in told if i not in first]
    points = [i for i in told if i < len(product.points)]
    stories = [i for i in told if i in product.story_facts]
    lines = max(1, room - len(stories), min(room - bool(stories), (len(points) + 1) // 2)) if manner.story else room
    kept = _ordered(points[: lines * 2], product, manner, language)
    bare = {i for i in kept if _bare(product.points[i])}
    groups = _paired(kept, bare, lines) or _groups(kept, lines, rng)
    body = [Slot("point", tuple(sorted(group, key=lambda index: index != need))) for group in groups]
    said = {i for slot in body for i in slot.about}
    specs = product.story_facts.stop  # the first of them
    spare = [*(Slot("point", (i,)) for i in (*points, *late) if i not in said), *_further(product, told)]
    if product.images and len(body) > 2:
        middle = rng.randrange(1, len(body))
        body[middle] = Slot("demo", body[middle].about)
    if free and product.audience and body and room > len(body) + 1:
        body.insert(0, Slot("pain"))
    around = [Slot("hook", first), Slot("offer"), Slot("close")]
    more = 0
    while len(body) + more < room and more < len(spare) and min(spare[more].about) < specs:
        if ahead([*around, *body, *spare[: more + 1]], product, language) > (FULL if manner.story else 1) * wanted:
            break
        more += 1
    body = _with(body, sorted(spare[:more], key=lambda slot: slot.about), product, manner, language)
    before = (len(body) + 1) // 2 if manner.price and len(body) > 2 and not free else len(body)
    slots = (around[0], *body[:before], around[1], *body[before:], around[2])
    possible = len(slots) * MEAN[language] * 1.5
    return Plan(slots, round(min(wanted, possible)), tuple(spare[more:]), opens, need)


def _in_time(told: Sequence[int], product: Product, brief: Brief) -> tuple[list[int], list[int]]:
    """Of the facts told those that a script has time for, and its points that it has none for: the merchant's last ones. A maker's story
    of a persona that tells it is paid for before them, a call to those the goods are for after them."""
    language = brief.voice.language
    points = [i for i in told if i < len(product.points)]
    stories = [i for i in told if i in product.story_facts][: MANNERS[brief.persona].story]
    around = [Slot("hook"), Slot("offer"), Slot("close"), *(Slot("point", (i,)) for i in stories)]
    most, kept = FULL * brief.seconds * pace(brief) + length(product.audience, language), len(points)
    while kept > FEW and ahead([*around, *(Slot("point", (i,)) for i in points[:kept])], product, language) > most:
        kept -= 1
    return [i for i in told if i not in points[kept:]], points[kept:]


def _opening(product: Product, brief: Brief, told: Sequence[int], tight: bool) -> tuple[Opening, tuple[int, ...], int | None]:
    """How a script opens, what of the facts its hook tells, and the fact whose need it begins with; one of the persona's ways that its
    product has something for. A maker's story that has a `tight` time is told at once."""
    points, language = [i for i in told if i < len(product.points)], brief.voice.language
    rng = random.Random(f"{brief.seed} {brief.persona} {product.name} opening")
    clues = [i for i in points if _clue(product.points[i], product.name, language)] if len(points) > 3 else []
    stories = [i for i in told if i in product.story_facts]
    needed = [i for i in points if needs(product.points[i], brief)]
    has: dict[Opening, bool | str | list[int]] = {
        "call": people(product.audience, language),
        "clue": clues,
        "story": stories,
        "need": needed,
    }
    manner = MANNERS[brief.persona]
    ways: Sequence[Opening] = ("story",) if tight and manner.story and stories else manner.opens
    opens = rng.choice([way for way in ways if has.get(way, True)])
    if opens in ("clue", "story"):
        return opens, ((clues if opens == "clue" else stories)[0],), None
    return opens, (), rng.choice(needed) if opens == "need" else None


def _ordered(points: Sequence[int], product: Product, manner: Manner, language: Language) -> list[int]:
    """Points in the order that a persona tells them in: by their kinds, else as the merchant has them. What shares a word stays together,
    for the later one may lean on the one before: two trays, then that they come out."""

    def rank(index: int) -> int:
        kind = kind_of(index, product, language)
        if kind in manner.first:
            return manner.first.index(kind)
        return len(manner.first) + (1 + manner.last.index(kind) if kind in manner.last else 0)

    named, bundles = keywords(product.name, language), list[list[int]]()
    words = {i: keywords(_MEASURE.sub(" ", product.points[i].lower()), language) - named for i in points}
    for index in points:
        leant = next((bundle for bundle in bundles if any(words[i] & words[index] for i in bundle)), None)
        if leant is None:
            bundles.append([index])
        else:
            leant.append(index)
    return [index for bundle in sorted(bundles, key=lambda bundle: rank(bundle[0])) for index in bundle]


def ahead(slots: Sequence[Slot], product: Product, language: Language) -> int:
    """Characters or words that lines to come take at the least."""
    return sum(needed(slot.part, slot.about, product, language) for slot in slots)


def lengthened(plan: Plan, place: int, said: int, product: Product, language: Language) -> Plan:
    """The plan, behind its last line on the goods with one of the spare lines where `said` characters or words leave time for it."""
    left = [slot.part for slot in plan.slots[place:]]
    ended = left == ["offer", "close"] or (left == ["close"] and plan.slots[place - 1].part in BODY)
    if not ended or len(plan.slots) >= MAX_LINES or not plan.spare:
        return plan
    if said + ahead([*plan.slots[place:], plan.spare[0]], product, language) > plan.size:
        return plan
    return replace(plan, slots=(*plan.slots[:place], plan.spare[0], *plan.slots[place:]), spare=plan.spare[1:])


def _with(body: Sequence[Slot], more: Sequence[Slot], product: Product, manner: Manner, language: Language) -> list[Slot]:
    """The body with `more` lines: a story stands behind the fact that it gives the reason of, else before all facts where the persona has
    it first; the rest goes last."""
    slots, begun = list(body), sum(slot.part == "pain" for slot in body)
    for slot in more:
        place = _reasoned(slots, slot, product, language)
        if not place and manner.story and min(slot.about) in product.story_facts:
            slots.insert(begun, slot)
            begun += 1
        else:
            slots.insert(place or len(slots), slot)
    return slots


def _reasoned(body: Sequence[Slot], slot: Slot, product: Product, language: Language) -> int:
    """The place behind the fact that a story gives the reason of; 0 where there is none."""
    if min(slot.about) not in product.story_facts:
        return 0
    words = keywords(product.facts[slot.about[0]], language) - keywords(product.name, language)
    shared = [len(words & {word for i in other.about for word in keywords(product.facts[i], language)}) for other in body]
    return shared.index(max(shared)) + 1 if shared and max(shared) >= SAME else 0


def _further(product: Product, told: Sequence[int]) -> list[Slot]:
    """Lines on what is told beside the points: the story, reasons first, then specifications, two or three a line."""
    stories = sorted((i for i in told if i in product.story_facts), key=lambda index: not _REASON.search(product.facts[index]))
    specs = [i for i in told if i >= product.story_facts.stop]
    ends = [*range(2, len(specs) - 1, 2), len(specs)] if specs else []
    groups = [tuple(specs[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    return [Slot("point", group) for group in [*((i,) for i in stories), *groups]]


def _bare(point: str) -> bool:
    """Whether a point is hardly more than a measure or a word ("40×28cm", "微辣"), too little for a line."""
    return len(point.strip()) < 4 or (len(CJK.findall(point)) < 2 and sum(len(word) > 2 for word in LATIN.findall(point)) < 2)


def _clue(point: str, name: str, language: Language) -> bool:
    """Whether a point is more than a measure, short and of one piece, and does not give the name of its goods away."""
    if _bare(point) or re.search("[:：;；]", point) or length(point, language) > MEAN[language] * CLUE:
        return False
    return not keywords(name, language) & keywords(point, language)


def _paired(points: Sequence[int], bare: Set[int], room: int) -> list[tuple[int, ...]]:
    """Every point a line of its own, the `bare` ones together with a neighbour; none where that takes more than `room` lines."""
    groups: list[tuple[int, ...]] = []
    for index in points:
        if groups and len(groups[-1]) == 1 and (index in bare or groups[-1][0] in bare):
            groups[-1] = (*groups[-1], index)
        else:
            groups.append((index,))
    return groups if len(groups) <= room else []


def _groups(points: Sequence[int], room: int, rng: random.Random) -> list[tuple[int, ...]]:
    """Neighbouring points together, at most `room` groups of at most two; the first point, a merchant's strongest, stands first."""
    kept = list(points)[: room * 2]
    pairs = max(0, len(kept) - room)
    paired = set(rng.sample(range(len(kept) - pairs), pairs)) if pairs else set()
    groups: list[tuple[int, ...]] = []
    for place in range(len(kept) - pairs):
        size = 2 if place in paired else 1
        groups.append(tuple(kept[:size]))
        kept = kept[size:]
    return groups
