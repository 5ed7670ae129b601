"""Dynamic top-p routing: each token keeps as many experts as it needs for a share p of the output, and a controller that holds the mean.

After Huang et al. 2024 (arXiv 2403.07652) and DTop-p (arXiv 2512.13996): fixed thresholds leave the cost to chance; a PI controller
moves p in training so that the mean number of experts is the target, and p is then frozen.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

PROPORTIONAL, INTEGRAL = 0.15, 0.05  # gains of the controller


@dataclass(frozen=True)
class Routed:
    """One layer's decision for each token, all (tokens, experts): raw `logits`, `shares` (sum 1) and `kept` (bool); `energy`, in training
    where the router learns from it, is the norm of what each expert would have added."""

    logits: Tensor
    shares: Tensor
    kept: Tensor
    energy: Tensor | None = None

    def straight_through(self) -> Tensor:
        """(tokens, experts): one for each kept expert, with the gradient of its share, so that the router still learns."""
        return self.kept * (1 + self.shares - self.shares.detach())

    def mean_experts(self, tokens: Tensor | None = None) -> float:
        """Experts a token, on the average over all or over those that `tokens` (tokens,) marks."""
        kept = self.kept if tokens is None else self.kept[tokens]
        return float(kept.float().sum(-1).mean())


def keep_top_p(shares: Tensor, p: float | Tensor, least: int = 1, most: int | None = None) -> Tensor:
    """Bool mask like `shares` (..., experts): the largest shares up to and including the one that reaches p, a number or one a token
    (..., 1).

    Between `least` and `most` experts are kept; p >= 1 keeps `most`. A larger p only ever adds experts.
    """
    ordered, order = shares.sort(dim=-1, descending=True, stable=True)
    rank = torch.arange(shares.shape[-1], device=shares.device)
    before = ordered.cumsum(-1) - ordered
    keep = ((before < p) | (rank < least) | (p >= 1)) & (rank < (most or shares.shape[-1]))
    return torch.zeros_like(keep).scatter(-1, order, keep)


def keep_top_k(shares: Tensor, k: int) -> Tensor:
    """Bool mask of the k largest shares."""
    return torch.zeros_like(shares, dtype=torch.bool).scatter(-1, shares.topk(k, -1).indices, True)


class Controller:
    """PI control of p: `update` takes the mean number of experts of a batch and returns the p of the next one."""

    def __init__(self, target: float, experts: int, p: float) -> None:
        self.target, self.experts, self.start = target, experts, p
        self.sum, self.p = 0.0, p

    def update(self, mean: float) -> float:
        """p <- p0 + Kp e + Ki sum(e) with e = (target - mean) / experts, within [0.02, 0.98]; the sum stops growing at the bounds."""
        error = (self.target - mean) / self.experts
        wanted = self.start + PROPORTIONAL * error + INTEGRAL * (self.sum + error)
        self.p = min(max(wanted, 0.02), 0.98)
        if wanted == self.p or error * (wanted - self.p) < 0:
            self.sum += error
        return self.p

    def state(self) -> dict[str, float]:
        """What a later run needs to go on."""
        return {"sum": self.sum, "p": self.p}

    def resume(self, state: dict[str, float]) -> None:
        """Go on from `state()`."""
        self.sum, self.p = state["sum"], state["p"]


def balance_loss(routed: Routed) -> Tensor:
    """Switch's load balance on the kept sets: experts * sum(share of the work done * mean predicted share); 1 where both are even."""
    work = routed.kept.float().mean(0)
    return routed.shares.shape[-1] * (work / work.sum().clamp_min(1e-9) * routed.shares.mean(0)).sum()


def z_loss(routed: Routed) -> Tensor:
    """Mean squared log-sum-exp of the logits: keeps them small (ST-MoE)."""
    return routed.logits.logsumexp(-1).square().mean()


def entropy_loss(routed: Routed) -> Tensor:
    """Mean entropy of the shares in nats: sharp shares need few experts."""
    entropy: Tensor = torch.special.entr(routed.shares)
    return entropy.sum(-1).mean()


def share_loss(routed: Routed) -> Tensor:
    """KL divergence from the experts' true shares (their energy) to the predicted ones, in nats a token; 0 where no energy is known."""
    energy = routed.energy
    if energy is None:
        return routed.shares.new_zeros(())
    true = energy / energy.sum(-1, keepdim=True).clamp_min(1e-9)
    divergence: Tensor = torch.special.xlogy(true, true) - true * routed.shares.clamp_min(1e-9).log()
    return divergence.sum(-1).mean()
