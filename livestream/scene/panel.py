"""The picture panel: the product's pictures shown large, moving gently, while a line speaks of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from livestream.scene.layouts import Layout
from livestream.scene.motion import Glide, smooth
from livestream.scene.sprites import Layer, Pixels, Sprite, rounded

_BORDER, _RADIUS, _PAD = 8, 26, 30  # design pixels: the white frame, its corners, room for the shadow
_ZOOM, _PERIOD = 0.10, 9.0  # how far the picture grows, and in how many seconds it comes and goes
_CROSS = 0.5  # seconds from one picture to the next


def frame(layout: Layout) -> Sprite:
    """White frame and shadow around a hole for the picture."""
    px, box = layout.px, layout.panel
    pad = px(_PAD)
    layer = Layer(box.width + 2 * pad, box.height + 2 * pad)
    plate = rounded(box.width, box.height, px(_RADIUS))
    layer.shadow(plate, pad, pad + px(8), px(10), 0.34)
    hole = rounded(box.width, box.height, px(_RADIUS), px(_BORDER))
    cut = layer.pixels[pad : pad + box.height, pad : pad + box.width]
    cut *= 1 - hole[..., None]
    layer.fill(plate * (1 - hole), (255, 255, 255), pad, pad)
    return layer.sprite()


@dataclass
class Panel:
    """Shows one of the pictures, or none, coming and going softly."""

    layout: Layout
    pictures: Sequence[Pixels]
    _frame: Sprite = field(init=False)
    _large: dict[int, Pixels] = field(default_factory=dict)
    _shown: int | None = None
    _before: int | None = None
    _changed: float = 0.0
    _here: Glide = field(default_factory=lambda: Glide(0.55))

    def __post_init__(self) -> None:
        self._frame = frame(self.layout)
        side = self.layout.panel.width - 2 * self.layout.px(_BORDER) + 2
        self._side = side
        self._one, self._two = np.empty((side, side, 3), np.uint8), np.empty((side, side, 3), np.uint8)
        pad = self.layout.px(_PAD)
        self._under = np.empty((self.layout.panel.height + 2 * pad, self.layout.panel.width + 2 * pad, 3), np.uint8)

    def presence(self, t: float, wanted: int | None) -> float:
        """How far the panel is there (0..1) at time t when picture `wanted` should show."""
        if wanted is not None and wanted != self._shown:
            self._before, self._shown, self._changed = (self._shown if self._here.value > 0.02 else None), wanted, t
        return self._here.toward(0.0 if wanted is None else 1.0, t)

    def draw(self, canvas: Pixels, t: float) -> None:
        """Draws the panel as `presence` last found it."""
        here = self._here.value
        if here <= 0.004 or self._shown is None:
            return
        layout, pad = self.layout, self.layout.px(_PAD)
        x, y = layout.panel.x - round((1 - here) * layout.px(48)), layout.panel.y
        rows, columns = slice(max(0, y - pad), y - pad + self._under.shape[0]), slice(max(0, x - pad), x - pad + self._under.shape[1])
        region = canvas[rows, columns]
        under = self._under[: region.shape[0], : region.shape[1]]
        if here < 0.996:
            np.copyto(under, region)
        self._picture(canvas, x, y, t)
        self._frame.draw(canvas, x - pad, y - pad)
        if here < 0.996:
            cv2.addWeighted(region, here, under, 1 - here, 0, dst=region)

    def _picture(self, canvas: Pixels, x: int, y: int, t: float) -> None:
        inset = self.layout.px(_BORDER) - 1
        left, top = max(0, x + inset), y + inset
        target = canvas[top : top + self._side, left : x + inset + self._side]
        shown = self._moved(self._shown or 0, t, self._one)
        cross = smooth((t - self._changed) / _CROSS)
        if self._before is not None and cross < 1:
            cv2.addWeighted(shown, cross, self._moved(self._before, t, self._two), 1 - cross, 0, dst=self._one)
            shown = self._one
        np.copyto(target, shown[:, self._side - target.shape[1] :])

    def _moved(self, index: int, t: float, buffer: Pixels) -> Pixels:
        """The picture at its place in a slow zoom and drift."""
        source = self._source(index)
        swing = 0.5 - 0.5 * np.cos(2 * np.pi * (t - self._changed) / _PERIOD / 2)
        zoom = 1 + _ZOOM * swing
        drift = (-1) ** index * 0.018 * self._side * np.sin(2 * np.pi * (t - self._changed) / _PERIOD)
        scale, middle = self._side / source.shape[0] * zoom, self._side / 2
        matrix = np.array(
            [[scale, 0, middle - scale * source.shape[1] / 2 + drift * swing], [0, scale, middle - scale * source.shape[0] / 2]]
        )
        cv2.warpAffine(source, matrix, (self._side, self._side), dst=buffer, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return buffer

    def _source(self, index: int) -> Pixels:
        place = index % len(self.pictures)
        if place not in self._large:
            self._large[place] = np.ascontiguousarray(self.pictures[place][..., ::-1])
        return self._large[place]
