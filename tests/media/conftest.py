"""A small take for the media tests."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from livestream.media.writer import TakeWriter

SIZE = (160, 288)


def frame(k: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """A moving gradient; frame 25 is white."""
    picture = np.tile(np.linspace(0, 200, size[0], dtype=np.uint8)[None, :, None], (size[1], 1, 3))
    return np.full_like(picture, 255) if k == 25 else np.roll(picture, 3 * k, axis=1)


def tone(seconds: float, rate: int = 48_000) -> np.ndarray:
    """A soft tone, silent but for a click of 40 ms at 1 s when it is that long."""
    t = np.arange(round(seconds * rate)) / rate
    return np.where((t >= 1.0) & (t < 1.04), 0.8, 0.001).astype(np.float32) * np.sin(2 * np.pi * 880 * t).astype(np.float32)


@pytest.fixture
def growing(tmp_path: Path) -> Callable[[float, float], Path]:
    """Writes a take with some seconds of picture and of sound."""

    def write(picture: float, sound: float) -> Path:
        path = tmp_path / "growing.mp4"
        with TakeWriter(path, SIZE) as writer:
            writer.audio(tone(sound))
            for k in range(round(picture * 25)):
                writer.write(frame(k))
        return path

    return write
