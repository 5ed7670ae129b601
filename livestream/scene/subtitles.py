"""Captions on the picture: large outlined words that light up as they are spoken."""

from collections import OrderedDict
from dataclasses import dataclass, field

import cv2
import numpy as np

from livestream.scene.captions import Caption
from livestream.scene.layouts import Layout
from livestream.scene.motion import out
from livestream.scene.sprites import Colour, Layer, Pixels, Sprite
from livestream.scene.text import Style, fitted, line_height, mask, width
from livestream.scene.themes import Theme
from voices.types import Language

_IN = 0.14  # seconds a cue takes to appear
_SWEEP = 0.12  # seconds at most in which the light runs through a word
_OUTLINE: Colour = (24, 18, 22)


@dataclass(frozen=True)
class _Row:
    """A line of a caption: plain and lit, the x of its picture and of its text, and (start, end [s], right edge [px]) of each word."""

    plain: Sprite
    lit: Sprite
    x: int
    y: int
    words: tuple[tuple[float, float, int], ...]


@dataclass
class Subtitles:
    """Draws the caption that is due; keeps the last few drawn."""

    theme: Theme
    layout: Layout
    language: Language
    _cache: OrderedDict[Caption, list[_Row]] = field(default_factory=OrderedDict)

    def draw(self, canvas: Pixels, t: float, captions: tuple[Caption, ...]) -> None:
        """Draws the caption of time t [s], if there is one."""
        cue = next((c for c in captions if c.start <= t < c.end), None)
        if cue is None:
            return
        come = out((t - cue.start) / _IN)
        for row in self._rows(cue):
            y = row.y + round((1 - come) * self.layout.px(8))
            row.plain.draw(canvas, row.x, y, come)
            edge = _edge(row, t)
            if edge > 0:
                row.lit.draw(canvas, row.x, y, come, 0, edge)

    def _rows(self, cue: Caption) -> list[_Row]:
        if cue not in self._cache:
            self._cache[cue] = self._make(cue)
            if len(self._cache) > 6:
                self._cache.popitem(last=False)
        return self._cache[cue]

    def _make(self, cue: Caption) -> list[_Row]:
        box, px = self.layout.captions, self.layout.px
        base = Style(self.layout.caption_size[self.language], "heavy", self.language)
        size = min(fitted(line, base, box.width, px(22)).size for line in cue.lines)
        style = Style(size, "heavy", self.language)
        step = round(size * 1.32)
        first = box.y + (box.height - step * len(cue.lines)) // 2
        rows = []
        for k, line in enumerate(cue.lines):
            stroke, blur = max(2, round(size * 0.09)), max(1.0, size * 0.10)
            pad = stroke + round(blur * 2)
            x = round(box.x + (box.width - width(line, style)) / 2) - pad
            y = first + k * step + (step - line_height(style)) // 2 - pad
            words = tuple((w.start, w.end, round(pad + width(line[: w.last], style))) for w in cue.words if w.line == k)
            rows.append(
                _Row(
                    _drawn(line, style, stroke, blur, pad, (255, 255, 255)),
                    _drawn(line, style, stroke, blur, pad, self.theme.lit, False),
                    x,
                    y,
                    words,
                )
            )
        return rows


def _edge(row: _Row, t: float) -> int:
    """The column up to which the row is lit: it runs quickly through a word as that begins."""
    edge, left = 0, 0
    for start, end, right in row.words:
        if t < start:
            break
        share = min(1.0, (t - start) / min(max(end - start, 0.04), _SWEEP))
        edge = round(left + (right - left) * share) if share < 1 else right
        left = right
    return edge


def _drawn(line: str, style: Style, stroke: int, blur: float, pad: int, tint: Colour, outline: bool = True) -> Sprite:
    ink = mask(line, style)
    layer = Layer(ink.shape[1] + 2 * pad, ink.shape[0] + 2 * pad)
    if outline:
        edge = mask(line, style, stroke)
        soft = cv2.GaussianBlur(
            cv2.copyMakeBorder(edge, pad - stroke, pad - stroke, pad - stroke, pad - stroke, cv2.BORDER_CONSTANT), (0, 0), blur
        )
        layer.fill(np.clip(soft * 1.2, 0, 1), _OUTLINE, 0, style.size * 0.04, 0.5)
        layer.fill(edge, _OUTLINE, pad - stroke, pad - stroke, 0.92)
    layer.fill(ink, tint, pad, pad)
    return layer.sprite()
