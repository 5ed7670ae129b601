"""Movement without jerks: noise that never repeats visibly, followers that ease to a goal, blinks as eyes make them."""

import math

import numpy as np
import numpy.typing as npt

from livestream.catalog.values import FPS

Floats = npt.NDArray[np.float64]


class Drift:
    """Slow smooth noise in about -1..1: five sines of unrelated periods around `period` [s]."""

    def __init__(self, period: float, rng: np.random.Generator) -> None:
        self._rate = 2 * np.pi / period * np.array([1.0, 0.618, 1.53, 2.27, 3.41]) * rng.uniform(0.92, 1.08, 5)
        self._phase = rng.uniform(0, 2 * np.pi, 5)
        self._size = np.array([0.5, 0.42, 0.3, 0.14, 0.06])

    def at(self, time: float) -> float:
        """The value at `time` [s]."""
        return float((self._size * np.sin(self._rate * time + self._phase)).sum())


class Follower:
    """A value that eases to its goal as a critically damped spring: no overshoot, continuous speed. `settle`: s to come within 5 %."""

    def __init__(self, settle: float, value: float = 0.0) -> None:
        self._omega = 4.74 / settle
        self.value = value
        self._speed = 0.0

    def step(self, goal: float) -> float:
        """Moves on by one frame (exact solution, stable for any frame rate)."""
        dt = 1 / FPS
        decay = math.exp(-self._omega * dt)
        gap = self.value - goal
        pull = (self._speed + self._omega * gap) * dt
        self.value = goal + (gap + pull) * decay
        self._speed = (self._speed - self._omega * pull) * decay
        return self.value


class Ramp:
    """A value that moves between 0 and 1 in `seconds`, eased at both ends; it can turn round on its way."""

    def __init__(self, seconds: float) -> None:
        self._step = 1 / (seconds * FPS)
        self._x = 0.0

    def step(self, on: bool) -> float:
        """Moves on by one frame towards 1 if `on`, else towards 0."""
        self._x = min(1.0, self._x + self._step) if on else max(0.0, self._x - self._step)
        return _eased(self._x)

    @property
    def at_rest(self) -> bool:
        """Whether it is at 0."""
        return self._x == 0.0

    @property
    def under_way(self) -> bool:
        """Whether it is between its ends."""
        return 0.0 < self._x < 1.0


_EDGE = 0.2  # share of a ramp's time in which it gains speed, and in which it loses it


def _eased(x: float) -> float:
    """0..1 to 0..1, slow at both ends and even between them: its greatest speed is 1.25, a cubic's 1.5 and a cosine's 1.57."""
    top = 1 / (1 - _EDGE)
    if x > 0.5:
        return 1 - _eased(1 - x)
    if x >= _EDGE:
        return top * (x - _EDGE / 2)
    return top * (x / 2 - _EDGE / (2 * math.pi) * math.sin(math.pi * x / _EDGE))


class Stances:
    """A value in -1..1 that is kept for about `rest` seconds, then another: how people shift their weight."""

    def __init__(self, rest: float, rng: np.random.Generator) -> None:
        self._rng = rng
        self._rest = rest
        self._next = float(rng.uniform(0.3, 0.8)) * rest
        self._at = float(rng.uniform(-0.5, 0.5))

    def at(self, time: float) -> float:
        """The value at `time` [s], to be followed softly; times must not go back."""
        if time >= self._next:
            self._next = time + self._rest * float(self._rng.uniform(0.6, 1.5))
            side = -1.0 if self._at > 0 else 1.0
            self._at = side * float(self._rng.uniform(0.15, 1.0))
        return self._at


class Glances:
    """Where in a small circle the eyes rest: they stay for 0.7 to 2.4 s, then jump, as eyes do that look at a face."""

    def __init__(self, rng: np.random.Generator, size: float) -> None:
        self._rng = rng
        self._size = size
        self._next = 0.0
        self._at = (0.0, 0.0)

    def step(self, time: float) -> tuple[float, float]:
        """(x, y) at `time`, each within `size`."""
        if time >= self._next:
            self._next = time + float(self._rng.uniform(0.7, 2.4))
            self._at = float(self._rng.uniform(-self._size, self._size)), float(self._rng.uniform(-self._size, self._size))
        return self._at


_BLINK = (0.55, 1.0, 0.85, 0.45, 0.15)


class Blinks:
    """Eyelids 0..1: a blink of 0.2 s every 2 to 5 s, now and then a double one; a large movement of the gaze may bring one on."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._next = rng.uniform(0.8, 2.5)
        self._frame = len(_BLINK)
        self._again = False

    def step(self, time: float, gaze_moves: bool) -> float:
        """The lids at `time`; to be called once a frame."""
        if self._frame >= len(_BLINK):
            due = self._next - time
            if due > 0 and not (gaze_moves and due < 1.6):
                return 0.0
            self._frame = 0
            self._again = not self._again and bool(self._rng.random() < 0.10)
            self._next = time + (0.36 if self._again else float(self._rng.uniform(2.0, 5.0)))
        self._frame += 1
        return _BLINK[self._frame - 1]
