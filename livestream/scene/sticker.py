"""The price sticker: the price large while an offer is spoken, with what it is compared to."""

from dataclasses import dataclass, field

from livestream.catalog.models import Product
from livestream.scene.layouts import Layout
from livestream.scene.motion import back, smooth
from livestream.scene.prices import shown, symbol
from livestream.scene.sprites import Layer, Pixels, Sprite, rounded
from livestream.scene.text import ASCENT, Style, fitted, line_height, mask, width
from livestream.scene.themes import Theme
from voices.types import Language

_LABEL: dict[Language, str] = {"zh": "现价", "en": "Today"}
_SAVED: dict[Language, str] = {"zh": "省{}", "en": "Save {}"}
_WHITE, _PAD = (255, 255, 255), 28
_IN, _OUT, _STEPS = 0.42, 0.25, 16  # seconds to come and go, sizes drawn in between


def sticker(product: Product, theme: Theme, layout: Layout, language: Language) -> Sprite:
    """A plate in the accent colour with the price; above it what it is, and what is saved against the list price that the card shows."""
    px, box = layout.px, layout.sticker
    pad, inset = px(_PAD), px(24)
    layer = Layer(box.width + 2 * pad, box.height + 2 * pad)
    plate = rounded(box.width, box.height, px(30))
    layer.shadow(plate, pad, pad + px(8), px(10), 0.36)
    layer.gradient(plate, theme.accent, theme.accent_dark, pad, pad)
    top, left, room = pad + px(46), pad + inset, box.width - 2 * inset
    small = Style(px(26), "bold", language)
    layer.fill(mask(_LABEL[language], small), _WHITE, left, top - ASCENT * small.size, 0.95)
    sign, listed = symbol(product.currency), product.shown_list_price
    if listed is not None and listed > product.price:
        saved = _SAVED[language].format(f"{sign}{shown(listed - product.price)}")
        style = fitted(saved, Style(px(25), "bold", language), room - width(_LABEL[language], small) - px(36), px(18))
        wide, tall = round(width(saved, style)) + px(20), px(38)
        layer.fill(rounded(wide, tall, px(19)), theme.soft, left + room - wide, pad + px(16))
        layer.fill(mask(saved, style), theme.accent_dark, left + room - wide + px(10), pad + px(16) + (tall - line_height(style)) / 2)
    mark, baseline = Style(px(46), "heavy", "en"), pad + box.height - px(30)
    figure = shown(product.price)
    big = fitted(figure, Style(px(104), "heavy", "en"), room - width(sign, mark) - px(6), px(36))
    layer.fill(mask(sign, mark), _WHITE, left, baseline - ASCENT * mark.size)
    layer.fill(mask(figure, big), _WHITE, left + width(sign, mark) + px(6), baseline - ASCENT * big.size)
    return layer.sprite()


@dataclass
class Sticker:
    """Pops in when the price becomes the matter, fades when it no longer is."""

    product: Product
    theme: Theme
    layout: Layout
    language: Language
    presence: float = 0.0
    _sprite: Sprite | None = None
    _sizes: dict[int, Sprite] = field(default_factory=dict)
    _since: float | None = None
    _left: float | None = None

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
        come = (t - self._since) / _IN
        self.presence = smooth(come) * (1 - gone)
        sprite = self._at(round(_STEPS * (0.6 + 0.4 * back(come)))) if come < 1 else self._at(_STEPS)
        box, full = self.layout.sticker, self._at(_STEPS)
        pad = self.layout.px(_PAD)
        x = box.x - pad + (full.width - sprite.width) // 2
        sprite.draw(canvas, x, box.y - pad + (full.height - sprite.height) // 2, smooth(come * 2.2) * (1 - gone))

    def _at(self, step: int) -> Sprite:
        """The sticker at step / _STEPS of its size."""
        if self._sprite is None:
            self._sprite = sticker(self.product, self.theme, self.layout, self.language)
        if step == _STEPS:
            return self._sprite
        if step not in self._sizes:
            self._sizes[step] = self._sprite.scaled(step / _STEPS)
        return self._sizes[step]
