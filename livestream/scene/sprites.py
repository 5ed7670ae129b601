"""Pictures with soft edges that are laid over a frame: drawn once as premultiplied layers, blended many times."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Colour = tuple[int, int, int]  # red, green, blue 0..255


def colour(text: str) -> Colour:
    """ "#RRGGBB" as a colour."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def rounded(width: int, height: int, radius: float, inset: float = 0.0) -> Floats:
    """A rounded rectangle as coverage 0..1, (height, width)."""
    image = Image.new("L", (width * 4, height * 4))
    box = (inset * 4, inset * 4, (width - inset) * 4 - 1, (height - inset) * 4 - 1)
    ImageDraw.Draw(image).rounded_rectangle(box, max(0.0, (radius - inset)) * 4, 255)
    mask: Floats = np.divide(np.asarray(image.resize((width, height), Image.Resampling.BOX)), 255, dtype=np.float32)
    return mask


class Layer:
    """A premultiplied RGBA picture under construction, float 0..1."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels = np.zeros((height, width, 4), np.float32)

    def fill(self, mask: Floats, tint: Colour, x: float = 0, y: float = 0, opacity: float = 1.0) -> None:
        """Lays a coloured mask over the layer at (x, y); what lies outside is cut off."""
        rgb = np.array(tint, np.float32) / 255
        self.over(np.dstack([mask[..., None] * rgb, mask]) * np.float32(opacity), round(x), round(y))

    def gradient(self, mask: Floats, top: Colour, bottom: Colour, x: float = 0, y: float = 0) -> None:
        """Like `fill` with a colour that runs from top to bottom."""
        t = np.linspace(0, 1, mask.shape[0], dtype=np.float32)[:, None, None]
        rgb = (np.array(top, np.float32) * (1 - t) + np.array(bottom, np.float32) * t) / 255
        self.over(np.dstack([mask[..., None] * rgb, mask]), round(x), round(y))

    def picture(self, image: Pixels, mask: Floats, x: float, y: float) -> None:
        """Lays an RGB picture over the layer through a mask of its size."""
        self.over(np.dstack([image.astype(np.float32) / 255 * mask[..., None], mask]), round(x), round(y))

    def shadow(self, mask: Floats, x: float, y: float, blur: float, opacity: float, tint: Colour = (20, 12, 8)) -> None:
        """The soft shadow of a mask."""
        pad = int(blur * 3)
        soft = cv2.GaussianBlur(cv2.copyMakeBorder(mask, pad, pad, pad, pad, cv2.BORDER_CONSTANT), (0, 0), blur)
        self.fill(np.asarray(soft, np.float32), tint, x - pad, y - pad, opacity)

    def over(self, pixels: Floats, x: int, y: int) -> None:
        """Lays premultiplied float pixels over the layer."""
        height, width = self.pixels.shape[:2]
        x0, y0, x1, y1 = max(0, x), max(0, y), min(width, x + pixels.shape[1]), min(height, y + pixels.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        part = pixels[y0 - y : y1 - y, x0 - x : x1 - x]
        below = self.pixels[y0:y1, x0:x1]
        below *= 1 - part[..., 3:]
        below += part

    def sprite(self) -> "Sprite":
        """The finished layer."""
        flat = np.clip(self.pixels * 255 + 0.5, 0, 255).astype(np.uint8)
        alpha = flat[..., 3]
        return Sprite(np.ascontiguousarray(flat[..., 2::-1]), np.ascontiguousarray(np.repeat((255 - alpha)[..., None], 3, 2)))


@dataclass
class Sprite:
    """Premultiplied BGR pixels and what they let through (255 - alpha, three channels), both uint8 (height, width, 3)."""

    colour: Pixels
    through: Pixels
    _faded: Pixels | None = field(default=None, repr=False)
    _veil: Pixels | None = field(default=None, repr=False)

    @property
    def width(self) -> int:
        """Pixels."""
        return int(self.colour.shape[1])

    @property
    def height(self) -> int:
        """Pixels."""
        return int(self.colour.shape[0])

    def draw(self, canvas: Pixels, x: int, y: int, opacity: float = 1.0, first: int = 0, last: int | None = None) -> None:
        """Lays the sprite over a BGR canvas at (x, y), or only its columns from `first` to `last`; what lies outside is cut off."""
        end = self.width if last is None else min(last, self.width)
        x0, x1 = max(0, x + first), min(canvas.shape[1], x + end)
        y0, y1 = max(0, y), min(canvas.shape[0], y + self.height)
        if x1 <= x0 or y1 <= y0 or opacity <= 0.004:
            return
        inner = slice(y0 - y, y1 - y), slice(x0 - x, x1 - x)
        target, light, veil = canvas[y0:y1, x0:x1], self.colour[inner], self.through[inner]
        if opacity < 0.996:
            light, veil = self._fade(inner, opacity)
        cv2.multiply(target, veil, dst=target, scale=1 / 255)
        cv2.add(target, light, dst=target)

    def _fade(self, inner: tuple[slice, slice], opacity: float) -> tuple[Pixels, Pixels]:
        if self._faded is None or self._veil is None:
            self._faded, self._veil = np.empty_like(self.colour), np.empty_like(self.through)
        light, veil = self._faded[inner], self._veil[inner]
        cv2.convertScaleAbs(self.colour[inner], dst=light, alpha=opacity)
        cv2.convertScaleAbs(self.through[inner], dst=veil, alpha=opacity, beta=255 * (1 - opacity))
        return light, veil

    def scaled(self, factor: float) -> "Sprite":
        """The sprite at another size."""
        size = max(1, round(self.width * factor)), max(1, round(self.height * factor))
        light, veil = (cv2.resize(part, size, interpolation=cv2.INTER_LINEAR) for part in (self.colour, self.through))
        return Sprite(np.asarray(light, np.uint8), np.asarray(veil, np.uint8))
