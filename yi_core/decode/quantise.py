"""Weights as int8 or int4 in groups of 64 along a row, each group with an fp32 scale."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

GROUP = 64
Array = NDArray[Any]


@dataclass(frozen=True)
class Quantised:
    """`codes` as bytes (uint8), (..., rows, groups, 64) of int8 or (..., rows, groups, 32) with two codes a byte; `scales` (..., rows,
    groups)."""

    codes: Array
    scales: Array


def quantise(weight: Array, bits: int) -> Quantised:
    """Symmetric, to the nearest code. Byte j of a group in int4 holds element j (low half) and element j + 32 (high half)."""
    if bits not in (4, 8) or weight.shape[-1] % GROUP:
        raise ValueError(f"{bits} bits, rows of {weight.shape[-1]}: rows must be a multiple of {GROUP}, and bits 4 or 8")
    groups = weight.astype(np.float32).reshape(*weight.shape[:-1], -1, GROUP)
    top = 127 if bits == 8 else 7
    scales = np.abs(groups).max(-1) / top
    codes = np.rint(groups / np.where(scales > 0, scales, 1)[..., None]).clip(-top, top).astype(np.int8)
    if bits == 8:
        return Quantised(codes.view(np.uint8), scales)
    low, high = (codes[..., : GROUP // 2] + 8).astype(np.uint8), (codes[..., GROUP // 2 :] + 8).astype(np.uint8)
    return Quantised(low | high << 4, scales)


def dequantise(q: Quantised) -> Array:
    """Back to fp32."""
    if q.codes.shape[-1] == GROUP:
        numbers = q.codes.view(np.int8).astype(np.float32)
    else:
        numbers = np.concatenate([q.codes & 15, q.codes >> 4], -1).astype(np.float32) - 8
    made: Array = (numbers * q.scales[..., None]).astype(np.float32).reshape(*q.scales.shape[:-1], -1)
    return made
