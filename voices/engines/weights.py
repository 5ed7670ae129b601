"""Float weights out of a quantised ONNX graph."""

from typing import Any

import numpy as np
import numpy.typing as npt


class Weights:
    """Reads an onnx.ModelProto."""

    def __init__(self, model: Any) -> None:
        self._constants = {tensor.name: tensor for tensor in model.graph.initializer}
        self._maker = {name: node for node in model.graph.node for name in node.output}

    def constant(self, name: str) -> npt.NDArray[Any]:
        """A constant of the graph."""
        from onnx import numpy_helper

        return numpy_helper.to_array(self._constants[name])

    def convolution(self, output: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Weights (out, in, taps) and bias (out) of the integer convolution that ends in `output`.

        quantise -> ConvInteger (-> add the bias, rounded anew for each input) -> Cast -> times both scales.
        Raises KeyError or ValueError where the chain looks different.
        """
        scaled = self._maker[output]
        (cast,) = [self._maker[name] for name in scaled.input if self._maker[name].op_type == "Cast"]
        (scales,) = [self._maker[name] for name in scaled.input if self._maker[name].op_type == "Mul"]
        (scale,) = [self.constant(name) for name in scales.input if name in self._constants]
        node, bias = self._maker[cast.input[0]], None
        if node.op_type == "Add":
            (reshape,) = [self._maker[name] for name in node.input if self._maker[name].op_type == "Reshape"]
            (node,) = [self._maker[name] for name in node.input if self._maker[name].op_type == "ConvInteger"]
            division = self._maker[self._maker[self._maker[reshape.input[0]].input[0]].input[0]]
            bias = self.constant(division.input[0])
        _, weights, _, zero = node.input
        exact = (self.constant(weights).astype(np.float64) - self.constant(zero)) * scale
        return exact, np.zeros(len(exact)) if bias is None else bias.astype(np.float64)
