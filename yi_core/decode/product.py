"""The one product of the fused step, in vector code: records of whole numbers (quantise.py) times activations of whole numbers.

Also how threads share work: counters in memory hand out the pieces of a phase, and the phase ends when all are done. A thread that comes
late finds nothing left to do and is not waited for.
"""

# mypy: ignore-errors

import sys

import numpy as np
from llvmlite import binding, ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

GROUP, ROWS, SCALES = 64, 8, 16  # numbers a group, rows of a record, bytes of its scales; as in quantise.py
INPUT = 72  # bytes of a group of activations: 64 codes, fp32 scale, int32 sum of the codes
FAST = {"cache": True, "nogil": True, "error_model": "numpy", "fastmath": {"contract", "reassoc", "nsz", "nnan", "arcp"}}
EXACT = {"cache": True, "nogil": True, "error_model": "numpy"}
AHEAD = 1024  # bytes that one token's product fetches ahead of what it reads: a quarter faster than the processor by itself, from memory
AVX2 = bool(binding.get_host_cpu_features().get("avx2"))
I8, I16, I32, F32 = ir.IntType(8), ir.IntType(16), ir.IntType(32), ir.FloatType()
WHOLE = types.int64  # signatures are spelled out where numba would make one more for each constant that is given
pause = types.ExternalFunction("SwitchToThread" if sys.platform == "win32" else "sched_yield", types.int32())


def vector(kind, count):
    """LLVM's vector type."""
    return ir.VectorType(kind, count)


def constant(kind, count, value):
    """A vector of one value."""
    return ir.Constant(vector(kind, count), [value] * count)


def spread(builder, value, count):
    """A vector that holds `value` everywhere."""
    one = builder.insert_element(ir.Constant(vector(value.type, count), ir.Undefined), value, I32(0))
    return builder.shuffle_vector(one, ir.Constant(one.type, ir.Undefined), constant(I32, count, 0))


def pair_sums(builder, left, right):
    """Neighbours of the products left * right added up, in lanes of twice the width."""
    product = builder.mul(left, right)
    half = product.type.count // 2
    even, odd = (ir.Constant(vector(I32, half), [2 * i + start for i in range(half)]) for start in (0, 1))
    return builder.add(*(builder.shuffle_vector(product, product, lanes) for lanes in (even, odd)))


def narrow_pairs(builder, codes, numbers, avx2):
    """<32 x i8> from 0 to 15 times <32 x i8>, neighbours added: <16 x i16>."""
    if avx2:
        kind = ir.FunctionType(vector(I16, 16), [vector(I8, 32)] * 2)
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.x86.avx2.pmadd.ub.sw"), [codes, numbers])
    return pair_sums(builder, builder.zext(codes, vector(I16, 32)), builder.sext(numbers, vector(I16, 32)))


def wide_pairs(builder, sums, factor, avx2):
    """<16 x i16> times <16 x i16>, neighbours added: <8 x i32>."""
    if avx2:
        kind = ir.FunctionType(vector(I32, 8), [vector(I16, 16)] * 2)
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.x86.avx2.pmadd.wd"), [sums, factor])
    return pair_sums(builder, builder.sext(sums, vector(I32, 16)), builder.sext(factor, vector(I32, 16)))


def record_product(tokens, avx2):
    """An intrinsic (record, groups, bits, inputs, outputs, offset): eight rows times `tokens` inputs, added to their outputs.

    `inputs` and `outputs` are addresses of lists of addresses, one a token: of `groups` groups of activations, and of fp32 numbers, of
    which the eight at `offset` bytes are added to. Codes of 8 bits are taken as two of 4, so that sums of eight products fit into 16 bits.
    """

    def emit(context, builder, signature, given):
        record, groups, bits, inputs, outputs, offset = given
        word = record.type

        def load(address, kind):
            return builder.load(builder.inttoptr(address, kind.as_pointer()), align=1)

        def moved(address, by):
            return builder.add(address, word(by) if isinstance(by, int) else by)

        def room(kind):
            return cgutils.alloca_once(builder, kind)

        places = [load(moved(inputs, 8 * t), word) for t in range(tokens)]
        targets = [builder.inttoptr(moved(load(moved(outputs, 8 * t), word), offset), vector(F32, 8).as_pointer()) for t in range(tokens)]
        totals, sums = [room(vector(F32, 8)) for _ in range(tokens)], [room(vector(I32, 8)) for _ in range(tokens)]
        for total, target in zip(totals, targets, strict=True):
            builder.store(builder.load(target, align=4), total)
        half = builder.icmp_signed("==", bits, word(4))
        centre = builder.select(half, I32(-8), I32(-128))
        apart = builder.select(half, word(32), word(0))  # where the high half of a byte finds its numbers
        high_factor = spread(builder, builder.select(half, I16(1), I16(16)), 16)
        low_mask, shift = constant(I8, 32, 15), constant(I8, 32, 4)
        size = moved(builder.mul(bits, word(GROUP)), SCALES)
        with cgutils.for_range(builder, groups) as group:
            start, at = moved(record, builder.mul(group.index, size)), builder.mul(group.index, word(INPUT))
            for line in range(5 if tokens == 1 else 0):
                place = builder.inttoptr(moved(start, AHEAD + 64 * line), I8.as_pointer())
                kind = ir.FunctionType(ir.VoidType(), [place.type, I32, I32, I32])
                builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0"), [place, I32(0), I32(3), I32(1)])
            scales = builder.bitcast(
                builder.shl(builder.zext(load(start, vector(I16, 8)), vector(I32, 8)), constant(I32, 8, 16)), vector(F32, 8)
            )
            mine = [moved(place, at) for place in places]
            for place, whole in zip(mine, sums, strict=True):
                builder.store(spread(builder, builder.mul(load(moved(place, GROUP + 4), I32), centre), 8), whole)
            with cgutils.for_range(builder, builder.udiv(bits, word(4))) as part:
                codes_at = moved(moved(start, SCALES), builder.mul(part.index, word(256)))
                near = [moved(place, builder.mul(part.index, word(32))) for place in mine]
                low_sums, high_sums = ([constant(I16, 16, 0)] * tokens for _ in range(2))
                for step in range(8):
                    codes = load(moved(codes_at, 32 * step), vector(I8, 32))
                    low, high = builder.and_(codes, low_mask), builder.lshr(codes, shift)
                    for t in range(tokens):
                        four = moved(near[t], 4 * step)
                        for half_codes, place, half_sums in ((low, four, low_sums), (high, moved(four, apart), high_sums)):
                            numbers = builder.bitcast(spread(builder, load(place, I32), 8), vector(I8, 32))
                            half_sums[t] = builder.add(half_sums[t], narrow_pairs(builder, half_codes, numbers, avx2))
                for t in range(tokens):
                    both = builder.add(
                        wide_pairs(builder, low_sums[t], constant(I16, 16, 1), avx2), wide_pairs(builder, high_sums[t], high_factor, avx2)
                    )
                    builder.store(builder.add(builder.load(sums[t]), both), sums[t])
            for t in range(tokens):
                scale = builder.fmul(scales, spread(builder, load(moved(mine[t], GROUP), F32), 8))
                more = builder.fmul(builder.sitofp(builder.load(sums[t]), vector(F32, 8)), scale, flags=("contract",))
                builder.store(builder.fadd(builder.load(totals[t]), more, flags=("contract",)), totals[t])
        for total, target in zip(totals, targets, strict=True):
            builder.store(builder.load(total), target, align=4)
        return context.get_dummy_value()

    @intrinsic
    def product(typing, record, groups, bits, inputs, outputs, offset):
        return types.void(*[types.intp] * 6), emit

    return product


