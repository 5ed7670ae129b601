"""The sets and the colours that go with them."""

import tomllib
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from livestream.catalog.models import Product
from livestream.config import ASSETS
from livestream.scene.sprites import Colour, Pixels, colour

SETS = ASSETS / "sets"


@dataclass(frozen=True)
class Theme:
    """A set: its name by language, its colours (RGB) and words of the categories it suits."""

    key: str
    name: dict[str, str]
    accent: Colour
    accent_dark: Colour
    soft: Colour
    lit: Colour
    goods: tuple[str, ...]
    ink: Colour = (33, 30, 32)
    grey: Colour = (122, 116, 120)
    paper: Colour = (255, 255, 255)


@cache
def themes() -> dict[str, Theme]:
    """All sets by key."""
    data = tomllib.loads((SETS / "sets.toml").read_text(encoding="utf-8"))
    tints = ("accent", "accent_dark", "soft", "lit")
    return {key: Theme(key, d["name"], **{t: colour(d[t]) for t in tints}, goods=tuple(d["goods"])) for key, d in data.items()}


def theme_for(product: Product, key: str = "auto") -> Theme:
    """The set `key`, or for "auto" the one whose goods the product's category or name speaks of. Raises ValueError for an unknown key."""
    known = themes()
    if key != "auto":
        if key not in known:
            raise ValueError(f"There is no set {key!r}; choose one of: auto, {', '.join(known)}.")
        return known[key]
    for text in (product.category.lower(), product.name.lower()):
        for theme in known.values():
            if any(word in text for word in theme.goods):
                return theme
    return known["studio"]


def background(theme: Theme, size: tuple[int, int]) -> Pixels:
    """The set as a BGR picture of `size` (width, height), darker toward its edges and foot. Raises ValueError where it is unreadable."""
    shape = "landscape" if size[0] > size[1] else "portrait"
    path = SETS / f"{theme.key}_{shape}.webp"
    picture = cv2.imread(str(path))
    if picture is None:
        raise ValueError(f"The set picture {path} is missing or broken; run tools/sets/build.py or restore it.")
    fit = max(size[0] / picture.shape[1], size[1] / picture.shape[0])
    large = cv2.resize(picture, None, fx=fit, fy=fit, interpolation=cv2.INTER_CUBIC)
    top, left = (large.shape[0] - size[1]) // 2, (large.shape[1] - size[0]) // 2
    return _vignette(np.asarray(large[top : top + size[1], left : left + size[0]], np.uint8))


def _vignette(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    light = 1 - 0.12 * np.clip((x * x + y * y) / 2, 0, 1) ** 1.5 - 0.18 * np.clip((y - 0.2) / 0.8, 0, 1) ** 1.6
    noise = np.random.default_rng(2).normal(0, 0.8, (height, width)).astype(np.float32)
    shaded: Pixels = np.clip(picture * light[..., None] + noise[..., None], 0, 255).astype(np.uint8)
    return shaded
