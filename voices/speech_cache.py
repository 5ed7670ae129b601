"""Spoken sentences on disk, by what they were made of: sound as 16-bit FLAC and marks as JSON in one file, the least used deleted first.

A file appears at once or not at all, so that several processes may share the folder. A cache that cannot be read or written costs time
only: it is told of once in the log.

Settings: YIBO_CACHE_DIR (the folder above `voices/speech`), YIBO_VOICE_CACHE_MB (the most it may take, 512 by default; 0 keeps nothing).
"""

import functools
import hashlib
import io
import json
import logging
import os
import threading
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

from voices.paths import CacheError, cache_dir, write_atomically
from voices.types import Mark, Speech, VoiceError

_LOG = logging.getLogger(__name__)
_SUFFIX = ".speech"
_SOUND, _ABOUT = "sound.flac", "about.json"
_ROOMY = 0.9
_STALE_PART = 3600.0
_MEGABYTE = 1 << 20
_DEFAULT_MB = 512
_STEPS = 1 << 15


def quantised(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The samples as 16 bits hold them: what is kept and what is spoken anew are the same bit for bit."""
    return (np.clip(np.rint(samples * _STEPS), -_STEPS, _STEPS - 1) / _STEPS).astype(np.float32)


@functools.cache
def code_version() -> str:
    """Changes with the code that makes sound from phonemes, so that no sentence of an older version is kept in use."""
    here = Path(__file__).resolve().parent
    files = [*(here / f"{name}.py" for name in ("mastering", "prosody", "timing")), *sorted((here / "engines").glob("*.py"))]
    content = hashlib.sha256()
    for path in files:
        content.update(path.read_bytes())
    return content.hexdigest()[:16]


def key_of(parts: Mapping[str, Any]) -> str:
    """The name of what is made of `parts` (JSON values)."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:40]


class SpeechCache:
    """Sentences in a folder that takes `cap` bytes at most. Spans of marks are kept as given: relative to the sentence."""

    def __init__(self, folder: Path, cap: int) -> None:
        self.folder, self.cap = folder, cap
        self._lock = threading.Lock()
        self._unswept = cap + 1
        self._told = False

    def get(self, key: str) -> Speech | None:
        """The speech of that key; None where there is none. A damaged file is deleted."""
        path = self.folder / f"{key}{_SUFFIX}"
        try:
            with zipfile.ZipFile(path) as kept:
                sound, about = kept.read(_SOUND), json.loads(kept.read(_ABOUT))
            samples, rate = soundfile.read(io.BytesIO(sound), dtype="float32")
            marks = tuple(Mark(**{**mark, "span": mark["span"] and tuple(mark["span"])}) for mark in about["marks"])
            speech = Speech(samples, rate, marks, about["text"])
        except FileNotFoundError:
            return None
        except OSError as error:
            self._tell(error)
            return None
        except (zipfile.BadZipFile, soundfile.SoundFileError, EOFError, ValueError, KeyError, TypeError) as error:
            _LOG.warning("a damaged sentence in the cache is spoken anew (%s: %s)", path.name, error)
            self._delete(path)
            return None
        self._touch(path)
        return speech

    def put(self, key: str, speech: Speech) -> None:
        """Keep a speech whose samples are `quantised`."""
        sound, whole = io.BytesIO(), io.BytesIO()
        soundfile.write(sound, np.rint(speech.samples * _STEPS).astype(np.int16), speech.sample_rate, format="FLAC", subtype="PCM_16")
        with zipfile.ZipFile(whole, "w") as kept:
            kept.writestr(_SOUND, sound.getvalue())
            about = {"text": speech.text, "marks": [vars(mark) for mark in speech.marks]}
            kept.writestr(_ABOUT, json.dumps(about, ensure_ascii=False), zipfile.ZIP_DEFLATED)
        blob = whole.getvalue()
        if len(blob) > self.cap:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self.folder / f"{key}{_SUFFIX}", lambda part: _write(part, blob))
        except (OSError, CacheError) as error:
            self._tell(error)
            return
        with self._lock:
            self._unswept += len(blob)
            due = self._unswept > self.cap // 20
            if due:
                self._unswept = 0
        if due:
            self.sweep()

    def sweep(self) -> None:
        """Delete what was used longest ago, until there is room."""
        found = []
        for path in self.folder.iterdir():
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            if path.name.endswith(_SUFFIX):
                found.append((stat.st_mtime_ns, stat.st_size, path))
            elif path.suffix == ".part" and time.time() - stat.st_mtime > _STALE_PART:
                self._delete(path)
        total = sum(size for _, size, _ in found)
        if total <= self.cap:
            return
        for _, size, path in sorted(found):
            self._delete(path)
            total -= size
            if total <= self.cap * _ROOMY:
                break

    def clear(self) -> int:
        """Delete everything; how many sentences there were."""
        found = list(self.folder.glob(f"*{_SUFFIX}")) if self.folder.is_dir() else []
        for path in found:
            self._delete(path)
        return len(found)

    def size(self) -> tuple[int, int]:
        """How many sentences are kept, and their bytes."""
        sizes = [path.stat().st_size for path in self.folder.glob(f"*{_SUFFIX}")] if self.folder.is_dir() else []
        return len(sizes), sum(sizes)

    def _touch(self, path: Path) -> None:
        try:
            os.utime(path)
        except OSError as error:
            if path.exists():
                self._tell(error)

    def _delete(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            self._tell(error)

    def _tell(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            _LOG.warning("spoken sentences are not kept: %s", error)


def _write(path: Path, blob: bytes) -> None:
    path.write_bytes(blob)


def capacity() -> int:
    """The most bytes that kept sentences may take. Raises VoiceError for a setting that is no number."""
    given = os.environ.get("YIBO_VOICE_CACHE_MB", "")
    try:
        megabytes = float(given or _DEFAULT_MB)
    except ValueError as error:
        raise VoiceError(f"YIBO_VOICE_CACHE_MB={given} is no number: give the megabytes that kept speech may take, 0 for none") from error
    return int(max(0.0, megabytes) * _MEGABYTE)


@functools.cache
def _at(folder: Path, cap: int) -> SpeechCache:
    return SpeechCache(folder, cap)


@functools.cache
def _warn_unusable(reason: str) -> None:
    _LOG.warning("spoken sentences are not kept: %s", reason)


def speech_cache() -> SpeechCache | None:
    """The cache as it is set up; None where nothing is to be kept, or where there is no folder for it (told once in the log)."""
    cap = capacity()
    if not cap:
        return None
    try:
        return _at(cache_dir() / "speech", cap)
    except CacheError as error:
        _warn_unusable(str(error))
        return None


def moved(speech: Speech, by: int) -> Speech:
    """The same speech with its spans moved."""
    return replace(speech, marks=tuple(replace(m, span=m.span and (m.span[0] + by, m.span[1] + by)) for m in speech.marks))
