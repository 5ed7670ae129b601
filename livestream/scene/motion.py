"""How things come and go: easing curves and a value that glides to its target."""

from dataclasses import dataclass


def smooth(t: float) -> float:
    """Slow at both ends; 0..1 to 0..1."""
    t = min(max(t, 0.0), 1.0)
    return t * t * t * (t * (6 * t - 15) + 10)


def out(t: float) -> float:
    """Fast at first, then settling; 0..1 to 0..1."""
    t = min(max(t, 0.0), 1.0)
    return 1 - (1 - t) ** 4


def back(t: float) -> float:
    """Like `out`, a little beyond its end and back."""
    t = min(max(t, 0.0), 1.0) - 1
    return 1 + 2.4 * t**3 + 1.4 * t**2


@dataclass
class Glide:
    """A value that takes `seconds` to reach its target, eased at both ends; turning round midway starts from where it is."""

    seconds: float
    value: float = 0.0
    _origin: float = 0.0
    _target: float = 0.0
    _since: float = 0.0

    def toward(self, target: float, t: float) -> float:
        """The value at time t [s] on its way to `target`."""
        if target != self._target or t < self._since:
            self._origin, self._target, self._since = self.value, target, t
        self.value = self._origin + (self._target - self._origin) * smooth((t - self._since) / self.seconds)
        return self.value
