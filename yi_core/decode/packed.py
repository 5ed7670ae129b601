"""A model laid out for the fused step: each kind of weight of all layers in one array, experts neuron by neuron."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from torch import Tensor

from yi_core.decode.quantise import Array, dequantise, quantise
from yi_core.model.configuration import YiCoreConfig
from yi_core.model.files import ModelError
from yi_core.model.modeling import YiCoreForCausalLM


class Sizes(NamedTuple):
    """What the step needs to know of the config; `weight_by_share` 1 or 0, `top_k` 0 for top-p."""

    bits: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    shared: int
    experts: int
    expert: int
    least: int
    most: int
    top_k: int
    weight_by_share: int
    router_norm: int
    qk_norm: int
    eps: float


class Weights(NamedTuple):
    """Quantised ones as codes `x` and scales `x_s`; norms, biases and routers in fp32. L layers, K of them with keys and values."""

    embedding: Array
    embedding_s: Array
    head: Array
    head_s: Array
    final_norm: Array
    norm1: Array  # (L, hidden)
    norm2: Array
    q: Array
    q_s: Array
    q_bias: Array
    q_norm: Array  # (L, head_dim)
    k: Array
    k_s: Array
    k_bias: Array
    k_norm: Array
    v: Array
    v_s: Array
    v_bias: Array
    o: Array
    o_s: Array
    gate: Array  # (L, shared + experts * expert, hidden / 64, bytes of a group)
    gate_s: Array
    up: Array
    up_s: Array
    down: Array  # the same: row n is what neuron n adds to the output
    down_s: Array
    router: Array  # (L, experts, hidden)
    router_bias: Array
    sharpness: Array  # (L,)
    frequencies: Array  # (2, head_dim / 2): of window and of full layers


class Layout(NamedTuple):
    """Integers a layer: 1 where attention is full; 1 where it owns keys and values; which cache it reads. A cache: where its slots
    start in the one buffer, and how many it has."""

    full: Array
    owns: Array
    cache: Array
    start: Array
    slots: Array


class Packed(NamedTuple):
    """All of it."""

    sizes: Sizes
    weights: Weights
    layout: Layout


@torch.no_grad()
def pack(model: YiCoreForCausalLM, bits: int, capacity: int) -> Packed:
    """Quantise and lay out for texts of up to `capacity` tokens; embedding and head stay at 8 bits."""
    c: Any = model.config
    layers = list(model.model.layers)
    attention, mixtures = [layer.self_attn for layer in layers], [layer.mlp for layer in layers]
    owners = [i for i, a in enumerate(attention) if a.mode != "reuse"]
    own = [attention[i] for i in owners]

    def codes(name: str, tensors: list[Tensor], width: int = bits) -> dict[str, Array]:
        made = [quantise(_array(t), width) for t in tensors]
        return {name: np.stack([m.codes for m in made]), f"{name}_s": np.stack([m.scales for m in made])}

    def plain(parts: list[Any], absent: Tensor | None = None) -> Array:
        return np.stack([_array(p if absent is None or p is not None else absent) for p in parts])

    def norm(part: Any) -> Any:
        return getattr(part, "weight", None)

    ones = torch.ones(c.head_dim)
    ends = {**codes("embedding", [model.model.embed_tokens.weight], 8), **codes("head", [model.lm_head.weight], 8)}
    both = [(m.shared, m.experts) for m in mixtures]
    weights = Weights(
        **{name: array[0] for name, array in ends.items()},
        **codes("q", [a.q_proj.weight for a in attention]),
        **codes("k", [a.k_proj.weight for a in own]),
        **codes("v", [a.v_proj.weight for a in own]),
        **codes("o", [a.o_proj.weight for a in attention]),
        **codes("gate", [torch.cat([s.gate_proj.weight, e.gate_proj.weight]) for s, e in both]),
        **codes("up", [torch.cat([s.up_proj.weight, e.up_proj.weight]) for s, e in both]),
        **codes("down", [torch.cat([s.down_proj.weight.T, e.down_proj.weight.T]) for s, e in both]),
        final_norm=_array(model.model.norm.weight),
        norm1=plain([layer.input_layernorm.weight for layer in layers]),
        norm2=plain([layer.post_attention_layernorm.weight for layer in layers]),
        q_bias=plain([a.q_proj.bias for a in attention], torch.zeros(c.num_attention_heads * c.head_dim)),
        k_bias=plain([a.k_proj.bias for a in own], torch.zeros(c.num_key_value_heads * c.head_dim)),
        v_bias=plain([a.v_proj.bias for a in own], torch.zeros(c.num_key_value_heads * c.head_dim)),
        q_norm=plain([norm(a.q_norm) for a in attention], ones),
        k_norm=plain([norm(a.k_norm) for a in own], ones),
        router=plain([m.router.proj.weight for m in mixtures]),
        router_bias=plain([m.router.proj.bias for m in mixtures], torch.zeros(c.num_experts)),
        sharpness=plain([m.router.sharpness for m in mixtures], torch.ones(1))[:, 0],
        frequencies=np.stack(
            [base ** (-np.arange(0, c.head_dim, 2, dtype=np.float32) / c.head_dim) for base in (c.rope_base_window, c.rope_base)]
        ).astype(np.float32),
    )
    return Packed(sizes_of(c, bits), weights, layout_of(c, capacity))


def sizes_of(c: YiCoreConfig, bits: int) -> Sizes:
    """From the config."""
    top_k = {"dense": c.num_experts, "top_k": c.experts_per_token, "top_p": 0}[c.routing]
    flags = (top_k, int(c.expert_weight == "share"), int(c.router_norm), int(c.qk_norm))
    attention_sizes = (c.num_hidden_layers, c.num_attention_heads, c.num_key_value_heads, c.head_dim)
    expert_sizes = (c.shared_size, c.num_experts, c.expert_size, c.experts_min, c.experts_max or c.num_experts)
    return Sizes(bits, *attention_sizes, *expert_sizes, *flags, c.rms_norm_eps)


def layout_of(c: YiCoreConfig, capacity: int) -> Layout:
    """From the config, for texts of up to `capacity` tokens."""
    types, modes = c.layer_types or [], c.kv_sharing_modes
    owners = [i for i, mode in enumerate(modes) if mode != "reuse"]
    full = [kind == "full_attention" for kind in types]
    last = {types[i]: owners.index(i) for i in owners if modes[i] == "store"}
    cache = [last[types[i]] if mode == "reuse" else owners.index(i) for i, mode in enumerate(modes)]
    slots = [capacity if full[i] else min(c.sliding_window, capacity) for i in owners]
    starts = [sum(slots[:i]) for i in range(len(slots))]
    return Layout(*(np.array(row, np.int64) for row in (full, [mode != "reuse" for mode in modes], cache, starts, slots)))


def save(packed: Packed, file: Path) -> None:
    """The weights as safetensors; config.json lies beside it. Written through a temporary name."""
    partial = file.with_suffix(".partial")
    save_file(packed.weights._asdict(), partial, {"bits": str(packed.sizes.bits)})
    partial.replace(file)


def load(file: Path, config: YiCoreConfig, capacity: int) -> Packed:
    """What `save` wrote. Raises ModelError."""
    try:
        with safe_open(file, "np") as tensors:
            bits = int(tensors.metadata()["bits"])
            weights = Weights(**{name: tensors.get_tensor(name) for name in Weights._fields})
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as problem:
        raise ModelError(f"{file} is truncated, corrupt or not a quantised model ({problem}): quantise it again") from problem
    return Packed(sizes_of(config, bits), weights, layout_of(config, capacity))


@torch.no_grad()
def rounded(model: YiCoreForCausalLM, bits: int) -> YiCoreForCausalLM:
    """`model` with every weight that `pack` quantises replaced by its rounded value: the truth for the fused step."""

    def round_(weight: Tensor, transposed: bool = False, width: int = bits) -> None:
        rows = weight.T if transposed else weight
        back = torch.from_numpy(dequantise(quantise(_array(rows), width)))
        weight.copy_(back.T if transposed else back)

    for layer in model.model.layers:
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            if hasattr(layer.self_attn, name):
                round_(getattr(layer.self_attn, name).weight)
        for part in (layer.mlp.shared, layer.mlp.experts):
            round_(part.gate_proj.weight)
            round_(part.up_proj.weight)
            round_(part.down_proj.weight, transposed=True)
    round_(model.model.embed_tokens.weight, width=8)
    if not model.config.tie_word_embeddings:
        round_(model.lm_head.weight, width=8)
    return model


def _array(tensor: Tensor) -> Array:
    made: Array = tensor.detach().float().contiguous().numpy()
    return made
