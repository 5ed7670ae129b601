"""Where things stand in the picture: small declarative files in assets/layouts."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from livestream.config import ASSETS

LAYOUTS = ASSETS / "layouts"
_SEPARATORS = re.compile(r"[\s/>›|,，、;；·&＆+和与及()（）-]+")
_FACE = (0.27, 0.07, 0.46, 0.30)  # face and hair in the host's picture, as shares of its width and height


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the frame."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column beside it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row under it."""
        return self.y + self.height

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share a pixel."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True)
class Layout:
    """Boxes at the size of the frame. `centre` and `aside` are where the host's middle stands, `top` the host picture's first row."""

    key: str
    size: tuple[int, int]
    scale: float
    badge: Box
    card: Box
    panel: Box
    sticker: Box
    callouts: Box
    captions: Box
    caption_size: dict[str, int]
    host_height: int
    centre: int
    aside: int
    top: int

    @property
    def wide(self) -> bool:
        """Whether the frame is landscape."""
        return self.size[0] > self.size[1]

    @property
    def logo(self) -> Box:
        """Where a merchant's logo may stand: beside the badge, in the other corner."""
        width = min(self.px(176), self.size[0] - self.badge.right - self.badge.x - self.px(16))
        return Box(self.size[0] - self.badge.x - width, self.badge.y, width, self.badge.height)

    def raised(self, by: int) -> "Layout":
        """The layout with what stands under the card `by` pixels higher; the foot of the call-outs stays."""
        callouts = replace(self.callouts, y=self.callouts.y - by, height=self.callouts.height + by)
        if self.panel.y < self.card.y:  # nothing stands under the card
            return self
        if self.wide or self.callouts.y < self.panel.y:
            return replace(self, callouts=callouts)
        panel, sticker = (replace(box, y=box.y - by) for box in (self.panel, self.sticker))
        return replace(self, panel=panel, sticker=sticker, callouts=callouts)

    def px(self, value: float) -> int:
        """A length of the design in pixels of the frame."""
        return round(value * self.scale)

    def face(self, centre: int) -> Box:
        """Where face and hair of a host are whose middle stands at `centre`."""
        width = self.host_height * 720 / 1280
        x, y, w, h = _FACE
        return Box(round(centre + (x - 0.5) * width), round(self.top + y * self.host_height), round(w * width), round(h * self.host_height))


@cache
def layout(size: tuple[int, int], key: str | None = None) -> Layout:
    """The layout of a frame size (width, height): the file `key`, else the first one of its shape. Raises ValueError where none fits."""
    shape = "landscape" if size[0] > size[1] else "portrait"
    for path in sorted(LAYOUTS.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if data["shape"] == shape and key in (None, path.stem):
            return _read(path.stem, data, size)
    raise ValueError(f"No layout {key or shape!r} for a picture of {size[0]} x {size[1]} in {LAYOUTS}.")


@cache
def layout_for(size: tuple[int, int], category: str, persona: str) -> str:
    """The key of the layout whose goods the category speaks of and whose personas hold `persona` (goods count more), else the plain one."""
    shape = "landscape" if size[0] > size[1] else "portrait"
    files = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(LAYOUTS.glob("*.toml"))}

    def fits(key: str) -> int:
        data = files[key]
        return 2 * speaks_of(category, tuple(data.get("goods", ()))) + (persona in data.get("personas", ()))

    return max((key for key, data in files.items() if data["shape"] == shape), key=fits)


@cache
def speaks_of(text: str, words: tuple[str, ...]) -> bool:
    """Whether a category or a name speaks of one of the words: Latin ones as whole words, one or many (bag, bags; not cabbage), a single
    Chinese character only where it stands alone between separators (包; not 面包), longer Chinese words anywhere."""
    lowered = text.lower()
    parts = {part for part in _SEPARATORS.split(lowered) if part}
    return any(
        re.search(rf"(?<![a-z0-9]){re.escape(word)}(?:s|es)?(?![a-z0-9])", lowered) is not None
        if word.isascii()
        else word in (parts if len(word) == 1 else lowered)
        for word in words
    )


def _read(key: str, data: dict[str, Any], size: tuple[int, int]) -> Layout:
    scale = min(size[0] / data["size"][0], size[1] / data["size"][1])
    boxes = {name: Box(*(round(v * scale) for v in data[name])) for name in ("badge", "card", "panel", "sticker", "callouts", "captions")}
    host = data["host"]
    height = round(host["height"] * scale)
    return Layout(
        key,
        size,
        scale,
        **boxes,
        caption_size={language: round(px * scale) for language, px in data["caption_size"].items()},
        host_height=height,
        centre=round(host["centre"] * scale),
        aside=round(host["aside"] * scale),
        top=size[1] - height + round(host.get("rise", 0) * scale),
    )
