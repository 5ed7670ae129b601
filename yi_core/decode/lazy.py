"""The torch model over packed weights: a layer's numbers exist only while it runs, so that a prompt is read in large products
without the model in memory twice."""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from yi_core.decode import kernels
from yi_core.decode.packed import Packed
from yi_core.decode.quantise import GROUP, Array
from yi_core.model.configuration import YiCoreConfig
from yi_core.model.modeling import Layer, YiCoreForCausalLM


class Rows(nn.Module):
    """An embedding of 8-bit rows."""

    def __init__(self, codes: Array, scales: Array) -> None:
        super().__init__()
        self.codes, self.scales = codes, scales

    def forward(self, ids: Tensor) -> Tensor:
        """(batch, length) -> (batch, length, hidden)."""
        wanted = ids.flatten().numpy()
        return unpacked(self.codes[wanted], self.scales[wanted], 8).view(*ids.shape, -1)


class Head(nn.Module):
    """Logits by an 8-bit matrix, position by position: few are asked for."""

    def __init__(self, codes: Array, scales: Array) -> None:
        super().__init__()
        self.codes, self.scales = codes, scales

    def forward(self, x: Tensor) -> Tensor:
        """(..., hidden) -> (..., vocabulary)."""
        rows = x.reshape(-1, x.shape[-1]).float().numpy()
        out = np.empty((len(rows), len(self.codes)), np.float32)
        for row, logits in zip(rows, out, strict=True):
            kernels.product(self.codes, self.scales, row.reshape(-1, GROUP), logits, 8, None)
        return torch.from_numpy(out).view(*x.shape[:-1], -1)


def unpacked(codes: Array, scales: Array, bits: int) -> Tensor:
    """fp32 (rows, columns)."""
    out = np.empty((*scales.shape, GROUP), np.float32)
    kernels.unpack(codes, scales, bits, out)
    return torch.from_numpy(out).flatten(1)


def lazy_model(packed: Packed, config: YiCoreConfig) -> YiCoreForCausalLM:
    """For reading prompts, in evaluation mode; needs numba."""
    with torch.device("meta"):
        model = YiCoreForCausalLM(config)
    w = packed.weights
    inner: Any = model.model
    inner.embed_tokens = Rows(w.embedding, w.embedding_s)
    model.lm_head = Head(w.head, w.head_s)
    inner.norm.weight = nn.Parameter(torch.from_numpy(w.final_norm), requires_grad=False)
    for i, layer in enumerate(inner.layers):
        layer.register_forward_pre_hook(lambda module, given, at=i: _fill(module, packed, at))
        layer.register_forward_hook(lambda module, given, out: _empty(module))
    model.eval()
    return model


def _fill(layer: Layer, packed: Packed, i: int) -> None:
    w, bits, cache = packed.weights, packed.sizes.bits, int(packed.layout.cache[i])
    shared = packed.sizes.shared
    arrays = w._asdict()

    def matrix(name: str, at: int) -> Tensor:
        return unpacked(arrays[name][at], arrays[f"{name}_s"][at], bits)

    def vector(name: str, at: int) -> Tensor:
        return torch.from_numpy(arrays[name][at])

    gate, up, down = (matrix(name, i) for name in ("gate", "up", "down"))
    made = {
        "input_layernorm.weight": vector("norm1", i),
        "post_attention_layernorm.weight": vector("norm2", i),
        "mlp.router.proj.weight": vector("router", i),
        "mlp.router.proj.bias": vector("router_bias", i),
        "mlp.router.sharpness": torch.from_numpy(w.sharpness[i : i + 1]),
        "self_attn.o_proj.weight": matrix("o", i),
    }
    for part, own in (("shared", slice(0, shared)), ("experts", slice(shared, None))):
        for name, rows in (("gate_proj", gate[own]), ("up_proj", up[own]), ("down_proj", down[own].T)):
            made[f"mlp.{part}.{name}.weight"] = rows
    for name in ("q", "k", "v"):
        at = i if name == "q" else cache
        made |= {f"self_attn.{name}_proj.weight": matrix(name, at), f"self_attn.{name}_proj.bias": vector(f"{name}_bias", at)}
        if name != "v":
            made[f"self_attn.{name}_norm.weight"] = vector(f"{name}_norm", at)
    layer.load_state_dict({name: made[name] for name in layer.state_dict()}, assign=True)


def _empty(layer: Layer) -> None:
    layer.to_empty(device="meta")
