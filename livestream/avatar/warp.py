"""2.5D movement: how each pixel of a host moves on the screen for a degree of head turn, a unit of sway or a breath.

The pack knows where in space every quarter pixel lies. Moving those points rigidly (head about the neck, body about the hips, chest by
breathing) and projecting them again gives one displacement field a movement; a pose is their weighted sum, so near parts shift more than
far ones (parallax).
"""

import cv2
import numpy as np
import numpy.typing as npt

from livestream.avatar.pack import HostPack
from livestream.avatar.types import Pose

Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

GLANCE = 0.2  # of gaze_x and gaze_y: the small movements of eyes that stay on what they look at
_GLANCE_PIXELS, _IRIS_PIXELS = 8.0, 9.0  # movement for a gaze of 1, and its reach around the middle of an eye
_MOST = (6.0, 4.0, 4.0, 1.0, 1.0, 1.0, 1.0, GLANCE, GLANCE)  # the largest weights of a pose
_SWAY_DEGREES = 1.6
_LEAN_DEGREES = 1.3
_BEAT_PIXELS, _BEAT_REACH = 7.0, (120.0, 62.0)  # of a base 1280 high: how far the hands lift, the reach around them across and down
_BREATH_RISE = 0.0032  # m the shoulders rise with a full breath


def weights(pose: Pose) -> tuple[float, ...]:
    """The weight of each displacement in a pose. A gaze beyond GLANCE is the business of the rendered gaze patches."""
    glance_x, glance_y = (min(GLANCE, max(-GLANCE, gaze)) for gaze in (pose.gaze_x, pose.gaze_y))
    return pose.yaw, pose.pitch, pose.roll, pose.sway, pose.breath, pose.lean, pose.beat, glance_x, glance_y


def reach(moves: Floats) -> Floats:
    """The farthest that each point of displacements (n, height, width, 2) may move in either direction, in their unit."""
    farthest: Floats = np.abs(moves * np.array(_MOST, np.float32)[:, None, None, None]).sum(axis=0).max(axis=2)
    return farthest


def displacements(pack: HostPack) -> Floats:
    """(9, height/4, width/4, 2) float32: pixels of the base that a pixel moves (x, y) for weight 1 of yaw, pitch, roll [degrees], sway,
    breath, lean, beat, gaze_x and gaze_y."""
    rotation, origin = pack.matrix[:3, :3].astype(np.float64), pack.matrix[:3, 3].astype(np.float64)
    focal = pack.lens * pack.size[1]
    points, body = _filled(pack, rotation, origin, focal)
    joints = {name: at.astype(np.float64) for name, at in pack.joints.items()}
    up = points[..., 2]
    neck, head = joints["neck01"][2], joints["head"][2]
    rise = np.clip((up - (neck - 0.01)) / (head + 0.03 - neck), 0, 1)
    head_share = (rise * rise * (3 - 2 * rise))[..., None]
    pivot = (joints["neck02"] + joints["head"]) / 2

    def project(at: Points) -> Points:
        seen = (at - origin) @ rotation
        return np.dstack([seen[..., 0] / -seen[..., 2] * focal, -seen[..., 1] / -seen[..., 2] * focal])

    rest = project(points)
    fields = [(project((points - pivot) @ _turn(axis, 1.0).T + pivot) - rest) * head_share for axis in "zxy"]
    hip = np.array([0.0, 0.0, float(up[body].min()) - 0.05])
    fields.append(project((points - hip) @ _turn("y", _SWAY_DEGREES).T + hip) - rest)
    chest = joints["spine01"][2]
    swell = np.exp(-(((up - chest) / 0.10) ** 2))
    lift = np.where(up > chest, 1.0, np.exp(-(((up - chest) / 0.12) ** 2)))
    breathed = points.copy()
    breathed[..., 2] += _BREATH_RISE * lift
    breathed[..., 0] *= 1 + 0.008 * swell
    fields.append(project(breathed) - rest)
    fields.append(project((points - hip) @ _turn("x", _LEAN_DEGREES).T + hip) - rest)
    fields.append(_beat(rest, body, (points - origin) @ -rotation[:, 2]))
    face = _face(pack, body.shape)
    eyes = [project(joints[name][None, None])[0, 0] for name in ("eye.L", "eye.R") if name in joints]
    return np.stack([*(_smoothed(f.astype(np.float32), face) for f in fields), *_glances(rest, eyes)])


