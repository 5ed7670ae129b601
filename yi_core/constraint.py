"""Decoding under constraints: digits and currency signs spell only allowed figures; English keeps Chinese characters out; what is
forbidden is never spelled, in whatever pieces."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

NUMERAL = re.compile(r"[0-9$¥€£]")
NEVER = re.compile(r"[０-９\n\[\]{}<>#*|`~^\\]")
LONGEST = 64  # letters of the text that a forbidden word may have begun in
NOT_LATIN = re.compile(r"[\u3000-\u9fff\uff00-\uffef\ufffd]")  # U+FFFD: a token that is a piece of a character


@dataclass(frozen=True)
class Vocabulary:
    """What of a tokenizer's tokens no text changes: their lower case, their order by it, and which may be written and hold a numeral."""

    tokens: tuple[str, ...]
    lower: tuple[str, ...]
    order: list[int]
    open: NDArray[np.bool_]
    numeric: list[int]
    beginning: dict[str, list[int]]


@lru_cache(maxsize=4)
def vocabulary(tokens: tuple[str, ...], latin: bool) -> Vocabulary:
    """Of the tokens; worked out once, for some tens of milliseconds."""
    lower = tuple(t.lower() for t in tokens)
    may = np.array([bool(t) and not NEVER.search(t) and not (latin and NOT_LATIN.search(t)) for t in tokens])
    beginning: dict[str, list[int]] = {}
    for i in np.flatnonzero(may).tolist():
        beginning.setdefault(tokens[i][0], []).append(i)
    numeric = [i for i, t in enumerate(tokens) if may[i] and NUMERAL.search(t)]
    return Vocabulary(tokens, lower, sorted(range(len(tokens)), key=lower.__getitem__), may, numeric, beginning)


class Constraint:
    """Follows one text; `mask` says which tokens may come next, `accept` takes the one that did."""

    def __init__(self, tokens: Sequence[str], figures: Collection[str], latin: bool, forbidden: Collection[str] = ()) -> None:
        self.words, self.figures = vocabulary(tuple(tokens), latin), frozenset(figures)
        self.forbidden, self.tail = tuple(word.lower() for word in forbidden if word), ""
        self.starts = {f[:i] for f in self.figures for i in range(1, len(f) + 1)}
        self.run = ""
        self.open = self.words.open
        if self.forbidden:
            holds = re.compile("|".join(map(re.escape, self.forbidden)))
            self.open = self.open & np.array([not holds.search(t) for t in self.words.lower])
        self.numeric = [i for i in self.words.numeric if self.open[i]]

    def mask(self) -> NDArray[np.bool_]:
        """Bool (tokens,)."""
        allowed = self._spelled()
        allowed[[i for i in self._completing() if allowed[i]]] = False
        return allowed

    def _completing(self) -> Iterator[int]:
        """Tokens that would end a forbidden word which the text has begun."""
        for word in self.forbidden:
            for size in range(1, len(word)):
                if self.tail.endswith(word[:size]):
                    edges = (word[size:], word[size:] + "\U0010ffff")
                    begin, end = (bisect_left(self.words.order, edge, key=self.words.lower.__getitem__) for edge in edges)
                    yield from self.words.order[begin:end]

    def _spelled(self) -> NDArray[np.bool_]:
        """Bool (tokens,): those that spell no other figure."""
        allowed = self.open.copy()
        if not self.whole:  # only what goes on with the figure
            allowed[:] = False
            goes_on = (i for letter, those in self.words.beginning.items() if self.run + letter in self.starts for i in those)
            for i in (i for i in goes_on if self.open[i]):
                allowed[i] = self._after(self.run, self.words.tokens[i]) is not None
            return allowed
        for i in self.numeric:
            allowed[i] = self._after(self.run, self.words.tokens[i]) is not None
        return allowed

    @property
    def whole(self) -> bool:
        """Whether the text may end here: no figure is half spelled."""
        return not self.run or self._whole(self.run)

    def accept(self, token: int) -> None:
        """Go on after this token."""
        self.run = self._after(self.run, self.words.tokens[token]) or ""
        self.tail = (self.tail + self.words.lower[token])[-LONGEST:]

    def _whole(self, run: str) -> bool:
        return run in self.figures or run.rstrip(".,:") in self.figures

    def _after(self, run: str, text: str) -> str | None:
        """The figure in progress after `text`, or None where that is no allowed figure."""
        for letter in text:
            if run + letter in self.starts and (run or NUMERAL.match(letter)):
                run += letter
            elif NUMERAL.match(letter) or (run and not self._whole(run)):
                return None
            else:
                run = ""
        return run
