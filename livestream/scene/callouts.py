"""Call-outs: selling points that slide in as they are spoken."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from livestream.scene.beats import CallOut
from livestream.scene.layouts import Box, Layout
from livestream.scene.motion import out, smooth
from livestream.scene.sprites import Layer, Pixels, Sprite, rounded
from livestream.scene.text import Style, fitted_rows, line_height, mask, width, wrapped
from livestream.scene.themes import Theme
from voices.types import Language

_IN, _OUT = 0.45, 0.30  # seconds
_PAD = 18  # design pixels around a call-out for its shadow


def callout(text: str, theme: Theme, layout: Layout, language: Language) -> Sprite:
    """A white pill with a tick in the accent colour, as wide as its words need."""
    px = layout.px
    style = Style(px(29 if language == "zh" else 25), "bold", language)
    inset, tick = px(18), px(34)
    room = layout.callouts.width - 2 * inset - tick - px(10)
    rows, style = _rows(text, style, room, layout)
    step = round(style.size * 1.26)
    wide = round(max(width(row, style) for row in rows)) + 2 * inset + tick + px(8)
    tall = step * len(rows) + px(24)
    pad = px(_PAD)
    layer = Layer(wide + 2 * pad, tall + 2 * pad)
    plate = rounded(wide, tall, px(20))
    layer.shadow(plate, pad, pad + px(4), px(6), 0.28)
    layer.fill(plate, theme.paper, pad, pad, 0.97)
    top = pad + (tall - tick) / 2
    layer.fill(rounded(tick, tick, tick / 2), theme.accent, pad + px(14), top)
    _tick(layer, pad + px(14), top, tick)
    first = pad + (tall - step * len(rows)) / 2 + (step - line_height(style)) / 2
    for k, row in enumerate(rows):
        layer.fill(mask(row, style), theme.ink, pad + px(14) + tick + px(12), first + k * step)
    return layer.sprite()


def _rows(text: str, style: Style, room: int, layout: Layout) -> tuple[list[str], Style]:
    """The largest type in which every row ends with a clause; else two rows, or three, in the largest type in which nothing is cut."""
    smallest = layout.px(23)
    for size in range(style.size, smallest - 1, -1):
        smaller = Style(size, style.weight, style.language)
        rows = wrapped(text, smaller, room, 2)
        if not rows[-1].endswith("…") and all(row.rstrip()[-1:] in "，；,;：:" for row in rows[:-1]):
            return [row.rstrip("，； ") for row in rows], smaller
    rows, fitting = fitted_rows(text, style, room, 2, smallest)
    return fitted_rows(text, style, room, 3, layout.px(21)) if rows[-1].endswith("…") else (rows, fitting)


def _tick(layer: Layer, x: float, y: float, size: int) -> None:
    canvas = np.zeros((size * 4, size * 4), np.uint8)
    points = (np.array([(0.28, 0.52), (0.44, 0.67), (0.73, 0.35)]) * size * 4).astype(np.int32)
    cv2.polylines(canvas, [points], False, 255, max(1, round(size * 0.42)), cv2.LINE_AA)
    mark = np.divide(cv2.resize(canvas, (size, size), interpolation=cv2.INTER_AREA), 255, dtype=np.float32)
    layer.fill(mark, (255, 255, 255), x, y)


@dataclass
class _Shown:
    sprite: Sprite
    since: float
    y: int
    left: float | None = None  # when it began to leave


@dataclass
class CallOuts:
    """The call-outs on stage; each point's pill is drawn once."""

    theme: Theme
    layout: Layout
    language: Language
    _cache: dict[str, Sprite] = field(default_factory=dict)
    _shown: dict[int, _Shown] = field(default_factory=dict)

    def draw(self, canvas: Pixels, t: float, wanted: tuple[CallOut, ...], box: Box) -> None:
        """Draws the pills of `wanted` that have begun at time t into the box, and lets the others go."""
        pad, gap = self.layout.px(_PAD), self.layout.px(12)
        live = {c.point: c for c in wanted if c.start <= t}
        for point, call in live.items():
            if point not in self._shown or self._shown[point].left is not None:
                self._shown[point] = _Shown(self._sprite(call.text), t, box.y)
        for point, shown in list(self._shown.items()):
            if point not in live and shown.left is None:
                shown.left = t
            if shown.left is not None and (t - shown.left > _OUT or t < shown.left):
                del self._shown[point]
        y = box.y
        for shown in sorted(self._shown.values(), key=lambda s: s.since):
            tall = shown.sprite.height - 2 * pad
            if shown.left is None:
                if y + tall > box.bottom:
                    break
                shown.y = y
                y += tall + gap
            coming = out((t - shown.since) / _IN)
            going = smooth((t - shown.left) / _OUT) if shown.left is not None else 0.0
            slide = round((coming - 1) * self.layout.px(70) - going * self.layout.px(50))
            shown.sprite.draw(canvas, box.x - pad + slide, shown.y - pad, coming * (1 - going))

    def _sprite(self, text: str) -> Sprite:
        if text not in self._cache:
            self._cache[text] = callout(text, self.theme, self.layout, self.language)
        return self._cache[text]
