"""A tiny drawn host pack, and two sentences of real speech (Kokoro-82M, Apache-2.0) with the voice's own phoneme times."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import soundfile

from livestream.avatar.pack import HostPack
from livestream.avatar.types import Cue
from voices.types import Language, Mark

DATA = Path(__file__).parent / "data"
WIDTH, HEIGHT = 180, 320
ARMS = 6  # pictures of the arm on its way
MOUTH = (60, 90, 60, 44)
EYES = (54, 56, 72, 28)
PRESENT = (8, 170, 100, 130)
OPENINGS, WIDTHS = [0.0, 0.1, 0.3, 0.6, 1.0], [-1.0, 0.0, 1.0]


def _face(opening: float = 0.0, width: float = 0.0, lids: float = 0.0, arm: float = 0.0) -> np.ndarray:
    image = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    cv2.ellipse(image, (90, 330), (80, 150), 0, 0, 360, (120, 60, 170, 255), -1, cv2.LINE_AA)
    cv2.ellipse(image, (90, 90), (45, 60), 0, 0, 360, (170, 190, 230, 255), -1, cv2.LINE_AA)
    for x in (72, 108):
        cv2.ellipse(image, (x, 70), (9, max(1, round(6 * (1 - lids)))), 0, 0, 360, (250, 250, 250, 255), -1, cv2.LINE_AA)
    cv2.ellipse(image, (90, 112), (round(13 + 5 * width), 2 + round(12 * opening)), 0, 0, 360, (70, 60, 190, 255), -1, cv2.LINE_AA)
    cv2.line(image, (50, 270), (round(50 - 24 * arm), round(284 - 40 * arm)), (170, 190, 230, 255), 8, cv2.LINE_AA)
    grain = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 110, (HEIGHT, WIDTH, 1)), (0, 0), 1.5)
    image[..., :3] = np.clip(image[..., :3] + grain[..., None] * (image[..., 3:] > 0), 0, 255)
    return image


def _cut(image: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    x, y, width, height = box
    return image[y : y + height, x : x + width]


def _motion(arm: float) -> np.ndarray:
    """How far the arm, halfway between two pictures, moves from the one to the other: the more, the nearer to its tip."""
    x, y, width, height = PRESENT
    across, down = np.meshgrid(x + 2 + 4 * np.arange(width // 4), y + 2 + 4 * np.arange(-(-height // 4)))
    along, tip = np.dstack([across - 50, down - 270]), np.array([-24 * arm, 14 - 40 * arm])
    share = (along @ tip / (tip @ tip)).clip(0, 1)
    off = np.hypot(*(along - share[..., None] * tip).transpose(2, 0, 1))
    return np.rint(2 * share[..., None] * np.array([-24, -40]) / ARMS * (off < 10)[..., None]).astype(np.int8)


def _sheet(path: Path, tiles: list[np.ndarray]) -> None:
    blank = [np.zeros_like(tiles[0])] * (-len(tiles) % 3)
    tiles = tiles + blank
    cv2.imwrite(str(path), np.vstack([np.hstack(tiles[i : i + 3]) for i in range(0, len(tiles), 3)]), [cv2.IMWRITE_WEBP_QUALITY, 101])


def _write_pack(root: Path, key: str = "drawn") -> Path:
    """Writes a pack of drawn shapes with mouth grid, specials, lids and the present gesture; returns its folder."""
    folder = root / key
    folder.mkdir(parents=True)
    cv2.imwrite(str(folder / "base.webp"), _face(), [cv2.IMWRITE_WEBP_QUALITY, 101])
    mouths = [_cut(_face(o, w), MOUTH)[..., :3] for o in OPENINGS for w in WIDTHS] + [_cut(_face(0, 0.1), MOUTH)[..., :3]]
    _sheet(folder / "mouth.webp", mouths)
    _sheet(folder / "eyes.webp", [_cut(_face(lids=lids), EYES)[..., :3] for lids in (0, 0.35, 0.7, 1.0)])
    arms = [(k + 1) / ARMS for k in range(ARMS)]
    _sheet(folder / "gesture_present.webp", [_cut(_face(arm=arm), PRESENT) for arm in arms])
    np.savez_compressed(folder / "motion_present.npz", v=np.stack([_motion(arm - 0.5 / ARMS) for arm in arms]))
    rows, columns = np.mgrid[0 : HEIGHT // 4, 0 : WIDTH // 4].astype(np.float32)
    at = np.dstack([(columns - 22) * 0.01, np.full_like(rows, -0.1), (40 - rows) * 0.01 + 0.5])
    at[_face()[2::4, 2::4, 3] == 0] = np.nan
    np.savez_compressed(folder / "position.npz", p=at.astype(np.float16))
    manifest = {
        "key": key,
        "name": {"en": "Drawn", "zh": "画"},
        "gender": "female",
        "description": {"en": "Shapes", "zh": "图形"},
        "size": [WIDTH, HEIGHT],
        "camera": {"lens": 90, "matrix": [[1, 0, 0, 0], [0, 0, -1, -2.6], [0, 1, 0, 0.5], [0, 0, 0, 1]]},
        "joints": {"head": [0, 0, 0.6], "neck01": [0, 0, 0.5], "neck02": [0, 0, 0.55], "spine01": [0, 0, 0.3]},
        "mouth": {
            "box": MOUTH,
            "opening": OPENINGS,
            "width": WIDTHS,
            "tiles": {f"{r},{c}": r * 3 + c for r in range(5) for c in range(3)},
            "special": {"closed": 15},
            "neutral": 1,
        },
        "eyes": {"box": EYES, "tiles": {"neutral": 0, "lids35": 1, "lids70": 2, "lids100": 3}},
        "gestures": {"present": {"box": PRESENT, "frames": ARMS}},
    }
    (folder / "host.json").write_text(json.dumps(manifest), "utf-8")
    return folder


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hosts")
    _write_pack(root)
    return root


@pytest.fixture(scope="session")
def write_pack() -> Callable[..., Path]:
    return _write_pack


@pytest.fixture(scope="session")
def pack(packs: Path) -> HostPack:
    return HostPack.load("drawn", packs)


def _speech(language: Language, **extra: object) -> Cue:
    """A cue of real speech with its phoneme marks and a short pause after it."""
    samples, rate = soundfile.read(DATA / f"speech_{language}.ogg", dtype="float32")
    stored = json.loads((DATA / f"speech_{language}.json").read_text("utf-8"))
    marks = tuple(Mark("phoneme", label, start, end) for label, start, end in stored["marks"])
    values: dict[str, object] = {"part": "point", "about": (0,), "text": stored["text"], **extra}
    return Cue(len(samples) / rate + 0.35, samples, rate, marks, language, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def speech() -> Callable[..., Cue]:
    return _speech
