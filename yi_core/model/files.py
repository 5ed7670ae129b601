"""Opening a checkpoint folder with errors that say what is wrong with it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from .configuration import YiCoreConfig
from .modeling import YiCoreForCausalLM

PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl"}


class ModelError(Exception):
    """A folder is not a usable model; the message says why and what to do."""


def read_config(folder: Path) -> YiCoreConfig:
    """The config in `folder`. Raises ModelError."""
    try:
        values = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        kind = values.get("model_type")
    except (OSError, ValueError, AttributeError) as problem:
        raise ModelError(f"{folder} has no readable config.json ({problem}): give the folder of a trained model") from problem
    if kind != YiCoreConfig.model_type:
        raise ModelError(f"{folder} holds a model of type {kind}, not {YiCoreConfig.model_type}")
    try:
        config: YiCoreConfig = YiCoreConfig.from_dict(values)
    except (ValueError, TypeError) as problem:
        raise ModelError(f"{folder / 'config.json'} describes no possible model: {problem}") from problem
    return config


def open_model(folder: Path, dtype: torch.dtype = torch.float32) -> YiCoreForCausalLM:
    """The model in `folder` (config.json and safetensors), ready for inference. Raises ModelError."""
    read_config(folder)
    _check_weights(folder)
    try:
        opened: Any = YiCoreForCausalLM.from_pretrained(folder, dtype=dtype, local_files_only=True, output_loading_info=True)
    except (OSError, ValueError, RuntimeError, TypeError, SafetensorError) as problem:
        raise ModelError(f"{folder} cannot be opened: {problem}. Train or copy it again") from problem
    model, found = opened
    lacking = sorted({*found["missing_keys"], *map(str, found["mismatched_keys"])})
    if lacking:
        raise ModelError(f"{folder} lacks {len(lacking)} weights of its model, {lacking[0]} for one: train or copy it again")
    ready: YiCoreForCausalLM = model.eval()
    return ready


def _check_weights(folder: Path) -> None:
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        pickles = [f.name for f in folder.iterdir() if f.suffix in PICKLES]
        if pickles:
            raise ModelError(f"{folder / pickles[0]} is a pickle, which can run code when opened: only safetensors are read")
        raise ModelError(f"{folder} holds no .safetensors file: train or copy it again")
    for file in files:
        try:
            with safe_open(file, "pt") as tensors:
                tensors.keys()
        except (SafetensorError, OSError) as problem:
            raise ModelError(f"{file} is truncated or corrupt ({problem}): copy or train it again") from problem


def write(file: Path, tensors: Mapping[str, Tensor], dtype: torch.dtype | None = None) -> None:
    """Through a temporary name, so that a file that is there is whole; in `dtype` if one is given."""
    waiting = file.with_suffix(".partial")
    save_file({name: t.to(dtype or t.dtype).contiguous() for name, t in tensors.items()}, waiting, {"format": "pt"})
    waiting.replace(file)
