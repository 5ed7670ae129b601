"""Host packs: a rendered person as a base picture, small patches for mouth and eyes, gesture frames and a map of positions in space.

Files of assets/hosts/<key>/: host.json, base.webp (RGBA), position.npz (`p`: quarter resolution, metres), mouth.webp and eyes.webp
(contact sheets), gesture_<name>.webp (RGBA contact sheets), motion_<name>.npz (`v`: how a gesture's pictures move). A pack may lack
gestures, gaze and special mouths; it may not lack the base, the mouth grid and the blink.
"""

import json
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary
from zipfile import BadZipFile

import cv2
import numpy as np
import numpy.typing as npt
import structlog

from livestream.avatar.pixels import Floats, Pixels, feather, premultiplied, tiles_of
from livestream.config import ASSETS
from voices.types import Gender

log = structlog.get_logger(__name__)

HOSTS = ASSETS / "hosts"
_MEND = "Restore the file or render the pack again."
HALF_PIXELS = 0.5  # unit of a motion
Box = tuple[int, int, int, int]  # x, y, width, height in base pixels
_held: "WeakValueDictionary[tuple[str, Path], HostPack]" = WeakValueDictionary()


class PackError(Exception):
    """A host pack is missing or broken; the message says which, what is wrong and what to do."""


@dataclass(frozen=True)
class HostInfo:
    """A host to choose from: names and descriptions by language, the gestures its pack holds, and where in the base its eyes are."""

    key: str
    name: dict[str, str]
    gender: Gender
    description: dict[str, str]
    gestures: tuple[str, ...]
    eyes: Box


@dataclass(frozen=True)
class Patches:
    """What the box of the base shows in each state, (n, height, width, 4) premultiplied BGRA, equal to the base at the box's edge.

    `rest` is the tile of the base itself: a state is its difference to that one.
    """

    box: Box
    tiles: Pixels
    index: dict[str, int]
    rest: int


@dataclass(frozen=True)
class Grid:
    """The mouth: `cells[row][column]` is the tile for opening[row] and width[column]."""

    opening: Floats
    width: Floats
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Gesture:
    """Frames (premultiplied BGRA) from just after rest to fully there, which replace the base inside the box.

    `stops` (0..1, the last 1): how much of the whole change has come about at each frame; phases are laid out by it.
    `motion` (frames, rows, columns, 2), half pixels of the base, a row or column every 4: how far what is seen halfway between the frame
    before and this one moves from the one to the other.
    """

    box: Box
    frames: tuple[Pixels, ...]
    stops: tuple[float, ...]
    motion: npt.NDArray[np.int8]

    def at(self, phase: float) -> tuple[int, int, float]:
        """The frame nearest to a phase (0: rest), the motion it is in and the share of that (-0.5..0.5) between the two."""
        after = min(bisect_left(self.stops, phase), len(self.frames) - 1)
        start = self.stops[after - 1] if after else 0.0
        share = min(1.0, max(0.0, (phase - start) / max(1e-6, self.stops[after] - start)))
        return (after, after, share) if share < 0.5 else (after + 1, after, share - 1)


