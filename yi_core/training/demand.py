"""How hard the next token is, foretold from what a router reads: harder tokens then get a higher threshold, and more experts.

A router's shares alone give easy tokens more experts than hard ones (correlation with the loss -0.1 in `base`): they say how the output
is spread, not how much depends on it. So a line is fitted, a layer at a time, from the router's input to the token's loss.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor

from yi_core.model.experts import Router

RIDGE = 0.3  # of the inputs' mean variance
STRENGTH = 0.1  # standard deviation of a token's threshold
HARDEST = 6.0  # nats: what is lost beyond is chance


@torch.no_grad()
def fit_demand(routers: Sequence[Router], runs: Iterable[tuple[Tensor, Tensor]], strength: float) -> tuple[Tensor, Tensor]:
    """(layers, hidden) and (layers,): what is added to a token's threshold, of mean 0 and standard deviation `strength`.

    Each of `runs` is a forward pass, made when it is asked for: the losses (tokens,) of the tokens that count, in nats, and which of the
    passed tokens (all,) foretold them.
    """
    read: dict[int, Tensor] = {}

    def keep(layer: int) -> Any:
        return lambda _, given: read.__setitem__(layer, given[0].float())

    hooks = [router.register_forward_pre_hook(keep(i)) for i, router in enumerate(routers)]
    layers, width = len(routers), routers[0].proj.in_features
    device = routers[0].proj.weight.device
    xx, xy, sum_x = (torch.zeros(layers, *size, device=device) for size in ((width, width), (width,), (width,)))
    sum_y, count = 0.0, 0
    try:
        for losses, counts in runs:
            hard = losses.float().clamp(max=HARDEST).sqrt()
            sum_y, count = sum_y + float(hard.sum()), count + len(hard)
            for i in range(layers):
                x = read[i][counts]
                xx[i].addmm_(x.T, x)
                xy[i] += x.T @ hard
                sum_x[i] += x.sum(0)
    finally:
        for hook in hooks:
            hook.remove()
    weights = torch.stack([_line(xx[i], xy[i], sum_x[i] / count, sum_y / count, count) for i in range(layers)]) * strength
    return weights, -(weights * sum_x / count).sum(1)


def _line(xx: Tensor, xy: Tensor, mean_x: Tensor, mean_y: float, count: int) -> Tensor:
    """Ridge regression (hidden,), scaled so that what it foretells varies by 1."""
    covariance, both = xx / count - torch.outer(mean_x, mean_x), xy / count - mean_x * mean_y
    found: Tensor = torch.linalg.solve(covariance + RIDGE * covariance.diagonal().mean() * torch.eye(len(mean_x), device=xx.device), both)
    return found / (found @ covariance @ found).clamp_min(1e-12).sqrt()
