"""The stages of `base`, each a function of a folder: sft -> upcycle -> heal -> demand -> quantise.

sft: an adapter on the dense model. upcycle: its neurons sorted into experts, and routers. heal: the adapter and the routers go on learning
with routing switched on. demand: which tokens are to get more of them. What `heal` then holds is what the repository ships
(yi_core/checkpoints/base); quantise makes the model from it.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yi_core.assemble import assemble
from yi_core.base import ADAPTER, DEMAND, KEPT, ROUTING, TOKENIZER
from yi_core.examples import CORPUS, records
from yi_core.model.files import read_config, write
from yi_core.sources import Adapted, GgufSource
from yi_core.training import routed
from yi_core.training.adapter_to_gguf import convert
from yi_core.training.conversations import Conversation, conversations, encode, held_out
from yi_core.training.data import texts
from yi_core.training.demand import STRENGTH, fit_demand
from yi_core.training.gguf_to_torch import tokenizer as gguf_tokenizer
from yi_core.training.stages import Options
from yi_core.training.trainer import TrainingError
from yi_core.training.tune import Tuning, tune
from yi_core.training.upcycle import base_config, upcycle
from yi_core.training.vocabulary import choose, prune
from yi_core.weights import build

TUNED = ("adapter_model.safetensors", "adapter_config.json", "README.md")
CALIBRATION_LENGTH = 512


def sft(options: Options) -> dict[str, Any]:
    """The adapter on the dense model, routing off."""
    out = options.folder / "sft"
    losses = tune(options.minutes, out, corpus=options.corpus)
    convert(out, out / ADAPTER.name)
    return {"path": str(out), **losses}


def split(options: Options) -> dict[str, Any]:
    """Experts and routers of the dense model with this folder's adapter, or with the one that is shipped."""
    out = options.folder / "upcycle"
    if not (out / "config.json").is_file():
        own = options.folder / "sft" / ADAPTER.name
        source = Adapted(GgufSource(build(options.cache)), own if own.is_file() else ADAPTER)
        whole = gguf_tokenizer(source.source.reader)
        kept = choose(whole, texts(records(), options.text), options.vocabulary or 40_000)
        tokenizer = prune(whole, kept)
        out.mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(out / TOKENIZER))
        talks = [encode(tokenizer, talk)[0] for talk in _calibration(options.calibration)]
        config = base_config(source.sizes, len(kept), eos_token_id=tokenizer.token_to_id("<|im_end|>"))
        upcycle(source, config, kept, [ids[:CALIBRATION_LENGTH] for ids in talks], out)
    return {"path": str(out)}


def heal(options: Options) -> dict[str, Any]:
    """Adapter and routers, routing on; leaves everything that `assemble` asks for."""
    before, out = options.folder / "upcycle", options.folder / "heal"
    if not (before / "config.json").is_file():
        raise TrainingError(f"{before} is not there: run `train upcycle --preset base` first")
    out.mkdir(parents=True, exist_ok=True)
    for name in TUNED:
        if (options.folder / "sft" / name).is_file() and not (out / name).is_file():
            shutil.copy(options.folder / "sft" / name, out / name)
    losses = tune(options.minutes, out, before / ROUTING, options.p_end, options.corpus)
    convert(out, out / ADAPTER.name)
    for name in ("config.json", KEPT, TOKENIZER):
        shutil.copy(before / name, out / name)
    return {"path": str(out), **losses}


def demand(options: Options) -> dict[str, Any]:
    """How hard the next token is, from the healed model's states on conversations it has seen; beside what `heal` left."""
    out = options.folder / "heal"
    if not (out / "config.json").is_file():
        raise TrainingError(f"{out} is not there: run `train heal --preset base` first")
    config = read_config(out)
    tuning = Tuning(out, out / ROUTING)
    tuning.model.eval()
    routed.set_top_p(tuning.mlps, config.layer_top_p(0))
    talks = _calibration(options.calibration, options.corpus)
    weight, bias = fit_demand([mlp.router for mlp in tuning.mlps], map(tuning.token_losses, talks), STRENGTH)
    write(out / DEMAND, {"weight": weight.half(), "bias": bias})
    config.router_demand = True
    config.save_pretrained(out)
    return {"path": str(out / DEMAND), "conversations": len(talks)}


def _calibration(count: int, corpus: Path = CORPUS) -> list[Conversation]:
    """The scripts' conversations of so many training records, always the same ones."""
    chosen = [r for r in records(corpus) if not held_out(r)]
    random.Random(0).shuffle(chosen)
    return [conversations(r, random.Random(r["id"]))[0] for r in chosen[:count]]


def quantise(options: Options) -> dict[str, Any]:
    """The model from what `heal` left, as `build` makes it on a user's machine."""
    ours, out = options.folder / "heal", options.folder / "model"
    if not (ours / "config.json").is_file():
        raise TrainingError(f"{ours} is not there: run `train heal --preset base` first")
    assemble(Adapted(GgufSource(build(options.cache)), ours / ADAPTER.name), ours, out, bits=options.bits)
    return {"path": str(out), "bits": options.bits}


STAGES: dict[str, Callable[[Options], dict[str, Any]]] = {
    "sft": sft,
    "upcycle": split,
    "heal": heal,
    "demand": demand,
    "quantise": quantise,
}
