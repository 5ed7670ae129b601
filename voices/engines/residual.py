"""Residual blocks of Kokoro's generator (AdaIN, Snake and a convolution, twice in each of three steps), a stretch of time after the other.

A stretch and what is made of it stay in the processor's cache, and the convolutions take a third of the multiplications.
Statistics over all of the time, which AdaIN wants, come from sums that each stretch brings along. Biases of the first convolution of a
step are cancelled by the AdaIN after it, those of the second by that of the next step, so they are added once at the end.
"""

import functools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from voices.engines.convolution import Conv, Floats, Rule, Sound

DILATIONS = (1, 3, 5)
_STRETCH = 1 << 19
"""Values (time x channels) of one stretch: large enough that reading the weights anew for each costs little."""

_SPARE = 160
"""Rows behind the end of a sound, which the last block may fill."""

_EPSILON = 1e-5


@dataclass(frozen=True)
class Step:
    """Prepared weights with Snake's division in them, and Snake's frequencies (channels), of both convolutions."""

    weights: tuple[Floats, Floats]
    alphas: tuple[Floats, Floats]


Affine = tuple[Floats, Floats]
"""Factor and offset of each channel that the style asks of an AdaIN."""


def empty(time: int, channels: int) -> Floats:
    """Room for a sound of so many rows; the spare ones are zero."""
    room = np.empty((time + _SPARE, channels), np.float32)
    room[time:] = 0
    return room


def sound(values: Floats, time: int) -> Sound:
    """A sound with its sums."""
    total = np.zeros((2, values.shape[1]))
    rows = max(1, _STRETCH // values.shape[1])
    for first in range(0, time, rows):
        part = values[first : min(time, first + rows)]
        total[0] += part.sum(axis=0)
        total[1] += (part * part).sum(axis=0)
    return Sound(values, time, total)


_WORKERS = min(4, os.cpu_count() or 1)


@functools.cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_WORKERS, "voice")


def stretches(time: int, block: int, channels: int) -> Iterator[tuple[int, int]]:
    """First row and number of blocks of each stretch; blocks have `block` rows, and the last may reach beyond the end.

    As many stretches as keep all workers busy.
    """
    blocks = -(-time // block)
    count = _WORKERS * max(1, round(blocks * block * channels / _STRETCH / _WORKERS))
    edges = [round(blocks * i / count) for i in range(count + 1)]
    return ((first * block, last - first) for first, last in pairwise(edges) if last > first)


def _conv(dilation: int, weights: Floats, alpha: Floats, affine: Affine, given: Sound) -> Conv:
    """The convolution with AdaIN and Snake before it as one scale and shift."""
    mean = given.sums[0] / given.time
    spread = np.sqrt(np.maximum(given.sums[1] / given.time - mean * mean, 0) + _EPSILON)
    factor = affine[0] / spread
    scale, shift = alpha * factor, alpha * (affine[1] - mean * factor)
    return Conv(dilation, weights, scale.astype(np.float32), shift.astype(np.float32))


def _run(rule: Rule, conv: Conv, given: Sound, out: Floats, residual: Floats | None) -> Sound:
    """The convolution of all of the time into `out`."""
    jobs = [
        _pool().submit(rule.stretch, conv, given, out, residual, first, count)
        for first, count in stretches(given.time, rule.outputs * conv.dilation, out.shape[1])
    ]
    return Sound(out, given.time, np.sum([job.result() for job in jobs], axis=0))


def residual_block(given: Sound, rule: Rule, steps: Sequence[Step], affines: Sequence[tuple[Affine, Affine]]) -> Sound:
    """The block without the biases of its convolutions; `given` stays as it is."""
    channels = given.values.shape[1]
    inner, out, now = empty(given.time, channels), empty(given.time, channels), given
    for step, (first, second), dilation in zip(steps, affines, DILATIONS, strict=True):
        middle = _run(rule, _conv(dilation, step.weights[0], step.alphas[0], first, now), now, inner, None)
        now = _run(rule, _conv(1, step.weights[1], step.alphas[1], second, middle), middle, out, now.values)
    return now
