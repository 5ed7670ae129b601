"""Which parts of a host's picture are worth drawing: bands of rows, each as wide as the figure is there and no wider.

About half of the picture is empty; and most of the figure is opaque, so that it need not be mixed with what is behind it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CELL = 4  # output pixels a side of the cells in which displacements are known
_BAND_COST = 900  # cells: what a band costs besides its area
_NARROWEST = 12  # cells of an opaque core that is worth a strip of its own
Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Band:
    """Rows and columns [cells] that may show the figure, and the columns between which it is opaque (`core`; equal ends: nowhere)."""

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


def bands(least: Pixels, most: Pixels, reach: Floats) -> list[Band]:
    """Bands of a figure whose alpha in each cell runs from `least` to `most`; `reach` [cells] is how far each cell may move."""
    rows, columns = most.shape
    first, last = np.full(rows, columns), np.zeros(rows, int)
    for row in range(rows):
        far = int(np.ceil(reach[row][most[row] > 0].max(initial=0))) + 1
        seen = np.flatnonzero(most[row])
        if len(seen):
            near = slice(max(0, row - far), row + far + 1)
            first[near] = np.minimum(first[near], max(0, seen[0] - far))
            last[near] = np.maximum(last[near], min(columns, seen[-1] + 1 + far))
    return [_band(top, bottom, first, last, least, reach) for top, bottom in _cuts(first, last)]


def _cuts(first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    """Where to cut the rows so that area and number of the bands cost the least."""
    rows = len(first)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, rows + 1):
        left, right, found = int(first[end - 1]), int(last[end - 1]), (np.inf, 0)
        for start in range(end - 1, -1, -1):
            left, right = min(left, int(first[start])), max(right, int(last[start]))
            area = max(0, right - left) * (end - start)
            found = min(found, (best[start][0] + area + (_BAND_COST if area else 0), start))
        best.append((float(found[0]), found[1]))
    cuts, end = [], rows
    while end:
        start = best[end][1]
        if (last[start:end] > first[start:end]).any():
            cuts.append((start, end))
        end = start
    return cuts[::-1]


def _band(top: int, bottom: int, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64], least: Pixels, reach: Floats) -> Band:
    left, right = int(first[top:bottom].min()), int(last[top:bottom].max())
    far = int(np.ceil(reach[top:bottom, left:right].max())) + 1
    solid = (least[max(0, top - far) : bottom + far, left:right] == 255).all(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], solid.astype(np.int8), [0]))))
    runs = [(int(a) + far, int(b) - far) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a - 2 * far >= _NARROWEST]
    a, b = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return Band(top, bottom, left, right, (left + a, left + b))
