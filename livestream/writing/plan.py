"""Product and brief -> which parts a script has, and which points each part speaks about."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Part
from voices.types import Language

RATE = {"zh": 4.5, "en": 2.6}  # characters (zh), words (en) spoken a second
MEAN = {"zh": 29.0, "en": 17.0}  # characters, words of a usual line
MAX_LINES = 14
ENOUGH = 0.85  # of the size asked for: a script below is lengthened


@dataclass(frozen=True)
class Slot:
    """One line to write: its part and the points (indexes in the product) it speaks about."""

    part: Part
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The lines in spoken order, and the length in characters (zh) or words (en) that is asked for."""

    slots: tuple[Slot, ...]
    size: int

    @property
    def share(self) -> float:
        """The length of a usual line of this plan."""
        return self.size / max(len(self.slots), 1)

    @property
    def covered(self) -> set[int]:
        """The points that some line speaks about."""
        return {index for slot in self.slots for index in slot.about}


def make_plan(product: Product, brief: Brief, points: Sequence[int]) -> Plan:
    """Hook, body, exactly one offer, close. All of `points` are covered if the length allows, two a line at most; fixed by the seed."""
    language = brief.voice.language
    rng = random.Random(f"{brief.seed} {brief.persona} {product.name}")
    wanted = brief.seconds * RATE[language]
    room = max(1, min(round(wanted / MEAN[language]), MAX_LINES) - 3)
    groups = _groups(points, room, rng)
    body = [Slot("point", group) for group in groups]
    if product.images and len(body) > 2:
        middle = rng.randrange(1, len(body))
        body[middle] = Slot("demo", body[middle].about)
    if product.audience and body and room > len(body) + 1:
        body.insert(0, Slot("pain"))
    slots = (Slot("hook"), *body, Slot("offer"), Slot("close"))
    step = 20 if language == "zh" else 10
    possible = len(slots) * MEAN[language] * 1.5
    return Plan(slots, max(step, round(min(wanted, possible) / step) * step))


def lengthened(plan: Plan, place: int, said: int, product: Product, points: Sequence[int], language: Language) -> Plan:
    """The plan, before its offer with one more slot where `said` characters or words fall short of its size: a point that no line speaks
    about, else the picture of one that has a line of its own. Nothing is added where the product has no more to tell."""
    if place >= len(plan.slots) or plan.slots[place].part != "offer" or len(plan.slots) >= MAX_LINES:
        return plan
    if said + MEAN[language] * (len(plan.slots) - place) > ENOUGH * plan.size:
        return plan
    left = [i for i in points if i not in plan.covered]
    alone = [slot.about for slot in plan.slots if slot.part == "point" and len(slot.about) == 1]
    shown = bool(product.images and alone) and all(slot.part != "demo" for slot in plan.slots)
    more = [Slot("point", (left[0],))] if left else [Slot("demo", alone[-1])] if shown else []
    return replace(plan, slots=(*plan.slots[:place], *more, *plan.slots[place:]))


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
