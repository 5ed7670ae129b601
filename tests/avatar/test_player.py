from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from livestream.avatar.animator import Animator
from livestream.avatar.pack import HostPack
from livestream.avatar.player import HostPlayer
from livestream.avatar.types import Cue, Pose

GROUND = (190, 205, 215)


def _canvas(width: int = 180, height: int = 320) -> np.ndarray:
    return np.full((height, width, 3), GROUND, np.uint8)


def _drawn(pack: HostPack, pose: Pose, height: int = 320, **at: int) -> np.ndarray:
    player = HostPlayer(pack, height)
    canvas = _canvas(player.size[0], height)
    player.draw(canvas, pose, at.get("x", 0), at.get("y", 0))
    return canvas


def _mean_difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def test_rest_pose_is_the_base_over_the_ground(pack: HostPack) -> None:
    alpha = pack.base[..., 3:] / 255
    expected = pack.base[..., :3] + (1 - alpha) * np.array(GROUND)
    assert np.abs(_drawn(pack, Pose()) - expected).max() <= 2


@pytest.mark.parametrize("height", [180, 240, 480])
def test_any_height_shows_the_same_host(pack: HostPack, height: int) -> None:
    import cv2

    pose = Pose(opening=0.7, width=0.4, yaw=2.0, gesture="present", phase=1.0)
    full, scaled = _drawn(pack, pose), _drawn(pack, pose, height)
    back = cv2.resize(scaled, (full.shape[1], full.shape[0]), interpolation=cv2.INTER_AREA if height > 320 else cv2.INTER_LINEAR)
    assert _mean_difference(back, full) < 3.5


@pytest.mark.parametrize(
    ("pose", "box"),
    [
        (Pose(opening=1.0), (60, 90, 60, 44)),
        (Pose(opening=0.3, width=-1.0), (60, 90, 60, 44)),
        (Pose(opening=1.0, closed=0.5), (60, 90, 60, 44)),
        (Pose(lids=1.0), (54, 56, 72, 28)),
        (Pose(gesture="present", phase=0.6), (8, 170, 100, 130)),
    ],
)
def test_a_patch_changes_its_box_and_nothing_else(pack: HostPack, pose: Pose, box: tuple[int, int, int, int]) -> None:
    x, y, width, height = box
    changed = np.abs(_drawn(pack, pose).astype(int) - _drawn(pack, Pose())).sum(axis=2)
    assert changed[y : y + height, x : x + width].max() > 30
    changed[y - 2 : y + height + 2, x - 2 : x + width + 2] = 0
    assert changed.max() == 0


def test_opening_is_monotonous_through_the_grid(pack: HostPack) -> None:
    red = [int((_drawn(pack, Pose(opening=o))[90:134, 60:120, 1] < 120).sum()) for o in (0, 0.1, 0.3, 0.45, 0.6, 1.0)]
    assert red == sorted(red)
    assert red[-1] > 3 * red[0]


@pytest.mark.parametrize(("pose", "side"), [(Pose(yaw=4.0), 1), (Pose(yaw=-4.0), -1), (Pose(roll=3.0), 1), (Pose(sway=1.0), 1)])
def test_movement_goes_where_the_pose_says(pack: HostPack, pose: Pose, side: int) -> None:
    def middle(frame: np.ndarray) -> float:
        face = (np.abs(frame[40:70].astype(int) - GROUND).sum(axis=2) > 40).astype(float)
        return float((face * np.arange(face.shape[1])).sum() / face.sum())

    assert side * (middle(_drawn(pack, pose)) - middle(_drawn(pack, Pose()))) > 0.3


def test_pitch_nods_down(pack: HostPack) -> None:
    lips = [float(np.argwhere(_drawn(pack, Pose(opening=0.6, pitch=p))[80:140, 60:120, 1] < 120)[:, 0].mean()) for p in (0.0, 4.0)]
    assert lips[1] > lips[0] + 0.3


@pytest.mark.parametrize(("x", "y"), [(-60, -40), (70, 90), (-60, 150), (0, 0), (-500, 0), (300, 0), (0, 900), (179, 319), (-179, -319)])
@pytest.mark.parametrize("height", [320, 480])
def test_parts_beyond_the_canvas_are_cut_off(pack: HostPack, x: int, y: int, height: int) -> None:
    pose = Pose(opening=0.5, yaw=2.0, roll=1.0, gesture="present", phase=0.5)
    player = HostPlayer(pack, height)
    canvas = _canvas()
    player.draw(canvas, pose, x, y)
    wide = _canvas(180 + 1200, 320 + 2000)
    player.draw(wide, pose, x + 600, y + 1000)
    assert np.abs(canvas.astype(int) - wide[1000:1320, 600:780]).max() <= 3


