"""LoRA on the dense base, bf16 weights and fp32 adapters, for a given time, on a GPU where there is one.

With a routing file (what `train upcycle` found) tokens run through the experts that they keep, and the routers learn too. Saves every
`SAVE_SECONDS`; run again with the same folder, it goes on from the last save (weights and steps; the optimiser starts anew). About 36
tokens/s on two idle AVX-512 BF16 cores, 13 GB resident; 16 GB in fp32 with routing.
"""

import json
import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from tokenizers import Tokenizer
from torch import Tensor

from yi_core.base import ROUTING, TOKENIZER
from yi_core.sources import GgufSource
from yi_core.training import routed
from yi_core.training.conversations import Conversation, encode
from yi_core.training.data import Batch, pad
from yi_core.training.gguf_to_torch import load, tokenizer
from yi_core.training.trainer import device
from yi_core.training.upcycle import base_config
from yi_core.weights import build

LINEARS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
RATE, WARM_STEPS, SAVE_SECONDS, LONGEST = 2.5e-4, 4, 240, 1600
ROUTER_RATE, SHARES = 0.4, 0.1  # of the adapters' rate; weight of the routers' own loss
AHEAD = 8  # steps whose conversations are dealt out together, those of like length in one pass
log = logging.getLogger(__name__)
Encoded = tuple[list[int], list[int]]


