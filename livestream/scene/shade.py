"""The soft shadow a host casts on the set behind."""

from typing import Protocol

import cv2
import numpy as np

from livestream.avatar.types import Pose
from livestream.scene.layouts import Layout
from livestream.scene.sprites import Layer, Pixels, Sprite

_BLUR, _SHIFT_X, _SHIFT_Y = 26, 16, 14  # design pixels


class Player(Protocol):
    """What draws a host, see livestream.avatar.player; `size` (width, height) of the whole host picture in pixels."""

    size: tuple[int, int]

    def draw(self, canvas: Pixels, pose: Pose, x: int, y: int) -> None: ...


def shade(player: Player, pose: Pose, layout: Layout, depth: float) -> Sprite:
    """The shadow, `depth` 0..1 dark, of a host as it stands now, to be drawn where the host's picture is drawn."""
    width, height = player.size
    black, white = np.zeros((height, width, 3), np.uint8), np.full((height, width, 3), 255, np.uint8)
    player.draw(black, pose, 0, 0)
    player.draw(white, pose, 0, 0)
    body = 1 - np.divide(cv2.subtract(white, black).max(axis=2), 255, dtype=np.float32)
    move = np.array([[1, 0, layout.px(_SHIFT_X)], [0, 1, layout.px(_SHIFT_Y)]], np.float32)
    moved = cv2.warpAffine(body, move, (width, height), borderMode=cv2.BORDER_CONSTANT)
    soft = cv2.GaussianBlur(moved, (0, 0), layout.px(_BLUR), borderType=cv2.BORDER_REPLICATE)
    layer = Layer(width, height)
    layer.fill(np.asarray(soft, np.float32), (26, 14, 10), 0, 0, depth)
    return layer.sprite()
