"""Captions in time with the words: short cues of at most two lines, broken where the voice pauses.

Limits: Chinese 14 characters a line in portrait, 16 in landscape; English 32 and 42 (a Latin letter counts half in Chinese).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from livestream.scene.fonts import blanked
from livestream.scene.wrap import atoms, balanced, chinese_words
from voices.types import Language, Speech

LIMITS: dict[tuple[Language, bool], int] = {("zh", False): 14, ("zh", True): 16, ("en", False): 32, ("en", True): 42}  # (language, wide)
_CLAUSE = re.compile(
    r"[^，。！？；：,.!?;:…—]+(?:[，。！？；：…—]+|[,.!?;:]+(?=\s|$|[”’」』）)])|[,.!?;:](?=\S))*[”’」』）)]*\s*|.+?", re.S
)
_GAP, _SHORTEST, _LINGER = 0.08, 0.7, 0.6  # seconds between cues; least length of one; how long one may stay after its last word


@dataclass(frozen=True)
class Word:
    """A word of a caption: its line, its first character and last + 1 there, and when it is spoken [s]."""

    line: int
    first: int
    last: int
    start: float
    end: float


@dataclass(frozen=True)
class Caption:
    """One cue: its lines and words, shown from `start` to `end` [s]."""

    start: float
    end: float
    lines: tuple[str, ...]
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The lines as in a caption file."""
        return "\n".join(self.lines)


Timed = tuple[int, int, float, float]  # first character, last + 1, start and end in seconds


def word_times(speech: Speech) -> list[Timed]:
    """The words of a speech with their spans in its text; spread evenly where the voice gave none."""
    length = len(speech.text)
    found = [(*m.span, m.start, m.end) for m in speech.marks if m.kind == "word" and m.span and 0 <= m.span[0] < m.span[1] <= length]
    if found:
        return sorted(found)
    spans = [(a, b) for a, b in atoms(speech.text) if speech.text[a:b].strip()]
    total = sum(b - a for a, b in spans) or 1
    at, even = 0.0, []
    for first, last in spans:
        share = speech.duration * (last - first) / total
        even.append((first, last, at, at + share))
        at += share
    return even


def split(
    text: str,
    words: Sequence[Timed],
    language: Language,
    start: float = 0.0,
    end: float | None = None,
    wide: bool = False,
    keep: tuple[str, ...] = (),
) -> list[Caption]:
    """Captions of a spoken text with its timed `words`; `start` is added to their times, none lasts beyond `end`, `keep` stays whole."""
    if not words:
        return []
    shown = blanked(text)
    limit = LIMITS[language, wide]
    cues = [
        _cue(shown, lines, words, language)
        for group in _groups(shown, words, language, limit, keep)
        for lines in _pages(shown, group, language, limit, keep)
    ]
    return _timed([cue for cue in cues if cue], start, end)


def units(text: str, language: Language) -> float:
    """Length of a caption line as the limits count it: in Chinese a Latin letter is half a character, yet 16 signs are the most."""
    if language == "en":
        return len(text)
    half = sum(1 for c in text if ord(c) < 0x2E80)
    return max(len(text) - half / 2, len(text) * 14 / 16)


def _groups(text: str, words: Sequence[Timed], language: Language, limit: int, keep: tuple[str, ...]) -> list[tuple[int, int]]:
    """Clauses, joined while they fit one Chinese line or two English ones and no sentence ends between them."""
    atom_ends = {b for _, b in atoms(text, keep)}
    clauses: list[tuple[int, int]] = []
    for match in _CLAUSE.finditer(text):
        if clauses and clauses[-1][1] not in atom_ends:  # a point inside a number, a comma inside a name
            clauses[-1] = clauses[-1][0], match.end()
        else:
            clauses.append(match.span())
    room = limit if language == "zh" else 2 * limit - 4
    groups: list[tuple[int, int]] = []
    for first, last in clauses:
        ends = bool(groups) and text[: groups[-1][1]].rstrip(" ”’」』）)")[-1:] in "。！？.!?…"
        if groups and not ends and units(text[groups[-1][0] : last].strip(), language) <= room:
            groups[-1] = groups[-1][0], last
        else:
            groups.append((first, last))
    return groups


def _pages(text: str, group: tuple[int, int], language: Language, limit: int, keep: tuple[str, ...]) -> list[list[tuple[int, int]]]:
    """The lines of a group, two a page; breaks fall between words where they can."""
    first, last = group
    part = text[first:last]
    spans = atoms(part, (*keep, *chinese_words(part)) if language == "zh" else keep)
    cut = [piece for span in spans for piece in _short(span, part, language, limit)]
    lines = [(a + first, b + first) for a, b in balanced(part, cut, lambda s: units(_trim(s, language), language), limit)]
    if len(lines) == 3 and language == "en":
        return [lines[:2], lines[2:]]
    return [lines[k : k + 2] for k in range(0, len(lines), 2)]


def _short(span: tuple[int, int], text: str, language: Language, limit: int) -> list[tuple[int, int]]:
    first, last = span
    if units(text[first:last], language) <= limit:
        return [span]
    step = limit if language == "en" else limit // 2 * 2
    return [(k, min(k + step, last)) for k in range(first, last, step)]


def _trim(line: str, language: Language) -> str:
    """A line without the signs that Chinese captions leave out at its end."""
    return line.strip().rstrip("，。；：、 ") if language == "zh" else line.strip()


def _cue(text: str, lines: Sequence[tuple[int, int]], words: Sequence[Timed], language: Language) -> Caption | None:
    shown, timed = [], []
    for row, (first, last) in enumerate(lines):
        lead = len(text[first:last]) - len(text[first:last].lstrip())
        line = _trim(text[first:last], language)
        shown.append(line)
        for a, b, start, end in words:
            left, right = max(a - first - lead, 0), min(b - first - lead, len(line))
            if a < last and b > first and right > left:
                timed.append(Word(row, left, right, start, end))
    if not timed or not any(shown):
        return None
    return Caption(timed[0].start, max(w.end for w in timed), tuple(shown), tuple(timed))


def _timed(cues: Sequence[Caption], start: float, end: float | None) -> list[Caption]:
    """Cues that follow each other without flicker: each stays until shortly before the next, or lingers a moment."""
    found = []
    for k, cue in enumerate(cues):
        latest = cues[k + 1].start - _GAP if k + 1 < len(cues) else (end - start if end is not None else cue.end + _LINGER)
        stop = min(max(cue.end + _LINGER, cue.start + _SHORTEST), max(latest, cue.start + _GAP))
        words = tuple(Word(w.line, w.first, w.last, w.start + start, w.end + start) for w in cue.words)
        found.append(Caption(cue.start + start, stop + start, cue.lines, words))
    return found
