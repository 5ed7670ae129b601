"""The end of an offer under the price sticker, as it is stated."""

import cv2
import numpy as np

from livestream.scene.deadline import Deadline
from livestream.scene.layouts import Box, Layout
from livestream.scene.motion import out
from livestream.scene.sprites import Layer, Pixels, Sprite, rounded
from livestream.scene.text import Style, fitted, line_height, mask, width
from livestream.scene.themes import Theme
from voices.types import Language

_PAD = 14
_IN = 0.4  # seconds


def place(layout: Layout) -> Box:
    """Where the plate stands: under the sticker."""
    return Box(layout.sticker.x, layout.sticker.bottom + layout.px(10), layout.sticker.width, layout.px(52))


class Ending:
    """Shows an offer's end (None: it states none) while the price is the matter."""

    def __init__(self, end: Deadline | None, theme: Theme, layout: Layout, language: Language) -> None:
        self.layout = layout
        self._plate = _plate(end.shown(language), theme, layout, language) if end is not None else None
        self._since: float | None = None

    def draw(self, canvas: Pixels, t: float, presence: float) -> None:
        """Draws the plate as far as the sticker above it is there (`presence` 0..1)."""
        if self._plate is None or presence < 0.6:
            self._since = None
            return
        self._since = t if self._since is None or t < self._since else self._since
        box, pad, come = place(self.layout), self.layout.px(_PAD), out((t - self._since) / _IN)
        self._plate.draw(canvas, box.x - pad, box.y - pad - round((1 - come) * self.layout.px(16)), come * presence)


def _plate(text: str, theme: Theme, layout: Layout, language: Language) -> Sprite:
    """A dark pill with a clock."""
    px, box = layout.px, place(layout)
    pad, tall, dial = px(_PAD), box.height, px(28)
    style = fitted(text, Style(px(26), "bold", language), box.width - dial - px(46), px(19))
    wide = min(box.width, round(width(text, style)) + dial + px(46))
    layer = Layer(box.width + 2 * pad, tall + 2 * pad)
    plate = rounded(wide, tall, tall / 2)
    layer.shadow(plate, pad, pad + px(3), px(5), 0.3)
    layer.fill(plate, (30, 26, 30), pad, pad, 0.92)
    layer.fill(_dial(dial), theme.lit, pad + px(14), pad + (tall - dial) / 2)
    layer.fill(mask(text, style), (255, 255, 255), pad + px(24) + dial, pad + (tall - line_height(style)) / 2)
    return layer.sprite()


def _dial(size: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """A clock's face and hands as coverage."""
    large = size * 4
    canvas = np.zeros((large, large), np.uint8)
    middle, thick = (large // 2, large // 2), max(1, large // 10)
    cv2.circle(canvas, middle, large // 2 - thick, 255, thick, cv2.LINE_AA)
    for end in ((large // 2, round(large * 0.26)), (round(large * 0.68), round(large * 0.58))):
        cv2.line(canvas, middle, end, 255, thick, cv2.LINE_AA)
    return np.divide(cv2.resize(canvas, (size, size), interpolation=cv2.INTER_AREA), 255, dtype=np.float32)
