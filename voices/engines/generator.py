"""Kokoro's generator: its residual blocks (nine tenths of the work) stretch by stretch, all around them as graphs.

All of them have time first and channels last.

front:  text features, F0, energy, style -> the sound before and the harmonic source beside each of the two stages, and what the style asks
        of every AdaIN
middle: the first stage's blocks, added up -> the sound before the second stage
back:   the second stage's blocks, added up -> samples
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from voices.engines.convolution import Floats, Rule, Sound
from voices.engines.graphs import Cuts
from voices.engines.residual import DILATIONS, Affine, Step, empty, residual_block, sound
from voices.engines.weights import Weights

FRAMES = ("/encoder/MatMul_1_output_0", "/encoder/Reshape_output_0", "/encoder/Reshape_1_output_0")
"""What goes in beside the style: text features repeated by duration; F0 [Hz] and energy, two values a frame."""

_AT = "/decoder/decoder/generator"
_UP = (f"{_AT}/ups.0/ConvTranspose_output_0", f"{_AT}/reflection_pad/Pad_output_0")
_SOURCE = (f"{_AT}/noise_convs.0/Conv_output_0", f"{_AT}/noise_convs.1/Conv_output_0")
_BLOCKS_SUM = (f"{_AT}/Add_4_output_0", f"{_AT}/Add_7_output_0")
_BY_TIME = "/by_time"

Rules = Callable[[int, int], Rule]
"""The rule for convolutions of so many channels and taps."""


@dataclass(frozen=True)
class _Block:
    """A residual block: its name in the graph, channels, taps."""

    name: str
    channels: int
    taps: int

    def affines(self) -> list[str]:
        """The tensors of factor and offset, for both AdaINs of each step in turn."""
        adains = (f"{_AT}/{self.name}/adain{half}.{step}" for step in range(len(DILATIONS)) for half in (1, 2))
        return [f"{adain}/{end}" for adain in adains for end in ("Add_1_output_0", "Slice_1_output_0")]

    def shapes(self, rule: Rule) -> list[tuple[int, ...]]:
        """Of its parameters in their order: each step's two convolutions and two frequencies, then the bias of it all."""
        weights = rule.shape(self.channels)
        return [weights, weights, (self.channels,), (self.channels,)] * len(DILATIONS) + [(self.channels,)]


_SOURCE_BLOCKS = (_Block("noise_res.0", 256, 7), _Block("noise_res.1", 128, 11))
_STAGES = tuple(
    tuple(_Block(f"resblocks.{3 * stage + i}", channels, taps) for i, taps in enumerate((3, 7, 11)))
    for stage, channels in enumerate((256, 128))
)
_ALL = (*_SOURCE_BLOCKS, *_STAGES[0], *_STAGES[1])

CUTS: Cuts = {
    "front": (
        [*FRAMES, "style"],
        [*(name + _BY_TIME for name in (_UP[0], *_SOURCE)), *(name for block in _ALL for name in block.affines())],
    ),
    "middle": ([_BLOCKS_SUM[0] + _BY_TIME], [_UP[1] + _BY_TIME]),
    "back": ([_BLOCKS_SUM[1] + _BY_TIME], ["audio"]),
}


def turn(model: Any) -> None:
    """Let each tensor at a cut of an onnx.ModelProto pass through one with time first, so that the graphs do the turning."""
    from onnx import TensorProto, helper

    for name in (*_UP, *_SOURCE, *_BLOCKS_SUM):
        for node in model.graph.node:
            node.input[:] = [f"{name}/back" if given == name else given for given in node.input]
        (place,) = [i for i, node in enumerate(model.graph.node) if name in node.output]
        for given, made in ((f"{name}{_BY_TIME}", f"{name}/back"), (name, f"{name}{_BY_TIME}")):
            model.graph.node.insert(place + 1, helper.make_node("Transpose", [given], [made], perm=[0, 2, 1]))
        model.graph.value_info.append(helper.make_tensor_value_info(f"{name}{_BY_TIME}", TensorProto.FLOAT, [1, None, None]))


