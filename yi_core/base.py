"""Where the model `base` lies: what the repository ships of it, and the folder in the cache in which it is assembled."""

import hashlib
from pathlib import Path

from yi_core import weights

OURS = Path(__file__).parent / "checkpoints" / "base"
ADAPTER = OURS / "adapter.gguf"
ROUTING, KEPT, TOKENIZER = "routing.safetensors", "kept_tokens.json", "tokenizer.json"
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
    digest = hashlib.sha256(weights.SHA256.encode())
    for file in (ADAPTER, *(OURS / name for name in (ROUTING, KEPT, TOKENIZER, "config.json"))):
        digest.update(file.read_bytes())
    return digest.hexdigest()
