"""Where this package keeps what it builds once: the user's cache folder, never the installed packages."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from voices.types import VoiceError


class CacheError(VoiceError):
    """A folder cannot be written."""


def cache_dir() -> Path:
    """YIBO_CACHE_DIR, else the platform's cache folder for yibo; the subfolder `voices` is made on demand."""
    base = os.environ.get("YIBO_CACHE_DIR")
    path = (Path(base) if base else user_cache_path("yibo")) / "voices"
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheError(
            f"the cache folder {path} cannot be written ({error.strerror}); set YIBO_CACHE_DIR to a folder you may write to"
        ) from error
    return path


def data_dir() -> Path:
    """Where what a merchant entrusts to this package is kept: YIBO_DATA_DIR/data, else the platform's data folder for yibo."""
    base = os.environ.get("YIBO_DATA_DIR")
    return Path(base) / "data" if base else user_data_path("yibo")


def write_atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file beside `path`, then move it there: another process sees all of it or nothing."""
    try:
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise CacheError(f"cannot write into {path.parent} ({error.strerror}); set YIBO_CACHE_DIR to a folder you may write to") from error
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        part.replace(path)
    except OSError as error:
        raise CacheError(f"cannot write {path} ({error.strerror}); free some space or set YIBO_CACHE_DIR") from error
    finally:
        part.unlink(missing_ok=True)
