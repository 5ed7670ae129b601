"""What a model does on text it has not seen: loss, experts a token, whether hard tokens get more, whether any expert is idle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from yi_core.model.configuration import YiCoreConfig
from yi_core.model.modeling import YiCoreForCausalLM
from yi_core.moe_engine import TOGETHER, log_probability
from yi_core.training.data import Batch

if TYPE_CHECKING:
    from yi_core.decode.fused import FusedDecoder


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
    losses, counts = [], []
    used = torch.zeros(len(model.model.layers), model.config.num_experts, dtype=torch.bool, device=model.device)
    for batch in (b.to(model.device) for b in batches):
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


def measure_packed(decoder: "FusedDecoder", talks: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Measure:
    """The same of quantised weights, token by token as they are decoded, over the labelled tokens of conversations (ids, labels), of which
    a few go on together."""
    losses, counts, used = list[float](), list[float](), np.zeros_like(decoder.kept)
    for at in range(0, len(talks), TOGETHER):
        going = [Told(decoder, ids, labels) for ids, labels in talks[at : at + TOGETHER]]
        while going := [text for text in going if text.at < len(text.ids)]:
            for text in going:
                if text.labels[text.at] >= 0:
                    losses.append(-log_probability(text.logits, text.ids[text.at]))
                    counts.append(text.fork.experts)
                    used |= text.fork.kept
            rows = decoder.step_forks([text.fork for text in going], [text.ids[text.at] for text in going])
            for text, logits in zip(going, rows, strict=True):
                text.at, text.logits = text.at + 1, logits.copy()
    experts = float(np.mean(counts))
    correlation = float(np.corrcoef(losses, counts)[0, 1]) if np.std(counts) > 0 else 0.0
    active = YiCoreConfig(**vars(decoder.packed.config)).active_share(experts)
    return Measure(float(np.mean(losses)), len(losses), experts, active, correlation, int((~used).sum()))


class Told:
    """A conversation on its way: the next token is `ids[at]`, foretold by `logits`. What comes before the first labelled token is read."""

    def __init__(self, decoder: "FusedDecoder", ids: Sequence[int], labels: Sequence[int]) -> None:
        self.ids, self.labels = ids, labels
        self.at = next(i for i, label in enumerate(labels) if label >= 0)
        decoder.rewind(0)
        self.logits = decoder.read(ids[: self.at]).copy()
        self.fork = decoder.fork()


def sweep(model: YiCoreForCausalLM, batches: Sequence[Batch], values: Iterable[float]) -> list[tuple[float, Measure]]:
    """The measure at each routing threshold; the model's own is put back."""
    own, rows = model.config.router_top_p, []
    for p in values:
        model.set_top_p(p)
        rows.append((p, measure(model, batches)))
    model.set_top_p(own)
    return rows
