"""What a model does on text it has not seen: loss, experts a token, whether hard tokens get more, whether any expert is idle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch.nn.functional import cross_entropy

from yi_core.model.modeling import YiCoreForCausalLM
from yi_core.training.data import Batch


@dataclass(frozen=True)
class Measure:
    """`loss` in nats a token; `experts` kept on the average; `active` share of the MLP's neurons, the shared expert included;
    `correlation` of a token's experts with its loss; `idle` experts (of all layers) that no token kept."""

    loss: float
    tokens: int
    experts: float
    active: float
    correlation: float
    idle: int


@torch.no_grad()
def measure(model: YiCoreForCausalLM, batches: Iterable[Batch]) -> Measure:
    """Over all labelled tokens of the batches; the model is left in evaluation mode."""
    model.eval()
    losses, counts, used = [], [], torch.zeros(len(model.model.layers), model.config.num_experts, dtype=torch.bool)
    for batch in batches:
        out = model(batch.ids, output_routed=True, use_cache=False)
        wanted = batch.labels[:, 1:].flatten()
        spoken = wanted >= 0
        losses.append(cross_entropy(out.logits[:, :-1].flatten(0, 1)[spoken].float(), wanted[spoken], reduction="none"))
        kept = torch.stack([r.kept for r in out.routed])  # layers, tokens, experts
        kept = kept.unflatten(1, batch.ids.shape)[:, :, :-1].flatten(1, 2)[:, spoken]
        used |= kept.any(1)
        counts.append(kept.sum(-1).float().mean(0))
    loss, count = torch.cat(losses), torch.cat(counts)
    active = model.config.active_share(float(count.mean()))
    correlation = float(torch.corrcoef(torch.stack([loss, count]))[0, 1]) if count.std() > 0 else 0.0
    return Measure(float(loss.mean()), len(loss), float(count.mean()), active, correlation, int((~used).sum()))


def sweep(model: YiCoreForCausalLM, batches: Sequence[Batch], values: Iterable[float]) -> list[tuple[float, Measure]]:
    """The measure at each routing threshold; the model's own is put back."""
    own, rows = model.config.router_top_p, []
    for p in values:
        model.set_top_p(p)
        rows.append((p, measure(model, batches)))
    model.set_top_p(own)
    return rows
