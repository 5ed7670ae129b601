"""Convolutions in fp32 by an ONNX graph for a stretch of time.

Scale and shift by channel, Snake, a dilated convolution as in `short_conv`, and sums of the result.

Time comes first and channels last, so that blocks of time are rows that are copied whole, whatever the dilation.
"""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from voices.engines import graphs, short_conv
from voices.engines.convolution import Conv, Doubles, Floats, Sound
from voices.engines.short_conv import Algorithm

Integers = npt.NDArray[np.int64]

_FLOATS: dict[str, list[str | int]] = {
    "x": ["rows", "channels"],
    "scale": ["channels"],
    "shift": ["channels"],
    "inward": ["points", "length"],
    "weights": ["points", "channels", "channels"],
    "outward": ["outputs", "points"],
    "counted": [1, "made"],
}
_INTEGERS = {"padding": 4, "by_dilation": 2, "by_length": 2, "by_point": 3, "by_points": 2, "by_output": 3, "by_time": 2}


def _tile_graph(residual: bool) -> bytes:
    """x (rows, channels) -> y (made, channels), and the sums over time of y and of y * y, both (1, channels).

    u = x * scale + shift, then u + sin(u)^2: Snake with its frequency in scale and shift, and the division by it in the weights.
    `residual`: y has the input of that name added. Rows with `counted` 0 are left out of the sums.
    """
    from onnx import TensorProto, helper

    def node(kind: str, inputs: str, output: str, **attributes: Any) -> Any:
        return helper.make_node(kind, inputs.split(), [output], **attributes)

    nodes = [
        node("Mul", "x scale", "scaled"),
        node("Add", "scaled shift", "u"),
        node("Sin", "u", "sine"),
        node("Mul", "sine sine", "squared"),
        node("Add", "u squared", "snake"),
        node("Pad", "snake padding", "padded"),
        node("Reshape", "padded by_dilation", "steps"),
        node("Gather", "steps blocks", "blocked"),
        node("Reshape", "blocked by_length", "before"),
        node("MatMul", "inward before", "transformed"),
        node("Reshape", "transformed by_point", "points_in"),
        node("MatMul", "points_in weights", "products"),
        node("Reshape", "products by_points", "points_out"),
        node("MatMul", "outward points_out", "back"),
        node("Reshape", "back by_output", "outputs_first"),
        node("Transpose", "outputs_first", "blocks_first", perm=[1, 0, 2]),
        node("Reshape", "blocks_first by_time", "convolved" if residual else "y"),
        *([node("Add", "convolved residual", "y")] if residual else []),
        node("Mul", "y y", "y_squared"),
        node("MatMul", "counted y", "sum"),
        node("MatMul", "counted y_squared", "sum_squared"),
    ]
    value = helper.make_tensor_value_info
    inputs = [value(name, TensorProto.FLOAT, shape) for name, shape in _FLOATS.items()]
    inputs += [value(name, TensorProto.INT64, [size]) for name, size in _INTEGERS.items()]
    inputs.append(value("blocks", TensorProto.INT64, ["length", "count"]))
    if residual:
        inputs.append(value("residual", TensorProto.FLOAT, ["made", "channels"]))
    outputs = [value("y", TensorProto.FLOAT, ["made", "channels"])]
    outputs += [value(name, TensorProto.FLOAT, [1, "channels"]) for name in ("sum", "sum_squared")]
    model = helper.make_model(helper.make_graph(nodes, "tile", inputs, outputs), opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return bytes(model.SerializeToString())


@functools.lru_cache(maxsize=64)
def _sizes(taps: int, outputs: int, points: int, dilation: int, channels: int, count: int) -> dict[str, Integers]:
    """The shapes and places that the graph is given for `count` blocks; all but `padding`."""
    length = outputs + taps - 1
    made = {
        "by_dilation": [count * outputs + taps - 1, dilation * channels],
        "by_length": [length, count * dilation * channels],
        "by_point": [points, count * dilation, channels],
        "by_points": [points, count * dilation * channels],
        "by_output": [outputs, count, dilation * channels],
        "by_time": [count * outputs * dilation, channels],
    }
    blocks = np.arange(length)[:, None] + outputs * np.arange(count)
    return {**{name: np.array(shape, np.int64) for name, shape in made.items()}, "blocks": blocks.astype(np.int64)}


@functools.cache
def _session(residual: bool) -> Any:
    return graphs.session(_tile_graph(residual), threads=1)


@dataclass(frozen=True)
class ByGraph:
    """A rule of `convolution`."""

    algorithm: Algorithm

    @property
    def taps(self) -> int:
        return self.algorithm.taps

    @property
    def outputs(self) -> int:
        return self.algorithm.outputs

    def shape(self, channels: int) -> tuple[int, ...]:
        return (self.algorithm.points, channels, channels)

    def weights(self, conv: npt.NDArray[np.floating]) -> Floats:
        return self.algorithm.weights(conv)

    def stretch(self, conv: Conv, given: Sound, made: Floats, residual: Floats | None, first: int, count: int) -> Doubles:
        channels = made.shape[1]
        end = first + count * self.outputs * conv.dilation
        margin = (self.taps - 1) * conv.dilation // 2
        start, stop = max(0, first - margin), min(given.time, end + margin)
        feed: dict[str, npt.NDArray[Any]] = {
            "x": given.values[start:stop],
            "scale": conv.scale,
            "shift": conv.shift,
            "padding": np.array([start - first + margin, 0, end + margin - stop, 0], np.int64),
            "inward": self.algorithm.inward,
            "weights": conv.weights,
            "outward": self.algorithm.outward,
            "counted": (np.arange(first, end) < given.time).astype(np.float32).reshape(1, -1),
            **_sizes(self.taps, self.outputs, self.algorithm.points, conv.dilation, channels, count),
        }
        if residual is not None:
            feed["residual"] = residual[first:end]
        sums = np.empty((2, channels), np.float32)
        session = _session(residual is not None)
        bound = session.io_binding()
        for name, value in feed.items():
            bound.bind_input(name, "cpu", 0, value.dtype, value.shape, value.ctypes.data)
        bound.bind_output("y", "cpu", 0, np.float32, (end - first, channels), made[first:end].ctypes.data)
        for name, row in zip(("sum", "sum_squared"), sums, strict=True):
            bound.bind_output(name, "cpu", 0, np.float32, (1, channels), row.ctypes.data)
        session.run_with_iobinding(bound)
        return sums.astype(np.float64)


_OUTPUTS = {(256, 7): 10, (256, 11): 14, (128, 7): 16, (128, 11): 22}


def rule(channels: int, taps: int) -> ByGraph:
    """The fastest of this kind."""
    return ByGraph(short_conv.three_taps() if taps == 3 else short_conv.fourier(taps, _OUTPUTS[channels, taps]))
