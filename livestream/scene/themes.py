"""The sets and the colours that go with them."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np

from livestream.catalog.models import Product
from livestream.config import ASSETS
from livestream.scene.sprites import Colour, Floats, Pixels, colour

SETS = ASSETS / "sets"
_READABLE = 4.5  # least contrast of the accent on white


@dataclass(frozen=True)
class Theme:
    """A set: its name by language, its colours (RGB) and words of the categories it suits.

    `light` falls on the host; `shade` 0..1 is how dark the host's shadow on the set is.
    """

    key: str
    name: dict[str, str]
    accent: Colour
    accent_dark: Colour
    soft: Colour
    lit: Colour
    goods: tuple[str, ...]
    light: Colour = (255, 255, 255)
    shade: float = 0.3
    ink: Colour = (33, 30, 32)
    grey: Colour = (122, 116, 120)
    paper: Colour = (255, 255, 255)


@cache
def themes() -> dict[str, Theme]:
    """All sets by key."""
    data = tomllib.loads((SETS / "sets.toml").read_text(encoding="utf-8"))
    tints = ("accent", "accent_dark", "soft", "lit", "light")
    return {
        key: Theme(key, d["name"], **{t: colour(d[t]) for t in tints}, goods=tuple(d["goods"]), shade=d["shade"]) for key, d in data.items()
    }


def theme_for(product: Product, key: str = "auto") -> Theme:
    """The set `key`, or for "auto" the one whose goods the product's category or name speaks of. Raises ValueError for an unknown key."""
    known = themes()
    if key != "auto":
        if key not in known:
            raise ValueError(f"There is no set {key!r}; choose one of: auto, {', '.join(known)}.")
        return known[key]
    for text in (product.category.lower(), product.name.lower()):
        for theme in known.values():
            if any(_speaks_of(text, word) for word in theme.goods):
                return theme
    return known["studio"]


def _speaks_of(text: str, word: str) -> bool:
    """Whether a text holds a word; a Latin one must begin there, for no carpet is a pet."""
    return bool(re.search(rf"(?<![a-z]){re.escape(word)}", text)) if word.isascii() else word in text


def branded(theme: Theme, brand: str) -> Theme:
    """The theme in a brand's colour "#RRGGBB" ("" changes nothing), darkened until it can be read on white. Raises ValueError."""
    if not brand:
        return theme
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", brand):
        raise ValueError(f"{brand!r} is no colour; write it as #RRGGBB, for example #C2453F.")
    accent = colour(brand)
    while contrast(accent) < _READABLE:
        accent = _mixed(accent, (0, 0, 0), 0.04)
    return replace(theme, accent=accent, accent_dark=_mixed(accent, (0, 0, 0), 0.28), soft=_mixed(accent, (255, 255, 255), 0.88))


def contrast(tint: Colour) -> float:
    """Contrast ratio of a colour to white (WCAG 2.2), 1 to 21."""
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in tint]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def background(theme: Theme, size: tuple[int, int]) -> Pixels:
    """The set as a BGR picture of `size` (width, height). Raises ValueError where it is unreadable."""
    shape = "landscape" if size[0] > size[1] else "portrait"
    path = SETS / f"{theme.key}_{shape}.webp"
    picture = cv2.imread(str(path))
    if picture is None:
        raise ValueError(f"The set picture {path} is missing or broken; run tools/sets/build.py or restore it.")
    return shaded(covering(np.asarray(picture, np.uint8), size))


def covering(picture: Pixels, size: tuple[int, int]) -> Pixels:
    """A BGR picture made to fill `size` (width, height), its middle kept."""
    fit = max(size[0] / picture.shape[1], size[1] / picture.shape[0])
    large = cv2.resize(picture, None, fx=fit, fy=fit, interpolation=cv2.INTER_CUBIC if fit > 1 else cv2.INTER_AREA)
    top, left = (large.shape[0] - size[1]) // 2, (large.shape[1] - size[0]) // 2
    return np.asarray(large[top : top + size[1], left : left + size[0]], np.uint8)


def shaded(picture: Pixels) -> Pixels:
    """The picture darker toward its edges and foot, with a little noise that keeps soft gradients free of bands."""
    height, width = picture.shape[:2]
    noise = np.random.default_rng(2).normal(0, 0.8, (height, width)).astype(np.float32)
    done: Pixels = np.clip(picture * vignette(width, height)[..., None] + noise[..., None], 0, 255).astype(np.uint8)
    return done


def vignette(width: int, height: int) -> Floats:
    """How much light each place of a picture keeps, 0..1 (height, width)."""
    x = np.linspace(-1, 1, width, dtype=np.float32)[None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    light: Floats = 1 - 0.12 * np.clip((x * x + y * y) / 2, 0, 1) ** 1.5 - 0.18 * np.clip((y - 0.2) / 0.8, 0, 1) ** 1.6
    return light
