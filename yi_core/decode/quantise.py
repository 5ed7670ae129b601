"""Weights as 8 or 4 bits in groups of 64 along a row, and their records: what the product reads, in the order in which it reads it.

A record holds a group of eight rows: eight scales as bf16 (the upper half of fp32), then the codes. Codes are unsigned, centred on 128 or
8, and lie four columns of a row beside the same four of the next row; byte j of a 4-bit record holds columns 0 to 31 in its low halves and
32 to 63 in its high ones.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

GROUP, ROWS, SCALES = 64, 8, 16  # columns a group, rows a record, bytes of its scales
SHRINK = (1.0, 0.9)  # int4: how far the largest number of a group may be cut off
Array = NDArray[Any]


@dataclass(frozen=True)
class Quantised:
    """`codes` uint8 (rows, groups, 64), `scales` fp32 (rows, groups); a number is (code - centre) * scale."""

    codes: Array
    scales: Array
    bits: int


def record_size(bits: int) -> int:
    """Bytes."""
    return SCALES + GROUP * bits


def quantise(weight: Array, bits: int) -> Quantised:
    """8 bits: to the nearest of 255 steps up to the largest number. 4 bits: of a few scales the one with the least squared error."""
    if bits not in (4, 8) or weight.ndim != 2 or weight.shape[1] % GROUP:
        raise ValueError(f"{bits} bits, a matrix of {weight.shape}: rows must be a multiple of {GROUP} long, and bits 4 or 8")
    groups = weight.reshape(len(weight), -1, GROUP)
    if bits == 8:
        scales = _short(np.abs(groups).max(-1) / 127)
        return Quantised(_codes(groups, scales, bits), scales, bits)
    low, high = groups.min(-1), groups.max(-1)
    extreme = np.where(-low > high, low, high)
    best, most = np.zeros_like(extreme), np.full_like(extreme, -np.inf)
    for side in (-8, 8):  # the largest number takes the end that reaches further, or the other
        for shrink in SHRINK:
            numbers = _steps(groups, extreme * np.float32(shrink / side), bits)
            square, inner = np.einsum("rgi,rgi->rg", numbers, numbers), np.einsum("rgi,rgi->rg", numbers, groups)
            scales = _short(inner / np.where(square > 0, square, 1))
            gain = scales * (2 * inner - scales * square)  # by how much the squared error is less than that of zeros
            best, most = np.where(gain > most, scales, best), np.maximum(gain, most)
    return Quantised(_codes(groups, best, bits), best, bits)


def dequantise(q: Quantised) -> Array:
    """fp32 (rows, columns)."""
    made: Array = ((q.codes.astype(np.float32) - 2 ** (q.bits - 1)) * q.scales[..., None]).reshape(len(q.codes), -1)
    return made


def records(q: Quantised) -> Array:
    """uint8 (rows / 8, groups, bytes of a record); rows that lack to a multiple of eight are zero."""
    lack = -len(q.codes) % ROWS
    codes, scales = np.pad(q.codes, ((0, lack), (0, 0), (0, 0))), np.pad(q.scales, ((0, lack), (0, 0)))
    count, groups = len(codes) // ROWS, codes.shape[1]
    fours = codes.reshape(count, ROWS, groups, 16, 4).transpose(0, 2, 3, 1, 4)
    if q.bits == 4:
        fours = fours[:, :, :8] | fours[:, :, 8:] << 4
    short = (scales.view(np.uint32) >> 16).astype(np.uint16).reshape(count, ROWS, groups).transpose(0, 2, 1)
    parts = np.ascontiguousarray(short).view(np.uint8), fours.reshape(count, groups, -1)
    return np.concatenate(parts, -1)


def rows(matrix: Array, ids: Array) -> Array:
    """fp32 (ids, columns): single rows out of 8-bit records."""
    one, lane = matrix[ids // ROWS], ids % ROWS
    every = np.arange(len(ids))
    scales = one[..., :SCALES].copy().view(np.uint16)[every, :, lane].astype(np.uint32) << 16
    codes = one[..., SCALES:].reshape(*one.shape[:2], 16, ROWS, 4)[every, :, :, lane]
    return dequantise(Quantised(codes.reshape(*one.shape[:2], GROUP), scales.view(np.float32), 8))


def _short(scales: Array) -> Array:
    """To the nearest bf16, as fp32."""
    return ((scales.astype(np.float32).view(np.uint32) + 0x8000) & 0xFFFF0000).astype(np.uint32).view(np.float32)


def _steps(groups: Array, scales: Array, bits: int) -> Array:
    """The nearest whole numbers, as fp32."""
    steps: Array = groups / np.where(scales != 0, scales, 1)[..., None]
    np.rint(steps, out=steps)
    end = 2 ** (bits - 1)
    return steps.clip(1 - end if bits == 8 else -end, end - 1, out=steps)


def _codes(groups: Array, scales: Array, bits: int) -> Array:
    codes: Array = (_steps(groups, scales, bits) + 2 ** (bits - 1)).astype(np.uint8)
    return codes
