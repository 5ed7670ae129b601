"""Does a sentence say a merchant's note, whole and nothing beside it? What a small model makes of a note is said only then.

Words may change their form and their order and be joined by words that carry no subject; figures keep their order and what they count.
"""

import re
from collections import Counter
from functools import cache

from livestream.writing.wording import CJK, DIGITS, english_words, lists, stem
from voices.types import Language

LONGEST = 12  # characters (zh) or words (en) that a sentence may be longer than its note
_ASKS = re.compile(r"[？?…]")
_PAUSE, _BREAK = re.compile(r"[，；：、。！,;:!(（]|\.(?!\d)"), re.compile(r"(?:[；。！;!]|\.(?!\d))(?=.)")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][a-z]+)?")
_COUNTED = re.compile(rf"({DIGITS.pattern})[ -]?([\u3400-\u9fff]|[A-Za-z\u00c0-\u024f]+|[%°℃+]|)")


def tells(text: str, note: str, language: Language) -> bool:
    """Whether `text` says all that `note` says, and nothing more."""
    said, meant = (_words(one, language) for one in (text, note))
    free, strict, once, never = (_listed(language, kind) for kind in ("free", "strict", "once", "never"))
    if len(_BREAK.findall(text)) > len(_PAUSE.findall(note)) or (language == "en" and _verb_as_noun(text, note)):
        return False  # a note of one piece is told in one: "Breakage is replaced" does not say that there is breakage
    if _ASKS.search(text) or said.total() > meant.total() + LONGEST or _figures(text, language) != _figures(note, language):
        return False
    if any(said[word] != meant[word] for word in strict) or any(said[word] > max(1, meant[word]) for word in once):
        return False
    if any(word in text and word not in note for word in never):
        return False
    return all(said[word] for word in meant if word not in free) and all(said[word] <= meant[word] or word in free for word in said)


def in_order(text: str, note: str, language: Language) -> bool:
    """Whether the words of `note` that carry a subject stand in `text` in their order: "3 jars ship free" is not "it ships for 3 jars"."""
    free, rest = _listed(language, "free"), iter([*_words(text, language)])
    return all(word in rest for word in _words(note, language) if word not in free)


def _verb_as_noun(text: str, note: str) -> bool:
    """Whether "tastes of hazelnut" became "it has tastes of hazelnut"."""
    first = note.split(" ", 1)[0].lower()
    return first in english_words("verbs") and bool(re.search(rf"\b(?:has|have|is|are|get|got|with|of|a|the) {first}\b", text.lower()))


def _words(text: str, language: Language) -> Counter[str]:
    """Characters and Latin words (zh), stems of words (en); figures are compared apart."""
    latin = _LATIN.findall(text)
    return Counter([*CJK.findall(text), *map(str.lower, latin)] if language == "zh" else map(stem, latin))


def _figures(text: str, language: Language) -> list[tuple[str, str]]:
    """Each figure with the word or sign after it: its unit, or what it counts."""
    free = _listed(language, "free")
    found = [(number, unit.lower() if language == "zh" else stem(unit)) for number, unit in _COUNTED.findall(text)]
    return [(number, "" if unit in free else unit) for number, unit in found]


@cache
def _listed(language: Language, kind: str) -> frozenset[str]:
    words: str = lists("telling.yaml")[language].get(kind, "")
    if kind == "never":
        return frozenset(words.split())
    return frozenset(words) if language == "zh" else frozenset(map(stem, words.split()))
