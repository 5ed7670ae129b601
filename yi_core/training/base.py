"""The stages of `base`, each a function of a folder: sft -> upcycle -> heal -> prefer -> demand -> quantise.

sft: an adapter on the dense model. upcycle: its neurons sorted into experts, and routers. heal: the adapter and the routers go on learning
with routing switched on. prefer: lines that the verifiers refuse become unlikely. demand: which tokens are to get more experts. What is
then in the last one's folder is what the repository ships (yi_core/checkpoints/base); quantise makes the model from it.
"""

import json
import logging
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from yi_core.assemble import assemble
from yi_core.base import ADAPTER, DEMAND, KEPT, ROUTING, TOKENIZER
from yi_core.examples import CORPUS, records
from yi_core.model.files import read_config, write
from yi_core.sources import Adapted, GgufSource
from yi_core.training import preference
from yi_core.training.adapter_to_gguf import convert
from yi_core.training.conversations import Conversation, conversations, encode
from yi_core.training.data import Batch, texts
from yi_core.training.demand import STRENGTH, fit_demand
from yi_core.training.gguf_to_torch import tokenizer as gguf_tokenizer
from yi_core.training.mixture import endless, tests, training_records
from yi_core.training.stages import Options
from yi_core.training.thresholds import allocate, curves
from yi_core.training.trainer import TrainingError
from yi_core.training.tune import Tuning, batched, tune
from yi_core.training.upcycle import base_config, upcycle
from yi_core.training.vocabulary import choose, prune
from yi_core.weights import build

TUNED = ("adapter_model.safetensors", "adapter_config.json", "README.md")
CALIBRATION_LENGTH = 512
CURVES = 16  # conversations on which the layers' thresholds are found
FALL = 0.5  # of healing: until then p falls
UNIFORM, TARGETS = (1.0, 0.85, 0.8, 0.75, 0.72, 0.7, 0.6), (0.75, 0.8)  # thresholds and shares at which the healed model is measured
NEAR = 0.05  # nats a token on scripts: of the ways so near to p = 1 the one with the fewest neurons is shipped
log = logging.getLogger(__name__)


def sft(options: Options) -> dict[str, Any]:
    """The adapter on the dense model, routing off."""
    tuning = Tuning(_made(options.folder / "sft"), dense=options.dense)
    held = _held(tuning, options)
    before = _measure(tuning, held)
    run = tune(tuning, _data(options, tuning.step), options.minutes)
    return _noted(tuning, before, _measure(tuning, held), run)


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
    """Adapter and routers, routing on: p falls to `p_end` over the first half. Leaves everything that `assemble` asks for, with the lowest
    thresholds, one for all layers or one each, that cost hardly anything."""
    before = options.folder / "upcycle"
    if not (before / "config.json").is_file():
        raise TrainingError(f"{before} is not there: run `train upcycle --preset base` first")
    out = _goes_on(options.folder / "sft", _made(options.folder / "heal"))
    tuning = Tuning(out, before / ROUTING, options.dense)
    talks = batched([tuning.encoded(talk) for talk in _calibration(CURVES, options.corpus)], tuning.rows)

    def p_of(done: float) -> float:
        return 1 - (1 - options.p_end) * min(1.0, done / FALL)

    held = _held(tuning, options)
    start = {p: _measure(tuning, held, p) for p in (1.0, options.p_end)}
    run = tune(tuning, _data(options, tuning.step), options.minutes, p_of)
    found = curves(tuning, talks)
    config = read_config(before)
    ways: list[float | list[float]] = [*UNIFORM, *(allocate(*found, target) for target in (options.active, *TARGETS))]
    sweep = [{"p": p, **_measure(tuning, held, p)} for p in ways]
    near = [row for row in sweep if row["script"] <= sweep[0]["script"] + NEAR]
    config.router_top_p, config.router_demand = min(near, key=lambda row: row["active"])["p"], False
    for name in (KEPT, TOKENIZER):
        shutil.copy(before / name, out / name)
    config.save_pretrained(out)
    return _noted(tuning, start, sweep, run)


