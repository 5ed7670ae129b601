"""Preference: of two answers of its own to one question, the one that the verifiers accepted is made likelier than the refused one.

DPO (Rafailov et al. 2023, arXiv 2305.18290) with the model as it was as the reference, and a share of the usual loss on the chosen
answers, without which both may grow unlikely. Pairs come from tools/preferences.py: {"messages", "chosen", "refused"}.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from yi_core.prompt import Message
from yi_core.training.conversations import encode
from yi_core.training.data import Batch, pad
from yi_core.training.tune import Encoded, Tuning

BETA, CHOSEN = 0.1, 0.5  # how far from the reference; weight of the usual loss
RATE, EPOCHS, PAIRS = 2e-5, 1, 16  # pairs a step
TESTED = 10  # every so many'th pair is never trained on


@dataclass(frozen=True)
class Pairs:
    """Pairs in one pass: chosen answers first, then the refused ones in the same order; `reference` log-probabilities of them."""

    batch: Batch
    reference: Tensor


def encoded(tuning: Tuning, messages: Sequence[Message], answer: str) -> Encoded:
    """The answer's tokens, its end included, are those to learn."""
    return encode(tuning.tokens, [*messages, ("assistant", answer)])


def answer_logs(tuning: Tuning, batch: Batch) -> Tensor:
    """The log-probability of each row's answer (rows,), in nats."""
    losses, spoken = tuning.token_losses(batch)
    row = torch.arange(len(spoken), device=losses.device)[:, None].expand_as(spoken)[spoken]
    return losses.new_zeros(len(spoken)).index_add(0, row, -losses)


def gain(logs: Tensor, reference: Tensor) -> Tensor:
    """BETA times how much likelier than the reference the chosen answers became, less the same of the refused ones (pairs,)."""
    chosen, refused = (logs - reference).chunk(2)
    return BETA * (chosen - refused)


def read(tuning: Tuning, file: Path) -> tuple[list[Pairs], list[Pairs]]:
    """(to train on, to test on), each in passes of PAIRS, with the reference taken from the model as it is."""
    rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]
    tested = [row for i, row in enumerate(rows) if i % TESTED == 0]
    learned = [row for i, row in enumerate(rows) if i % TESTED]
    return _passes(tuning, learned), _passes(tuning, tested)


def _passes(tuning: Tuning, rows: Sequence[dict[str, Any]]) -> list[Pairs]:
    made = []
    with tuning.measuring():
        for i in range(0, len(rows) - len(rows) % PAIRS or len(rows), PAIRS):
            some = rows[i : i + PAIRS]
            asked = [[(who, text) for who, text in row["messages"]] for row in some]
            both = [encoded(tuning, ask, row[side]) for side in ("chosen", "refused") for ask, row in zip(asked, some, strict=True)]
            batch = pad(both)
            made.append(Pairs(batch, answer_logs(tuning, batch)))
    return made


def right(tuning: Tuning, passes: Sequence[Pairs]) -> float:
    """The share of pairs whose chosen answer is the likelier one, a token on the average."""
    found = []
    with tuning.measuring():
        for some in passes:
            chosen, refused = (answer_logs(tuning, some.batch) / (some.batch.labels >= 0).sum(1).to(tuning.device)).chunk(2)
            found.append(chosen > refused)
    return float(torch.cat(found).float().mean())


def loss(tuning: Tuning, some: Pairs) -> Tensor:
    """DPO's loss of a pass, and CHOSEN times the usual one on its chosen answers."""
    logs = answer_logs(tuning, some.batch)
    tokens = (some.batch.labels[: len(logs) // 2] >= 0).sum()
    return -logsigmoid(gain(logs, some.reference)).mean() - CHOSEN * logs.chunk(2)[0].sum() / tokens


def prefer(tuning: Tuning, passes: Sequence[Pairs]) -> None:
    """EPOCHS rounds over the pairs, the rate falling to 0."""
    rng = random.Random(0)
    order = [some for _ in range(EPOCHS) for some in rng.sample(passes, len(passes))]
    for at, some in enumerate(order):
        tuning.learn([partial(loss, tuning, some)], at / len(order), RATE)
