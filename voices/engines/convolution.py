"""What the two ways of computing a convolution of a residual block have in common: `by_graph` in fp32 everywhere, `narrow` where it can."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sound:
    """(time + spare, channels), and sums over the time of the values and of their squares, each (channels)."""

    values: Floats
    time: int
    sums: Doubles


@dataclass(frozen=True)
class Conv:
    """u = x * scale + shift, then u + sin(u)^2 (Snake with its frequency in scale and shift, and the division by it in the weights), then
    the convolution with `weights` as its rule prepared them."""

    dilation: int
    weights: Floats
    scale: Floats
    shift: Floats


class Rule(Protocol):
    """A way to compute convolutions of so many taps: in blocks of so many outputs."""

    @property
    def taps(self) -> int: ...

    @property
    def outputs(self) -> int: ...

    def shape(self, channels: int) -> tuple[int, ...]:
        """Of prepared weights."""
        ...

    def weights(self, conv: npt.NDArray[np.floating]) -> Floats:
        """Prepared weights of a convolution (out, in, taps)."""
        ...

    def stretch(self, conv: Conv, given: Sound, made: Floats, residual: Floats | None, first: int, count: int) -> Doubles:
        """`count` blocks from row `first` on into `made`, `residual` added; sums over the time of the results and of their squares."""
        ...