def test_states_a_pack_lacks_are_drawn_at_rest(pack: HostPack) -> None:
    rest = _drawn(pack, Pose())
    for pose in (
        Pose(gesture="cartwheel", phase=1.0),
        Pose(gaze_x=-1.0, gaze_y=1.0),
        Pose(smile=1.0, brow=1.0, delight=1.0, concern=1.0),
        Pose(lip_teeth=1.0),
        Pose(tongue=1.0),
    ):
        assert np.array_equal(_drawn(pack, pose), rest)


def test_a_host_without_a_gesture_makes_its_like_instead(pack: HostPack) -> None:
    assert np.array_equal(_drawn(pack, Pose(gesture="up", phase=1.0)), _drawn(pack, Pose(gesture="present", phase=1.0)))
    assert np.array_equal(_drawn(pack, Pose(gesture="together", phase=1.0)), _drawn(pack, Pose()))


def test_between_two_pictures_of_a_gesture_one_arm_is_on_its_way(pack: HostPack) -> None:
    rest = _drawn(pack, Pose()).astype(int)
    rows, columns = np.mgrid[0:320, 0:180]
    areas, places = [], []
    for phase in np.linspace(3, 4, 9) / 6:
        arm = np.abs(_drawn(pack, Pose(gesture="present", phase=float(phase))) - rest).sum(axis=2)
        arm[(columns > 50) | (rows > 300)] = 0
        shown = arm > 120
        areas.append(int(shown.sum()))
        places.append(float(rows[shown].mean()))
    steps = -np.diff(places)
    assert max(areas) < 1.1 * max(areas[0], areas[-1])  # two arms would show more
    assert places[0] - places[-1] > 2 and steps.min() > 0 and steps.max() < 2.5 * steps.mean()


@pytest.mark.parametrize("host", ["lin", "chen", "maya", "victor"])
def test_an_arm_on_its_way_moves_evenly(host: str) -> None:
    shipped = HostPack.load(host)
    player, count = HostPlayer(shipped, 320), 40
    for name in shipped.gestures:
        frames = []
        for phase in np.linspace(0, 1, count + 1):
            frames.append(_canvas())
            player.draw(frames[-1], Pose(gesture=name, phase=float(phase)), 0, 0)
        changes = np.array([_mean_difference(a, b) for a, b in pairwise(frames)])
        assert changes.max() < 2 * changes.mean(), name


def test_a_gesture_leaves_no_trace(pack: HostPack) -> None:
    player = HostPlayer(pack, 320)
    for phase in (0.2, 0.7, 1.0, 0.5, 0.1):
        player.draw(_canvas(), Pose(gesture="present", phase=phase, opening=0.5), 0, 0)
    canvas = _canvas()
    player.draw(canvas, Pose(), 0, 0)
    assert np.array_equal(canvas, _drawn(pack, Pose()))


def test_nothing_pops_in_talk_gestures_and_idle(pack: HostPack, speech: Callable[..., Cue]) -> None:
    animator, player = Animator("zh", "bestie", 3), HostPlayer(pack, 320)
    idle = Cue(1.0, np.zeros(0, np.float32), 24000, (), "zh")
    cues = [speech("zh", part="hook"), speech("en"), idle, speech("zh", part="demo", shows_picture=True), speech("en", part="close")]
    frames = []
    for pose in (pose for cue in cues for pose in animator.perform(cue)):
        canvas = _canvas()
        player.draw(canvas, pose, 0, 0)
        frames.append(canvas)
    differences = np.array([_mean_difference(a, b) for a, b in pairwise(frames)])
    assert len(frames) > 650
    assert differences.max() < 4 * np.median(differences)
    assert np.median(differences) > 0.05


def test_same_pose_same_picture_whatever_came_before(pack: HostPack, packs: Path) -> None:
    player = HostPlayer(pack, 320)
    pose = Pose(opening=0.4, width=-0.3, lids=0.5, yaw=1.0, breath=0.7, gesture="present", phase=0.8)
    player.draw(_canvas(), replace(pose, opening=1.0, gesture="", phase=0.0, lids=1.0), 0, 0)
    canvas = _canvas()
    player.draw(canvas, pose, 0, 0)
    assert np.array_equal(canvas, _drawn(pack, pose))


def test_only_what_is_shown_is_drawn_and_nothing_is_left_out(pack: HostPack, monkeypatch: pytest.MonkeyPatch) -> None:
    poses = [
        Pose(yaw=sway * 5, roll=-3 * sway, sway=sway, lean=0.5, opening=phase, gesture="present", phase=phase)
        for sway in (-1.0, 0.0, 1.0)
        for phase in (0.0, 0.3, 0.55, 0.93)
    ]
    quick = [_drawn(pack, pose) for pose in poses]
    monkeypatch.setattr("livestream.avatar.player.kinds", lambda least, _: np.ones([-(-side // 4) for side in least.shape], np.uint8))
    for pose, picture in zip(poses, quick, strict=True):
        assert np.array_equal(picture, _drawn(pack, pose))
