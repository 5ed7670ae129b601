"""The product's pictures, and the tile that stands in where one is missing or broken."""

from pathlib import Path

import cv2
import numpy as np
import structlog
from PIL import Image, ImageOps

from livestream.catalog.models import Product
from livestream.catalog.pictures import locate
from livestream.scene.fonts import clean
from livestream.scene.sprites import Layer, Pixels
from livestream.scene.text import Style, fitted_rows, line_height, mask
from livestream.scene.themes import Theme
from voices.types import Language

log = structlog.get_logger(__name__)
_MOST_PIXELS = 60_000_000
_LONGEST = 1600  # pixels a side that are kept


def pictures(product: Product, theme: Theme, language: Language, side: int) -> list[Pixels]:
    """The product's pictures as RGB squares (side, side, 3), in order; a tile for each that cannot be read, one where there is none."""
    found = [_square(_read(locate(image), image), side) for image in product.images] or [None]
    good = [pixels for pixels in found if pixels is not None]
    if len(good) == len(found):
        return good
    stand_in = tile(product, theme, language, side)
    return [stand_in if pixels is None else pixels for pixels in found]


def _read(path: Path | None, name: str) -> Image.Image | None:
    if path is None:
        log.warning("picture.missing", picture=name)
        return None
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                log.warning("picture.too_large", picture=name, width=opened.width, height=opened.height)
                return None
            opened.draft("RGB", (_LONGEST, _LONGEST))
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        log.warning("picture.broken", picture=name, reason=str(error))
        return None
    ground = Image.new("RGBA", image.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def _square(image: Image.Image | None, side: int) -> Pixels | None:
    """Fills a square: nearly square pictures are cut, long ones stand whole on a blurred copy of themselves."""
    if image is None:
        return None
    ratio = max(image.size) / min(image.size)
    cover = np.asarray(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS))
    if ratio <= 1.34:
        return np.ascontiguousarray(cover)
    ground = cv2.GaussianBlur(cover, (0, 0), side / 18)
    ground = (ground * 0.6 + 255 * 0.4).astype(np.uint8)
    whole = np.asarray(ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS))
    y, x = (side - whole.shape[0]) // 2, (side - whole.shape[1]) // 2
    ground[y : y + whole.shape[0], x : x + whole.shape[1]] = whole
    return np.asarray(ground, np.uint8)


def tile(product: Product, theme: Theme, language: Language, side: int) -> Pixels:
    """A typographic picture of the product's name, in the theme's colours."""
    layer = Layer(side, side)
    full = np.ones((side, side), np.float32)
    pale = tuple(round(c * 0.82 + 255 * 0.18) for c in theme.accent)
    layer.gradient(full, (pale[0], pale[1], pale[2]), theme.accent_dark)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    for cx, cy, r, strength in ((0.86, 0.10, 0.46, 0.13), (0.05, 0.98, 0.38, 0.09), (0.62, 0.80, 0.22, 0.06)):
        disc = np.clip((r - np.hypot(x - cx, y - cy)) * side / 1.5, 0, 1)
        layer.fill(disc, (255, 255, 255), opacity=strength)
    name = clean(product.name) or clean(product.brand) or "—"
    style = Style(round(side * 0.115), "bold", language)
    rows, style = fitted_rows(name, style, side * 0.78, 3, round(side * 0.07), (clean(product.brand),))
    top = (side - line_height(style) * len(rows)) / 2 + side * 0.03
    brand = clean(product.brand)
    if brand:
        small = Style(round(side * 0.062), "medium", language)
        layer.fill(mask(brand, small), (255, 255, 255), side * 0.11, top - line_height(small) * 1.15, 0.8)
    layer.fill(
        np.ones((max(2, side // 110), round(side * 0.12)), np.float32),
        (255, 255, 255),
        side * 0.11,
        top + line_height(style) * len(rows) + side * 0.03,
        0.9,
    )
    for k, row in enumerate(rows):
        layer.fill(mask(row, style), (255, 255, 255), side * 0.11, top + k * line_height(style))
    painted: Pixels = np.clip(layer.pixels[..., :3] * 255 + 0.5, 0, 255).astype(np.uint8)
    return painted
