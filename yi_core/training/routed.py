"""Routing switched on in the dense model under tuning: its neurons stay where they are, those of experts that a token does not keep
count nothing. So one adapter serves the dense model and the Mixture of Experts, and an expert is a list of neurons.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import silu

from yi_core.model.configuration import YiCoreConfig
from yi_core.model.experts import Router
from yi_core.model.files import write
from yi_core.model.routing import Routed, share_loss


class RoutedMLP(nn.Module):
    """`dense` (gate_proj, up_proj, down_proj) with the routing of `base`; `routed` tells of the last forward pass in training."""

    members: Tensor
    reach: Tensor

    def __init__(self, dense: Any, config: YiCoreConfig, layer: int, order: Tensor) -> None:
        super().__init__()
        self.gate_proj, self.up_proj, self.down_proj = dense.gate_proj, dense.up_proj, dense.down_proj
        self.router = Router(config, layer)
        weight = dense.down_proj.weight.detach()
        expert_of = torch.zeros(len(order), dtype=torch.long)  # 0 is the shared expert, e + 1 expert e
        expert_of[order[config.shared_size :]] = torch.arange(config.num_experts).repeat_interleave(config.expert_size) + 1
        members = torch.nn.functional.one_hot(expert_of, config.num_experts + 1).T
        self.register_buffer("members", members.to(weight.dtype), persistent=False)
        self.register_buffer("reach", weight.float().norm(dim=0).to(weight.dtype), persistent=False)
        self.routed: Routed | None = None

    def forward(self, hidden: Tensor) -> Tensor:
        """(batch, length, hidden) -> the same."""
        x = hidden.reshape(-1, hidden.shape[-1])
        routed = self.router(x)
        neurons = silu(self.gate_proj(x)) * self.up_proj(x)
        weights = routed.straight_through()
        counted = torch.cat([weights.new_ones(len(x), 1), weights], 1).to(self.members.dtype) @ self.members
        if self.training:
            sums = (neurons.detach() * self.reach).square().to(self.members.dtype) @ self.members.T
            routed = replace(routed, energy=sums[:, 1:].float().sqrt())
        self.routed = routed
        out: Tensor = self.down_proj(neurons * counted)
        return out.view_as(hidden)


def install(model: Any, config: YiCoreConfig, file: Path) -> list[RoutedMLP]:
    """Put the routing in `file` (see `save`) into a Qwen2ForCausalLM's layers."""
    stored, made = load_file(file), []
    for i, layer in enumerate(model.model.layers):
        mlp = RoutedMLP(layer.mlp, config, i, stored["order"][i].long())
        mlp.router.proj.weight.data.copy_(stored["router"][i])
        mlp.router.proj.bias.data.copy_(stored["router_bias"][i])
        layer.mlp = mlp
        made.append(mlp)
    return made


def set_top_p(mlps: list[RoutedMLP], p: float | list[float]) -> None:
    """The routing threshold of all layers, or of each."""
    for mlp, value in zip(mlps, p if isinstance(p, list) else [p] * len(mlps), strict=True):
        mlp.router.top_p = value


def shares_missed(mlps: list[RoutedMLP]) -> Tensor:
    """Mean over the layers of the divergence between the experts' true and predicted shares, of the last forward pass."""
    routed = [mlp.routed for mlp in mlps]
    return torch.stack([share_loss(r) for r in routed if r is not None]).mean()


def active(mlps: list[RoutedMLP], config: YiCoreConfig) -> float:
    """Share of the MLPs' neurons that ran in the last forward pass."""
    return config.active_share(sum(r.mean_experts() for r in (mlp.routed for mlp in mlps) if r is not None) / len(mlps))


def save(mlps: list[RoutedMLP], before: Path, out: Path) -> None:
    """`order` (layers, neurons) as in `before`, `router` (layers, experts, hidden) and `router_bias` as they are now."""
    routers = {
        "router": torch.stack([m.router.proj.weight.detach() for m in mlps]).half(),
        "router_bias": torch.stack([m.router.proj.bias.detach() for m in mlps]),
    }
    write(out, {"order": load_file(before)["order"], **routers})
