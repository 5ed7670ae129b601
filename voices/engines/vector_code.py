"""A stretch of a residual block as vector code with 16-bit products (bfloat16), for processors that have them (AVX-512 BF16).

The transforms are fast Fourier transforms of a power of two, written out as LLVM code without a loop for vectors of 16 fp32 numbers.
Numba compiles `stretch` once, in seconds, and keeps it until this file changes: all that goes into it stands here.
"""

# mypy: ignore-errors

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

LENGTH = 32
"""Of the transform: taps + outputs - 1."""

POINTS = 3 * LENGTH // 2 - 1
ROWS, COLUMNS = 10, 32
"""Of the product that is kept in registers."""

TOGETHER = 30
"""Transforms before their products are taken: a multiple of ROWS and of every dilation, few enough to stay in the processor's cache."""

LANES = 16
VECTOR = ir.VectorType(ir.FloatType(), LANES)
LOOSE = ("contract", "nnan", "ninf", "nsz")
_NOTHING = 1e-9
VECTOR_BYTES = 4 * LANES
_I32 = ir.IntType(32)
_PAIRS = ir.VectorType(_I32, LANES)
_DOUBLES = ir.VectorType(ir.DoubleType(), LANES)


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


def _called(builder, name, returned, *given):
    kind = ir.FunctionType(returned, [value.type for value in given])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), given)


class _Rows:
    """Vectors at an address and every `stride` bytes after it."""

    def __init__(self, builder, address, stride):
        self._builder, self._address, self._stride = builder, address, stride

    def _place(self, row, kind):
        at = self._builder.add(self._address, self._builder.mul(self._stride, self._stride.type(row)))
        return self._builder.inttoptr(at, kind.as_pointer())

    def load(self, row, kind=VECTOR):
        return self._builder.load(self._place(row, kind), align=4)

    def store(self, row, value):
        self._builder.store(value, self._place(row, value.type), align=2)


def _narrow(builder, value):
    """A vector in 16 bits."""
    return _called(builder, "llvm.x86.avx512bf16.cvtneps2bf16.512", ir.VectorType(ir.IntType(16), LANES), value)


@intrinsic
def _snake(typing, given, scale, shift, made):
    """Snake of 16 channels in one row at these addresses: u + sin(u)^2 with u = scale * x + shift."""

    def emit(context, builder, signature, addresses):
        source, factor, offset, target = (_Rows(builder, address, address.type(0)) for address in addresses)
        u = builder.fadd(builder.fmul(source.load(0), factor.load(0), flags=LOOSE), offset.load(0), flags=LOOSE)
        turns = builder.fmul(u, everywhere(1 / np.pi), flags=("contract",))
        rest = builder.fsub(turns, _called(builder, "llvm.rint.v16f32", VECTOR, turns), flags=("contract",))
        square = builder.fmul(rest, rest, flags=("contract",))
        sine = everywhere(_SINE[-1])
        for factor in reversed(_SINE[:-1]):
            sine = builder.fadd(builder.fmul(sine, square, flags=LOOSE), everywhere(factor), flags=LOOSE)
        target.store(0, builder.fadd(builder.fmul(sine, square, flags=LOOSE), u, flags=LOOSE))
        return context.get_dummy_value()

    return types.void(*[types.intp] * 4), emit


@intrinsic
def _silence(typing, made):
    """16 zeros at that address."""

    def emit(context, builder, signature, addresses):
        _Rows(builder, addresses[0], addresses[0].type(0)).store(0, everywhere(0.0))
        return context.get_dummy_value()

    return types.void(types.intp), emit


@intrinsic
def _counted(typing, given, total, squares):
    """16 numbers and their squares added to fp64 sums."""

    def emit(context, builder, signature, addresses):
        source, total, squares = (_Rows(builder, address, address.type(0)) for address in addresses)
        value = builder.fpext(source.load(0), _DOUBLES)
        total.store(0, builder.fadd(total.load(0, _DOUBLES), value))
        squares.store(0, builder.fadd(squares.load(0, _DOUBLES), builder.fmul(value, value, flags=LOOSE), flags=LOOSE))
        return context.get_dummy_value()

    return types.void(*[types.intp] * 3), emit


@intrinsic
def _inward(typing, given, row, made, point):
    """16 channels of LENGTH rows `row` bytes apart -> their POINTS, `point` bytes apart, in 16 bits."""

    def emit(context, builder, signature, addresses):
        source, target = _Rows(builder, *addresses[:2]), _Rows(builder, *addresses[2:])
        wave = Wave(builder)
        found = wave.forward([source.load(n) for n in range(LENGTH)])
        points = [found[0][0], found[-1][0]]
        for real, imaginary in found[1:-1]:
            points += [wave.add(real, imaginary), real, imaginary]
        for p, value in enumerate(points):
            target.store(p, _narrow(builder, value))
        return context.get_dummy_value()

    return types.void(*[types.intp] * 4), emit


