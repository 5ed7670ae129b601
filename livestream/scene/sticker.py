"""The price sticker: the price large while an offer is spoken. A list price is shown first, struck, and the price lands in its place."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from livestream.catalog.models import Product
from livestream.scene.layouts import Layout
from livestream.scene.motion import back, out, smooth
from livestream.scene.prices import shown, symbol
from livestream.scene.sprites import Layer, Pixels, Sprite, rounded
from livestream.scene.text import ASCENT, Style, fitted, line_height, mask, width
from livestream.scene.themes import Theme
from voices.types import Language

_LABEL: dict[Language, str] = {"zh": "现价", "en": "Today"}
_LISTED: dict[Language, str] = {"zh": "划线价", "en": "List price"}
_SAVED: dict[Language, str] = {"zh": "省{}", "en": "Save {}"}
_WHITE, _PAD = (255, 255, 255), 28
_IN, _OUT = 0.42, 0.25  # seconds to come and go
_STRIKE, _FALL, _LAND, _DONE = (0.40, 0.72), (0.80, 0.98), (0.84, 1.12), (1.10, 1.30)  # of a price drop, seconds from its start


@dataclass(frozen=True)
class Drawing:
    """What a sticker is put together from; all parts are drawn at the same place.

    `listed` and `strike` are the list price, large, and the line through it (both None where there is none); `price` is the price alone.
    """

    plate: Sprite
    whole: Sprite
    price: Sprite
    opening: Sprite | None = None
    listed: Sprite | None = None
    strike: Sprite | None = None


def sticker(product: Product, theme: Theme, layout: Layout, language: Language) -> Drawing:
    """A plate in the accent colour with the price; above it what it is, and what is saved against the list price that the card shows."""
    px, box = layout.px, layout.sticker
    pad, inset = px(_PAD), px(24)
    left, room, baseline = pad + inset, box.width - 2 * inset, pad + box.height - px(30)
    sign, listed = symbol(product.currency), product.shown_list_price
    dropped = listed if listed is not None and listed > product.price else None

    def layer(plated: bool = True) -> Layer:
        made = Layer(box.width + 2 * pad, box.height + 2 * pad)
        if plated:
            plate = rounded(box.width, box.height, px(30))
            made.shadow(plate, pad, pad + px(8), px(10), 0.36)
            made.gradient(plate, theme.accent, theme.accent_dark, pad, pad)
        return made

    def label(onto: Layer, text: str) -> float:
        small = Style(px(26), "bold", language)
        onto.fill(mask(text, small), _WHITE, left, pad + px(46) - ASCENT * small.size, 0.95)
        return width(text, small)

    def figure(onto: Layer, amount: str, opacity: float = 1.0) -> float:
        mark = Style(px(46), "heavy", "en")
        big = fitted(amount, Style(px(104), "heavy", "en"), room - width(sign, mark) - px(6), px(36))
        onto.fill(mask(sign, mark), _WHITE, left, baseline - ASCENT * mark.size, opacity)
        onto.fill(mask(amount, big), _WHITE, left + width(sign, mark) + px(6), baseline - ASCENT * big.size, opacity)
        return width(sign, mark) + px(6) + width(amount, big)

    whole, price = layer(), layer(plated=False)
    taken = label(whole, _LABEL[language])
    if dropped is not None:
        saved = _SAVED[language].format(f"{sign}{shown(dropped - product.price)}")
        style = fitted(saved, Style(px(25), "bold", language), room - taken - px(36), px(18))
        wide, tall = round(width(saved, style)) + px(20), px(38)
        whole.fill(rounded(wide, tall, px(19)), theme.soft, left + room - wide, pad + px(16))
        whole.fill(mask(saved, style), theme.accent_dark, left + room - wide + px(10), pad + px(16) + (tall - line_height(style)) / 2)
    figure(whole, shown(product.price))
    figure(price, shown(product.price))
    if dropped is None:
        return Drawing(layer().sprite(), whole.sprite(), price.sprite())
    opening, was, strike = layer(), layer(plated=False), layer(plated=False)
    for onto in (opening, was):
        label(onto, _LISTED[language])
        across = figure(onto, shown(dropped), 0.8)
    thick = px(9)
    strike.fill(rounded(round(across) + px(16), thick, thick / 2), _WHITE, left - px(8), baseline - px(40))
    return Drawing(layer().sprite(), whole.sprite(), price.sprite(), opening.sprite(), was.sprite(), strike.sprite())


@dataclass
class Sticker:
    """Pops in when the price becomes the matter, fades when it no longer is."""

    product: Product
    theme: Theme
    layout: Layout
    language: Language
    presence: float = 0.0
    _since: float | None = field(default=None)
    _left: float | None = field(default=None)

    def draw(self, canvas: Pixels, t: float, wanted: bool) -> None:
        """Draws the sticker as it is at time t [s]; `presence` tells afterwards how far it is there (0..1)."""
        if wanted and (self._since is None or self._left is not None or t < self._since):
            self._since, self._left = t, None
        elif not wanted and self._since is not None and self._left is None:
            self._left = t
        if self._since is None:
            return
        gone = smooth((t - self._left) / _OUT) if self._left is not None else 0.0
        if gone >= 1:
            self._since, self._left, self.presence = None, None, 0.0
            return
        since = t - self._since
        self.presence = smooth(since / _IN) * (1 - gone)
        if since < _IN:
            first = self._drawing.opening or self._drawing.whole
            self._scaled(canvas, first, 0.6 + 0.4 * back(since / _IN), smooth(since / _IN * 2.2) * (1 - gone))
        elif since >= _DONE[1] or gone or self._drawing.listed is None:
            self._at(canvas, self._drawing.whole, 1 - gone)
        else:
            self._drop(canvas, since, self._drawing.listed)

    @cached_property
    def _drawing(self) -> Drawing:
        return sticker(self.product, self.theme, self.layout, self.language)

    def _drop(self, canvas: Pixels, since: float, listed: Sprite) -> None:
        """The list price is struck and falls; the price lands."""
        fallen, landed = (smooth((since - a) / (b - a)) for a, b in (_FALL, _LAND))
        down = round(self.layout.px(26) * fallen)
        self._at(canvas, self._drawing.plate)
        self._at(canvas, listed, 1 - fallen, down)
        if self._drawing.strike is not None:
            drawn = out((since - _STRIKE[0]) / (_STRIKE[1] - _STRIKE[0]))
            self._at(canvas, self._drawing.strike, 1 - fallen, down, round(drawn * listed.width))
        if landed > 0:
            self._scaled(canvas, self._drawing.price, 1.35 - 0.35 * out((since - _LAND[0]) / (_LAND[1] - _LAND[0])), landed)
        self._at(canvas, self._drawing.whole, smooth((since - _DONE[0]) / (_DONE[1] - _DONE[0])))

    def _at(self, canvas: Pixels, sprite: Sprite, opacity: float = 1.0, down: int = 0, last: int | None = None) -> None:
        box, pad = self.layout.sticker, self.layout.px(_PAD)
        sprite.draw(canvas, box.x - pad, box.y - pad + down, opacity, 0, last)

    def _scaled(self, canvas: Pixels, sprite: Sprite, factor: float, opacity: float) -> None:
        """Draws a part larger or smaller about the sticker's middle."""
        box = self.layout.sticker
        small = sprite.scaled(factor)
        x, y = box.x + (box.width - small.width) // 2, box.y + (box.height - small.height) // 2
        small.draw(canvas, x, y, float(np.clip(opacity, 0, 1)))