def parameters(model: Any, rules: Rules) -> Floats:
    """All parameters of the residual blocks in a row, from the whole onnx.ModelProto."""
    weights = Weights(model)
    found: list[npt.NDArray[Any]] = []
    for block in _ALL:
        rule, bias = rules(block.channels, block.taps), np.zeros(block.channels)
        for step in range(len(DILATIONS)):
            alphas = []
            for half in (1, 2):
                conv, offset = weights.convolution(f"{_AT}/{block.name}/convs{half}.{step}/Conv_output_0")
                alphas.append(weights.constant(f"decoder.decoder.generator.{block.name}.alpha{half}.{step}").ravel())
                found.append(rule.weights(conv / alphas[-1][:, None]))
                bias += offset if half == 2 else 0
            found += alphas
        found.append(bias)
    return np.concatenate([part.astype(np.float32).ravel() for part in found])


def _taken(flat: Floats, shapes: Sequence[tuple[int, ...]], at: int) -> tuple[list[Step], Floats, int]:
    """A block's steps and bias from place `at` on, and where the next begins."""
    parts = []
    for shape in shapes:
        size = int(np.prod(shape))
        parts.append(flat[at : at + size].reshape(shape))
        at += size
    return [Step((parts[i], parts[i + 1]), (parts[i + 2], parts[i + 3])) for i in range(0, len(parts) - 1, 4)], parts[-1], at


class Generator:
    """Speaks from frames. `run`: the sessions of CUTS; `flat`: what `parameters` gave for these rules, or a map of its file."""

    def __init__(self, run: Mapping[str, Any], flat: Floats, rules: Rules) -> None:
        self._run = run
        self._rules = {block.name: rules(block.channels, block.taps) for block in _ALL}
        self._steps: dict[str, list[Step]] = {}
        self._bias: dict[str, Floats] = {}
        at = 0
        for block in _ALL:
            self._steps[block.name], self._bias[block.name], at = _taken(flat, block.shapes(self._rules[block.name]), at)
        if at != flat.size:
            raise ValueError(f"the parameters of the voice have {flat.size} values instead of {at}")

    def speak(self, feed: Mapping[str, npt.NDArray[Any]]) -> Floats:
        """Samples at 24 kHz from the inputs of the front."""
        values = self._run["front"].run(None, dict(feed))
        up, *sources = values[:3]
        style = iter(values[3:])
        affines = {block.name: [next(style).ravel() for _ in block.affines()] for block in _ALL}
        for stage, blocks in enumerate(_STAGES):
            before = self._block(_SOURCE_BLOCKS[stage], self._rows(sources[stage]), affines)
            before.values[: before.time] += up[0]
            before.values[: before.time] += self._bias[_SOURCE_BLOCKS[stage].name]
            total = self._added(blocks, sound(before.values, before.time), affines)
            (up,) = self._run["middle" if stage == 0 else "back"].run(None, {_BLOCKS_SUM[stage] + _BY_TIME: total[None]})
        return np.asarray(up, np.float32).ravel()

    @staticmethod
    def _rows(given: npt.NDArray[Any]) -> Sound:
        """(1, time, channels) as a sound."""
        _, time, channels = given.shape
        values = empty(time, channels)
        values[:time] = given[0]
        return sound(values, time)

    def _block(self, block: _Block, given: Sound, affines: Mapping[str, list[Floats]]) -> Sound:
        rows = affines[block.name]
        pairs: list[Affine] = list(zip(rows[::2], rows[1::2], strict=True))
        return residual_block(given, self._rules[block.name], self._steps[block.name], list(zip(pairs[::2], pairs[1::2], strict=True)))

    def _added(self, blocks: tuple[_Block, ...], given: Sound, affines: Mapping[str, list[Floats]]) -> Floats:
        """The blocks' results added up, (time, channels)."""
        total = np.zeros_like(given.values[: given.time])
        for block in blocks:
            total += self._block(block, given, affines).values[: given.time]
        total += np.sum([self._bias[block.name] for block in blocks], axis=0)
        return total
