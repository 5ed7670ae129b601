"""LoRA on the dense base, bf16 weights and fp32 adapters, for a given time: `python -m yi_core.training.tune --minutes 150 --out FOLDER`.

With `--routing FILE` (what `train upcycle` found) tokens run through the experts that they keep, p falling from 1 to `--p-end` over the
first three fifths, and the routers learn too. Saves every few steps; run again with the same folder, it goes on from the last save (weights
and steps; the optimiser starts anew). About 36 tokens/s on two idle AVX-512 BF16 cores, 13 GB resident; 16 GB in fp32 with routing.
"""

import argparse
import json
import logging
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model

from yi_core.base import ROUTING
from yi_core.examples import CORPUS, records
from yi_core.sources import GgufSource
from yi_core.training import routed
from yi_core.training.conversations import Conversation, conversations, encode, held_out
from yi_core.training.gguf_to_torch import load, tokenizer
from yi_core.training.upcycle import base_config
from yi_core.weights import build

LINEARS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
FROZEN = 8  # the first layers stay as they are: no gradient passes them, a sixth of the work is saved
RATE, WARM_STEPS, BATCH, SAVE_EVERY, HELD_OUT = 2.5e-4, 4, 2, 4, 4
ROUTER_RATE, SHARES = 0.4, 0.1  # of the adapters' rate; weight of the routers' own loss
log = logging.getLogger(__name__)


class Tuning:
    """A model under tuning and its optimiser; `step` counts from the first run into the folder."""

    def __init__(self, out: Path, routing: Path | None = None) -> None:
        torch.manual_seed(0)
        dtype = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32  # bf16 crawls without its instructions
        self.base, reader = load(build(), dtype)
        self.tokens = tokenizer(reader)
        self.out, self.step = out, 0
        self.mlps = self._routed(routing) if routing else []
        if (out / "adapter_model.safetensors").is_file():
            self.model = PeftModel.from_pretrained(self.base, str(out), is_trainable=True)
            self.step = json.loads((out / "progress.json").read_text())["step"] if (out / "progress.json").is_file() else 0
        else:
            self.model = get_peft_model(self.base, self._lora())
        self.weights = [p for p in self.model.parameters() if p.requires_grad]
        self.routers = [p.requires_grad_(True) for mlp in self.mlps for p in mlp.router.parameters()]
        groups = [{"params": self.weights, "share": 1.0}, *([{"params": self.routers, "share": ROUTER_RATE}] if self.routers else [])]
        self.optimizer = torch.optim.AdamW(groups, lr=0.0, weight_decay=0.0, betas=(0.9, 0.99))

    def _routed(self, routing: Path) -> list[routed.RoutedMLP]:
        self.config = base_config(GgufSource(build()).sizes, 0)
        self.routing = self.out / ROUTING if (self.out / ROUTING).is_file() else routing
        return routed.install(self.base, self.config, self.routing)

    def _lora(self) -> LoraConfig:
        layers = list(range(FROZEN, self.base.config.num_hidden_layers))
        return LoraConfig(r=16, lora_alpha=32, target_modules=LINEARS, layers_to_transform=layers)

    def token_losses(self, conversation: Conversation) -> tuple[torch.Tensor, torch.Tensor]:
        """Cross-entropy of each token that the assistant says, and which tokens (all,) foretell them."""
        ids, labels = encode(self.tokens, conversation)
        wanted = torch.tensor([*labels[1:], -100])
        spoken = wanted >= 0
        hidden = self.base.model(input_ids=torch.tensor([ids])).last_hidden_state[0]
        logits = self.base.lm_head(hidden[spoken]).float()
        return torch.nn.functional.cross_entropy(logits, wanted[spoken], reduction="none"), spoken

    def train_step(self, batch: list[Conversation], done: float) -> float:
        """One optimiser step over `batch`; `done` (0 to 1) is how much of the time is over. Returns the loss in nats a token."""
        rate = RATE * min(1.0, (self.step + 1) / WARM_STEPS) * min(1.0, (1 - done) / 0.6)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["share"]
        total, count = 0.0, 0
        for conversation in batch:
            losses, _ = self.token_losses(conversation)
            loss = losses.sum()
            wanted = loss / (100 * len(batch))
            if self.mlps:
                wanted = wanted + SHARES * routed.shares_missed(self.mlps) / len(batch)
            wanted.backward()
            total, count = total + float(loss.detach()), count + len(losses)
        for weights in (self.weights, self.routers):
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        return total / count

    def evaluate(self, test: list[dict[str, Any]]) -> float:
        """Nats a token on the scripts of records never trained on."""
        self.model.eval()
        with torch.no_grad():
            rows = [self.token_losses(conversations(record, random.Random(5))[0][:3])[0] for record in test]
        self.model.train()
        return float(torch.cat(rows).mean())

    def save(self) -> None:
        """Adapter and progress; the adapter is written first, so that a kill between the two costs nothing."""
        self.model.save_pretrained(str(self.out))
        if self.mlps:
            routed.save(self.mlps, self.routing, self.out / ROUTING)
        (self.out / "progress.json").write_text(json.dumps({"step": self.step}))


def endless(train: list[dict[str, Any]], rng: random.Random) -> Iterator[Conversation]:
    """Scripts of all records in a new order each round; replies to 60 % of them and translations of 25 %."""
    while True:
        rng.shuffle(train)
        for record in train:
            script, *others = conversations(record, rng)
            yield script
            if len(others) == 2 and rng.random() < 0.6:
                yield others[0]
            if rng.random() < 0.25:
                yield others[-1]


def tune(minutes: float, out: Path, routing: Path | None = None, p_end: float = 0.75, corpus: Path = CORPUS) -> dict[str, float]:
    """Tune for a time; returns the held-out loss before and after, in nats a token, also at each p."""
    everything = list(records(corpus))
    test, train = [r for r in everything if held_out(r)][:HELD_OUT], [r for r in everything if not held_out(r)]
    tuning = Tuning(out, routing)
    ways = (1.0, p_end) if routing else (1.0,)

    losses: dict[str, float] = {}

    def report(when: str) -> None:
        for p in ways:
            routed.set_top_p(tuning.mlps, p)
            losses[f"{when} at p {p}"] = round(tuning.evaluate(test), 4)
        log.info("%d records, %d held out, %s", len(train), len(test), losses)

    report("before")
    data, start = endless(train, random.Random(1 + tuning.step)), time.time()
    while (done := (time.time() - start) / (minutes * 60)) < 1:
        p = max(p_end, 1 - (1 - p_end) * done / 0.6) if routing else 1.0
        routed.set_top_p(tuning.mlps, p)
        loss = tuning.train_step([next(data) for _ in range(BATCH)], done)
        share = routed.active(tuning.mlps, tuning.config) if routing else 1.0
        log.info("step %d, %.0f s, loss %.3f, p %.3f, %.0f %% of the MLPs", tuning.step, time.time() - start, loss, p, 100 * share)
        if tuning.step % SAVE_EVERY == 0:
            tuning.save()
    tuning.save()
    report("after")
    return losses


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the adapter; an earlier run there is continued")
    parser.add_argument("--routing", type=Path, help="routing.safetensors of `train upcycle`: train with experts switched on")
    parser.add_argument("--p-end", type=float, default=0.75)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of records (default: the authored corpus)")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tune(given.minutes, given.out, given.routing, given.p_end, given.corpus)
