"""The player: draws a host in a pose into a picture, many times a second."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from livestream.avatar.pack import Floats, Gesture, HostPack, Patches, Pixels
from livestream.avatar.resize import shrunk
from livestream.avatar.types import Pose
from livestream.avatar.warp import GLANCE, displacements, weights

_CELL = 4  # output pixels per cell of the displacement map
_MARGIN = 20  # base pixels a body part may move out of its rest outline
_remap: Callable[..., Any] = cv2.remap  # its stub does not know that the second map may be None
_WINDOWS = 8  # clippings kept ready
_LIDS = (("lids35", 0.35), ("lids70", 0.70), ("lids100", 1.0))


@dataclass
class _Window:
    """What is prepared for one clipping: the visible rectangle of the scaled host, its rest map, its displacements and the buffers."""

    x0: int
    y0: int
    rest: Floats
    moves: Floats
    map_small: Floats
    map_full: Floats
    map_seen: Floats
    warped: Pixels
    colour: Pixels
    clear: Pixels
    clear3: Pixels


class HostPlayer:
    """Draws one host at one size; keeps its buffers, so one player serves one thread. `height_px` is the height of the whole pack frame."""

    def __init__(self, pack: HostPack, height_px: int) -> None:
        width, height = pack.size
        self.scale = height_px / height
        self.size = round(width * self.scale), height_px
        self._moves = displacements(pack) * np.float32(min(1.0, self.scale))
        self._pack = shrunk(pack, self.scale) if self.scale < 1 else pack
        self._up = max(1.0, self.scale)
        self._body = self._pack.base.copy()
        self._source = self._pack.base.copy()
        self._shown: tuple[str, float] = ("", 0.0)
        self._mouth = np.zeros(self._pack.mouth.tiles.shape[1:], np.float32)
        self._eyes = np.zeros(self._pack.eyes.tiles.shape[1:], np.float32)
        self._extent = self._outline()
        self._windows: OrderedDict[tuple[int, int, int, int], _Window] = OrderedDict()

    @property
    def gestures(self) -> tuple[str, ...]:
        """Names of the gestures the pack holds; a pose that asks for another one is drawn at rest."""
        return tuple(self._pack.gestures)

    def draw(self, canvas: Pixels, pose: Pose, x: int, y: int) -> None:
        """Draws the host over `canvas` (height, width, 3) BGR with the top left of its frame at (x, y); what lies outside is cut off."""
        window = self._window(canvas.shape[1], canvas.shape[0], x, y)
        if window is None:
            return
        self._pose(pose)
        np.copyto(window.map_small, window.rest)
        for weight, move in zip(weights(pose), window.moves, strict=True):
            cv2.scaleAdd(move, -weight, window.map_small, dst=window.map_small)
        size = window.map_full.shape[1], window.map_full.shape[0]
        cv2.resize(window.map_small, size, dst=window.map_full, interpolation=cv2.INTER_LINEAR)
        _remap(self._source, window.map_seen, None, cv2.INTER_LINEAR, dst=window.warped, borderMode=cv2.BORDER_REPLICATE)
        cv2.cvtColor(window.warped, cv2.COLOR_BGRA2BGR, dst=window.colour)
        top, left = y + window.y0, x + window.x0
        _over(canvas[top : top + window.clear.shape[0], left : left + window.clear.shape[1]], window)

    def _outline(self) -> tuple[int, int, int, int]:
        """The rectangle of the scaled frame that body and gestures can reach: left, top, right, bottom."""
        rows, columns = np.flatnonzero(self._pack.base[..., 3].any(axis=1)), np.flatnonzero(self._pack.base[..., 3].any(axis=0))
        boxes = [(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)]
        boxes += [(g.box[0], g.box[1], g.box[0] + g.box[2], g.box[1] + g.box[3]) for g in self._pack.gestures.values()]
        margin = _MARGIN * self.scale
        left, top = (int(min(b[k] for b in boxes) * self._up - margin) for k in (0, 1))
        right, bottom = (math.ceil(max(b[k] for b in boxes) * self._up + margin) for k in (2, 3))
        return max(0, left), max(0, top), min(self.size[0], right), min(self.size[1], bottom)

    def _window(self, width: int, height: int, x: int, y: int) -> _Window | None:
        left, top, right, bottom = self._extent
        key = max(left, -x), max(top, -y), min(right, width - x), min(bottom, height - y)
        if key[2] <= key[0] or key[3] <= key[1]:
            return None
        if key in self._windows:
            self._windows.move_to_end(key)
            return self._windows[key]
        if len(self._windows) >= _WINDOWS:
            self._windows.popitem(last=False)
        self._windows[key] = self._prepare(*key)
        return self._windows[key]

    def _prepare(self, left: int, top: int, right: int, bottom: int) -> _Window:
        """Cells lie on the same lattice for every clipping, one further than needed on each side: what is seen does not depend on it."""
        first_column, first_row = left // _CELL - 1, top // _CELL - 1
        across = (_CELL * np.arange(first_column, math.ceil(right / _CELL) + 1) + _CELL / 2) / self._up - 0.5
        down = (_CELL * np.arange(first_row, math.ceil(bottom / _CELL) + 1) + _CELL / 2) / self._up - 0.5
        rest = np.dstack(np.meshgrid(across, down)).astype(np.float32)
        quarter = (rest + 0.5) / np.float32(min(1.0, self.scale)) / 4 - 0.5
        moves = [_remap(move, quarter, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for move in self._moves]
        map_full = np.empty((len(down) * _CELL, len(across) * _CELL, 2), np.float32)
        rows = slice(top - first_row * _CELL, bottom - first_row * _CELL)
        columns = slice(left - first_column * _CELL, right - first_column * _CELL)
        seen = bottom - top, right - left
        return _Window(
            x0=left,
            y0=top,
            rest=rest,
            moves=np.stack(moves).astype(np.float32),
            map_small=np.empty_like(rest),
            map_full=map_full,
            map_seen=map_full[rows, columns],
            warped=np.empty((*seen, 4), np.uint8),
            colour=np.empty((*seen, 3), np.uint8),
            clear=np.empty(seen, np.uint8),
            clear3=np.empty((*seen, 3), np.uint8),
        )

    def _pose(self, pose: Pose) -> None:
        """Puts gesture, mouth and eyes of `pose` into the source picture."""
        gesture = self._pack.gestures.get(pose.gesture)
        wanted = (pose.gesture, round(pose.phase, 3)) if gesture and pose.phase > 0 else ("", 0.0)
        if wanted != self._shown:
            if self._shown[0] and self._shown[0] != wanted[0]:
                self._restore(self._pack.gestures[self._shown[0]])
            if gesture and wanted[0]:
                self._gesture(gesture, wanted[1])
            self._shown = wanted
        mouth, eyes = self._pack.mouth, self._pack.eyes
        for box in (mouth.box, eyes.box):
            view = _view(box)
            self._source[view] = self._body[view]
        self._mix_mouth(pose)
        self._mix_eyes(pose)
        for box, difference in ((mouth.box, self._mouth), (eyes.box, self._eyes)):
            region = self._source[_view(box)]
            cv2.add(region, difference, dst=region, dtype=cv2.CV_8U)

    def _restore(self, gesture: Gesture) -> None:
        view = _view(gesture.box)
        self._body[view] = self._pack.base[view]
        self._source[view] = self._pack.base[view]

    def _gesture(self, gesture: Gesture, phase: float) -> None:
        view = _view(gesture.box)
        place = phase * len(gesture.frames)
        low = min(int(place), len(gesture.frames) - 1)
        share = min(1.0, max(0.0, (place - low - 0.3) / 0.4))  # a quick crossfade: in a slow one two arms are seen
        before = gesture.frames[low - 1] if low else np.ascontiguousarray(self._pack.base[view])
        target = self._body[view]
        cv2.addWeighted(before, 1 - share, gesture.frames[low], share, 0, dst=target)
        self._source[view] = target

    def _mix_mouth(self, pose: Pose) -> None:
        patches, grid = self._pack.mouth, self._pack.grid
        special = {name: getattr(pose, name) for name in ("closed", "lip_teeth", "tongue") if name in patches.index}
        total = sum(special.values())
        if total > 1:
            special = {name: weight / total for name, weight in special.items()}
        row, down = _place(grid.opening, pose.opening)
        column, across = _place(grid.width, pose.width)
        rest = 1 - min(1.0, total)
        self._mouth.fill(0)
        for r, w_r in ((row, 1 - down), (row + 1, down)):
            for c, w_c in ((column, 1 - across), (column + 1, across)):
                _add(self._mouth, patches, grid.cells[min(r, len(grid.cells) - 1)][min(c, len(grid.width) - 1)], rest * w_r * w_c)
        for name, weight in special.items():
            _add(self._mouth, patches, patches.index[name], weight)

    def _mix_eyes(self, pose: Pose) -> None:
        patches = self._pack.eyes
        index = patches.index
        self._eyes.fill(0)
        states = [(name, at) for name, at in _LIDS if name in index]
        below, low = "neutral", 0.0
        for name, at in states:
            if pose.lids <= at or name == states[-1][0]:
                share = min(1.0, (pose.lids - low) / (at - low))
                _add(self._eyes, patches, index[below], 1 - share)
                _add(self._eyes, patches, index[name], share)
                break
            below, low = name, at
        seen = 1 - pose.lids
        wants = {
            "brow": pose.brow,
            "smile": pose.smile * (0.4 + 0.6 * seen),
            "gaze_left": _beyond(-pose.gaze_x) * seen,
            "gaze_right": _beyond(pose.gaze_x) * seen,
            "gaze_down": _beyond(-pose.gaze_y) * seen,
            "gaze_up": _beyond(pose.gaze_y) * seen,
        }
        for name, weight in wants.items():
            if name in index:
                _add(self._eyes, patches, index[name], weight)


def _beyond(gaze: float) -> float:
    """Share of the rendered gaze patch: none for a glance, which is a displacement."""
    return max(0.0, gaze - GLANCE) / (1 - GLANCE)


def _view(box: tuple[int, int, int, int]) -> tuple[slice, slice]:
    x, y, width, height = box
    return slice(y, y + height), slice(x, x + width)


def _add(total: Floats, patches: Patches, tile: int, weight: float) -> None:
    if weight > 0.004 and tile != patches.index.get("neutral"):
        cv2.scaleAdd(patches.tiles[tile], weight, total, dst=total)


def _place(stops: Floats, value: float) -> tuple[int, float]:
    """Index of the stop below `value` and the share of the way to the next; it dwells on the stops: between them two mouths are seen."""
    clipped = min(max(value, float(stops[0])), float(stops[-1]))
    low = max(0, min(int(np.searchsorted(stops, clipped, side="right")) - 1, len(stops) - 2))
    if len(stops) == 1:
        return 0, 0.0
    share = (clipped - float(stops[low])) / float(stops[low + 1] - stops[low])
    return low, share * share * (3 - 2 * share)


def _over(target: Pixels, window: _Window) -> None:
    """Lays the warped host (premultiplied) over `target`: target * (1 - alpha) + host."""
    cv2.extractChannel(window.warped, 3, dst=window.clear)
    cv2.bitwise_not(window.clear, dst=window.clear)
    cv2.merge((window.clear,) * 3, dst=window.clear3)
    cv2.multiply(target, window.clear3, dst=target, scale=1 / 255)
    cv2.add(target, window.colour, dst=target)
