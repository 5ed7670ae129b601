"""Things of which a text speaks by name, which its translation must keep: a fig is no walnut (things.yaml)."""

import re
from collections.abc import Iterator
from functools import cache

from livestream.writing.wording import lists
from voices.types import Language

Thing = frozenset[int]
"""The places in the list that a name may stand for: 铜 of brass and of copper."""


def pairs() -> Iterator[tuple[str, str]]:
    """(Chinese, English), the usual name of each."""
    return ((chinese[0], english[0]) for english, chinese in _known())


def exchanged(text: str, translation: str, to: Language) -> bool:
    """Whether the text names a thing that its translation in `to` does not, or the other way round. A single Chinese sign may be part of
    another word, so it may stand for a thing, but names none by itself."""
    zh, en = (translation, text) if to == "zh" else (text, translation)
    named, english = _named(zh, 1), [thing for thing, _ in _named(en, 0)]
    chinese, sure = [thing for thing, _ in named], [thing for thing, name in named if len(name) > 1]
    return not (all(_meets(thing, english) for thing in sure) and all(_meets(thing, chinese) for thing in english))


def _meets(thing: Thing, others: list[Thing]) -> bool:
    return any(thing & other for other in others)


def _named(text: str, side: int) -> list[tuple[Thing, str]]:
    """The things that a text names in English (0) or Chinese (1), and how."""
    pattern, things = _patterns()[side]
    return [(things[found.lastgroup or ""], found.group()) for found in pattern.finditer(text)]


@cache
def _known() -> tuple[tuple[list[str], list[str]], ...]:
    """(English names, Chinese names) of each thing."""
    groups = lists("things.yaml").values()
    return tuple((english.split(", "), chinese.split(", ")) for group in groups for english, chinese in group.items())


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, Thing]], ...]:
    """Of English and of Chinese: a pattern of all names, the longest first, and what each of its groups stands for."""
    made = []
    for side in (0, 1):
        places = dict[str, set[int]]()
        for place, names in enumerate(_known()):
            for name in names[side]:
                places.setdefault(name, set()).add(place)
        longest = sorted(places, key=len, reverse=True)
        forms = [f"(?P<n{i}>{name if side else _form(name)})" for i, name in enumerate(longest)]
        things = {f"n{i}": frozenset(places[name]) for i, name in enumerate(longest)}
        made.append((re.compile("|".join(forms), re.IGNORECASE), things))
    return tuple(made)


def _form(name: str) -> str:
    """A pattern of an English name and its plural."""
    return rf"\b{name[:-1]}(?:y|ies)\b" if name.endswith("y") else rf"\b{name}(?:e?s)?\b"
