"""The AI label measured on rendered frames."""

import cv2
import numpy as np
import pytest

from livestream.avatar.types import Pose
from livestream.catalog.values import SHAPES, Brief
from livestream.scene.beats import idle
from livestream.scene.stage import Stage
from livestream.scene.themes import themes
from voices.types import VoiceChoice


def luminance(bgr: np.ndarray) -> float:
    linear = np.where(bgr / 255 <= 0.04045, bgr / 255 / 12.92, ((bgr / 255 + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.0722, 0.7152, 0.2126))


def glyphs(frame: np.ndarray, box: tuple[slice, slice]) -> list[tuple[int, int]]:
    """(width, height) of each stretch of columns with white ink."""
    white = (frame[box] > 215).all(axis=2)
    columns = np.flatnonzero(white.any(axis=0))
    parts = np.split(columns, np.flatnonzero(np.diff(columns) > 3) + 1)
    found = []
    for part in parts:
        rows = np.flatnonzero(white[:, part[0] : part[-1] + 1].any(axis=1))
        found.append((len(part), int(rows[-1] - rows[0] + 1)))
    return found


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_glyphs_are_five_percent_of_the_shorter_side(shape, language, cup, kettle):
    size = SHAPES[shape]
    stage = Stage(cup if language == "zh" else kettle, Brief(VoiceChoice(language, "female"), shape=shape), size)
    frame = stage.frame(Pose(), 0.0, idle(0, 1))
    box = stage.badge_box()
    found = glyphs(frame, (slice(box.y, box.bottom), slice(box.x, box.right)))
    least = 0.05 * min(size)
    tall = [height for width, height in found if width > least * 0.6]
    assert len(tall) >= 5 and min(tall[:3] if language == "zh" else tall[:1]) >= least - 1
    assert max(height for _, height in found) >= least
    assert box.right <= size[0] and box.bottom <= size[1]


@pytest.mark.parametrize("key", themes())
def test_badge_contrasts_with_its_plate_on_every_set(key, cup):
    stage = Stage(cup, Brief(VoiceChoice("zh", "female"), set=key), SHAPES["portrait"])
    frame = stage.frame(Pose(), 0.0, idle(0, 1))
    box = stage.badge_box()
    plate = frame[box.y + 4 : box.y + 10, box.x + box.height : box.right - box.height].reshape(-1, 3).max(axis=0)
    assert 1.05 / (luminance(plate) + 0.05) >= 4.5


def test_badge_stays_the_same_through_a_beat(cup, speak, host):
    from livestream.catalog.values import Line
    from livestream.scene.beats import make_beat

    size = SHAPES["portrait"]
    stage = Stage(cup, Brief(VoiceChoice("zh", "female")), size, host(Stage.host_height(size)))
    beat = make_beat(Line("point", "保温 12 小时，316 不锈钢。", (0, 1)), speak("保温 12 小时，316 不锈钢。"), 0, cup, "zh")
    box = stage.badge_box()
    shots = [stage.frame(Pose(), t, beat)[box.y : box.bottom, box.x : box.right].copy() for t in np.arange(0, beat.end, 0.4)]
    assert max(int(cv2.absdiff(shot, shots[0]).max()) for shot in shots) < 12  # the set moves a little behind its plate