@intrinsic
def _outward(typing, given, point, made, row, outputs, residual):
    """16 channels of POINTS, `point` bytes apart -> the first `outputs` rows, `row` bytes apart, plus those of `residual` (none at 0)."""

    def emit(context, builder, signature, addresses):
        source, target = _Rows(builder, *addresses[:2]), _Rows(builder, *addresses[2:4])
        beside = _Rows(builder, addresses[5], addresses[3])
        wave = Wave(builder)
        first, last, *points = [source.load(p) for p in range(POINTS)]
        found = [
            (wave.sub(one, three), wave.add(one, two)) for one, two, three in zip(points[::3], points[1::3], points[2::3], strict=True)
        ]
        rows = wave.backward([(first, None), *found, (last, None)])
        some = builder.icmp_signed("!=", addresses[5], addresses[5].type(0))
        for n, value in enumerate(rows):
            wanted = builder.icmp_signed("<", addresses[4].type(n), addresses[4])
            with builder.if_then(wanted), builder.if_else(some) as (added, plain):
                with added:
                    target.store(n, builder.fadd(value, beside.load(n)))
                with plain:
                    target.store(n, value)
        return context.get_dummy_value()

    return types.void(*[types.intp] * 6), emit


@intrinsic
def _product(typing, given, row, weights, depth, made, made_row):
    """ROWS rows of 2 * `depth` 16-bit numbers times a panel of weights -> COLUMNS fp32 numbers in each of ROWS rows."""

    def emit(context, builder, signature, addresses):
        width, nothing, first_lane = COLUMNS // LANES, ir.Constant(_PAIRS, ir.Undefined), ir.Constant(_PAIRS, [0] * LANES)
        sums = [[cgutils.alloca_once_value(builder, everywhere(0.0)) for _ in range(width)] for _ in range(ROWS)]
        with cgutils.for_range(builder, addresses[3]) as step:
            at = builder.add(addresses[2], builder.mul(step.index, step.index.type(4 * COLUMNS)))
            panel = _Rows(builder, at, at.type(4 * LANES))
            taken = [panel.load(part, _PAIRS) for part in range(width)]
            column = _Rows(builder, builder.add(addresses[0], builder.mul(step.index, step.index.type(4))), addresses[1])
            for r in range(ROWS):
                one = builder.insert_element(nothing, column.load(r, _I32), _I32(0))
                spread = builder.shuffle_vector(one, nothing, first_lane)
                for part in range(width):
                    so_far = builder.load(sums[r][part])
                    name = "llvm.x86.avx512bf16.dpbf16ps.512"
                    builder.store(_called(builder, name, VECTOR, so_far, spread, taken[part]), sums[r][part])
        for r in range(ROWS):
            for part in range(width):
                target = _Rows(builder, builder.add(addresses[4], addresses[4].type(4 * LANES * part)), addresses[5])
                target.store(r, builder.load(sums[r][part]))
        return context.get_dummy_value()

    return types.void(*[types.intp] * 6), emit


def _sine_series():
    """Factors of z, z^2, ... in sin(pi sqrt(z))^2 for z to 1/4, good to 2e-8."""
    z = np.cos(np.pi * (np.arange(64) + 0.5) / 64) / 8 + 1 / 8
    return [float(f) for f in np.polynomial.Polynomial.fit(z, np.sin(np.pi * np.sqrt(z)) ** 2 / z, 5, domain=[0, 0.25]).convert().coef]


_SINE = _sine_series()


@njit(cache=True, nogil=True, error_model="numpy")
def stretch(x, time, channels, scale, shift, weights, taps, dilation, first, count, residual, y, rows, points, products, sums):
    """All but numbers are addresses; `residual` may be 0. `rows`, `points` and `products` are room, see `_Room`."""
    outputs, margin = LENGTH + 1 - taps, (taps - 1) * dilation // 2
    narrow, wide = 2 * channels, 4 * channels
    for group in range(0, count, TOGETHER // dilation):
        blocks = min(TOGETHER // dilation, count - group)
        start = first + group * outputs * dilation
        for row in range((blocks * outputs + taps - 1) * dilation):
            source = start - margin + row
            for c in range(0, wide, VECTOR_BYTES):
                if 0 <= source < time:
                    _snake(x + source * wide + c, scale + c, shift + c, rows + row * wide + c)
                else:
                    _silence(rows + row * wide + c)
        for t in range(blocks * dilation):
            row = t // dilation * outputs * dilation + t % dilation
            for c in range(0, channels, LANES):
                _inward(rows + row * wide + 4 * c, dilation * wide, points + t * narrow + 2 * c, TOGETHER * narrow)
        for p in range(POINTS):
            for c in range(0, channels, COLUMNS):
                for t in range(0, blocks * dilation, ROWS):
                    place = p * TOGETHER + t
                    panel = weights + (p * channels + c) * narrow
                    _product(points + place * narrow, narrow, panel, channels // 2, products + place * wide + 4 * c, wide)
        for t in range(blocks * dilation):
            row = start + t // dilation * outputs * dilation + t % dilation
            for c in range(0, wide, VECTOR_BYTES):
                beside = residual + row * wide + c if residual else 0
                _outward(products + t * wide + c, TOGETHER * wide, y + row * wide + c, dilation * wide, outputs, beside)
        for row in range(start, min(time, start + blocks * outputs * dilation)):
            for c in range(0, wide, VECTOR_BYTES):
                _counted(y + row * wide + c, sums + 2 * c, sums + 2 * (wide + c))
