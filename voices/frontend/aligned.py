"""A text under rewriting that remembers, for every character, which part of the original it came from."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher

Span = tuple[int, int]


def join_spans(spans: list[Span]) -> Span | None:
    """The smallest span over all of `spans`; None of none."""
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


@dataclass(frozen=True)
class Aligned:
    """`text` and, for each of its characters, the span (first, last + 1) of the original text it reads."""

    text: str
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, offset: int = 0) -> "Aligned":
        return cls(text, tuple((offset + i, offset + i + 1) for i in range(len(text))))

    def span(self, first: int, last: int) -> Span | None:
        """The part of the original that text[first:last] reads."""
        return join_spans(list(self.spans[first:last]))

    def cut(self, first: int, last: int) -> "Aligned":
        return Aligned(self.text[first:last], self.spans[first:last])

    def replaced(self, changes: list[tuple[int, int, str]]) -> "Aligned":
        """With each text[first:last] replaced; `changes` are sorted and do not overlap."""
        text: list[str] = []
        spans: list[Span] = []
        at = 0
        for first, last, new in changes:
            text.append(self.text[at:first])
            spans.extend(self.spans[at:first])
            source = self.span(first, last) or (self.spans[first - 1] if first else (0, 0))
            text.append(new)
            spans.extend([source] * len(new))
            at = last
        return Aligned("".join([*text, self.text[at:]]), (*spans, *self.spans[at:]))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str | None]) -> "Aligned":
        """Like pattern.sub; a function may return None to keep its match. A group called `only` is replaced instead of the whole match."""
        changes = []
        for match in pattern.finditer(self.text):
            made = match.expand(new) if isinstance(new, str) else new(match)
            group = "only" if "only" in pattern.groupindex else 0
            if made is not None and made != match.group(group):
                changes.append((match.start(group), match.end(group), made))
        return self.replaced(changes) if changes else self

    def realigned(self, text: str) -> "Aligned":
        """This text rewritten to `text` by somebody else: words that stayed are matched up, what changed between them maps as a block."""
        pieces = [m.span() for m in _WORD.finditer(self.text)]
        others = [m.span() for m in _WORD.finditer(text)]
        matcher = SequenceMatcher(None, [self.text[a:b] for a, b in pieces], [text[a:b] for a, b in others], autojunk=False)
        spans: list[Span | None] = [None] * len(text)
        for kind, a0, a1, b0, b1 in matcher.get_opcodes():
            if kind == "equal":
                for (first, last), (start, end) in zip(pieces[a0:a1], others[b0:b1], strict=True):
                    spans[start:end] = self.spans[first:last]
            elif a1 > a0 and b1 > b0:
                first, last = others[b0][0], others[b1 - 1][1]
                spans[first:last] = [self.span(pieces[a0][0], pieces[a1 - 1][1])] * (last - first)
        filled: list[Span] = []
        for span in spans:
            filled.append(span or (filled[-1] if filled else (0, 0)))
        return Aligned(text, tuple(filled))


_WORD = re.compile(r"[.,;:!?]+(?=\s|$)|(?:(?![.,;:!?]+(?:\s|$))\S)+")
