"""Short convolutions with fewer multiplications: a block of input is transformed, multiplied point by point, and transformed back.

A correlation of `taps` weights that gives `outputs` values from `outputs + taps - 1` is bilinear: outward @ ((kernel @ w) * (inward @ x)).
Each of the points costs one multiplication for a pair of channels, where the plain sum costs outputs * taps.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voices.engines.convolution import Floats


@dataclass(frozen=True)
class Algorithm:
    """inward (points, outputs + taps - 1), kernel (points, taps), outward (outputs, points)."""

    inward: Floats
    kernel: npt.NDArray[np.float64]
    outward: Floats

    @property
    def points(self) -> int:
        return len(self.inward)

    @property
    def taps(self) -> int:
        return int(self.kernel.shape[1])

    @property
    def outputs(self) -> int:
        return len(self.outward)

    def weights(self, conv: npt.NDArray[np.floating]) -> Floats:
        """Weights of a convolution (out, in, taps) -> (points, in, out)."""
        return np.ascontiguousarray(np.einsum("pt,oit->pio", self.kernel, conv), np.float32)


def fourier(taps: int, outputs: int) -> Algorithm:
    """By the discrete Fourier transform, each product of complex numbers with three multiplications (Gauss). Its length must be even."""
    length = outputs + taps - 1
    if length % 2:
        raise ValueError(f"{taps} taps and {outputs} outputs make a transform of odd length {length}")
    place = np.arange(length)
    inward, kernel, outward = [], [], []
    for frequency in (0, length // 2):
        wave = np.cos(2 * np.pi * frequency * place / length)
        inward.append(wave)
        kernel.append(wave[:taps])
        outward.append(wave[:outputs] / length)
    for frequency in range(1, length // 2):
        angle = 2 * np.pi * frequency * place / length
        cos, sin = np.cos(angle), np.sin(angle)
        inward += [cos - sin, cos, -sin]
        kernel += [part[:taps] for part in (cos, sin - cos, cos + sin)]
        outward += [2 / length * part[:outputs] for part in (cos - sin, -sin, -cos)]
    return Algorithm(np.array(inward, np.float32), np.array(kernel), np.array(outward, np.float32).T.copy())


def three_taps() -> Algorithm:
    """Three taps, four outputs, six points: F(4, 3) of Toom and Cook at 0, 1, -1, 2, -2 and infinity (A. Lavin, S. Gray, 2015)."""
    inward = [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ]
    kernel = np.array([[6, 0, 0], [-4, -4, -4], [-4, 4, -4], [1, 2, 4], [1, -2, 4], [0, 0, 24]]) / 24
    outward = [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]]
    return Algorithm(np.array(inward, np.float32), kernel, np.array(outward, np.float32))
