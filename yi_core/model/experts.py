"""One layer's feed-forward part: a shared expert that always runs and fine-grained routed ones, of which each token keeps a few."""

from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn.functional import silu

from .configuration import YiCoreConfig
from .routing import Routed, keep_top_k, keep_top_p

FEW = 8  # so many tokens or fewer go expert by expert; more are cheaper as one product with what is not kept set to zero


class GatedMLP(nn.Module):
    """down(silu(gate x) * up x); of the routed experts, expert e owns neurons e*size to (e+1)*size."""

    def __init__(self, hidden: int, neurons: int) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(hidden, neurons, bias=False)
        self.up_proj = nn.Linear(hidden, neurons, bias=False)
        self.down_proj = nn.Linear(neurons, hidden, bias=False)

    def neurons(self, x: Tensor) -> Tensor:
        """Activations (tokens, neurons)."""
        h: Tensor = silu(self.gate_proj(x)) * self.up_proj(x)
        return h

    def forward(self, x: Tensor) -> Tensor:
        """(tokens, hidden) -> (tokens, hidden)."""
        down: Tensor = self.down_proj(self.neurons(x))
        return down


class Router(nn.Module):
    """Predicts each expert's share of the output, in fp32, and decides which experts a token keeps. Where a token's demand is predicted
    too, it is the last row."""

    def __init__(self, config: YiCoreConfig, layer: int) -> None:
        super().__init__()
        self.config = config
        self.proj = nn.Linear(config.hidden_size, config.num_experts + config.router_demand, bias=config.router_bias)
        self.sharpness = nn.Parameter(torch.ones(1)) if config.router_norm else None
        self.top_p = config.layer_top_p(layer)

    def forward(self, x: Tensor) -> Routed:
        """x (tokens, hidden)."""
        bias = None if self.proj.bias is None else self.proj.bias.float()
        with torch.autocast(x.device.type, enabled=False):
            rows = nn.functional.linear(x.float(), self.proj.weight.float(), bias)
        logits, demand = rows.split([self.config.num_experts, self.config.router_demand], -1)
        scaled = logits
        if self.sharpness is not None:
            scaled = nn.functional.layer_norm(logits, logits.shape[-1:]) * self.sharpness.float()
        shares = scaled.softmax(-1)
        return Routed(logits, shares, self._keep(shares.detach(), demand.detach()))

    def widen(self, weight: Tensor, bias: Tensor) -> None:
        """Add the row (hidden,) that foretells a token's demand, with its bias; `config` must then say so."""
        old = self.proj
        before = old.weight.new_zeros(old.out_features) if old.bias is None else old.bias.data
        self.proj = nn.Linear(old.in_features, old.out_features + 1)
        self.proj.weight.data = torch.cat([old.weight.data, weight[None].to(before)])
        self.proj.bias.data = torch.cat([before, bias[None].to(before)])

    def _keep(self, shares: Tensor, demand: Tensor) -> Tensor:
        if self.config.routing == "dense":
            return torch.ones_like(shares, dtype=torch.bool)
        if self.config.routing == "top_k":
            return keep_top_k(shares, self.config.experts_per_token)
        p = self.top_p + demand if self.config.router_demand and self.top_p < 1 else self.top_p
        return keep_top_p(shares, p, self.config.experts_min, self.config.experts_max)


class MixtureOfExperts(nn.Module):
    """shared(x) + sum over the kept experts of weight_e * expert_e(x)."""

    def __init__(self, config: YiCoreConfig, layer: int) -> None:
        super().__init__()
        self.count, self.size, self.scaled = config.num_experts, config.expert_size, config.expert_weight == "share"
        self.learns_shares = config.share_weight > 0
        self.shared = GatedMLP(config.hidden_size, config.shared_size)
        self.experts = GatedMLP(config.hidden_size, config.num_experts * config.expert_size)
        self.router = Router(config, layer)

    def forward(self, hidden: Tensor) -> tuple[Tensor, Routed]:
        """hidden (..., hidden) -> the same shape, and what was routed where (tokens flattened)."""
        x = hidden.reshape(-1, hidden.shape[-1])
        routed = self.router(x)
        weights = self.weights(routed).to(x.dtype)
        plain = type(self.experts.down_proj) is nn.Linear  # an adapter around it must be called
        if len(x) <= FEW and plain and not self.training:
            return (self.shared(x) + self.one_by_one(x, routed.kept, weights)).view_as(hidden), routed
        neurons = self.experts.neurons(x)
        if self.training and self.learns_shares:
            routed = replace(routed, energy=self.energy(neurons.detach()))
        return (self.shared(x) + self.all_at_once(neurons, weights)).view_as(hidden), routed

    def weights(self, routed: Routed) -> Tensor:
        """(tokens, experts), zero where an expert is not kept."""
        return routed.shares * routed.kept if self.scaled else routed.straight_through()

    def one_by_one(self, x: Tensor, kept: Tensor, weights: Tensor) -> Tensor:
        """The reference: each expert computes the tokens that kept it, and nothing else."""
        out = torch.zeros_like(x)
        gate, up, down = self.experts.gate_proj.weight, self.experts.up_proj.weight, self.experts.down_proj.weight
        for e in kept.any(0).nonzero()[:, 0].tolist():
            mine, own = kept[:, e].nonzero()[:, 0], slice(e * self.size, (e + 1) * self.size)
            h = silu(x[mine] @ gate[own].T) * (x[mine] @ up[own].T)
            out.index_add_(0, mine, (h @ down[:, own].T) * weights[mine, e, None])
        return out

    def all_at_once(self, neurons: Tensor, weights: Tensor) -> Tensor:
        """The same from the neurons of all experts, those that are not kept multiplied by zero. For training and prefill."""
        out: Tensor = self.experts.down_proj((neurons.unflatten(-1, (self.count, self.size)) * weights[..., None]).flatten(-2))
        return out

    def energy(self, neurons: Tensor) -> Tensor:
        """Norm of each routed expert's neurons as they reach the output (tokens, experts): the shares that the router predicts."""
        reach = self.experts.down_proj.weight.detach().float().norm(dim=0)
        norms: Tensor = (neurons.float() * reach).unflatten(-1, (self.count, self.size)).norm(dim=-1)
        return norms