@dataclass(frozen=True)
class HostPack:
    """A host, decoded. `base` is premultiplied BGRA; `position` (height/4, width/4, 3) float32 in metres, NaN beside the body."""

    info: HostInfo
    base: Pixels
    mouth: Patches
    grid: Grid
    eyes: Patches
    gestures: dict[str, Gesture]
    position: Floats
    lens: float
    matrix: Floats
    joints: dict[str, Floats] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the base in pixels."""
        return self.base.shape[1], self.base.shape[0]

    @staticmethod
    def load(key: str, root: Path = HOSTS) -> "HostPack":
        """The pack `key` under `root`, shared for as long as somebody holds it. Raises PackError."""
        pack = _held.get((key, root))
        if pack is None:
            pack = _held[key, root] = _load(key, root)
        return pack


def hosts(root: Path = HOSTS) -> list[HostInfo]:
    """The hosts under `root` by key; one whose host.json cannot be read is logged and left out."""
    found = []
    for path in sorted(root.glob("*/host.json")):
        try:
            found.append(_info(path.parent.name, _manifest(path.parent)))
        except (PackError, KeyError, TypeError, ValueError) as error:
            log.warning("host.unreadable", host=path.parent.name, reason=str(error))
    return found


def host_info(key: str) -> HostInfo | None:
    """The host in the box with that key."""
    return next((info for info in hosts() if info.key == key), None)


def _load(key: str, root: Path) -> HostPack:
    folder = root / key
    manifest = _manifest(folder)
    try:
        return _decode(key, folder, manifest)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise PackError(
            f"Host pack {key}: {folder / 'host.json'} does not fit its pictures ({type(error).__name__}: {error}). Render it again."
        ) from error


def _decode(key: str, folder: Path, manifest: dict[str, Any]) -> HostPack:
    base = premultiplied(_picture(folder / "base.webp", 4))
    size = base.shape[1], base.shape[0]
    if list(size) != list(manifest["size"]):
        raise PackError(f"Host pack {key}: base.webp is {size[0]}x{size[1]}, host.json says {manifest['size']}. Render it again.")
    mouth_spec, eye_spec = manifest["mouth"], manifest["eyes"]
    special = {name: int(tile) for name, tile in mouth_spec.get("special", {}).items()}
    states = {name: int(tile) for name, tile in eye_spec["tiles"].items()}
    for name in ("neutral", "lids100"):
        if name not in states:
            raise PackError(f"Host pack {key}: eyes.tiles lacks {name!r}. Render the eyes again.")
    camera = manifest["camera"]
    position = np.asarray(_array(folder / "position.npz", "p"), np.float32)
    if position.shape != (size[1] // 4, size[0] // 4, 3):
        raise PackError(f"Host pack {key}: position.npz is {position.shape}, not a quarter of the base. Render it again.")
    gestures = {name: _gesture(folder, name, spec, base) for name, spec in manifest.get("gestures", {}).items()}
    return HostPack(
        info=_info(key, manifest),
        base=base,
        mouth=_patches(folder / "mouth.webp", mouth_spec["box"], int(mouth_spec["neutral"]), special, base),
        grid=_grid(mouth_spec),
        eyes=_patches(folder / "eyes.webp", eye_spec["box"], states["neutral"], states, base),
        gestures=gestures,
        position=position,
        lens=float(camera["lens"]) / float(camera.get("sensor", 36)),
        matrix=np.array(camera["matrix"], np.float32),
        joints={name: np.array(at, np.float32) for name, at in manifest["joints"].items()},
    )


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "host.json"
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in folder.parent.glob("*/host.json"))) or "none"
        raise PackError(f"There is no host {folder.name!r} in {folder.parent} (hosts there: {known}).")
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise PackError(f"Host pack {folder.name}: {path} is not valid JSON ({error}).") from error
    if not isinstance(manifest, dict):
        raise PackError(f"Host pack {folder.name}: {path} must hold a JSON object.")
    lacking = [name for name in ("name", "gender", "size", "camera", "joints", "mouth", "eyes") if name not in manifest]
    if lacking:
        raise PackError(f"Host pack {folder.name}: {path} lacks {', '.join(lacking)}.")
    return manifest


def _info(key: str, manifest: dict[str, Any]) -> HostInfo:
    x, y, wide, tall = manifest["eyes"]["box"]
    words = dict(manifest["name"]), manifest["gender"], dict(manifest.get("description", {}))
    return HostInfo(key, *words, tuple(manifest.get("gestures", {})), (x, y, wide, tall))


def _there(path: Path) -> Path:
    if not path.is_file():
        raise PackError(
            f"Host pack {path.parent.name}: {path.name} is missing from {path.parent}. Restore the file or render the pack again."
        )
    return path


def _picture(path: Path, channels: int) -> Pixels:
    data = np.frombuffer(_there(path).read_bytes(), np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if len(data) else None
    if image is None or image.ndim != 3:
        raise PackError(
            f"Host pack {path.parent.name}: {path.name} is not a readable colour picture. Restore the file or render the pack again."
        )
    if channels == 4 and image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
    elif channels == 3 and image.shape[2] == 4:
        image = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return np.ascontiguousarray(image, np.uint8)


def _array(path: Path, name: str) -> npt.NDArray[Any]:
    try:
        with np.load(_there(path)) as archive:
            return np.asarray(archive[name])
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise PackError(f"Host pack {path.parent.name}: {path.name} is not a readable array ({error}). {_MEND}") from error


def _patches(path: Path, box: list[int], neutral: int, index: dict[str, int], base: Pixels) -> Patches:
    x, y, width, height = (int(v) for v in box)
    if x < 0 or y < 0 or x + width > base.shape[1] or y + height > base.shape[0]:
        raise PackError(f"Host pack {path.parent.name}: the box of {path.name} lies outside the base picture.")
    cut = tiles_of(_picture(path, 3), width, height)
    under = base[y : y + height, x : x + width]
    fade = (feather(width, height, 16, (True,) * 4) * (under[..., 3] / np.float32(255)))[..., None]
    rest = cut[neutral].astype(np.float32)
    tiles = np.repeat(under[None], len(cut), axis=0)
    for tile, picture in zip(tiles, cut, strict=True):
        shown = under[..., :3] + (picture - rest) * fade
        tile[..., :3] = np.clip(np.rint(shown), 0, under[..., 3:])
    return Patches((x, y, width, height), tiles, index, neutral)


def _grid(spec: dict[str, Any]) -> Grid:
    """Cells that are not rendered take the tile of the most alike one; a wrong opening looks worse than a wrong width."""
    opening, width = np.array(spec["opening"], np.float32), np.array(spec["width"], np.float32)
    tiles = {(int(k.split(",")[0]), int(k.split(",")[1])): int(v) for k, v in spec["tiles"].items()}

    def nearest(row: int, column: int) -> int:
        def unlike(cell: tuple[int, int]) -> float:
            return 4 * abs(float(opening[cell[0]] - opening[row])) + abs(float(width[cell[1]] - width[column]))

        return tiles[min(tiles, key=unlike)]

    return Grid(opening, width, tuple(tuple(nearest(r, c) for c in range(len(width))) for r in range(len(opening))))


def _gesture(folder: Path, name: str, spec: dict[str, Any], base: Pixels) -> Gesture:
    path = folder / f"gesture_{name}.webp"
    x, y, width, height = (int(v) for v in spec["box"])
    tiles = tiles_of(_picture(path, 4), width, height)[: int(spec["frames"])]
    if len(tiles) < int(spec["frames"]):
        raise PackError(
            f"Host pack {path.parent.name}: {path.name} holds {len(tiles)} of {spec['frames']} frames. Render the gesture again."
        )
    inside = (y > 0, x + width < base.shape[1], y + height < base.shape[0], x > 0)
    fade = feather(width, height, 12, inside)[..., None]
    under = base[y : y + height, x : x + width].astype(np.float32)
    frames = tuple(np.rint(under + (premultiplied(tile) - under) * fade).astype(np.uint8) for tile in tiles)
    stops = tuple(float(stop) for stop in spec.get("stops", ())) or tuple((k + 1) / len(frames) for k in range(len(frames)))
    if len(stops) != len(frames):
        raise PackError(
            f"Host pack {path.parent.name}: {path.name} has {len(frames)} frames and {len(stops)} stops. Render the gesture again."
        )
    motion = _array(folder / f"motion_{name}.npz", "v")
    if motion.shape != (len(frames), -(-height // 4), -(-width // 4), 2):
        raise PackError(f"Host pack {folder.name}: motion_{name}.npz is {motion.shape}, which does not fit its frames. {_MEND}")
    return Gesture((x, y, width, height), frames, stops, motion.astype(np.int8))
