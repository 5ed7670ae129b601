"""Qwen2.5 -> Yi Core `base`: every dense MLP split into experts, the vocabulary pruned, three layers of four given a window.

Works layer by layer: in memory are one layer in fp32 and the hidden states of the calibration text. What is found for each layer is a
file of its own, so that an interrupted run goes on after the last one. yi_core/assemble.py makes the model from what is found here.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from yi_core.base import KEPT, ROUTING
from yi_core.model.attention import rotation
from yi_core.model.configuration import YiCoreConfig
from yi_core.model.experts import GatedMLP
from yi_core.model.files import write
from yi_core.model.modeling import Layer
from yi_core.model.presets import BLOCK
from yi_core.sources import Source
from yi_core.training.split import split

log = logging.getLogger(__name__)


def base_config(
    sizes: Mapping[str, int | float], vocabulary: int, *, expert_size: int = 64, window: int = 1024, **more: Any
) -> YiCoreConfig:
    """The config that fits a dense Qwen2: a shared quarter, experts of `expert_size`, SSSF layers, no shared keys and values."""
    layers, width = int(sizes["num_hidden_layers"]), int(sizes["intermediate_size"])
    experts = (width - width // 4) // expert_size
    same = ("hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "rms_norm_eps")
    values: dict[str, Any] = {
        **{key: sizes[key] for key in same},
        "vocab_size": vocabulary,
        "head_dim": int(sizes["hidden_size"]) // int(sizes["num_attention_heads"]),
        "max_position_embeddings": 4096,
        "tie_word_embeddings": False,
        "layer_types": (BLOCK * layers)[:layers],
        "sliding_window": window,
        "attention_bias": True,
        "qk_norm": False,
        "rope_base": float(sizes["rope_base"]),
        "rope_base_window": float(sizes["rope_base"]),
        "shared_size": width - experts * expert_size,
        "num_experts": experts,
        "expert_size": expert_size,
        "router_top_p": 1.0,
        "expert_weight": "one",
        "router_norm": False,
        "router_bias": True,
        "balance_weight": 0.0,
        "z_weight": 0.0,
        "entropy_weight": 0.0,
        "share_weight": 0.1,
    }
    return YiCoreConfig(**{**values, **more})


@torch.no_grad()
def upcycle(source: Source, config: YiCoreConfig, kept: Sequence[int], calibration: Sequence[Sequence[int]], ours: Path) -> None:
    """Find the experts and routers. `kept` are the dense model's token ids that stay; `calibration` are texts in the new ids."""
    ours.mkdir(parents=True, exist_ok=True)
    config._attn_implementation = "eager"
    embedding = source.rows("model.embed_tokens.weight", kept)
    hidden = [embedding[list(ids)][None] for ids in calibration]
    files = [ours / f"experts-{i:02}.safetensors" for i in range(config.num_hidden_layers)]
    for i, file in enumerate(files):
        layer, dense = Layer(config, i).float().eval(), _dense(source, i, config)
        attended = [_attend(_attention_of(layer, source, i), x, config, i) for x in hidden]
        normed = [layer.post_attention_layernorm(x)[0] for x in attended]
        if not file.is_file():
            order = split(layer.mlp, dense, normed, seed=i)
            router = layer.mlp.router.proj
            write(file, {"order": order.to(torch.int16), "router": router.weight.half(), "router_bias": router.bias})
        hidden = [x + dense(n)[None] for x, n in zip(attended, normed, strict=True)]
        log.info("layer %d of %d split", i + 1, config.num_hidden_layers)
    found = [load_file(file) for file in files]
    write(ours / ROUTING, {name: torch.stack([f[name] for f in found]) for name in found[0]})
    (ours / KEPT).write_text(json.dumps(list(kept)), encoding="utf-8")
    config.save_pretrained(ours)


def _attention_of(layer: Layer, source: Source, i: int) -> Layer:
    """`layer` with the dense model's norms and attention."""
    for name, target in layer.named_parameters():
        if not name.startswith("mlp."):
            target.copy_(source.tensor(f"model.layers.{i}.{name}"))
    return layer


def _attend(layer: Layer, x: Tensor, config: YiCoreConfig, i: int) -> Tensor:
    """x + attention(norm x) over one text (1, length, hidden), in the layer's own window."""
    length = x.shape[1]
    kind = (config.layer_types or [])[i]
    base = config.rope_base if kind == "full_attention" else config.rope_base_window
    back = torch.arange(length)[:, None] - torch.arange(length)[None]
    seen = (back >= 0) & (back < (config.sliding_window if kind == "sliding_attention" else length))
    mask = torch.zeros(length, length).masked_fill(~seen, float("-inf"))[None, None]
    by = rotation(torch.arange(length)[None], config.head_dim, base, x.dtype)
    attended: Tensor = layer.self_attn(layer.input_layernorm(x), by, mask, {}, None)
    return x + attended


def _dense(source: Source, i: int, config: YiCoreConfig) -> GatedMLP:
    """The dense MLP of layer i."""
    names = ("gate_proj", "up_proj", "down_proj")
    weights = {f"{name}.weight": source.tensor(f"model.layers.{i}.mlp.{name}.weight") for name in names}
    with torch.device("meta"):
        dense = GatedMLP(config.hidden_size, len(weights["gate_proj.weight"]))
    dense.load_state_dict(weights, assign=True)
    return dense
