"""The shipped fonts, and which of them draws a character."""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from PIL import ImageFont

from livestream.config import ASSETS
from voices.types import Language

FONTS = ASSETS / "fonts"
Weight = Literal["regular", "medium", "bold", "heavy"]

_LATIN = {"regular": "Inter-Medium", "medium": "Inter-SemiBold", "bold": "Inter-Bold", "heavy": "Inter-ExtraBold"}
_HAN = {"regular": "NotoSansSC-Regular", "medium": "NotoSansSC-Bold", "bold": "NotoSansSC-Bold", "heavy": "NotoSansSC-Bold"}
_REST = "NotoSansSC-Rest"
_WIDE_IN_CHINESE = frozenset("“”‘’…—·")  # signs that both fonts hold: full width in Chinese
_SPACES = re.compile(r"\s+")


@cache
def _coverage() -> dict[str, tuple[list[int], list[int]]]:
    data = json.loads((FONTS / "coverage.json").read_text())
    return {name.removesuffix(".otf"): ([r[0] for r in ranges], [r[1] for r in ranges]) for name, ranges in data.items()}


@lru_cache(maxsize=16384)
def _holds(name: str, code: int) -> bool:
    first, last = _coverage()[name]
    place = bisect_right(first, code) - 1
    return place >= 0 and code <= last[place]


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A shipped font at a size in pixels."""
    return ImageFont.truetype(str(FONTS / f"{name}.otf"), size)


def chain(weight: Weight, language: Language, character: str) -> tuple[str, ...]:
    """The fonts to try for a character, best first."""
    latin, han = _LATIN[weight], _HAN[weight]
    wide = language == "zh" and character in _WIDE_IN_CHINESE
    return (han, latin, _REST) if wide else (latin, han, _REST)


def drawn_by(character: str, weight: Weight, language: Language) -> str | None:
    """Name of the font that draws a character, None where none does."""
    return next((name for name in chain(weight, language, character) if _holds(name, ord(character))), None)


def drawable(character: str) -> bool:
    """Whether some font holds the character; emoji and control signs never count."""
    return character == " " or (
        unicodedata.category(character)[0] not in "CZ"
        and any(_holds(name, ord(character)) for name in ("Inter-Bold", "NotoSansSC-Bold", _REST))
    )


def blanked(text: str) -> str:
    """The text with every sign that cannot be drawn turned into a space, length unchanged."""
    return "".join(c if drawable(c) else " " for c in text)


def clean(text: str) -> str:
    """The text as it can be shown: composed, without emoji, control signs and scripts the fonts lack, spaces single."""
    return _SPACES.sub(" ", blanked(unicodedata.normalize("NFC", text))).strip()


def runs(text: str, weight: Weight, language: Language) -> Iterator[tuple[str, str]]:
    """Stretches (font name, text) of one font each; signs without a font are left out."""
    name, start = "", 0
    kept = "".join(c for c in text if c == " " or drawn_by(c, weight, language))
    for place, character in enumerate(kept):
        wanted = name if character == " " and name else drawn_by(character, weight, language) or name
        if wanted != name:
            if start < place:
                yield name, kept[start:place]
            name, start = wanted, place
    if start < len(kept):
        yield name, kept[start:]
