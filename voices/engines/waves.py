"""Fast Fourier transforms of a power of two written out as LLVM code without a loop, for vectors of 16 fp32 numbers."""

# mypy: ignore-errors

import numpy as np
from llvmlite import ir

LANES = 16
VECTOR = ir.VectorType(ir.FloatType(), LANES)
LOOSE = ("contract", "nnan", "ninf", "nsz")
_NOTHING = 1e-9


def everywhere(value):
    """A vector of one value."""
    return ir.Constant(VECTOR, [value] * LANES)


class Wave:
    """Sums and multiples of vectors as LLVM code; None stands for zero."""

    def __init__(self, builder):
        self._builder = builder

    def add(self, left, right):
        if left is None or right is None:
            return left if right is None else right
        return self._builder.fadd(left, right, flags=LOOSE)

    def sub(self, left, right):
        if right is None or left is right:
            return left if right is None else None
        return self._builder.fneg(right) if left is None else self._builder.fsub(left, right, flags=LOOSE)

    def times(self, factor, value):
        if value is None or abs(factor) < _NOTHING:
            return None
        if abs(abs(factor) - 1) < _NOTHING:
            return value if factor > 0 else self._builder.fneg(value)
        return self._builder.fmul(value, everywhere(float(factor)), flags=LOOSE)

    def turned(self, value, angle):
        """(real, imaginary) times e^(i angle)."""
        (real, imaginary), cos, sin = value, np.cos(angle), np.sin(angle)
        return (
            self.sub(self.times(cos, real), self.times(sin, imaginary)),
            self.add(self.times(cos, imaginary), self.times(sin, real)),
        )

    def forward(self, given):
        """Frequencies 0 to half the length of real values, as (real, imaginary)."""
        if len(given) == 1:
            return [(given[0], None)]
        half = len(given) // 2
        even, odd = self._whole(self.forward(given[::2]), half), self._whole(self.forward(given[1::2]), half)
        turned = [self.turned(odd[k], -np.pi * k / half) for k in range(half + 1)]
        return [(self.add(even[k][0], turned[k][0]), self.add(even[k][1], turned[k][1])) for k in range(half + 1)]

    def _whole(self, found, length):
        """Frequencies 0 to `length` from those to half of it."""
        mirrored = [(real, self.sub(None, imaginary)) for real, imaginary in found]
        return [found[k] if 2 * k <= length else mirrored[length - k] for k in range(length + 1)]

    def backward(self, given):
        """The real values whose frequencies 0 to half their number these are, times their number."""
        half = len(given) - 1
        if not half:
            return [given[0][0]]
        even, odd = [], []
        for k in range(half // 2 + 1):
            (real, imaginary), (other, mirrored) = given[k], given[half - k]
            even.append((self.add(real, other), self.sub(imaginary, mirrored)))
            odd.append(self.turned((self.sub(real, other), self.add(imaginary, mirrored)), np.pi * k / half))
        first, second = self.backward(even), self.backward(odd)
        return [value for pair in zip(first, second, strict=True) for value in pair]
