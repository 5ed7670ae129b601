"""One training stage: AdamW under a warmup-stable-decay rate, routing held by a controller, a checkpoint that survives kill -9."""

import json
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from yi_core.model.modeling import YiCoreForCausalLM
from yi_core.model.routing import Controller
from yi_core.training.data import Batch, Data
from yi_core.training.evaluate import Measure, measure

log = logging.getLogger(__name__)
EVERY = 20  # of so many steps one is told


def device() -> torch.device:
    """The GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def placed(model: YiCoreForCausalLM) -> YiCoreForCausalLM:
    """The model, there."""
    nn.Module.to(model, device())
    return model


class TrainingError(Exception):
    """A stage cannot run; the message says why and what to do."""


@dataclass(frozen=True)
class Recipe:
    """How long and how fast. `warm` and `decay` are shares of `steps`."""

    steps: int
    rate: float
    warm: float = 0.05
    decay: float = 0.2
    weight_decay: float = 0.1
    clip: float = 1.0
    save_every: int = 50


def wsd(step: int, recipe: Recipe) -> float:
    """Share of the full rate at a step: linear rise, plateau, linear fall to a twentieth."""
    warm, fall = max(1, round(recipe.steps * recipe.warm)), max(1, round(recipe.steps * recipe.decay))
    down = 0.05 + 0.95 * (recipe.steps - step) / fall
    return min(1.0, (step + 1) / warm, max(0.05, down))


class Trainer:
    """Trains what of `model` requires a gradient."""

    def __init__(self, model: YiCoreForCausalLM, data: Data, recipe: Recipe, folder: Path) -> None:
        self.model, self.data, self.recipe, self.folder = model, data, recipe, folder
        self.weights = {name: p for name, p in model.named_parameters() if p.requires_grad}
        matrices = [p for p in self.weights.values() if p.ndim > 1]
        others = [p for p in self.weights.values() if p.ndim <= 1]
        groups = [{"params": matrices, "weight_decay": recipe.weight_decay}, {"params": others, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.95))
        start = model.config.router_top_p
        p = start if isinstance(start, float) else sum(start) / len(start)
        self.controller = Controller(model.config.target_experts, model.config.num_experts, p)
        self.step = 0
        self._resume()
        if self.step:
            self._set_p()

    def run(self) -> Iterator[dict[str, float]]:
        """Go to the last step, yielding each step's figures; they are also lines of log.jsonl in the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as out:
            while self.step < self.recipe.steps:
                figures = self.train_step()
                out.write(json.dumps(figures) + "\n")
                out.flush()
                if self.step % self.recipe.save_every == 0 or self.step == self.recipe.steps:
                    self.save()
                    self._set_p()
                yield figures

    def train_step(self) -> dict[str, float]:
        """One optimiser step."""
        start, batch = time.perf_counter(), self.data.batch(self.step).to(self.model.device)
        self.model.train()
        p = self._set_p()
        rate = self.recipe.rate * wsd(self.step, self.recipe)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        out = self.model(input_ids=batch.ids, labels=batch.labels, output_routed=True)
        if not torch.isfinite(out.loss):
            raise TrainingError(f"the loss is no longer a number at step {self.step}: lower the rate, and go on from the last checkpoint")
        out.loss.backward()
        torch.nn.utils.clip_grad_norm_(list(self.weights.values()), self.recipe.clip)
        self.optimizer.step()
        self.optimizer.zero_grad()
        learned = (batch.labels >= 0).flatten()  # what is padded, or asked, is not what the model is to be fast at
        mean = sum(r.mean_experts(learned) for r in out.routed) / len(out.routed)
        if self.model.config.routing == "top_p":
            self.controller.update(mean)
        self.step += 1
        seconds = time.perf_counter() - start
        return {
            "step": self.step,
            "loss": round(float(out.text_loss.detach()), 5),
            "router_loss": round(float(out.loss.detach() - out.text_loss.detach()), 5),
            "experts": round(mean, 4),
            "p": round(p, 5),
            "rate": rate,
            "tokens_per_s": round(batch.ids.numel() / seconds, 1),
        }

    def _set_p(self) -> float:
        """The controller's threshold of this step."""
        if self.model.config.routing != "top_p":
            return 1.0
        self.model.set_top_p(self.controller.p)
        return self.controller.p

    def save(self) -> None:
        """Weights, optimiser and controller in one file, moved into place when it is whole."""
        tensors: dict[str, Tensor] = {}
        for name, p in self.weights.items():
            tensors[f"weight {name}"] = p.detach().contiguous()
            for key in ("exp_avg", "exp_avg_sq", "step"):
                tensors[f"{key} {name}"] = self.optimizer.state[p][key].contiguous()
        state = {"step": self.step, "recipe": asdict(self.recipe), "controller": self.controller.state()}
        partial = self.folder / "checkpoint.partial"
        save_file(tensors, partial, {"state": json.dumps(state)})
        partial.replace(self.folder / "checkpoint.safetensors")

    def _resume(self) -> None:
        """Go on from the checkpoint in the folder, if there is one; log lines after it are dropped."""
        file = self.folder / "checkpoint.safetensors"
        if not file.is_file():
            (self.folder / "log.jsonl").unlink(missing_ok=True)
            return
        try:
            with safe_open(file, "pt") as tensors:
                state = json.loads(tensors.metadata()["state"])
                for name, p in self.weights.items():
                    p.data.copy_(tensors.get_tensor(f"weight {name}"))
                    self.optimizer.state[p] = {key: tensors.get_tensor(f"{key} {name}") for key in ("exp_avg", "exp_avg_sq", "step")}
        except (SafetensorError, KeyError, TypeError, RuntimeError) as problem:
            raise TrainingError(f"{file} does not fit this run ({problem}): remove it, or choose another folder") from problem
        self.step = state["step"]
        self.controller.resume(state["controller"])
        lines = (self.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
        whole = [line for line in lines if line.endswith("}") and json.loads(line)["step"] <= self.step]
        (self.folder / "log.jsonl").write_text("".join(line + "\n" for line in whole), encoding="utf-8")
        log.info("going on from step %d of %d", self.step, self.recipe.steps)


def train(trainer: Trainer, test: Sequence[Batch]) -> tuple[Measure, Measure]:
    """Run a stage to its end with its progress in the log; what it measured on `test` before and after."""
    before = measure(trainer.model, test)
    log.info("held-out loss before %.4f over %d tokens, %.2f experts", before.loss, before.tokens, before.experts)
    for figures in trainer.run():
        if figures["step"] % EVERY == 0:
            log.info("step %(step)d: loss %(loss).4f, %(experts).2f experts at p %(p).3f, %(tokens_per_s).0f tokens/s", figures)
    after = measure(trainer.model, test)
    log.info("held-out loss after %.4f, %.2f experts, correlation %.3f, %d idle", after.loss, after.experts, after.correlation, after.idle)
    return before, after
