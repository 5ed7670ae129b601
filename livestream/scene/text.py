"""Measuring, wrapping and drawing text with the shipped fonts, Chinese and Latin mixed."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from livestream.scene.fonts import Weight, clean, font, runs
from livestream.scene.wrap import atoms, balanced, chinese_words
from voices.types import Language

Mask = npt.NDArray[np.float32]
_GAP = 0.12  # em of air between Chinese and Latin
ASCENT, DESCENT = 0.93, 0.25  # em above and below the baseline that a line of text takes


@dataclass(frozen=True)
class Style:
    """A type style: size in pixels, weight and the language whose signs it prefers."""

    size: int
    weight: Weight = "regular"
    language: Language = "zh"


@lru_cache(maxsize=4096)
def _placed(text: str, style: Style) -> tuple[tuple[tuple[str, str, float], ...], float]:
    """Runs as (font, text, x) and the total width in pixels."""
    placed: list[tuple[str, str, float]] = []
    x, before = 0.0, ""
    for name, part in runs(text, style.weight, style.language):
        if before and before[:4] != name[:4] and not placed[-1][1].endswith(" ") and part[:1].isalnum() and placed[-1][1][-1:].isalnum():
            x += _GAP * style.size
        placed.append((name, part, x))
        x += font(name, style.size).getlength(part)
        before = name
    return tuple(placed), x


def width(text: str, style: Style) -> float:
    """Width of one line in pixels."""
    return _placed(text, style)[1]


@lru_cache(maxsize=96)
def mask(text: str, style: Style, stroke: int = 0) -> Mask:
    """One line as coverage 0..1, (line height + 2 stroke, width + 2 stroke); the baseline lies at stroke + ASCENT em. Do not change it."""
    placed, wide = _placed(text, style)
    size = max(1, int(np.ceil(wide)) + 2 * stroke + 2), round((ASCENT + DESCENT) * style.size) + 2 * stroke
    image = Image.new("L", size)
    draw = ImageDraw.Draw(image)
    for name, part, x in placed:
        draw.text((x + stroke, stroke + ASCENT * style.size), part, 255, font(name, style.size), "ls", stroke_width=stroke)
    inked: Mask = np.divide(np.asarray(image), 255, dtype=np.float32)
    return inked


def line_height(style: Style) -> int:
    """Pixels that `mask` gives a line."""
    return round((ASCENT + DESCENT) * style.size)


def wrapped(text: str, style: Style, wide: float, most: int = 2, keep: tuple[str, ...] = ()) -> list[str]:
    """The text on at most `most` even lines of `wide` pixels; what does not fit ends in "…"."""
    shown = clean(text)
    words = chinese_words(shown) if style.language == "zh" else ()
    spans = [piece for span in atoms(shown, (*keep, *words)) for piece in _cut(shown, span, style, wide)]
    found = [shown[a:b] for a, b in balanced(shown, spans, lambda part: width(part, style), wide)]
    if len(found) <= most:
        return found
    greedy, rest = found[: most - 1], shown[len("".join(found[: most - 1])) :]
    tail = shown[shown.find(found[most - 1], len("".join(greedy))) :] if rest else ""
    return [*greedy, shortened(tail, style, wide)]


def fitted_rows(text: str, style: Style, wide: float, most: int, smallest: int, keep: tuple[str, ...] = ()) -> tuple[list[str], Style]:
    """Like `wrapped`, in the largest size between that of `style` and `smallest` in which nothing is cut."""
    rows = wrapped(text, style, wide, most, keep)
    while rows[-1].endswith("…") and style.size > smallest:
        style = Style(style.size - 1, style.weight, style.language)
        rows = wrapped(text, style, wide, most, keep)
    return rows, style


def shortened(text: str, style: Style, wide: float) -> str:
    """One line of at most `wide` pixels, cut with "…" where it must be."""
    if width(text, style) <= wide:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle].rstrip() + "…", style) <= wide else (low, middle - 1)
    whole = text.rfind(" ", low // 2, low + 1)  # between words, where one ends in the second half
    kept = text[: whole if whole > 0 and text[low - 1 : low + 1].isascii() else low]
    return kept.rstrip(" ，、,;；：:.") + "…"


def _cut(text: str, span: tuple[int, int], style: Style, wide: float) -> list[tuple[int, int]]:
    """Cuts a span that is wider than a line into pieces that fit."""
    first, last = span
    if width(text[first:last], style) <= wide:
        return [span]
    pieces, start = [], first
    for at in range(first + 1, last):
        if width(text[start : at + 1], style) > wide:
            pieces.append((start, at))
            start = at
    return [*pieces, (start, last)]


def fitted(text: str, style: Style, wide: float, smallest: int) -> Style:
    """The style, made smaller until the line fits `wide` pixels or `smallest` is reached."""
    size = style.size
    while size > smallest and width(text, Style(size, style.weight, style.language)) > wide:
        size -= 1
    return Style(size, style.weight, style.language)
