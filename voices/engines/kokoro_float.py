"""The Kokoro graph with its integer convolutions folded back to floats, for processors without integer dot products (VNNI).

There an int8 convolution costs more than a float one: the whole voice takes a quarter less time with floats (benchmarks/voices.py).
The weights are the int8 ones times their scale, so nothing is lost; activations are no longer rounded.
"""

import functools
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


@functools.cache
def wanted() -> bool:
    """Whether this processor is quicker with floats: an x86 one whose flags (Linux tells them) lack VNNI."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "avx2" in told and "vnni" not in told


class _Graph:
    """Who makes and who takes each tensor of an ONNX graph."""

    def __init__(self, graph: Any) -> None:
        self.constants = {tensor.name: tensor for tensor in graph.initializer}
        self.maker = {name: node for node in graph.node for name in node.output}
        self.takers: dict[str, list[Any]] = {}
        for node in graph.node:
            for name in node.input:
                self.takers.setdefault(name, []).append(node)

    def value(self, name: str) -> npt.NDArray[Any]:
        from onnx import numpy_helper

        return numpy_helper.to_array(self.constants[name])

    def after(self, name: str) -> Any:
        """The one node that takes a tensor."""
        (node,) = self.takers[name]
        return node

    def other(self, node: Any, name: str) -> str:
        """The other input of a node with two."""
        (found,) = [i for i in node.input if i != name]
        return str(found)


def float_convolutions(model: bytes) -> bytes:
    """The same graph with every quantise -> ConvInteger (-> rounded bias) -> scale chain as one Conv.

    Raises ValueError or KeyError where a chain looks different from what the export makes.
    """
    import onnx
    from onnx import helper, numpy_helper

    loaded = onnx.load_model_from_string(model)
    graph, links = loaded.graph, _Graph(loaded.graph)
    folded: dict[str, Any] = {}
    added: dict[str, Any] = {}
    for node in graph.node:
        if node.op_type != "ConvInteger":
            continue
        rounded, weights, _, zero = node.input
        out, inputs = node.output[0], [links.maker[rounded].input[0], f"{weights}_float"]
        following = links.after(out)
        if following.op_type == "Add":  # the bias, rounded anew for each input: reshape <- cast <- floor <- bias / scale
            reshape = links.maker[links.other(following, out)]
            division = links.maker[links.maker[links.maker[reshape.input[0]].input[0]].input[0]]
            inputs.append(division.input[0])
            out = following.output[0]
        cast = links.after(out)
        scaled = links.after(cast.output[0])
        scales = links.maker[links.other(scaled, cast.output[0])]
        (scale,) = [links.value(name) for name in scales.input if name in links.constants]
        exact = (links.value(weights).astype(np.float32) - links.value(zero).astype(np.float32)) * scale
        added[inputs[1]] = numpy_helper.from_array(exact.astype(np.float32), inputs[1])
        conv = helper.make_node("Conv", inputs, list(scaled.output), name=f"{node.name}_float")
        conv.attribute.extend(node.attribute)
        folded[scaled.output[0]] = conv
    nodes = [folded.get(node.output[0], node) for node in graph.node]
    del graph.node[:]
    graph.node.extend(_needed(nodes, {output.name for output in graph.output}))
    used = {name for node in graph.node for name in node.input}
    kept = [tensor for tensor in (*graph.initializer, *added.values()) if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    return bytes(loaded.SerializeToString())


def _needed(nodes: list[Any], wanted: set[str]) -> list[Any]:
    """The nodes, in their order, that something wanted depends on."""
    kept = []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            kept.append(node)
            wanted.update(node.input)
    return kept[::-1]
