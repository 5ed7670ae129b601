"""The words of a comment in the product's own: whether a fact says a word, by its form, its synonyms or the span its figure lies in."""

import re
from functools import cache

from livestream.writing.wording import CJK, DIGITS, LATIN, lists, stem

_SPAN = re.compile(r"(\d+(?:\.\d+)?)[^\d，,、;/×.]{0,8}?(?:-|–|~|到|至|\bto\b|\band\b)[^\d，,、;/×.]{0,3}(\d+(?:\.\d+)?)")
_AT_MOST = re.compile(
    r"(?:(?<!总)承重|载重|限重|[可能]装|装得下|最[大多高]|不超过|up to|\bmax\w*|\bholds?|\bunder)\D{0,6}(\d+(?:\.\d+)?)"
    r"|(\d+(?:\.\d+)?)\D{0,3}(?:以内|以下)"
)
_AT_LEAST = re.compile(r"\bfrom (\d+)(?!.*\bto\b)|(\d+)\D{0,4}(?:以上|\+|and up)")


def holds(fact: str, word: str) -> bool:
    """Whether a fact says a word of a comment, or one that means the same; a number also where it lies in a span that the fact gives."""
    fact = fact.lower()
    if DIGITS.fullmatch(word):
        return word in numbers(fact) or _spans(fact, float(word))
    return any(_says(fact, other) for other in _same(word))


def related(fact: str, word: str) -> bool:
    """Whether a fact says a word of a comment, what bears on it, or in Chinese a part of it."""
    pairs = (word[i : i + 2] for i in range(len(word) - 1)) if CJK.match(word) else ()
    bearing = [other for key, listed in lists("topics.yaml")["bears"].items() if _bears(key, word) for other in listed.split()]
    return holds(fact, word) or any(pair in fact for pair in pairs) or any(_says(fact.lower(), stem(other)) for other in bearing)


def _bears(key: str, word: str) -> bool:
    return key in word if CJK.match(key) else word == stem(key)


def numbers(text: str) -> list[str]:
    """The numbers of a text in lower case, those in words as digits."""
    spelled: dict[str, int] = lists("topics.yaml")["numerals"]
    found = re.findall(rf"\d+(?:\.\d+)?|{numerals().pattern}", _metric(text))
    return [str(spelled.get(number, number)) for number in found]


@cache
def numerals() -> re.Pattern[str]:
    """Numbers in words: in Chinese before what they count."""
    spelled, counted = lists("topics.yaml")["numerals"], lists("topics.yaml")["measures_zh"]
    latin, signs = "|".join(w for w in spelled if w.isascii()), "".join(w for w in spelled if not w.isascii())
    return re.compile(rf"\b(?:{latin})\b|[{signs}](?=[{counted}])")


def _metric(text: str) -> str:
    """A text with its weights, those of people and of loads above all, in kilograms."""
    units: dict[str, float] = lists("topics.yaml")["kilograms"]
    weight = rf"{DIGITS.pattern}(?:\s*(?:-|–|~|到|至|to)\s*{DIGITS.pattern})?(?=\s*({'|'.join(units)}))"
    return re.sub(weight, lambda m: DIGITS.sub(lambda d: f"{float(d.group()) * units[m[1]]:g}", m.group()), text)


def _says(fact: str, word: str) -> bool:
    if not CJK.match(word):
        stems = {stem(other) for part in LATIN.findall(fact) for other in (*part.split("-"), part.replace("-", ""))}
        return bool({word, f"un{word}", f"non{word}"} & stems) or (len(word) > 3 and bool(re.search(rf"(?<![a-z]){re.escape(word)}", fact)))
    if len(word) < 3:
        return word in fact
    return set(word) <= set(fact) and any(word[i : i + 2] in fact for i in range(len(word) - 1))


def _same(word: str) -> set[str]:
    """A word of a comment, those that mean the same, and kinds of what it means."""
    kinds = [kind for general, listed in lists("topics.yaml")["kinds"].items() if stem(general) == word for kind in listed.split()]
    return {word, *map(stem, kinds)}.union(*(group for group in _groups() if word in group))


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stem(word) for word in group.split()) for group in lists("topics.yaml")["same"])


def _spans(fact: str, number: float) -> bool:
    """Whether a number lies between, under or above others as a fact gives them."""
    fact = _metric(fact)
    if any(float(low) <= number <= float(high) for low, high in _SPAN.findall(fact)):
        return True
    most, least = (["".join(match) for match in bound.findall(fact)] for bound in (_AT_MOST, _AT_LEAST))
    return any(number <= float(high) for high in most) or any(float(low) <= number for low in least)
