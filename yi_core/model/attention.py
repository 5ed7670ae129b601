"""Grouped-query attention with rotary positions; a layer is sliding-window or full, and may reuse an earlier layer's keys and values."""

from typing import Any

import torch
from torch import Tensor, nn
from transformers.cache_utils import Cache
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from .configuration import YiCoreConfig

Rotation = tuple[Tensor, Tensor]


class RMSNorm(nn.Module):
    """x / rms(x) * weight, computed in fp32."""

    def __init__(self, size: int, eps: float) -> None:
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(size)), eps

    def forward(self, x: Tensor) -> Tensor:
        """Over the last dimension."""
        wide = x.float()
        return self.weight * (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)).to(x.dtype)


def rotation(positions: Tensor, head_dim: int, base: float, dtype: torch.dtype) -> Rotation:
    """(cos, sin), each (batch, 1, length, head_dim), for positions (batch, length)."""
    frequency = base ** (-torch.arange(0, head_dim, 2, dtype=torch.float32, device=positions.device) / head_dim)
    angle = (positions[..., None].float() * frequency).repeat(1, 1, 2)[:, None]
    return angle.cos().to(dtype), angle.sin().to(dtype)


def rotate(x: Tensor, by: Rotation) -> Tensor:
    """Rotary position embedding of (batch, heads, length, head_dim); pairs are (i, i + head_dim/2)."""
    cos, sin = by
    low, high = x.chunk(2, -1)
    return x * cos + torch.cat((-high, low), -1) * sin


def eager_attention(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, scaling: float, **_: Any
) -> tuple[Tensor, Tensor]:
    """softmax(q k^T scaling + mask) v; the plain form of what the other attention implementations compute."""
    groups = query.shape[1] // key.shape[1]
    scores = query @ key.repeat_interleave(groups, 1).transpose(2, 3) * scaling
    if attention_mask is not None:
        scores = scores + attention_mask
    shares = scores.softmax(-1, dtype=torch.float32).to(query.dtype)
    return (shares @ value.repeat_interleave(groups, 1)).transpose(1, 2).contiguous(), shares


class Attention(nn.Module):
    """One layer's attention; a "reuse" layer has no key and value weights."""

    def __init__(self, config: YiCoreConfig, layer: int) -> None:
        super().__init__()
        self.config, self.layer = config, layer
        self.kind, self.mode = (config.layer_types or [])[layer], config.kv_sharing_modes[layer]
        self.num_key_value_groups = config.num_attention_heads // config.num_key_value_heads
        self.scaling, self.is_causal = config.head_dim**-0.5, True
        self.window = config.sliding_window if self.kind == "sliding_attention" else None
        heads, bias = config.head_dim, config.attention_bias
        self.q_proj = nn.Linear(config.hidden_size, config.num_attention_heads * heads, bias=bias)
        self.o_proj = nn.Linear(config.num_attention_heads * heads, config.hidden_size, bias=False)
        self.q_norm = RMSNorm(heads, config.rms_norm_eps) if config.qk_norm else nn.Identity()
        if self.mode != "reuse":
            self.k_proj = nn.Linear(config.hidden_size, config.num_key_value_heads * heads, bias=bias)
            self.v_proj = nn.Linear(config.hidden_size, config.num_key_value_heads * heads, bias=bias)
            self.k_norm = RMSNorm(heads, config.rms_norm_eps) if config.qk_norm else nn.Identity()

    def forward(
        self, x: Tensor, by: Rotation, mask: Tensor | None, shared: dict[str, tuple[Tensor, Tensor]], cache: Cache | None
    ) -> Tensor:
        """x (batch, length, hidden); `shared` passes keys and values from "store" layers to "reuse" layers of the same kind."""
        query = rotate(self.q_norm(self._heads(self.q_proj(x))), by)
        if self.mode == "reuse":
            key, value = shared[self.kind]
        else:
            key, value = rotate(self.k_norm(self._heads(self.k_proj(x))), by), self._heads(self.v_proj(x))
            if cache is not None:
                key, value = cache.update(key, value, self.layer)
        if self.mode == "store":
            shared[self.kind] = key, value
        attend = ALL_ATTENTION_FUNCTIONS.get_interface(self.config._attn_implementation, eager_attention)
        out, _ = attend(self, query, key, value, mask, dropout=0.0, scaling=self.scaling, sliding_window=self.window)
        projected: Tensor = self.o_proj(out.reshape(*x.shape[:-1], -1))
        return projected

    def _heads(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], -1, self.config.head_dim).transpose(1, 2)
