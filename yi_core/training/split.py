"""One dense MLP -> a shared expert and fine routed ones with a router, from how its neurons behave on calibration text."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import normalize

from yi_core.model.experts import GatedMLP, MixtureOfExperts

SKETCH = 96  # dimensions to which the record of a neuron's activity is projected
ROUNDS = 8  # of k-means
RIDGE = 0.1  # of the inputs' mean power


def neurons(mlp: GatedMLP, x: Tensor) -> Tensor:
    """Activations times their reach: how strongly each neuron moves the output (tokens, neurons)."""
    reach: Tensor = mlp.down_proj.weight.norm(dim=0)
    return mlp.neurons(x).abs() * reach


def balanced_groups(records: Tensor, groups: int, seed: int = 0) -> Tensor:
    """Labels (rows): k-means by cosine into `groups` groups of the same size; the rows that are surest choose first."""
    generator = torch.Generator().manual_seed(seed)
    v = normalize(records, dim=1)
    size = len(v) // groups
    centres = v[torch.randperm(len(v), generator=generator)[:groups]]
    labels = torch.zeros(len(v), dtype=torch.long)
    for _ in range(ROUNDS):
        near = v @ centres.T
        room, wishes = [size] * groups, near.argsort(1, descending=True).tolist()
        for row in near.amax(1).argsort(descending=True).tolist():
            group = next(g for g in wishes[row] if room[g])
            labels[row], room[group] = group, room[group] - 1
        sums = torch.zeros_like(centres).index_add_(0, labels, v)
        centres = normalize(sums, dim=1)
    return labels


def order_neurons(dense: GatedMLP, inputs: Sequence[Tensor], shared: int, experts: int, seed: int) -> Tensor:
    """A permutation of the dense MLP's neurons: the `shared` with most energy first, then expert after expert by co-activation.

    `inputs` are the MLP's inputs, a (tokens, hidden) for each calibration text.
    """
    generator = torch.Generator().manual_seed(seed)
    width = dense.down_proj.in_features
    power, records = torch.zeros(width), torch.zeros(width, SKETCH)
    for x in inputs:
        active = neurons(dense, x)
        power += active.square().sum(0)
        records += active.T @ torch.randn(len(x), SKETCH, generator=generator)
    chosen = torch.zeros(width, dtype=torch.bool)
    chosen[power.topk(shared).indices] = True
    rest = (~chosen).nonzero()[:, 0]
    labels = balanced_groups(records[rest], experts, seed)
    return torch.cat([chosen.nonzero()[:, 0], rest[labels.argsort(stable=True)]])


def fit_router(mixture: MixtureOfExperts, inputs: Sequence[Tensor]) -> None:
    """Ridge regression from the MLP's input to the log of each expert's energy; softmax of that is the experts' shares."""
    width, count = mixture.router.proj.in_features, 0
    xx, xy = torch.zeros(width, width), torch.zeros(width, mixture.count)
    sum_x, sum_y = torch.zeros(width), torch.zeros(mixture.count)
    for x in inputs:
        y = mixture.energy(mixture.experts.neurons(x)).clamp_min(1e-4).log()
        xx, xy = xx + x.T @ x, xy + x.T @ y
        sum_x, sum_y, count = sum_x + x.sum(0), sum_y + y.sum(0), count + len(x)
    mean_x, mean_y = sum_x / count, sum_y / count
    xx, xy = xx - count * torch.outer(mean_x, mean_x), xy - count * torch.outer(mean_x, mean_y)
    ridge = RIDGE * xx.diagonal().mean() * torch.eye(width)
    weight = torch.linalg.solve(xx + ridge, xy)
    mixture.router.proj.weight.data.copy_(weight.T)
    mixture.router.proj.bias.data.copy_(mean_y - mean_x @ weight)


def split(mixture: MixtureOfExperts, dense: GatedMLP, inputs: Sequence[Tensor], seed: int = 0) -> Tensor:
    """Fill `mixture` from `dense`, so that with all experts kept it computes the same; returns the order of the neurons."""
    shared = mixture.shared.down_proj.in_features
    order = order_neurons(dense, inputs, shared, mixture.count, seed)
    for part, own in ((mixture.shared, order[:shared]), (mixture.experts, order[shared:])):
        part.gate_proj.weight.data.copy_(dense.gate_proj.weight[own])
        part.up_proj.weight.data.copy_(dense.up_proj.weight[own])
        part.down_proj.weight.data.copy_(dense.down_proj.weight[:, own])
    fit_router(mixture, inputs)
    return order