def prefer(options: Options) -> dict[str, Any]:
    """The healed model, less inclined to say what the verifiers refuse; `pairs` is what tools/preferences.py made."""
    if options.pairs is None or not options.pairs.is_file():
        raise TrainingError("give the pairs: tools/preferences.py makes them, --pairs FILE names them")
    out = _goes_on(_healed(options), _made(options.folder / "prefer"), "config.json", KEPT, TOKENIZER, ROUTING)
    p = read_config(out).router_top_p
    tuning = Tuning(out, out / ROUTING, options.dense)
    tuning.set_top_p(p)
    held, (learned, tested) = _held(tuning, options), preference.read(tuning, options.pairs)
    before = {"right": preference.right(tuning, tested), **_measure(tuning, held, p)}
    preference.prefer(tuning, learned)
    tuning.save()
    after = {"right": preference.right(tuning, tested), **_measure(tuning, held, p)}
    return _noted(tuning, before, after, {"pairs": sum(len(some.reference) // 2 for some in learned)})


def demand(options: Options) -> dict[str, Any]:
    """How hard the next token is, from the trained model's states on conversations it has seen; beside what the stage before left."""
    out = _trained(options)
    config = read_config(out)
    config.router_demand = False
    tuning = Tuning(out, out / ROUTING, options.dense)
    tuning.model.eval()
    tuning.set_top_p(config.router_top_p)
    talks = batched([tuning.encoded(talk) for talk in _calibration(options.calibration, options.corpus)], tuning.rows)
    passes = ((losses, spoken.flatten()) for losses, spoken in map(tuning.token_losses, talks))
    weight, bias = fit_demand([mlp.router for mlp in tuning.mlps], passes, STRENGTH)
    write(out / DEMAND, {"weight": weight.half().cpu(), "bias": bias.cpu()})
    config.router_demand = True
    config.save_pretrained(out)
    return {"path": str(out / DEMAND), "conversations": len(talks)}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _goes_on(before: Path, out: Path, *more: str) -> Path:
    """`out` with the adapter of the stage before, where it has none of its own yet."""
    for name in (*TUNED, *more):
        if (before / name).is_file() and not (out / name).is_file():
            shutil.copy(before / name, out / name)
    return out


def _healed(options: Options) -> Path:
    """What `heal` left. Raises TrainingError."""
    folder = options.folder / "heal"
    if not (folder / "config.json").is_file():
        raise TrainingError(f"{folder} is not there: run `train heal --preset base` first")
    return folder


def _trained(options: Options) -> Path:
    """What the last stage left that changes the weights."""
    preferred = options.folder / "prefer"
    return preferred if (preferred / "progress.json").is_file() else _healed(options)


def _data(options: Options, step: int) -> Iterator[Conversation]:
    pairs = options.text / "parallel_train.jsonl" if options.text else None
    return endless(training_records(options.corpus), random.Random(1 + step), pairs if pairs and pairs.is_file() else None)


def _held(tuning: Tuning, options: Options) -> dict[str, list[Batch]]:
    """The held-out conversations of each task, in passes."""
    return {task: batched(list(map(tuning.encoded, talks)), tuning.rows) for task, talks in tests(options.corpus).items()}


def _measure(tuning: Tuning, held: Mapping[str, Sequence[Batch]], p: float | list[float] = 1.0) -> dict[str, Any]:
    """Held-out loss of each task, nats a token, and the share of the neurons that run on scripts."""
    tuning.set_top_p(p)
    found = {task: round(tuning.losses(batches), 4) for task, batches in held.items()}
    return {**found, "active": round(tuning.active(held["script"]), 4)} if tuning.mlps else found


def _noted(tuning: Tuning, before: Any, after: Any, run: dict[str, Any]) -> dict[str, Any]:
    """The result, also in the stage's folder, with its adapter as llama.cpp reads it."""
    result = {"path": str(tuning.out), **run, "before": before, "after": after}
    (tuning.out / "result.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    convert(tuning.out, tuning.out / ADAPTER.name)
    return result


def _calibration(count: int, corpus: Path = CORPUS) -> list[Conversation]:
    """The scripts' conversations of so many training records, always the same ones."""
    chosen = training_records(corpus)
    random.Random(0).shuffle(chosen)
    return [conversations(r, random.Random(r["id"]))[0] for r in chosen[:count]]


def quantise(options: Options) -> dict[str, Any]:
    """The model from what the last stage left, as `build` makes it on a user's machine."""
    ours, out = _trained(options), options.folder / "model"
    assemble(Adapted(GgufSource(build(options.cache)), ours / ADAPTER.name), ours, out, bits=options.bits)
    return {"path": str(out), "bits": options.bits}


STAGES: dict[str, Callable[[Options], dict[str, Any]]] = {
    "sft": sft,
    "upcycle": split,
    "heal": heal,
    "prefer": prefer,
    "demand": demand,
    "quantise": quantise,
}