def _beat(rest: Points, body: npt.NDArray[np.bool_], depth: Points) -> Points:
    """The hands, which are what is nearest in the lower third, and softly what is around them, lift."""
    low = body.copy()
    low[: body.shape[0] * 2 // 3] = False
    near = low & (depth <= np.percentile(depth[low], 12)) if low.any() else body
    middle = rest[near].mean(axis=0)
    scale = body.shape[0] * 4 / 1280
    off = (rest - middle) / (np.array(_BEAT_REACH) * scale)
    reached = np.exp(-(off**2).sum(axis=2) / 2)
    return np.dstack([np.zeros_like(reached), -_BEAT_PIXELS * scale * reached])


def _glances(rest: Points, eyes: list[Points]) -> list[Floats]:
    """Displacements of gaze_x and gaze_y: the irises move a little under the lids."""
    reach = np.zeros(rest.shape[:2])
    for eye in eyes:
        reach += np.exp(-((rest - eye) ** 2).sum(axis=2) / (2 * _IRIS_PIXELS**2))
    still = np.zeros_like(reach)
    return [np.dstack(part).astype(np.float32) for part in ((_GLANCE_PIXELS * reach, still), (still, -0.6 * _GLANCE_PIXELS * reach))]


def _face(pack: HostPack, shape: tuple[int, ...]) -> Floats:
    """(height/4, width/4, 1) 1 on the face, falling softly to 0 around it."""
    mask = np.zeros(shape, np.float32)
    boxes = np.array([pack.eyes.box, pack.mouth.box]) / 4
    left, top = boxes[:, :2].min(axis=0)
    right, bottom = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    centre = round((left + right) / 2), round((top + bottom) / 2)
    cv2.ellipse(mask, centre, (round((right - left) * 0.34), round((bottom - top) * 0.42)), 0, 0, 360, (1.0,), -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 5.0), np.float32)[..., None]


def _smoothed(displacement: Floats, face: Floats) -> Floats:
    """The face keeps its relief; elsewhere loose strands and folds would ripple the outline, so they move with what is around them."""
    fine, coarse = (np.asarray(cv2.GaussianBlur(displacement, (0, 0), sigma), np.float32) for sigma in (2.5, 9.0))
    return fine * face + coarse * (1 - face)


def _filled(pack: HostPack, rotation: Points, origin: Points, focal: float) -> tuple[Points, npt.NDArray[np.bool_]]:
    """Positions everywhere: beside the body, the point of each pixel's ray at the depth of the nearest body pixel."""
    position = pack.position.astype(np.float64)
    body = np.isfinite(position[..., 0])
    _, labels = cv2.distanceTransformWithLabels((~body).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    nearest = np.zeros(int(labels.max()) + 1, int)
    nearest[labels[body]] = np.flatnonzero(body)
    points = position.reshape(-1, 3)[nearest[labels]]
    depth = (points - origin) @ -rotation[:, 2]
    rows, columns = body.shape
    width, height = pack.size
    across = ((np.arange(columns) + 0.5) / columns * width - width / 2) / focal
    down = -((np.arange(rows) + 0.5) / rows * height - height / 2) / focal
    rays = np.dstack([np.broadcast_to(across, (rows, columns)), np.broadcast_to(down[:, None], (rows, columns)), -np.ones((rows, columns))])
    return origin + (rays @ rotation.T) * depth[..., None], body


def _turn(axis: str, degrees: float) -> Points:
    angle = np.radians(degrees)
    c, s = float(np.cos(angle)), float(np.sin(angle))
    matrices = {"z": [[c, -s, 0], [s, c, 0], [0, 0, 1]], "x": [[1, 0, 0], [0, c, -s], [0, s, c]], "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]]}
    return np.array(matrices[axis])
