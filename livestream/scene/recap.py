"""The recap for those who have just come in: picture, name, price and offer on one plate, while a bridging line is spoken."""

from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np

from livestream.catalog.models import Product
from livestream.scene.fonts import clean
from livestream.scene.layouts import Layout
from livestream.scene.motion import Glide
from livestream.scene.prices import shown, symbol
from livestream.scene.sprites import Layer, Pixels, Sprite, rounded
from livestream.scene.text import ASCENT, Style, fitted, fitted_rows, line_height, mask, width
from livestream.scene.themes import Theme
from voices.types import Language

_HEADING: dict[Language, str] = {"zh": "刚进来的朋友看这里", "en": "Just joined? In short"}
_PAD, _HEAD = 28, 52  # design pixels: room for the shadow, the heading's height


def recap(product: Product, theme: Theme, layout: Layout, language: Language, picture: Pixels) -> Sprite:
    """A plate in the panel's box with a heading in the accent colour; the picture stands above the words, in a small box beside them."""
    px, box = layout.px, layout.panel
    pad, inset, head = px(_PAD), px(18), px(_HEAD)
    room, left, beside = box.width - 2 * inset, pad + inset, box.width < px(380)
    side = round(room * 0.38)
    aside = side + px(12) if beside else 0
    name, style = fitted_rows(
        clean(product.name) or clean(product.brand), Style(px(25), "bold", language), room - aside, 3 if beside else 2, px(19)
    )
    step, price, gap = round(style.size * 1.24), px(58), px(12)
    words = step * len(name) + price
    offer, small = list[str](), Style(px(22), "bold", language)
    if clean(product.offer):
        offer, small = fitted_rows(clean(product.offer), small, room - 2 * px(12), 2, px(17))
    row = round(small.size * 1.25)
    strip = px(16) + row * len(offer) if offer else 0
    tall = side if beside else box.height - head - 3 * gap - words - strip - (px(8) if strip else 0)
    body = max(words, side) if beside else tall + gap + words
    layer = Layer(box.width + 2 * pad, box.height + 2 * pad)
    plate = rounded(box.width, min(box.height, head + gap + body + strip + (px(22) if strip else px(14))), px(26))
    layer.shadow(plate, pad, pad + px(8), px(10), 0.34)
    layer.fill(plate, theme.paper, pad, pad)
    band = plate.copy()
    band[head:] = 0
    layer.gradient(band, theme.accent, theme.accent_dark, pad, pad)
    heading = fitted(_HEADING[language], Style(px(26), "bold", language), room, px(18))
    layer.fill(mask(_HEADING[language], heading), (255, 255, 255), left, pad + (head - line_height(heading)) / 2)
    top = pad + head + gap
    wide = side if beside else room
    if tall > px(60):
        layer.picture(_cut(picture, wide, tall), rounded(wide, tall, px(14)), left, top + (body - side) // 2 if beside else top)
    y = top + (body - words) // 2 if beside else top + tall + gap
    for k, text in enumerate(name):
        layer.fill(mask(text, style), theme.ink, left + aside, y + k * step)
    sign, figure = symbol(product.currency), shown(product.price)
    mark, baseline = Style(px(30), "heavy", "en"), y + words - px(11)
    big = fitted(figure, Style(px(52), "heavy", "en"), room - aside - width(sign, mark) - px(4), px(26))
    layer.fill(mask(sign, mark), theme.accent, left + aside, baseline - ASCENT * mark.size)
    layer.fill(mask(figure, big), theme.accent, left + aside + width(sign, mark) + px(4), baseline - ASCENT * big.size)
    if strip:
        y = top + body + px(8)
        layer.fill(rounded(room, strip, px(12)), theme.soft, left, y)
        for k, text in enumerate(offer):
            layer.fill(mask(text, small), theme.accent_dark, left + px(12), y + px(8) + k * row + (row - line_height(small)) / 2)
    return layer.sprite()


def _cut(pixels: Pixels, wide: int, tall: int) -> Pixels:
    """The middle of a square picture at the size."""
    fit = max(wide, tall) / pixels.shape[0]
    large = cv2.resize(pixels, None, fx=fit, fy=fit, interpolation=cv2.INTER_AREA)
    y, x = (large.shape[0] - tall) // 2, (large.shape[1] - wide) // 2
    return np.asarray(large[max(0, y) : max(0, y) + tall, max(0, x) : max(0, x) + wide], np.uint8)


@dataclass
class Recap:
    """Slides in from the edge and leaves again."""

    product: Product
    theme: Theme
    layout: Layout
    language: Language
    picture: Pixels
    _here: Glide = field(default_factory=lambda: Glide(0.55))

    def draw(self, canvas: Pixels, t: float, wanted: bool) -> float:
        """Draws the plate as it is at time t [s]; tells how far it is there (0..1)."""
        here = self._here.toward(1.0 if wanted else 0.0, t)
        if here > 0.004:
            box, pad = self.layout.panel, self.layout.px(_PAD)
            self._sprite.draw(canvas, box.x - pad - round((1 - here) * self.layout.px(48)), box.y - pad, here)
        return here

    @cached_property
    def _sprite(self) -> Sprite:
        return recap(self.product, self.theme, self.layout, self.language, self.picture)
