"""What the commands share: where things lie, how a model is named, how a result is printed."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from yi_core.engine import Engine, EngineError
from yi_core.weights import find

if TYPE_CHECKING:
    from yi_core.moe_engine import MoeEngine


def cache() -> Path | None:
    """YIBO_CACHE_DIR, or None for the user's cache."""
    given = os.environ.get("YIBO_CACHE_DIR")
    return Path(given) if given else None


def model_folder(preset: str) -> Path:
    """Where a preset's stages lie unless another folder is given."""
    return (cache() or user_cache_path("yibo")) / "yi_core" / preset


def trained(name: str, quantised: bool = False) -> Path:
    """The folder of a model: a path, or the last trained stage of a preset; the quantised one where that is as good. Raises EngineError."""
    if name not in ("mini", "base"):
        return Path(name)
    stages = {"mini": ("sft", "pretrain"), "base": ("sft", "heal", "upcycle")}[name]
    stages = ("quantise", *stages) if quantised else stages
    for stage in stages:
        folder = model_folder(name) / stage / "model"
        if (folder / "config.json").is_file():
            return folder
    raise EngineError(
        f"no {name} model is trained yet: run `python -m yi_core train STAGE --preset {name}`, or give --model dense or a folder"
    )


def engine(name: str, threads: int) -> "Engine | MoeEngine":
    """`dense` is the original in llama.cpp; mini, base or a folder is ours. Raises EngineError."""
    if name != "dense":
        from yi_core.moe_engine import MoeEngine  # torch and transformers take seconds to import

        return MoeEngine(trained(name, quantised=True), threads=threads)
    weights = find(cache())
    if weights is None:
        raise EngineError("the dense weights are not built: run `python -m yi_core build --preset base`")
    return Engine(weights, threads=threads)


def emit(document: dict[str, Any]) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
