"""Where the model `base` lies: what the repository ships of it, and the folder in the cache in which it is assembled."""

import hashlib
from functools import lru_cache
from pathlib import Path

from yi_core import weights

OURS = Path(__file__).parent / "checkpoints" / "base"
ADAPTER = OURS / "adapter.gguf"
ROUTING, DEMAND, KEPT, TOKENIZER = "routing.safetensors", "demand.safetensors", "kept_tokens.json", "tokenizer.json"
SEAL = "made-from.sha256"


def folder(cache: Path | None = None) -> Path:
    """Where it is assembled."""
    return weights.cache_dir(cache) / "yi_core" / "base" / "model"


def find(cache: Path | None = None) -> Path | None:
    """Its folder where it is complete and made from what this version ships, else None."""
    out = folder(cache)
    return out if (out / "config.json").is_file() and is_of_this_version(out) else None


def is_of_this_version(out: Path) -> bool:
    """Whether the folder was begun with what is shipped now."""
    return (out / SEAL).is_file() and (out / SEAL).read_text(encoding="utf-8") == _seal()


def mark(out: Path) -> None:
    """Note in the folder what it is made from."""
    (out / SEAL).write_text(_seal(), encoding="utf-8")


def _seal() -> str:
    """Of everything that decides what the folder holds."""
    files = (ADAPTER, *(OURS / name for name in (ROUTING, DEMAND, KEPT, TOKENIZER, "config.json")))
    return _digest(weights.SHA256, *((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=1)
def _digest(dense: str, *files: tuple[Path, int]) -> str:
    """Of 39 MB that stay as they are while the studio asks for the model again and again."""
    digest = hashlib.sha256(dense.encode())
    for file, _ in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
