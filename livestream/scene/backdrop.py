"""What stands behind the host: a still set or a merchant's video loop, moving a little against the host."""

from pathlib import Path
from typing import Protocol

import av
import cv2
import numpy as np
import structlog

from livestream.catalog.loops import LONGEST_S, is_loop
from livestream.catalog.pictures import locate
from livestream.catalog.values import FPS, Brief
from livestream.scene.sprites import Pixels
from livestream.scene.themes import Theme, background, covering, shaded, vignette

log = structlog.get_logger(__name__)
STEPS = 4  # places a pixel at which a set may stand: what does not move is cheap to encode
_CROSS_S = 1.0  # in which a loop's end turns into its start
_QUALITY = 92  # of the JPEG pictures a loop is kept as: 60 times smaller than its pixels


class Backdrop(Protocol):
    """A set larger than the frame by `margin` pixels on the left and the right."""

    margin: int
    moving: bool

    def draw(self, canvas: Pixels, shift: int, t: float) -> None:
        """Fills the canvas with the set as it is at time t [s], moved to the left by `shift` / STEPS pixels (at most the margin)."""
        ...


class Still:
    """A picture."""

    moving = False

    def __init__(self, picture: Pixels, margin: int) -> None:
        self.margin, self._picture = margin, picture

    def draw(self, canvas: Pixels, shift: int, t: float) -> None:
        """See Backdrop."""
        _shown(canvas, self._picture, self.margin, shift)


class Loop:
    """A video without its sound, at FPS pictures a second; its last second fades into its first."""

    moving = True

    def __init__(self, path: Path, size: tuple[int, int], margin: int) -> None:
        self.margin = margin
        wide = size[0] + 2 * margin
        light = vignette(wide, size[1])[..., None]
        self._jpegs: list[Pixels] = []
        for picture in _pictures(path):
            dim = np.asarray(cv2.multiply(covering(picture, (wide, size[1])), np.repeat(light, 3, 2), dtype=cv2.CV_8U))
            self._jpegs.append(np.asarray(cv2.imencode(".jpg", dim, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))[1], np.uint8))
        if not self._jpegs:
            raise ValueError(f"{path.name} holds no pictures.")
        self._cross = min(round(_CROSS_S * FPS), len(self._jpegs) // 2)
        self._mixed = np.empty((size[1], wide, 3), np.uint8)

    def draw(self, canvas: Pixels, shift: int, t: float) -> None:
        """See Backdrop."""
        period = len(self._jpegs) - self._cross
        place = round(t * FPS) % period
        picture = self._decoded(place)
        if place < self._cross and t * FPS >= period:  # the end of the round before still fades
            share = (place + 1) / (self._cross + 1)
            cv2.addWeighted(picture, share, self._decoded(period + place), 1 - share, 0, dst=self._mixed)
            picture = self._mixed
        _shown(canvas, picture, self.margin, shift)

    def _decoded(self, place: int) -> Pixels:
        return np.asarray(cv2.imdecode(self._jpegs[place], cv2.IMREAD_COLOR), np.uint8)


def backdrop(brief: Brief, theme: Theme, size: tuple[int, int], margin: int) -> Backdrop:
    """The merchant's own set where the brief names one that can be read, else the theme's."""
    wide = size[0] + 2 * margin, size[1]
    path = locate(brief.backdrop) if brief.backdrop else None
    try:
        if path is not None and is_loop(path.name):
            return Loop(path, size, margin)
        picture = cv2.imread(str(path)) if path is not None else None
        if picture is not None:
            return Still(shaded(covering(np.asarray(picture, np.uint8), wide)), margin)
    except (OSError, ValueError, av.FFmpegError) as error:
        log.warning("backdrop.broken", backdrop=brief.backdrop, reason=str(error))
    if brief.backdrop:
        log.warning("backdrop.left_out", backdrop=brief.backdrop)
    return Still(background(theme, wide), margin)


def _pictures(path: Path) -> list[Pixels]:
    """The pictures of a video's first LONGEST_S seconds as BGR, FPS a second."""
    found: list[Pixels] = []
    with av.open(str(path), "r") as video:
        stream = video.streams.video[0]
        stream.thread_type = "AUTO"
        start = None
        for frame in video.decode(stream):
            at = frame.time or 0.0
            start = at if start is None else start
            due = round((at - start) * FPS)
            if due >= LONGEST_S * FPS:
                break
            if due >= len(found):
                picture = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
                found += [picture] * (due + 1 - len(found))
    return found


def _shown(canvas: Pixels, picture: Pixels, margin: int, shift: int) -> None:
    whole, part = divmod(shift, STEPS)
    left, wide = min(max(margin + whole, 0), 2 * margin - 1) if margin else 0, canvas.shape[1]
    if part and margin:
        share = part / STEPS
        cv2.addWeighted(picture[:, left : left + wide], 1 - share, picture[:, left + 1 : left + 1 + wide], share, 0, dst=canvas)
    else:
        np.copyto(canvas, picture[:, left : left + wide])
