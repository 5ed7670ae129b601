"""The permanent label that says an AI made the host."""

import re
from functools import lru_cache

import numpy as np

from livestream.scene.layouts import Layout
from livestream.scene.sprites import Layer, Sprite, rounded
from livestream.scene.text import ASCENT, Style, mask, width
from livestream.trust.labels import badge as badge_text
from voices.types import Language

SHARE = 0.05  # least glyph height as a share of the frame's shorter side (GB 45438-2025)
_INK, _PLATE, _DOT = (255, 255, 255), (22, 20, 26), (255, 92, 84)
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


@lru_cache(maxsize=64)
def rows_of(character: str, style: Style) -> tuple[int, int]:
    """First row and last row + 1 that a character inks in its line's mask."""
    found = np.flatnonzero((mask(character, style) > 0.5).any(axis=1))
    return (int(found[0]), int(found[-1]) + 1) if len(found) else (0, 0)


def _style(text: str, language: Language, least: int) -> Style:
    """The smallest style in which every capital and Chinese character of the text is `least` pixels high."""
    tall = [c for c in text if c.isupper() or "\u3400" <= c <= "\u9fff"] or [c for c in text if c.isalnum()]
    style = Style(least, "bold", language if _RUN.match(text[0]) and "\u3400" <= text[0] <= "\u9fff" else "en")
    while tall and min(b - a for a, b in (rows_of(c, style) for c in tall)) < least:
        style = Style(style.size + 1, "bold", style.language)
    return style


def badge(layout: Layout, language: Language) -> Sprite:
    """White words on a dark plate; capitals and Chinese characters are SHARE of the frame's shorter side high."""
    px = layout.px
    least = int(np.ceil(SHARE * min(layout.size)))
    parts = [(part, _style(part, language, least)) for part in _RUN.findall(re.sub(r"\s*·\s*", " · ", badge_text(language)))]
    tall, dot = layout.badge.height, px(12)
    wide = round(sum(width(part, style) for part, style in parts)) + px(22) + dot + px(11) + px(24)
    layer = Layer(wide, tall)
    layer.fill(rounded(wide, tall, tall / 2), _PLATE, opacity=0.82)
    layer.fill(rounded(dot, dot, dot / 2), _DOT, px(22), (tall - dot) / 2)
    first, style = parts[0]
    top, bottom = rows_of(first[0], style)
    baseline = round((tall - (bottom - top)) / 2 - top + ASCENT * style.size)
    x: float = px(22) + dot + px(11)
    for part, style in parts:
        layer.fill(mask(part, style), _INK, x, baseline - ASCENT * style.size)
        x += width(part, style)
    return layer.sprite()
