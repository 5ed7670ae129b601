"""What each persona chooses to say, beside how it says it: one row a persona, which the plan and the words beside the facts read."""

from dataclasses import dataclass
from typing import Literal

from livestream.catalog.values import PersonaKey
from livestream.writing.subjects import Kind

Opening = Literal["ask", "need", "call", "name", "clue", "story", "scene"]
"""How a script opens: a question to the viewers, a need that a fact answers later, a call to those the goods are for, the goods by name, a
fact whose goods are named after it, the maker's story, or a small scene of somebody's day, to which it comes back in the end. A clue and a
story tell a fact."""


@dataclass(frozen=True)
class Manner:
    """`opens`: the ways it opens, where its product has something for them. `first`, `last`: the kinds of facts that it tells before the
    others, in this order, and after them. `story`: the maker's story comes before the facts, and is not left out for time. `price`: told
    among the facts, not after them. `own`: of so many facts one is followed by words of its own. `asks`: it asks on the way."""

    opens: tuple[Opening, ...]
    first: tuple[Kind, ...] = ()
    last: tuple[Kind, ...] = ()
    story: bool = False
    price: bool = False
    own: int = 3
    asks: bool = True


MANNERS: dict[PersonaKey, Manner] = {
    # what it is like to have it, then the looks; figures are what one asks a friend last
    "bestie": Manner(("ask", "need", "call"), first=("use", "look"), last=("measure",), own=2),
    # what it is made of, then the measures, then what they are good for; colours and gifts are no reason to buy
    "expert": Manner(("name", "need", "clue"), first=("material", "measure"), last=("look", "extra"), asks=False),
    # the merchant's strongest point first, then the price, then the rest of it: a crier does not keep the price to the end
    "hype": Manner(("call", "ask", "name"), price=True, own=2),
    # where it comes from, how it is used; measures when the scene stands
    "storyteller": Manner(("scene", "story", "scene"), first=("origin", "use"), last=("measure",), story=True, own=2),
    # material and making, then the looks; service and what comes with it before the price
    "concierge": Manner(("name", "call"), first=("material", "origin", "look"), last=("extra",), asks=False),
    # the work it makes or saves, then what it is for; colours last
    "homemaker": Manner(("need", "ask", "call"), first=("care", "use"), last=("look",), own=2),
    # why it is as it is, then what it is made of
    "founder": Manner(("story", "name", "need"), first=("origin", "material"), last=("extra",), story=True, own=2),
    # the merchant's order with a straight face, and a word of its own after every other fact
    "comic": Manner(("clue", "ask", "name"), own=2),
}