one_token, four_tokens = record_product(1, AVX2), record_product(4, AVX2)


@njit(types.void(*[WHOLE] * 8), **EXACT)
def accumulate(matrix, first, last, groups, bits, inputs, outputs, count):
    """Rows 8 * first to 8 * last of the matrix at that address times `count` inputs, added to the outputs."""
    size = groups * (SCALES + GROUP * bits)
    for at in range(first, last):
        record, offset, done = matrix + at * size, at * ROWS * 4, 0
        while done + 4 <= count:
            four_tokens(record, groups, bits, inputs + 8 * done, outputs + 8 * done, offset)
            done += 4
        while done < count:
            one_token(record, groups, bits, inputs + 8 * done, outputs + 8 * done, offset)
            done += 1


@njit(types.void(WHOLE[::1], *[WHOLE] * 4, WHOLE[::1]), **EXACT)
def point(tokens, first, count, start, size, out):
    """out = addresses of `count` tokens' rows of `size` bytes."""
    for j in range(count):
        out[j] = start + tokens[first + j] * size


@intrinsic
def fetch_add(typing, address):
    """The number at that address before one was added to it, in one piece among all threads."""

    def emit(context, builder, signature, given):
        counter = builder.inttoptr(given[0], given[0].type.as_pointer())
        return builder.atomic_rmw("add", counter, given[0].type(1), "seq_cst")

    return types.intp(types.intp), emit


@intrinsic
def peek(typing, address):
    """The number at that address, never a remembered one."""

    def emit(context, builder, signature, given):
        return builder.load_atomic(builder.inttoptr(given[0], given[0].type.as_pointer()), "seq_cst", 8)

    return types.intp(types.intp), emit


@intrinsic
def store(typing, address, value):
    """Write a number at that address."""

    def emit(context, builder, signature, given):
        builder.store(given[1], builder.inttoptr(given[0], given[1].type.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.void(types.intp, value), emit


@intrinsic
def pointer(typing, address):
    """To fp32 numbers at that address."""

    def emit(context, builder, signature, given):
        return builder.inttoptr(given[0], F32.as_pointer())

    return types.CPointer(types.float32)(types.intp), emit


@njit(**EXACT)
def address(array):
    """Where an array starts, as a signed number: numba makes fp64 of signed and unsigned ones."""
    return np.int64(array.ctypes.data)


@intrinsic
def power_of_two(typing, exponent):
    """2 to a whole power from -126 to 127, as fp32."""

    def emit(context, builder, signature, given):
        return builder.bitcast(builder.shl(builder.add(given[0], I32(127)), I32(23)), F32)

    return types.float32(types.int32), emit


@njit(WHOLE(WHOLE, WHOLE), **EXACT)
def begin(counters, phase):
    """The next piece of work of a phase. `counters` is the address of two numbers a phase: pieces handed out, pieces done."""
    return fetch_add(counters + 16 * phase)


@njit(WHOLE(WHOLE, WHOLE), **EXACT)
def another(counters, phase):
    """The same once a piece is done."""
    fetch_add(counters + 16 * phase + 8)
    return begin(counters, phase)


@njit(WHOLE(WHOLE, WHOLE, WHOLE), **EXACT)
def end(counters, phase, pieces):
    """Wait until all pieces of a phase are done, by whomever; the number of the next phase."""
    turns = 0
    while peek(counters + 16 * phase + 8) < pieces:
        turns += 1
        if turns > 4000:  # about 20 us: the thread that holds a piece may have no core
            pause()
    return phase + 1
