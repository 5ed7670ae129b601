"""Which routing threshold suits which layer: a layer that loses little with few experts gets a lower one.

Each layer's cost is measured alone, all others at p = 1; costs are taken to add up. The thresholds that cost least at a given mean share of
active neurons are those whose marginal costs are equal (Everett 1963).
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from yi_core.training.data import Batch
from yi_core.training.tune import Tuning

VALUES = (0.3, 0.45, 0.6, 0.7, 0.8, 1.0)


def allocate(costs: Tensor, shares: Tensor, target: float, values: Sequence[float] = VALUES) -> list[float]:
    """Of `values`, one a layer: the least sum of `costs` (layers, values; nats) where the mean of `shares` (the same) is at most `target`,
    or the fewest neurons where even these are more."""
    low, high = 0.0, 1e4  # nats for all neurons of a layer
    for _ in range(60):
        middle = (low + high) / 2
        chosen = (costs + middle * shares).argmin(1, keepdim=True)
        low, high = (middle, high) if float(shares.gather(1, chosen).mean()) > target else (low, middle)
    return [values[i] for i in (costs + high * shares).argmin(1).tolist()]


def curves(tuning: Tuning, batches: Sequence[Batch]) -> tuple[Tensor, Tensor]:
    """(costs, shares) of each layer at each of VALUES on conversations, all other layers at p = 1."""
    layers = len(tuning.mlps)
    costs, shares = torch.zeros(layers, len(VALUES)), torch.ones(layers, len(VALUES))
    tuning.set_top_p(1.0)
    whole = tuning.losses(batches)
    for i, mlp in enumerate(tuning.mlps):
        for k, value in enumerate(VALUES[:-1]):
            tuning.set_top_p([value if j == i else 1.0 for j in range(layers)])
            costs[i, k] = tuning.losses(batches) - whole
            shares[i, k] = tuning.config.active_share(mlp.routed.mean_experts()) if mlp.routed else 1.0
    return costs, shares
