"""Contact sheets of the hosts as the product draws them, for docs/img: python tools/sheets.py [--only sets,mouths,speech]

host_sets.webp          every host in every set, presenting
host_mouths_<key>.webp  mouth grid and special shapes, eyes, gesture, all at rest and at full size around the face
host_speech_<key>.webp  24 consecutive frames of speech
"""

import argparse
import sys
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

sys.path.pop(0)  # this folder: its voices is not the package

import voices
from livestream.avatar.animator import Animator
from livestream.avatar.pack import HostPack, hosts
from livestream.avatar.player import HostPlayer
from livestream.avatar.types import Cue, Pose
from livestream.catalog.demo import demo_products
from livestream.catalog.values import SHAPES, Brief
from livestream.jobs.casting import voice_gender
from livestream.scene.beats import idle
from livestream.scene.stage import Stage
from livestream.scene.themes import themes
from voices.types import VoiceChoice

ROOT = Path(__file__).resolve().parents[1]
Picture = npt.NDArray[np.uint8]
OUT = ROOT / "docs" / "img"
GROUND = (214, 220, 226)
SAID = "大家晚上好，这把壶的把手不烫手，慢慢冲也不着急。"
STATES = {
    "rest": Pose(), "smile": Pose(smile=1), "delight": Pose(delight=1), "concern": Pose(concern=1, width=-0.4), "brow": Pose(brow=1),
    "lids": Pose(lids=1), "half lids": Pose(lids=0.6), "gaze card": Pose(gaze_x=-1), "gaze right": Pose(gaze_x=1),
    "gaze up": Pose(gaze_y=1), "gaze chat": Pose(gaze_x=-0.55, gaze_y=-0.7), "m b p": Pose(closed=1), "f v": Pose(opening=0.1, lip_teeth=1),
    "l th": Pose(opening=0.3, tongue=1),
    "delight, said": Pose(delight=1, smile=0.5, opening=0.4, width=0.5), "concern, said": Pose(concern=1, opening=0.2, width=-0.4),
    "delight, blink": Pose(delight=1, lids=1), "concern, chat": Pose(concern=1, width=-0.4, gaze_x=-0.55, gaze_y=-0.7),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="sets,mouths,speech")
    wanted = parser.parse_args().only.split(",")
    keys = [host.key for host in hosts()]
    if "sets" in wanted:
        rows = [[_in_set(key, theme, "portrait") for theme in themes()] for key in keys]
        rows += [[_in_set(keys[k % len(keys)], theme, "landscape") for k, theme in enumerate(themes())][n : n + 4] for n in (0, 4)]
        wide = [np.hstack(row) for row in rows]
        across = max(row.shape[1] for row in wide)
        _save("host_sets", np.vstack([cv2.resize(r, (across, round(r.shape[0] * across / r.shape[1]))) for r in wide]), 2400)
    for key in keys:
        if "mouths" in wanted:
            _save(f"host_mouths_{key}", _mouths(key), 2000)
        if "speech" in wanted:
            _save(f"host_speech_{key}", _speech(key), 2400)


def _save(name: str, picture: Picture, most: int) -> None:
    fit = min(1.0, most / picture.shape[1])
    small = cv2.resize(picture, None, fx=fit, fy=fit, interpolation=cv2.INTER_AREA)
    path = OUT / f"{name}.webp"
    cv2.imwrite(str(path), small, (cv2.IMWRITE_WEBP_QUALITY, 82))
    sys.stderr.write(f"{path.name}: {small.shape[1]} x {small.shape[0]}, {path.stat().st_size // 1000} kB\n")


def _in_set(key: str, theme: str, shape: str) -> Picture:
    """One frame of a take, the host presenting."""
    product = next(p for p in demo_products() if p.language == "zh")
    brief = Brief(VoiceChoice("zh", "female"), shape=shape, set=theme)  # type: ignore[arg-type]
    size = SHAPES[brief.shape]
    player = HostPlayer(HostPack.load(key), Stage.host_height(size), Stage.light(product, brief))
    pose = Pose(opening=0.3, width=0.3, smile=0.4, gaze_x=-0.6, yaw=-2, gesture="present", phase=1)
    return Stage(product, brief, size, player).frame(pose, 0.0, idle(0, 1)).copy()


def _drawn(player: HostPlayer, pose: Pose) -> Picture:
    canvas = np.full((player.size[1], player.size[0], 3), GROUND, np.uint8)
    player.draw(canvas, pose, 0, 0)
    return canvas


def _face(picture: Picture) -> Picture:
    return picture[160:560, 210:560]


def _labelled(picture: Picture, text: str) -> Picture:
    made = picture.copy()
    cv2.putText(made, text, (8, made.shape[0] - 10), cv2.FONT_HERSHEY_SIMPLEX, 0.62, (60, 50, 50), 2, cv2.LINE_AA)
    return made


def _mouths(key: str) -> Picture:
    player = HostPlayer(HostPack.load(key), 1280)
    grid = [(f"{o:.2f} {w:+.1f}", Pose(opening=o, width=w)) for o in (0.0, 0.08, 0.2, 0.38, 0.64, 1.0) for w in (-1.0, -0.35, 0.3, 1.0)]
    cells = [_labelled(_face(_drawn(player, pose)), text) for text, pose in [*grid, *STATES.items()]]
    faces = np.vstack([np.hstack(cells[n : n + 6]) for n in range(0, len(cells), 6)])
    size = faces.shape[1] // 6, round(1280 * faces.shape[1] / 6 / 720)
    rows = [faces]
    for name in player.gestures:
        phases = [_labelled(_drawn(player, Pose(gesture=name, phase=p)), f"{name} {p:.2f}") for p in (0.17, 0.34, 0.5, 0.67, 0.84, 1.0)]
        rows.append(np.hstack([cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p in phases]))
    return np.vstack(rows)


def _speech(key: str) -> Picture:
    speech = voices.say(SAID, VoiceChoice("zh", voice_gender(key, None)))
    cue = Cue(speech.duration, speech.samples, speech.sample_rate, speech.marks, "zh", SAID, "hook")
    player = HostPlayer(HostPack.load(key), 1280)
    poses = Animator("zh", "bestie", 1).perform(cue)[4:28]
    cells = [_labelled(_face(_drawn(player, pose)), f"{(k + 4) * 40} ms") for k, pose in enumerate(poses)]
    return np.vstack([np.hstack(cells[n : n + 8]) for n in range(0, 24, 8)])


if __name__ == "__main__":
    main()
