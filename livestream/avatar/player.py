"""The player: draws a host in a pose into a picture, many times a second."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from livestream.avatar.bands import BAND, CELL, Band, bands, kinds
from livestream.avatar.pack import HALF_PIXELS, Gesture, HostPack, Patches
from livestream.avatar.pixels import Floats, Pixels
from livestream.avatar.resize import shrunk
from livestream.avatar.types import Pose
from livestream.avatar.warp import GLANCE, displacements, reach, weights

_remap: Callable[..., Any] = cv2.remap  # its stub does not know that the second map may be None
_LIDS = (("lids35", 0.35), ("lids70", 0.70), ("lids100", 1.0))
_WHITE = (255, 255, 255)
_INSTEAD = {"up": "present", "together": "open"}  # what a host without a gesture makes instead


@dataclass(frozen=True)
class _Stirred:
    """The cells that a gesture's motion may reach, and the matrix that tells where in it a place in the source lies."""

    cells: tuple[slice, slice]
    place: Floats


class HostPlayer:
    """Draws one host at one size; keeps its buffers, so one player serves one thread. `height_px` is the height of the whole pack frame.

    `light` (red, green, blue) is the colour of the light that falls on the host: white shows it as it was rendered.
    """

    def __init__(self, pack: HostPack, height_px: int, light: tuple[int, int, int] = _WHITE) -> None:
        width, height = pack.size
        self.scale = height_px / height
        self.size = round(width * self.scale), height_px
        moves = displacements(pack) * np.float32(min(1.0, self.scale))
        self._pack = _lit(shrunk(pack, self.scale) if self.scale < 1 else pack, light)
        self._up = max(1.0, self.scale)
        self._source = self._pack.base.copy()
        self._faces = tuple(_view(box) for box in (self._pack.mouth.box, self._pack.eyes.box))
        self._bare = tuple(self._source[view].copy() for view in self._faces)
        self._shown: tuple[str, int] = ("", 0)
        self._astray = 0, 0.0
        self._mouths, self._states = _differences(self._pack.mouth), _differences(self._pack.eyes)
        self._mouth, self._eyes = np.zeros_like(self._mouths[0]), np.zeros_like(self._states[0])
        self._rest, self._moves = self._cells(moves)
        self._map = np.empty_like(self._rest)
        self._kinds = self._told_apart()
        self._full, self._warped, self._colour, self._clear, self._clear3 = self._buffers()
        self._stirred = {name: self._reached(gesture) for name, gesture in pack.gestures.items()}

    @property
    def gestures(self) -> tuple[str, ...]:
        """Names of the gestures the pack holds; a pose that asks for another one is drawn with its like, else at rest."""
        return tuple(self._pack.gestures)

    def draw(self, canvas: Pixels, pose: Pose, x: int, y: int) -> None:
        """Draws the host over `canvas` (height, width, 3) BGR with the top left of its frame at (x, y); what lies outside is cut off."""
        self._pose(pose)
        np.copyto(self._map, self._rest)
        for weight, move in zip(weights(pose), self._moves, strict=True):
            cv2.scaleAdd(move, -weight, self._map, dst=self._map)
        self._stir()
        for band in bands(self._seen()):
            self._lay(canvas, band, x + band.left * CELL, y + band.top * CELL)

    def _seen(self) -> Pixels:
        """What each cell of the picture shows, now that the map tells from where in the source it is taken."""
        at = cv2.transform(self._map[1:-1, 1:-1], _placed(1 / CELL, (0.0, 0.0)))
        return np.asarray(_remap(self._kinds[self._shown[0]], at, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE), np.uint8)

    def _lay(self, canvas: Pixels, band: Band, left: int, top: int) -> None:
        """Warps a band and lays it over the canvas with its first pixel at (left, top)."""
        high, wide = (band.bottom - band.top) * CELL, (band.right - band.left) * CELL
        tall, broad = min(high, self.size[1] - band.top * CELL), min(wide, self.size[0] - band.left * CELL)  # cells may stand over
        if top >= canvas.shape[0] or top + tall <= 0 or left >= canvas.shape[1] or left + broad <= 0:
            return
        full = self._full[: high + 2 * CELL, : wide + 2 * CELL]
        cells = self._map[band.top : band.bottom + 2, band.left : band.right + 2]
        cv2.resize(cells, (full.shape[1], full.shape[0]), dst=full, interpolation=cv2.INTER_LINEAR)
        warped = self._warped[:tall, :broad]
        at = full[CELL : CELL + tall, CELL : CELL + broad]
        _remap(self._source, at, None, cv2.INTER_LINEAR, dst=warped, borderMode=cv2.BORDER_REPLICATE)
        self._over(canvas, band, warped, left, top)

    def _over(self, canvas: Pixels, band: Band, warped: Pixels, left: int, top: int) -> None:
        """Lays a warped band (premultiplied) over the canvas: canvas * (1 - alpha) + host; where it is opaque, it is copied."""
        height, width = canvas.shape[:2]
        first, last = max(0, -top), min(warped.shape[0], height - top)
        for start, end, opaque in band.strips:
            a, b = max(start, -left), min(end, warped.shape[1], width - left)
            if b <= a:
                continue
            view = slice(first, last), slice(a, b)
            target, host = canvas[top + first : top + last, left + a : left + b], warped[view]
            if opaque:
                cv2.cvtColor(host, cv2.COLOR_BGRA2BGR, dst=target)
                continue
            colour, clear, clear3 = self._colour[view], self._clear[view], self._clear3[view]
            cv2.cvtColor(host, cv2.COLOR_BGRA2BGR, dst=colour)
            cv2.extractChannel(host, 3, dst=clear)
            cv2.bitwise_not(clear, dst=clear)
            cv2.cvtColor(clear, cv2.COLOR_GRAY2BGR, dst=clear3)
            cv2.multiply(target, clear3, dst=target, scale=1 / 255)
            cv2.add(target, colour, dst=target)

    def _cells(self, moves: Floats) -> tuple[Floats, Floats]:
        """Where the middle of each cell of the scaled picture, and of one more on every side, lies in the source; and its displacements."""
        across, down = ((CELL * np.arange(-1, -(-side // CELL) + 1) + CELL / 2) / self._up - 0.5 for side in self.size)
        rest = np.dstack(np.meshgrid(across, down)).astype(np.float32)
        quarter = (rest + 0.5) / np.float32(min(1.0, self.scale)) / 4 - 0.5
        moved = [_remap(move, quarter, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for move in moves]
        return rest, np.stack(moved).astype(np.float32)

    def _reached(self, gesture: Gesture) -> _Stirred:
        """What `gesture`, of the pack as it is stored, may reach."""
        ratio, far = min(1.0, self.scale), float(reach(self._moves).max())
        box = np.array(gesture.box, np.float64) * ratio
        sides = (self._rest[:, 0, 1], box[1], box[3]), (self._rest[0, :, 0], box[0], box[2])
        cut = (slice(*np.searchsorted(places, (start - far, start + length + far))) for places, start, length in sides)
        return _Stirred((next(cut), next(cut)), _placed(0.25 / ratio, (gesture.box[0] / 4, gesture.box[1] / 4)))

    def _stir(self) -> None:
        """Moves what a gesture's frame shows on to where it is at the pose's phase."""
        (name, _), (number, share) = self._shown, self._astray
        if not name or not share:
            return
        stirred = self._stirred[name]
        part = self._map[stirred.cells]
        motion = self._pack.gestures[name].motion[number].astype(np.float32)
        moved = _remap(motion, cv2.transform(part, stirred.place), None, cv2.INTER_LINEAR)
        cv2.scaleAdd(moved, -share * HALF_PIXELS * min(1.0, self.scale), part, dst=part)

    def _told_apart(self) -> dict[str, Pixels]:
        """The kinds of the source's cells at rest ("") and in any picture of each gesture."""
        base = self._pack.base[..., 3]
        found = {"": kinds(base, base)}
        for name, gesture in self._pack.gestures.items():
            view = _view(gesture.box)
            low, high = base.copy(), base.copy()
            for frame in gesture.frames:
                np.minimum(low[view], frame[..., 3], out=low[view])
                np.maximum(high[view], frame[..., 3], out=high[view])
            found[name] = kinds(low, high)
        return found

    def _buffers(self) -> tuple[Floats, Pixels, Pixels, Pixels, Pixels]:
        """What a band is drawn through: the map of its pixels (and of one cell more on every side), the warped host, its colour and what it
        lets through, in one channel and in three."""
        high, wide = BAND * CELL, (self._rest.shape[1] - 2) * CELL
        four, three, one, clear3 = (np.empty((high, wide, n) if n > 1 else (high, wide), np.uint8) for n in (4, 3, 1, 3))
        return np.empty((high + 2 * CELL, wide + 2 * CELL, 2), np.float32), four, three, one, clear3

    def _pose(self, pose: Pose) -> None:
        """Puts gesture, mouth and eyes of `pose` into the source picture."""
        name = pose.gesture if pose.gesture in self._pack.gestures else _INSTEAD.get(pose.gesture, "")
        gesture = self._pack.gestures.get(name) if pose.phase > 0 else None
        frame, number, share = gesture.at(pose.phase) if gesture else (0, 0, 0.0)
        self._astray = number, share
        self._show(name if gesture else "", frame)
        self._bare_faces()
        self._mix_mouth(pose)
        self._mix_eyes(pose)
        for view, difference in zip(self._faces, (self._mouth, self._eyes), strict=True):
            region = self._source[view]
            cv2.add(region, difference, dst=region, dtype=cv2.CV_8U)

    def _bare_faces(self) -> None:
        """Takes mouth and eyes of the pose before out of the source picture."""
        for view, bare in zip(self._faces, self._bare, strict=True):
            self._source[view] = bare

    def _show(self, name: str, frame: int) -> None:
        """Puts a frame of a gesture (0: rest) into the source picture, and what was there before back to rest."""
        before, _ = self._shown
        if (name, frame) == self._shown:
            return
        self._bare_faces()
        for changed in filter(None, dict.fromkeys((before, name))):
            gesture = self._pack.gestures[changed]
            view = _view(gesture.box)
            self._source[view] = gesture.frames[frame - 1] if changed == name and frame else self._pack.base[view]
        for view, bare in zip(self._faces, self._bare, strict=True):
            np.copyto(bare, self._source[view])
        self._shown = name, frame

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
                _add(self._mouth, self._mouths, grid.cells[min(r, len(grid.cells) - 1)][min(c, len(grid.width) - 1)], rest * w_r * w_c)
        for name, weight in special.items():
            _add(self._mouth, self._mouths, patches.index[name], weight)

    def _mix_eyes(self, pose: Pose) -> None:
        index, tiles = self._pack.eyes.index, self._states
        self._eyes.fill(0)
        states = [(name, at) for name, at in _LIDS if name in index]
        below, low = "neutral", 0.0
        for name, at in states:
            if pose.lids <= at or name == states[-1][0]:
                share = min(1.0, (pose.lids - low) / (at - low))
                _add(self._eyes, tiles, index[below], 1 - share)
                _add(self._eyes, tiles, index[name], share)
                break
            below, low = name, at
        seen = 1 - pose.lids
        wants = {
            "brow": pose.brow,
            "smile": pose.smile * (0.4 + 0.6 * seen) * (1 - pose.delight * ("delight" in index)),
            "delight": pose.delight * (0.4 + 0.6 * seen),
            "concern": pose.concern * (0.4 + 0.6 * seen),
            "gaze_left": _beyond(-pose.gaze_x) * seen,
            "gaze_right": _beyond(pose.gaze_x) * seen,
            "gaze_down": _beyond(-pose.gaze_y) * seen,
            "gaze_up": _beyond(pose.gaze_y) * seen,
        }
        for name, weight in wants.items():
            if name in index:
                _add(self._eyes, tiles, index[name], weight)


def _beyond(gaze: float) -> float:
    """Share of the rendered gaze patch: none for a glance, which is a displacement."""
    return max(0.0, gaze - GLANCE) / (1 - GLANCE)


def _view(box: tuple[int, int, int, int]) -> tuple[slice, slice]:
    x, y, width, height = box
    return slice(y, y + height), slice(x, x + width)


def _differences(patches: Patches) -> Floats:
    """Every tile less that of the rest."""
    return np.asarray(patches.tiles.astype(np.float32) - patches.tiles[patches.rest], np.float32)


def _add(total: Floats, differences: Floats, tile: int, weight: float) -> None:
    """Adds `weight` of the difference between a tile and the rest."""
    if weight > 0.004:
        cv2.scaleAdd(differences[tile], weight, total, dst=total)


def _place(stops: Floats, value: float) -> tuple[int, float]:
    """Index of the stop below `value` and the share of the way to the next; it dwells on the stops: between them two mouths are seen."""
    clipped = min(max(value, float(stops[0])), float(stops[-1]))
    low = max(0, min(int(np.searchsorted(stops, clipped, side="right")) - 1, len(stops) - 2))
    if len(stops) == 1:
        return 0, 0.0
    share = (clipped - float(stops[low])) / float(stops[low + 1] - stops[low])
    return low, share * share * (3 - 2 * share)


def _placed(scale: float, origin: tuple[float, float]) -> Floats:
    """The matrix from places of pixels to places in a picture `scale` times as large and `origin` of its own pixels further on."""
    shift = 0.5 * scale - 0.5
    return np.array([[scale, 0, shift - origin[0]], [0, scale, shift - origin[1]]], np.float32)


def _lit(pack: HostPack, light: tuple[int, int, int]) -> HostPack:
    """The pack with every picture in the light of a colour."""
    if light == _WHITE:
        return pack
    gain = np.diag((light[2] / 255, light[1] / 255, light[0] / 255, 1.0))

    def lit(picture: Pixels) -> Pixels:
        flat = np.ascontiguousarray(picture).reshape(-1, picture.shape[-2], 4)
        return np.asarray(cv2.transform(flat, gain), np.uint8).reshape(picture.shape)

    return replace(
        pack,
        base=lit(pack.base),
        mouth=replace(pack.mouth, tiles=lit(pack.mouth.tiles)),
        eyes=replace(pack.eyes, tiles=lit(pack.eyes.tiles)),
        gestures={name: replace(gesture, frames=tuple(map(lit, gesture.frames))) for name, gesture in pack.gestures.items()},
    )
