"""What is ours (adapter, experts, routers, vocabulary) and the dense weights -> the model `base` in a folder, on the user's machine.

`ours` is a folder with config.json, tokenizer.json, kept_tokens.json (ids of the dense model that stay) and routing.safetensors: `order`
(layers, neurons), the dense neurons as shared ones first and then expert by expert; `router` (layers, experts, hidden) and `router_bias`;
and, where the config has `router_demand`, demand.safetensors: `weight` (layers, hidden) and `bias` (layers,).
"""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor
from transformers.dynamic_module_utils import custom_object_save

from yi_core import base, weights
from yi_core.base import DEMAND, KEPT, ROUTING, TOKENIZER
from yi_core.decode.packed import PACKED, PackedWriter
from yi_core.model.files import read_config, write
from yi_core.model.modeling import YiCoreForCausalLM
from yi_core.sources import Adapted, GgufSource, Source

SIZE = 3_900_000_000  # bytes of the whole folder: bf16 for transformers, int4 for the decoder
ATTENTION = [f"self_attn.{name}_proj.{kind}" for name in "qkv" for kind in ("weight", "bias")] + ["self_attn.o_proj.weight"]
PLAIN = ["input_layernorm.weight", "post_attention_layernorm.weight", *ATTENTION]


def build(cache: Path | None = None, progress: weights.Progress = lambda stage, done: None) -> Path:
    """The dense weights, then `base` from them and what is ours, in the cache; returns its folder at once if that is done. What was
    interrupted goes on layer by layer. Raises WeightsError."""
    dense = weights.build(cache, progress)
    if found := base.find(cache):
        return found
    out = base.folder(cache)
    try:
        if out.is_dir() and not base.is_of_this_version(out):
            shutil.rmtree(out)
        out.mkdir(parents=True, exist_ok=True)
        base.mark(out)
        weights.need(out, SIZE - sum(f.stat().st_size for f in out.iterdir()))
        assemble(Adapted(GgufSource(dense), base.ADAPTER), base.OURS, out, progress=lambda done: progress("assemble", done))
    except OSError as problem:
        raise weights.WeightsError(f"cannot write {out}: {problem.strerror or problem}; free some space or set YIBO_CACHE_DIR") from problem
    return out


@torch.no_grad()
def assemble(
    source: Source,
    ours: Path,
    out: Path,
    bits: int | None = 4,
    dtype: torch.dtype = torch.bfloat16,
    progress: Callable[[float], None] = lambda done: None,
) -> None:
    """Write the model that transformers opens, a file a layer, those that are there already left, and beside it what the decoder reads
    (`bits` a weight; None: without). The config comes last: a folder with one is complete."""
    out.mkdir(parents=True, exist_ok=True)
    config = read_config(ours)
    routing, count = load_file(ours / ROUTING), config.num_hidden_layers
    if config.router_demand:
        demand = load_file(ours / DEMAND)
        routing["router"] = torch.cat([routing["router"], demand["weight"][:, None].to(routing["router"].dtype)], 1)
        routing["router_bias"] = torch.cat([routing["router_bias"], demand["bias"][:, None]], 1)
    writer = PackedWriter(config, bits, out / PACKED) if bits and not (out / PACKED).is_file() else None
    kept = json.loads((ours / KEPT).read_text(encoding="utf-8"))
    outer = {name: source.rows(name, kept) for name in ("model.embed_tokens.weight", "lm_head.weight")}
    outer["model.norm.weight"] = source.tensor("model.norm.weight")
    write(out / "outer.safetensors", outer, dtype)
    if writer:
        writer.outer(*outer.values())
    for i in range(count):
        progress(i / count)
        file = out / f"layer-{i:02}.safetensors"
        if writer or not file.is_file():
            made = layer(source, routing, i, config.shared_size)
            write(file, {f"model.layers.{i}.{name}": t for name, t in made.items()}, dtype)
            if writer:
                writer.layer(i, made)
    if writer:
        writer.close()
    if (ours / TOKENIZER).is_file():
        shutil.copy(ours / TOKENIZER, out / TOKENIZER)
    _finish(out, config)
    progress(1.0)


def layer(source: Source, routing: Mapping[str, Tensor], i: int, shared: int) -> dict[str, Tensor]:
    """The weights of layer i in fp32, by their names in `modeling.Layer`."""
    made = {name: source.tensor(f"model.layers.{i}.{name}") for name in PLAIN}
    order = routing["order"][i].long()
    for name in ("gate_proj", "up_proj", "down_proj"):
        dense = source.tensor(f"model.layers.{i}.mlp.{name}.weight")
        dense = dense[:, order] if name == "down_proj" else dense[order]
        axis = 1 if name == "down_proj" else 0
        parts = dense.split([shared, len(order) - shared], axis)
        made |= {f"mlp.{part}.{name}.weight": own for part, own in zip(("shared", "experts"), parts, strict=True)}
    made["mlp.router.proj.weight"], made["mlp.router.proj.bias"] = routing["router"][i].float(), routing["router_bias"][i].float()
    return made


def _finish(out: Path, config: Any) -> None:
    """The index over the files, the model's code as save_pretrained leaves it, and the config."""
    index: dict[str, str] = {}
    files = [out / "outer.safetensors", *sorted(out.glob("layer-*.safetensors"))]
    for file in files:
        with safe_open(file, "pt") as tensors:
            index |= dict.fromkeys(tensors.keys(), file.name)
    text = json.dumps({"metadata": {"total_size": sum(f.stat().st_size for f in files)}, "weight_map": index}, indent=1)
    (out / "model.safetensors.index.json").write_text(text, encoding="utf-8")
    config.architectures = ["YiCoreForCausalLM"]
    with torch.device("meta"):
        custom_object_save(YiCoreForCausalLM(config), str(out), config=config)
    config.save_pretrained(out)
