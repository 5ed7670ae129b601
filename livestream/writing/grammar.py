"""Slips of grammar that a small model makes where it says an English note as a sentence: number, capitals, forms, a verb left out.

Nothing is parsed: a noun phrase ends where a preposition, a mark or a figure stands, and its last word is its noun. What is not certain
passes.
"""

import re
from functools import cache

from livestream.writing.sentences import NUMBER, PLURAL, PROPER
from livestream.writing.wording import english_words, stem

_UNIT = (
    r"(?:[mck]?m|[mk]?g|m?l|fl|oz|lbs?|in|ft|k?wh?|mah|v|hz|[gmt]b|db|gsm|rpm|psi|inch(?:es)?|feet|yards?|met(?:er|re)s?|lit(?:er|re)s?|grams?|ounces"
    r"|pounds|gallons|quarts|watts|volts|lumens|degrees|percent|carats?|seconds|minutes|hours|days|nights|weeks|months|years|times|dollars|euros"
    r"|pieces|cups)\b"
)
_NUMBER = rf"(?:\d[\d.,+/]*|{NUMBER})"
_ENDS = re.compile(
    r"[.,!;:(]|\b(?:of|in|for|with|from|on|to|at|by|per|under|inside|outside|over|between|around|across|that|which|where|each|as|is|are|has|have"
    r"|fits?|holds?|included|free|so|when|(?<!^)\d[\w.]*)(?![\w-])"
)
_COUNT = re.compile(rf"(?:no more than |up to |about )?{_NUMBER}(?![\w-])")
_THERE = re.compile(r"\bthere(?:'s| is) (?!an?\b|one\b|1\b)(.+)")
_THERE_ARE = re.compile(r"\bthere(?:'re| are) (.+)")
_IT_IS = re.compile(rf"\bit(?:'s| is|'s just| is just) ({_NUMBER}(?![\w-])(?! [^.,!]*\b(?:of|in one|for)\b) .+)")
_SUBJECT = re.compile(r"(?:^|[.!,;] |\band |\bbut )(?:the|its|their) ((?:[\w%'-]+ )+?)(is|are|has|have)\b")
_AFTER_IT = re.compile(r"(?:^|[.!,;] |\band |\bso |\bbut )it ((?:also |even |just |only )?([a-z'-]+))")
_AFTER_THEY = re.compile(r"\bthey (?!always\b)([a-z]+s)\b")
_AFTER_IT_MAY = re.compile(
    r"(?:[a-z]+s|[a-z]+ed|[a-z]+ly|can|can't|won't|will|would|had|did|may|might|could|should|must|never|came|took|went|made|began|grew|kept|ran|got|sat"
    r"|stood|held|left|lost|won|built|sold|said|let|set|cut|put|fit|doesn't|didn't|isn't|wasn't|hasn't|all|both)\Z"
)
_INNER = re.compile(r"(?<![.!] )(?<!^)(?<![\w-])([A-Z][a-z]{2,})\b")
_A = re.compile(r"\bit(?:'s| is) an? (?:[\w-]+ )*([a-z]+)(?=[.,!]|$)")
_DONE = re.compile(r"\b(?:it|they) (?:\w+ed|made|sewn|woven|built|grown|worn|cut|knit|cast|sold|run|found|born|told|shown) by\b")


def slips(text: str, note: str) -> bool:
    """Whether a sentence has a slip of grammar that its note has not."""
    said, meant = text.lower(), note.lower()
    found = _capital(text, note) or _number(said) or _person(said) or _misspelt(said, meant) or _verbless(said, meant)
    return bool(found or _DONE.search(said) or any(word in _materials() for word in _A.findall(said)))


def _capital(text: str, note: str) -> bool:
    """Whether a sentence begins small, or a word within one is large that its note has large only at its beginning."""
    if re.search(r"[.!] [a-z]", text):
        return True
    kept = english_words("capitalised") | {*re.findall(r"[A-Z][a-z]+", note[1:])}
    return any(word not in kept and not PROPER.match(word) for word in _INNER.findall(text))


def _number(text: str) -> bool:
    """Whether a verb and its noun differ in number: "there's 18+1 torque settings", "the wheels is soft"."""
    if any(_plural(found[1]) for found in _THERE.finditer(text)) or any(_plural(found[1]) for found in _IT_IS.finditer(text)):
        return True
    if any(_single(found[1]) for found in _THERE_ARE.finditer(text)):
        return True
    for words, verb in _SUBJECT.findall(text):
        noun = _noun(words)
        if noun and not re.search(r"\b(?:and|or)\b|[%\d]", words) and bool(PLURAL.search(noun)) is (verb in ("is", "has")):
            return True
    return False


def _plural(phrase: str) -> bool:
    if re.match(f"{_NUMBER} ?{_UNIT}", phrase):
        return False
    noun = _noun(re.sub(r" (?:and|or) .*", "", phrase))
    return bool(PLURAL.search(noun)) and not re.match(_UNIT, noun)


def _single(phrase: str) -> bool:
    if re.match(r"(?:a (?:few|couple|total|dozen|hundred|lot|number|pair)|about|over|up to|more)\b", phrase):
        return False
    if re.match(r"(?:an?|one) ", phrase):
        return True
    noun = _noun(phrase)
    return bool(noun) and not _COUNT.match(phrase) and not re.search(r"\band\b|,", phrase) and not PLURAL.search(noun)


def _noun(phrase: str) -> str:
    """The last word before the phrase is at its end."""
    counted = _COUNT.match(phrase)
    start = counted.end() if counted else 0
    end = _ENDS.search(phrase, start)
    words = phrase[start : end.start() if end else len(phrase)].split()
    return words[-1] if words else ""


def _person(text: str) -> bool:
    """Whether a verb has the form of the other person: "it zip around", "they holds"."""
    if any(not _AFTER_IT_MAY.match(found[2]) for found in _AFTER_IT.finditer(text)):
        return True
    verbs = english_words("verbs")
    return any(verb in verbs for verb in _AFTER_THEY.findall(text))


def _misspelt(text: str, note: str) -> bool:
    """Whether a verb of the note has an ending that no verb of its spelling takes: froths as frothes."""
    known = set(re.findall(r"[a-z]+", note))
    for word in set(re.findall(r"[a-z]+es\b", text)) - known:
        root = word[:-2]
        if {root, f"{root}s"} & known and not re.search(r"(?:[sxzo]|ch|sh)$", root):
            return True
    return False


def _verbless(text: str, note: str) -> bool:
    """Whether it is the note with an article before it, and no verb: "The roll-up velvet case!"."""
    if re.sub(r"\W", "", text) != "the" + re.sub(r"\W", "", note):
        return False
    return not any(stem(word) in _verbs() for word in re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(map(stem, [*english_words("verbs"), "is", "are", "has", "have", "can", "will"]))


@cache
def _materials() -> frozenset[str]:
    """What has no article; "a canvas", "a glass" and "an iron" are things."""
    return english_words("materials") - {"canvas", "glass", "iron"}
