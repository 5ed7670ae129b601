"""A host pack at a smaller size, so that a small host is sampled cleanly instead of shimmering."""

import math
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from livestream.avatar.pack import Box, Gesture, HostPack, Patches

Array = npt.NDArray[Any]


def shrunk(pack: HostPack, ratio: float) -> HostPack:
    """The pack with its pictures at `ratio` < 1 of their size. The map of positions stays: it does not depend on the size."""
    width, height = pack.size
    size = round(width * ratio), round(height * ratio)
    _, base = _shrink(pack.base, (0, 0, width, height), ratio, size, cv2.BORDER_REPLICATE)
    return replace(
        pack,
        base=base,
        mouth=_patches(pack.mouth, ratio, size),
        eyes=_patches(pack.eyes, ratio, size),
        gestures={name: _gesture(gesture, ratio, size) for name, gesture in pack.gestures.items()},
    )


def _patches(patches: Patches, ratio: float, size: tuple[int, int]) -> Patches:
    parts = [_shrink(tile, patches.box, ratio, size, cv2.BORDER_REPLICATE) for tile in patches.tiles]
    return replace(patches, box=parts[0][0], tiles=np.stack([tile for _, tile in parts]))


def _gesture(gesture: Gesture, ratio: float, size: tuple[int, int]) -> Gesture:
    parts = [_shrink(frame, gesture.box, ratio, size, cv2.BORDER_REPLICATE) for frame in gesture.frames]
    return replace(gesture, box=parts[0][0], frames=tuple(frame for _, frame in parts))


def _shrink(image: Array, box: Box, ratio: float, size: tuple[int, int], border: int) -> tuple[Box, Array]:
    """The part `box` of a picture at `ratio`, low-passed and sampled on the whole pixels of the small picture that it touches."""
    x, y, width, height = box
    left, top = math.floor(x * ratio), math.floor(y * ratio)
    right, bottom = min(size[0], math.ceil((x + width) * ratio)), min(size[1], math.ceil((y + height) * ratio))
    sigma = 0.45 * math.sqrt(max(0.0, 1 / ratio**2 - 1))
    soft = cv2.GaussianBlur(image, (0, 0), sigma) if sigma > 0.2 else image
    to_source = np.array([[1 / ratio, 0, (left + 0.5) / ratio - 0.5 - x], [0, 1 / ratio, (top + 0.5) / ratio - 0.5 - y]])
    small = cv2.warpAffine(soft, to_source, (right - left, bottom - top), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border)
    return (left, top, right - left, bottom - top), np.ascontiguousarray(small)
