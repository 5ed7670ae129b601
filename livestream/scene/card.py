"""The product card: picture, name, price, list price with its basis, and offer, always in view."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from livestream.catalog.models import Product
from livestream.scene.fonts import Weight, clean
from livestream.scene.layouts import Layout
from livestream.scene.prices import shown, symbol
from livestream.scene.sprites import Colour, Floats, Layer, Pixels, Sprite, rounded
from livestream.scene.text import ASCENT, Style, fitted, fitted_rows, line_height, mask, shortened, width
from livestream.scene.themes import Theme
from voices.types import Language

MARGIN = 26  # design pixels around a card for its shadow
_SIDE, _INSET = 122, 14  # of the picture, and the air around what stands in the card
_NARROWEST = 400  # design pixels of a card with few words
_TAG = 48  # height of the row with the price
_LEAST = 20  # design pixels of small type: 11 on a phone that is 390 wide; two less where words need it
_OFFER = {"zh": "优惠", "en": "Offer"}


@dataclass(frozen=True)
class _Rows:
    """Rows of text in one style, `step` pixels apart."""

    texts: Sequence[str]
    style: Style
    step: int

    @property
    def height(self) -> int:
        return self.step * len(self.texts)

    @property
    def width(self) -> float:
        return max(width(text, self.style) for text in self.texts)

    def fill(self, layer: Layer, tint: Colour, x: float, y: float) -> None:
        for k, text in enumerate(self.texts):
            layer.fill(mask(text, self.style), tint, x, y + k * self.step + (self.step - line_height(self.style)) / 2)


def card(product: Product, theme: Theme, layout: Layout, language: Language, picture: Pixels) -> Sprite:
    """The card with MARGIN (scaled) of room around it, as wide and tall as its words need, at most as the layout's box."""
    px = layout.px
    inset, side, margin = px(_INSET), px(_SIDE), px(MARGIN)
    beside = side + 2 * inset + px(18)  # what the words leave to picture and air
    room = layout.card.width - beside
    name, basis, offer = _name(product, layout, language, room), _basis(product, layout, room), _offer(product, layout, language)
    aside = _aside(product, layout, language, room) if len(name.texts) == 1 else None
    price = _price(product, layout, room)
    widest = beside + max(rows.width for rows in (name, aside, price, basis) if rows)
    if offer:
        widest = max(widest, 2 * inset + _chip(layout, language)[1] + px(10) + offer.width)
    wide = min(layout.card.width, max(px(_NARROWEST), round(widest) + px(2)))
    head = name.height + (aside.height if aside else 0)
    words = head + px(_TAG) + (basis.height + px(3) if basis else 0)
    body = max(side + 2 * inset, words + px(20))
    tall = body + (max(offer.height + px(14), px(44)) if offer else 0)
    layer = Layer(wide + 2 * margin, tall + 2 * margin)
    plate = rounded(wide, tall, px(24))
    layer.shadow(plate, margin, margin + px(6), px(9), 0.30)
    layer.fill(plate, theme.paper, margin, margin)
    if offer:
        _ribbon(layer, offer, theme, layout, language, margin, margin + body, plate[body:])
    layer.picture(_resized(picture, side), rounded(side, side, px(16)), margin + inset, margin + (body - side) // 2)
    left, top = margin + side + 2 * inset, margin + (body - words) // 2
    name.fill(layer, theme.ink, left, top)
    if aside:
        aside.fill(layer, theme.grey, left, top + name.height)
    price.fill(layer, theme, left, top + head + px(_TAG - 8))
    if basis:
        basis.fill(layer, theme.grey, left, top + head + px(_TAG + 3))
    return layer.sprite()


def _resized(pixels: Pixels, side: int) -> Pixels:
    return np.asarray(cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _fitted(
    text: str,
    sizes: tuple[int, int, int],
    weight: Weight,
    layout: Layout,
    language: Language,
    room: int,
    leading: float,
    keep: tuple[str, ...] = (),
) -> _Rows:
    """One row in the first of the sizes or nearly, else two rows in the largest type from the second to the third that holds them."""
    px = layout.px
    rows, style = fitted_rows(text, Style(px(sizes[0]), weight, language), room, 1, px(min(sizes[0] - 1, sizes[1])), keep)
    if rows[-1].endswith("…"):
        rows, style = fitted_rows(text, Style(px(sizes[1]), weight, language), room, 2, px(sizes[2]), keep)
    return _Rows(rows, style, round(style.size * leading))


def _name(product: Product, layout: Layout, language: Language, room: int) -> _Rows:
    text = clean(product.name) or clean(product.brand)
    return _fitted(text, (26, 24, _LEAST + 1), "bold", layout, language, room, 1.24, (clean(product.brand),))


def _aside(product: Product, layout: Layout, language: Language, room: int) -> _Rows | None:
    """Brand and category, as far as the name does not say them."""
    text = " · ".join(part for part in (clean(product.brand), clean(product.category)) if part and part not in clean(product.name))
    style = Style(layout.px(_LEAST), "regular", language)
    return _Rows([shortened(text, style, room)], style, round(style.size * 1.3)) if text else None


def _basis(product: Product, layout: Layout, room: int) -> _Rows | None:
    """Where and when the list price was charged, in the language it is written in."""
    listed = product.shown_list_price
    if listed is None or listed <= product.price:
        return None
    written: Language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in product.list_price_basis) else "en"
    return _fitted(product.list_price_basis, (_LEAST, _LEAST, _LEAST - 2), "regular", layout, written, room, 1.16)


@dataclass(frozen=True)
class _Price:
    """The row of the price: its sign, its figure large, and the list price beside it ("": none)."""

    sign: str
    figure: str
    old: str
    styles: tuple[Style, Style, Style]
    gaps: tuple[int, int]

    @property
    def width(self) -> float:
        return self._beside + (width(self.old, self.styles[2]) if self.old else 0)

    @property
    def _beside(self) -> float:
        """Where the list price begins."""
        return width(self.sign, self.styles[0]) + self.gaps[0] + width(self.figure, self.styles[1]) + self.gaps[1]

    def fill(self, layer: Layer, theme: Theme, x: int, baseline: int) -> None:
        small, big, style = self.styles
        layer.fill(mask(self.sign, small), theme.accent, x, baseline - ASCENT * small.size)
        layer.fill(mask(self.figure, big), theme.accent, x + width(self.sign, small) + self.gaps[0], baseline - ASCENT * big.size)
        if self.old:
            _struck(layer, self.old, style, theme.grey, x + self._beside, baseline)


def _price(product: Product, layout: Layout, room: int) -> _Price:
    """The price gives way so that both stand in the row."""
    px = layout.px
    sign, figure = symbol(product.currency), shown(product.price)
    listed = product.shown_list_price
    old = f"{sign}{shown(listed)}" if listed is not None and listed > product.price else ""
    small, gaps = Style(px(28), "heavy", "en"), (px(3), px(14))
    style = fitted(old, Style(px(25), "medium", "en"), room * 0.36, px(_LEAST))
    taken = width(sign, small) + sum(gaps) + (width(old, style) if old else 0)
    return _Price(sign, figure, old, (small, fitted(figure, Style(px(48), "heavy", "en"), room - taken, px(_LEAST)), style), gaps)


def _struck(layer: Layer, text: str, style: Style, tint: Colour, x: float, baseline: float) -> None:
    """Text with a line through it."""
    layer.fill(mask(text, style), tint, x, baseline - ASCENT * style.size)
    thick = max(2, round(style.size * 0.09))
    layer.fill(np.ones((thick, round(width(text, style)) + thick * 2), np.float32), tint, x - thick, baseline - style.size * 0.36)


def _chip(layout: Layout, language: Language) -> tuple[Style, int]:
    """The chip's style and width."""
    style = Style(layout.px(_LEAST), "bold", language)
    return style, round(width(_OFFER[language], style)) + layout.px(20)


def _offer(product: Product, layout: Layout, language: Language) -> _Rows | None:
    text = clean(product.offer)
    if not text:
        return None
    room = layout.card.width - 2 * layout.px(_INSET) - _chip(layout, language)[1] - layout.px(10)
    return _fitted(text, (22, _LEAST, _LEAST - 1), "bold", layout, language, room, 1.2)


def _ribbon(layer: Layer, offer: _Rows, theme: Theme, layout: Layout, language: Language, x: int, y: int, plate: Floats) -> None:
    """The strip at the card's foot: a chip and the offer's words."""
    px = layout.px
    layer.fill(plate, theme.soft, x, y)
    chip, wide = _chip(layout, language)
    tall = px(30)
    top = y + (plate.shape[0] - tall) // 2
    layer.fill(rounded(wide, tall, px(9)), theme.accent, x + px(_INSET), top)
    layer.fill(mask(_OFFER[language], chip), (255, 255, 255), x + px(_INSET) + px(10), top + (tall - line_height(chip)) / 2)
    offer.fill(layer, theme.accent_dark, x + px(_INSET) + wide + px(10), y + (plate.shape[0] - offer.height) / 2)
