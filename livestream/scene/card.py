"""The product card: picture, name, price, list price and offer, always in view."""

import cv2
import numpy as np

from livestream.catalog.models import Product
from livestream.scene.fonts import clean
from livestream.scene.layouts import Layout
from livestream.scene.pictures import Picture
from livestream.scene.prices import shown, symbol
from livestream.scene.sprites import Colour, Floats, Layer, Pixels, Sprite, rounded
from livestream.scene.text import ASCENT, Style, fitted, fitted_rows, line_height, mask, shortened, width
from livestream.scene.themes import Theme
from voices.types import Language

MARGIN = 26  # design pixels around a card for its shadow
_BODY, _RIBBON = 150, 46  # heights of the card without its offer, and of the offer
_OFFER = {"zh": "优惠", "en": "Offer"}


def card(product: Product, theme: Theme, layout: Layout, language: Language, picture: Picture) -> Sprite:
    """The card with MARGIN (scaled) of room around it; without an offer it is shorter than its box."""
    px = layout.px
    offer = clean(product.offer)
    wide, body = layout.card.width, px(_BODY)
    tall = body + (px(_RIBBON) if offer else 0)
    margin = px(MARGIN)
    layer = Layer(wide + 2 * margin, tall + 2 * margin)
    plate = rounded(wide, tall, px(24))
    layer.shadow(plate, margin, margin + px(6), px(9), 0.30)
    layer.fill(plate, theme.paper, margin, margin)
    if offer:
        _ribbon(layer, offer, theme, layout, language, margin, margin + body, plate[body:])
    side = body - 2 * px(14)
    layer.picture(_resized(picture.pixels, side), rounded(side, side, px(16)), margin + px(14), margin + px(14))
    left = margin + body + px(2)
    room = margin + wide - px(18) - left
    _name(layer, product, theme, layout, language, left, margin + px(13), room)
    _price(layer, product, theme, layout, language, left, margin + body - px(24), room)
    return layer.sprite()


def _resized(pixels: Pixels, side: int) -> Pixels:
    return np.asarray(cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _name(layer: Layer, product: Product, theme: Theme, layout: Layout, language: Language, x: int, y: int, room: int) -> None:
    name = clean(product.name) or clean(product.brand)
    style = Style(layout.px(25 if language == "zh" else 23), "bold", language)
    rows, style = fitted_rows(name, style, room, 2, layout.px(17), (clean(product.brand),))
    step = round(style.size * 1.24)
    for k, row in enumerate(rows):
        layer.fill(mask(row, style), theme.ink, x, y + k * step)
    aside = " · ".join(part for part in (clean(product.brand), clean(product.category)) if part and part not in name)
    if len(rows) == 1 and aside:
        small = Style(layout.px(19), "regular", language)
        layer.fill(mask(shortened(aside, small, room), small), theme.grey, x, y + step + layout.px(1))


def _price(layer: Layer, product: Product, theme: Theme, layout: Layout, language: Language, x: int, baseline: int, room: int) -> None:
    px = layout.px
    sign, figure = symbol(product.currency), shown(product.price)
    small, big = Style(px(28), "heavy", "en"), Style(px(50), "heavy", "en")
    big = fitted(figure, big, room - width(sign, small) - px(4), px(24))
    layer.fill(mask(sign, small), theme.accent, x, baseline - ASCENT * small.size)
    at = x + width(sign, small) + px(3)
    layer.fill(mask(figure, big), theme.accent, at, baseline - ASCENT * big.size)
    at += width(figure, big) + px(14)
    listed = product.shown_list_price
    if listed is None or listed <= product.price:
        return
    old = f"{sign}{shown(listed)}"
    style = fitted(old, Style(px(23), "regular", "en"), x + room - at, px(16))
    if width(old, style) <= x + room - at:
        struck(layer, old, style, theme.grey, at, baseline)
        words = clean(product.list_price_basis)
        basis = fitted(words, Style(px(15), "regular", language), x + room - at, px(12))
        words = shortened(words, basis, x + room - at)
        layer.fill(mask(words, basis), theme.grey, at, baseline - style.size - ASCENT * basis.size)


def struck(layer: Layer, text: str, style: Style, tint: Colour, x: float, baseline: float) -> None:
    """Text with a line through it."""
    layer.fill(mask(text, style), tint, x, baseline - ASCENT * style.size)
    thick = max(2, round(style.size * 0.09))
    layer.fill(np.ones((thick, round(width(text, style)) + thick * 2), np.float32), tint, x - thick, baseline - style.size * 0.40)


def _ribbon(layer: Layer, offer: str, theme: Theme, layout: Layout, language: Language, x: int, y: int, plate: Floats) -> None:
    """The strip at the card's foot: a chip and the offer's words."""
    px = layout.px
    layer.fill(plate, theme.soft, x, y)
    label, chip = _OFFER[language], Style(px(18), "bold", language)
    inner, tall = round(width(label, chip)), px(28)
    top = y + (px(_RIBBON) - tall) // 2
    layer.fill(rounded(inner + px(20), tall, px(9)), theme.accent, x + px(14), top)
    layer.fill(mask(label, chip), (255, 255, 255), x + px(24), top + (tall - line_height(chip)) / 2)
    style = Style(px(21), "bold", language)
    left = x + px(14) + inner + px(20) + px(10)
    style = fitted(offer, style, layout.card.width + x - px(14) - left, px(17))
    words = shortened(offer, style, layout.card.width + x - px(14) - left)
    layer.fill(mask(words, style), theme.accent_dark, left, y + (px(_RIBBON) - line_height(style)) / 2)
