"""Residual blocks of Kokoro's generator (AdaIN, Snake and a convolution, twice in each of three steps), a stretch of time after the other.

A stretch and what is made of it stay in the processor's cache, and the convolutions take a third of the multiplications (`short_conv`).
Statistics over all of the time, which AdaIN wants, come from sums that each stretch brings along. Biases of the first convolution of a
step are cancelled by the AdaIN after it, those of the second by that of the next step, so they are added once at the end.
"""

import functools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from voices.engines import graphs
from voices.engines.short_conv import Algorithm, Floats
from voices.engines.tile_graph import sizes, tile_graph

DILATIONS = (1, 3, 5)
_STRETCH = 1 << 19
"""Values (time x channels) of one stretch: large enough that reading the weights anew for each costs little."""

_SPARE = 128
"""Rows behind the end of a sound, which the last block may fill."""

_EPSILON = 1e-5
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """Weights (points, in, out) with Snake's division in them, and Snake's frequencies (channels), of both convolutions."""

    weights: tuple[Floats, Floats]
    alphas: tuple[Floats, Floats]


@dataclass(frozen=True)
class Sound:
    """(time + spare, channels), and sums over the time of the values and of their squares, each (channels)."""

    values: Floats
    time: int
    sums: Doubles


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


@functools.cache
def _session(residual: bool) -> Any:
    return graphs.session(tile_graph(residual), threads=1)


_sizes = functools.lru_cache(maxsize=64)(sizes)


def stretches(time: int, block: int, channels: int) -> Iterator[tuple[int, int]]:
    """First row and number of blocks of each stretch; blocks have `block` rows, and the last may reach beyond the end.

    As many stretches as keep all workers busy.
    """
    blocks = -(-time // block)
    count = _WORKERS * max(1, round(blocks * block * channels / _STRETCH / _WORKERS))
    edges = [round(blocks * i / count) for i in range(count + 1)]
    return ((first * block, last - first) for first, last in pairwise(edges) if last > first)


@dataclass(frozen=True)
class _Conv:
    algorithm: Algorithm
    dilation: int
    weights: Floats
    scale: Floats
    shift: Floats

    def run(self, given: Sound, out: Floats, residual: Floats | None) -> Sound:
        """The convolution of all of the time into `out`."""
        channels = out.shape[1]
        jobs = [
            _pool().submit(self._stretch, given, out, residual, first, count)
            for first, count in stretches(given.time, self.algorithm.outputs * self.dilation, channels)
        ]
        return Sound(out, given.time, np.sum([job.result() for job in jobs], axis=0, dtype=np.float64))

    def _stretch(self, given: Sound, out: Floats, residual: Floats | None, first: int, count: int) -> Floats:
        rule, channels = self.algorithm, out.shape[1]
        made = count * rule.outputs * self.dilation
        margin = (rule.taps - 1) * self.dilation // 2
        start, end = max(0, first - margin), min(given.time, first + made + margin)
        feed: dict[str, npt.NDArray[Any]] = {
            "x": given.values[start:end],
            "scale": self.scale,
            "shift": self.shift,
            "padding": np.array([start - first + margin, 0, first + made + margin - end, 0], np.int64),
            "inward": rule.inward,
            "weights": self.weights,
            "outward": rule.outward,
            "counted": (np.arange(first, first + made) < given.time).astype(np.float32).reshape(1, -1),
            **_sizes(rule.taps, rule.outputs, rule.points, self.dilation, channels, count),
        }
        if residual is not None:
            feed["residual"] = residual[first : first + made]
        sums = np.empty((2, channels), np.float32)
        session = _session(residual is not None)
        bound = session.io_binding()
        for name, value in feed.items():
            bound.bind_input(name, "cpu", 0, value.dtype, value.shape, value.ctypes.data)
        bound.bind_output("y", "cpu", 0, np.float32, (made, channels), out[first : first + made].ctypes.data)
        for name, row in zip(("sum", "sum_squared"), sums, strict=True):
            bound.bind_output(name, "cpu", 0, np.float32, (1, channels), row.ctypes.data)
        session.run_with_iobinding(bound)
        return sums


def _conv(algorithm: Algorithm, dilation: int, weights: Floats, alpha: Floats, affine: Affine, given: Sound) -> _Conv:
    """The convolution with AdaIN and Snake before it as one scale and shift."""
    mean = given.sums[0] / given.time
    spread = np.sqrt(np.maximum(given.sums[1] / given.time - mean * mean, 0) + _EPSILON)
    factor = affine[0] / spread
    scale, shift = alpha * factor, alpha * (affine[1] - mean * factor)
    return _Conv(algorithm, dilation, weights, scale.astype(np.float32), shift.astype(np.float32))


def residual_block(given: Sound, algorithm: Algorithm, steps: Sequence[Step], affines: Sequence[tuple[Affine, Affine]]) -> Sound:
    """The block without the biases of its convolutions; `given` stays as it is."""
    channels = given.values.shape[1]
    inner, out, now = empty(given.time, channels), empty(given.time, channels), given
    for step, (first, second), dilation in zip(steps, affines, DILATIONS, strict=True):
        middle = _conv(algorithm, dilation, step.weights[0], step.alphas[0], first, now).run(now, inner, None)
        now = _conv(algorithm, 1, step.weights[1], step.alphas[1], second, middle).run(middle, out, now.values)
    return now