class Tuning:
    """A model under tuning and its optimiser; `step` counts from the first run into the folder.

    `dense`: another GGUF than the built one, with the tokenizer of its vocabulary beside it.
    """

    def __init__(self, out: Path, routing: Path | None = None, dense: Path | None = None) -> None:
        torch.manual_seed(0)
        self.device = device()
        fast = self.device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()  # bf16 crawls without its instructions
        self.rows = 16 if self.device.type == "cuda" else 1  # conversations in one pass
        self.batch = max(2, self.rows)  # and in one step
        dense = dense or build()
        self.base, reader = load(dense, torch.bfloat16 if fast else torch.float32)
        beside = dense.parent / TOKENIZER
        self.tokens: Tokenizer = Tokenizer.from_file(str(beside)) if beside.is_file() else tokenizer(reader)
        self.out, self.step = out, 0
        self.config = base_config(GgufSource(dense).sizes, 0)
        self.routing = out / ROUTING if (out / ROUTING).is_file() else routing
        self.mlps = routed.install(self.base, self.config, self.routing) if self.routing else []
        self.base.to(self.device)
        if (out / "adapter_model.safetensors").is_file():
            self.model = PeftModel.from_pretrained(self.base, str(out), is_trainable=True)
            self.step = json.loads((out / "progress.json").read_text())["step"] if (out / "progress.json").is_file() else 0
        else:
            self.model = get_peft_model(self.base, LoraConfig(r=16, lora_alpha=32, target_modules=LINEARS))
        self.weights = [p for p in self.model.parameters() if p.requires_grad]
        self.routers = [p.requires_grad_(True) for mlp in self.mlps for p in mlp.router.parameters()]
        groups = [{"params": self.weights, "share": 1.0}, *([{"params": self.routers, "share": ROUTER_RATE}] if self.routers else [])]
        self.optimizer = torch.optim.AdamW(groups, lr=0.0, weight_decay=0.0, betas=(0.9, 0.99))

    def set_top_p(self, p: float | list[float]) -> None:
        """The routing threshold from now on, of all layers or of each."""
        routed.set_top_p(self.mlps, p)

    def encoded(self, conversation: Conversation) -> Encoded:
        """Ids and labels, no longer than `LONGEST`."""
        ids, labels = encode(self.tokens, conversation)
        return ids[:LONGEST], labels[:LONGEST]

    def token_losses(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Cross-entropy of each token that is to be learned, in reading order, and which tokens (rows, length) foretell them."""
        ids, labels = batch.ids.to(self.device), batch.labels.to(self.device)
        wanted = torch.nn.functional.pad(labels[:, 1:], (0, 1), value=-100)
        spoken = wanted >= 0
        with torch.autocast("cuda", torch.bfloat16) if self.device.type == "cuda" else nullcontext():
            hidden = self.base.model(input_ids=ids, use_cache=False).last_hidden_state
            logits = self.base.lm_head(hidden[spoken])
        return torch.nn.functional.cross_entropy(logits.float(), wanted[spoken], reduction="none"), spoken

    def share(self, batch: Batch, tokens: int) -> Tensor:
        """What a pass adds to the mean loss of a step of so many tokens."""
        return self.token_losses(batch)[0].sum() / tokens

    def learn(self, passes: Sequence[Callable[[], Tensor]], done: float, rate: float = RATE) -> float:
        """One optimiser step over losses, each the share of its pass in the step's; `done` (0 to 1) is how much of the time is over.
        Returns their sum."""
        now = rate * min(1.0, (self.step + 1) / WARM_STEPS) * min(1.0, (1 - done) / 0.6)
        for group in self.optimizer.param_groups:
            group["lr"] = now * group["share"]
        total = 0.0
        for run in passes:
            loss = run()
            total += float(loss.detach())
            if self.mlps:
                loss = loss + SHARES * routed.shares_missed(self.mlps) / len(passes)
            loss.backward()
        for weights in (self.weights, self.routers):
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        return total

    @contextmanager
    def measuring(self) -> Iterator[None]:
        """In evaluation mode, without gradients."""
        self.model.eval()
        with torch.no_grad():
            yield
        self.model.train()

    def losses(self, batches: Sequence[Batch]) -> float:
        """Nats a token on conversations."""
        with self.measuring():
            return float(torch.cat([self.token_losses(batch)[0] for batch in batches]).mean())

    def active(self, batches: Sequence[Batch]) -> float:
        """Share of the MLPs' neurons that run on conversations, a batch on the average."""
        shares = []
        with self.measuring():
            for batch in batches:
                self.token_losses(batch)
                shares.append(routed.active(self.mlps, self.config))
        return sum(shares) / len(shares)

    def save(self) -> None:
        """Adapter and progress; the adapter is written first, so that a kill between the two costs nothing."""
        self.model.save_pretrained(str(self.out))
        if self.routing:
            routed.save(self.mlps, self.routing, self.out / ROUTING)
        (self.out / "progress.json").write_text(json.dumps({"step": self.step}))


def batched(encoded: Sequence[Encoded], rows: int) -> list[Batch]:
    """Passes of so many conversations each, those of like length together."""
    ordered = sorted(encoded, key=lambda one: len(one[0]))
    return [pad(ordered[i : i + rows]) for i in range(0, len(ordered), rows)]


def steps(tuning: Tuning, data: Iterator[Conversation], rng: random.Random) -> Iterator[list[Batch]]:
    """The passes of each step."""
    each = tuning.batch // tuning.rows
    while True:
        passes = batched([tuning.encoded(next(data)) for _ in range(tuning.batch * AHEAD)], tuning.rows)
        rng.shuffle(passes)
        yield from (passes[i : i + each] for i in range(0, len(passes), each))


def tune(tuning: Tuning, data: Iterator[Conversation], minutes: float, p_of: Callable[[float], float] = lambda done: 1.0) -> dict[str, Any]:
    """Tune for a time, at the threshold that `p_of` gives for how much of it is over; what was seen of how much."""
    start, saved, seen = time.time(), time.time(), 0
    for passes in steps(tuning, data, random.Random(1 + tuning.step)):
        done = (time.time() - start) / (minutes * 60)
        if done >= 1:
            break
        tuning.set_top_p(p_of(done))
        tokens = sum(int((batch.labels >= 0).sum()) for batch in passes)
        loss = tuning.learn([partial(tuning.share, batch, tokens) for batch in passes], done)
        seen += sum(batch.ids.numel() for batch in passes)
        if tuning.step % 20 == 0 or tuning.rows == 1:
            share = routed.active(tuning.mlps, tuning.config) if tuning.mlps else 1.0
            log.info("step %d, %.0f s, loss %.3f, %.0f %% of the MLPs", tuning.step, time.time() - start, loss, 100 * share)
        if time.time() - saved > SAVE_SECONDS:
            tuning.save()
            saved = time.time()
    tuning.save()
    return {"steps": tuning.step, "tokens_read": seen, "seconds": round(time.time() - start)}
