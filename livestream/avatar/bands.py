"""Which parts of a host's picture are worth drawing: bands of rows, each as wide as the figure is there in a pose and no wider.

About half of the picture is empty; and most of the figure is opaque, so that it need not be mixed with what is behind it.
"""

import re
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

CELL = 4  # pixels a side of the cells that are told apart
MIXED, OPAQUE = 1, 2  # what a cell may be besides clear (0)
BAND = 24  # cells: rows of a band
_CLEAR = b"\x00"
_CORE = re.compile(b"\x02{12,}")  # opaque cells, so many that they are worth a strip of their own
_AROUND = np.ones((5, 5), np.uint8)  # a place that falls into a cell stands for pixels up to two cells off
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Band:
    """Rows and columns [cells] that show the figure, and the columns between which it is opaque (`core`; equal ends: nowhere)."""

    top: int
    bottom: int
    left: int
    right: int
    core: tuple[int, int]

    @property
    def strips(self) -> tuple[tuple[int, int, bool], ...]:
        """Columns [pixels of the band] as (from, to, opaque), left to right."""
        a, b = ((c - self.left) * CELL for c in self.core)
        wide = (self.right - self.left) * CELL
        return tuple(s for s in ((0, a, False), (a, b, True), (b, wide, False)) if s[1] > s[0]) if b > a else ((0, wide, False),)


def kinds(least: Pixels, most: Pixels) -> Pixels:
    """What each cell and all around it is of a figure whose alpha runs from `least` to `most`: clear, MIXED or OPAQUE."""
    seen = cv2.dilate(_pooled(most).max(axis=(1, 3)), _AROUND) > 0
    solid = cv2.erode(_pooled(least).min(axis=(1, 3)), _AROUND) == 255
    return np.where(solid, OPAQUE, seen * MIXED).astype(np.uint8)


def bands(shown: Pixels) -> list[Band]:
    """Bands of a picture of which each cell shows one of `kinds`."""
    found = []
    for top in range(0, len(shown), BAND):
        rows = shown[top : top + BAND]
        most, least = rows.max(axis=0).tobytes(), rows.min(axis=0).tobytes()
        if most.strip(_CLEAR):
            cores = [core.span() for core in _CORE.finditer(least)]
            core = max(cores, key=lambda span: span[1] - span[0], default=(0, 0))
            found.append(Band(top, top + len(rows), len(most) - len(most.lstrip(_CLEAR)), len(most.rstrip(_CLEAR)), core))
    return found


def _pooled(alpha: Pixels) -> Pixels:
    """The picture as (rows, CELL, columns, CELL)."""
    rows, columns = (-(-side // CELL) for side in alpha.shape)
    padded = np.pad(alpha, ((0, rows * CELL - alpha.shape[0]), (0, columns * CELL - alpha.shape[1])), mode="edge")
    return padded.reshape(rows, CELL, columns, CELL)
