"""What the commands share: where things lie, how a model is named, how a result is printed."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yi_core.engine import Engine, EngineError
from yi_core.weights import cache_dir, find

if TYPE_CHECKING:
    from yi_core.moe_engine import MoeEngine


def cache() -> Path | None:
    """YIBO_CACHE_DIR, or None for the user's cache."""
    given = os.environ.get("YIBO_CACHE_DIR")
    return Path(given) if given else None


def model_folder(preset: str) -> Path:
    """Where a preset's stages lie unless another folder is given."""
    return cache_dir(cache()) / "yi_core" / preset


def trained(name: str, quantised: bool = False) -> Path:
    """The folder of a model: a path, `base` as it was built, the last trained stage of `mini` (the quantised one where that is as good).
    Raises EngineError."""
    if name == "base":
        from yi_core.base import find as find_base

        if built := find_base(cache()):
            return built
        raise EngineError("the model base is not built: run `python -m yi_core build --preset base`")
    if name != "mini":
        return Path(name)
    for stage in (*(["quantise"] if quantised else []), "sft", "pretrain"):
        folder = model_folder(name) / stage / "model"
        if (folder / "config.json").is_file():
            return folder
    raise EngineError("no mini model is trained yet: run `python -m yi_core train STAGE --preset mini`, or give --model base or a folder")


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
