"""Convolutions by products of 16-bit numbers (bfloat16), for processors that have them (AVX-512 BF16).

What `by_graph` does as a graph, with one short convolution for every number of taps: Fourier of length 32. The products at its points,
most of the work, are taken of activations and weights rounded to 8 bits of mantissa and added up in fp32, in half the time (`vector_code`).
"""

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voices.engines import short_conv
from voices.engines.convolution import Conv, Doubles, Floats, Sound
from voices.engines.vector_code import COLUMNS, LENGTH, POINTS, TOGETHER, stretch

CHANNELS = 256
"""At most."""


class _Room(threading.local):
    """Of a thread: TOGETHER blocks before the transform, at their points in 16 bits, and after the products, for the most channels."""

    def __init__(self) -> None:
        self.rows = np.empty((TOGETHER * LENGTH, CHANNELS), np.float32)
        self.points = np.empty((POINTS, TOGETHER, CHANNELS), np.uint16)
        self.products = np.empty((POINTS, TOGETHER, CHANNELS), np.float32)


_ROOM = _Room()


@dataclass(frozen=True)
class Narrow:
    """A rule of `convolution`. Weights are pairs of inputs, 16 bits each, in one word: (points, out / COLUMNS, in / 2, COLUMNS)."""

    taps: int

    @property
    def outputs(self) -> int:
        return LENGTH + 1 - self.taps

    def shape(self, channels: int) -> tuple[int, ...]:
        return (POINTS, channels // COLUMNS, channels // 2, COLUMNS)

    def weights(self, conv: npt.NDArray[np.floating]) -> Floats:
        bits = (short_conv.fourier(self.taps, self.outputs).weights(conv) / np.float32(LENGTH)).view(np.uint32)
        rounded = bits + 0x7FFF + (bits >> 16 & 1) >> 16
        words = rounded[:, ::2] | rounded[:, 1::2] << 16
        panels = words.reshape(POINTS, conv.shape[1] // 2, conv.shape[0] // COLUMNS, COLUMNS).transpose(0, 2, 1, 3)
        return np.ascontiguousarray(panels).view(np.float32)

    def stretch(self, conv: Conv, given: Sound, made: Floats, residual: Floats | None, first: int, count: int) -> Doubles:
        channels = made.shape[1]
        sums = np.zeros((2, channels))
        stretch(
            *(given.values.ctypes.data, given.time, channels, conv.scale.ctypes.data, conv.shift.ctypes.data, conv.weights.ctypes.data),
            *(self.taps, conv.dilation, first, count, 0 if residual is None else residual.ctypes.data, made.ctypes.data),
            *(_ROOM.rows.ctypes.data, _ROOM.points.ctypes.data, _ROOM.products.ctypes.data, sums.ctypes.data),
        )
        return sums
