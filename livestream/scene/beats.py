"""A beat: what the picture must show while one stretch of speech lasts."""

import re
from dataclasses import dataclass

from livestream.catalog.models import Product
from livestream.catalog.values import Line
from livestream.scene.captions import Caption, split, word_times
from livestream.scene.fonts import clean
from voices.types import Language, Speech

_PICTURED = ("point", "demo")
_PRICED = ("offer", "close")
_BRIEF: dict[Language, int] = {"zh": 18, "en": 48}  # characters of a point that is shown whole
_CLAUSES: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[，。；：！!？?]|[,;:](?=\s)|（|\("),
    "en": re.compile(
        r"[;:](?=\s)|[.!?](?=\s|$)| [–—-] |\("
        r"|,(?= (?:so|and|which|that|because|while|even (?:when|if|after|in|with)|for|with|without|perfect|ideal)\b)"
    ),
}
_CONNECTIVE = re.compile(r" (?:so|for|because|while|that|which|with|without|and|when|in|on|from|to|per)\b")
_LEAST = 12  # characters that a call-out keeps before a connective
_WORDS = re.compile(r"[A-Za-z]{4,}|\d+(?:\.\d+)?|[\u4e00-\u9fff]")


@dataclass(frozen=True)
class CallOut:
    """A selling point that comes in at `start` and leaves at `end` [s of the take]; `point` is its index."""

    point: int
    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Beat:
    """A stretch of the take [s]: its line, captions, call-outs, the picture shown large (None: none), whether the price is the matter.

    `recap` sums the offer up for those who have just come in.
    """

    start: float
    end: float
    line: Line | None = None
    captions: tuple[Caption, ...] = ()
    callouts: tuple[CallOut, ...] = ()
    picture: int | None = None
    price: bool = False
    recap: bool = False


def make_beat(
    line: Line,
    speech: Speech,
    start: float,
    product: Product,
    language: Language,
    *,
    end: float | None = None,
    picture: int = 0,
    wide: bool = False,
) -> Beat:
    """The beat of a line (or a sentence of it) whose speech starts at `start` [s] that ends at `end` (default: with the speech).

    `picture` counts the pictures shown so far, so that they take turns; `wide` says that the frame is landscape.
    """
    stop = start + speech.duration if end is None else end
    keep = tuple(name for name in (product.brand.strip(),) if name)
    words = word_times(speech)
    captions = tuple(split(speech.text, words, language, start, stop, wide, keep))
    pictured = line.part in _PICTURED
    facts = product.facts
    spoken = [(k, _spoken_at(facts[k], speech, line.text, product.name)) for k in line.about if 0 <= k < len(facts)]
    callouts = tuple(CallOut(k, headline(facts[k], language), start + at, stop) for k, at in spoken if at is not None)
    shown = picture % max(1, len(product.images)) if pictured else None
    return Beat(start, stop, line, captions, callouts, shown, line.part in _PRICED, line.part == "bridge")


def idle(start: float, end: float) -> Beat:
    """A beat without words."""
    return Beat(start, end)


def headline(point: str, language: Language) -> str:
    """A selling point short enough to be read in passing: whole where it is brief, else its first clauses."""
    text = clean(point)
    limit = _BRIEF[language]
    if len(text) <= limit:
        return text.rstrip("，。；.;,")
    clauses = [part.strip(" ，。；：:,.;") for part in _CLAUSES[language].split(text)]
    kept = [part for part in clauses if part]
    joint = "，" if language == "zh" else ", "
    found = kept[0] if kept else text
    if language == "en" and len(found) > limit:
        ends = [m.start() for m in _CONNECTIVE.finditer(found) if _LEAST <= m.start() <= limit]
        return found[: ends[-1]].rstrip(" ,") if ends else found
    for part in kept[1:]:
        if len(found + joint + part) > limit or part not in text.split("（")[0].split("(")[0]:
            break
        found += joint + part
    return found


def _spoken_at(point: str, speech: Speech, line: str, name: str) -> float | None:
    """Seconds from the speech's start to the first word that speaks of the point; None where nothing in the speech does.

    Of a line in several sentences, one that holds less than half of what the line says of the point only shares a word with it.
    """
    wanted = _pieces(point) - _pieces(name) or _pieces(point)
    if not wanted:
        return 0.0
    text, whole = speech.text.lower(), line.lower()
    hits = sorted(text.find(piece) for piece in wanted if piece in text)
    if not hits or 2 * len(hits) < sum(piece in whole for piece in wanted):
        return None
    return next((start for first, last, start, _ in word_times(speech) if first <= hits[0] < last), 0.0)


def _pieces(text: str) -> set[str]:
    """What identifies a point: its longer words and figures, and its pairs of Chinese characters."""
    low = text.lower()
    latin = {m.group() for m in _WORDS.finditer(low) if not "\u4e00" <= m.group()[0] <= "\u9fff"}
    return latin | {low[k : k + 2] for k in range(len(low) - 1) if all("\u4e00" <= c <= "\u9fff" for c in low[k : k + 2])}
