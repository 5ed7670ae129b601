"""Does a sentence say a merchant's note, whole and nothing beside it? What a small model makes of a note is said only then.

Words may change their form and their order and be joined by words that carry no subject; figures keep their order and what they count.
"""

import re
from collections import Counter
from functools import cache

from livestream.writing.grammar import slips
from livestream.writing.wording import CJK, DIGITS, english_words, lists, stem
from voices.types import Language

LONGEST = 12  # characters (zh) or words (en) that a sentence may be longer than its note
_ASKS = re.compile(r"[？?…]")
_PAUSE, _BREAK = re.compile(r"[，；：、。！,;:!(（]|\.(?!\d)"), re.compile(r"(?:[；。！;!]|\.(?!\d))(?=.)")
_PARTICLE = re.compile(r"(?<=[呢嘛])，")
_SIGN = re.compile(rf"{CJK.pattern}|[A-Za-z]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][a-z]+)?")
_COUNTED = re.compile(rf"({DIGITS.pattern})[ -]?([\u3400-\u9fff]|[A-Za-z\u00c0-\u024f]+|[%°℃+]|)")


def tells(text: str, note: str, language: Language) -> bool:
    """Whether `text` says all that `note` says, and nothing more."""
    said, meant = (_words(one, language) for one in (text, note))
    free, strict, once = (_listed(language, kind) for kind in ("free", "strict", "once"))
    if len(_BREAK.findall(text)) > len(_PAUSE.findall(note)) or (language == "en" and (_verb_as_noun(text, note) or slips(text, note))):
        return False  # a note of one piece is told in one: "Breakage is replaced" does not say that there is breakage
    if _ASKS.search(text) or said.total() > meant.total() + LONGEST or _figures(text, language) != _figures(note, language):
        return False
    if any(said[word] != meant[word] for word in strict) or any(said[word] > max(1, meant[word]) for word in once):
        return False
    if any(odd.search(text) and not odd.search(note) for odd in _odd(language)) or (language == "zh" and not _arranged(text, note)):
        return False
    return all(said[word] for word in meant if word not in free) and all(said[word] <= meant[word] or word in free for word in said)


def in_order(text: str, note: str, language: Language) -> bool:
    """Whether `text` says `note` in its own words, in one piece (zh) or in their order: "3 jars ship free" is not "it ships for 3 jars"."""
    if language == "zh":
        return re.sub(r"\W", "", note) in re.sub(r"\W", "", text) and "一共" not in text
    if re.search(r".\bit\b", text, re.IGNORECASE) and not re.search(r"\bit\b", note, re.IGNORECASE):
        return False  # "We ship free over 50" does not say "We ship it free over 50"
    free, rest = _listed(language, "free"), iter([*_words(text, language)])
    return all(word in rest for word in _words(note, language) if word not in free)


def strange(text: str, known: str, language: Language) -> set[str]:
    """The words of `text`, figures apart, that `known` does not say and that carry a subject."""
    return {*_words(text, language)} - {*_words(known, language)} - _listed(language, "free")


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


def _arranged(text: str, note: str) -> bool:
    """Whether a Chinese sentence pauses where its note does, and once after a particle, and each piece says its words in their order, or
    with what stands first there last: 316不锈钢内胆 as 内胆是316不锈钢的."""
    said, meant = ([run for piece in _PAUSE.split(one) if (run := _signs(piece))] for one in (_PARTICLE.sub("", text, count=1), note))
    if len(said) > len(meant) or (len(said) < len(meant) and re.search("[:：]", note)):
        return False
    pairs = zip(said, meant, strict=True) if len(said) == len(meant) else [("".join(said), "".join(meant))]
    return all(_turned(run, other) for run, other in pairs) or _turned("".join(said), "".join(meant))


def _turned(run: str, other: str) -> bool:
    return len(run) == len(other) and run in other * 2


def _signs(text: str) -> str:
    """The characters and letters that carry a subject, in their order."""
    free = _listed("zh", "free")
    return "".join(sign for sign in _SIGN.findall(text) if sign not in free)


@cache
def _odd(language: Language) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, lists("telling.yaml")[language]["odd"]))


@cache
def _listed(language: Language, kind: str) -> frozenset[str]:
    words: str = lists("telling.yaml")[language][kind]
    return frozenset(words) if language == "zh" else frozenset(map(stem, words.split()))
