"""The stages of both presets, each a function of a folder: what it reads is what the stage before left there.

mini: tokenizer -> pretrain -> sft -> demand -> quantise.   base (training/base.py): sft -> upcycle -> heal -> prefer -> demand -> quantise.
"""

import json
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from yi_core.decode.packed import PACKED, pack
from yi_core.examples import CORPUS, held_out, records
from yi_core.model import YiCoreForCausalLM
from yi_core.model.files import ModelError, open_model
from yi_core.model.presets import mini
from yi_core.training.data import Batch, Data, Stream, Talks, pad, record_texts, talks, texts, to_tokens
from yi_core.training.demand import STRENGTH, fit_demand
from yi_core.training.tokens import train_tokenizer
from yi_core.training.trainer import Recipe, Trainer, TrainingError, placed, train

log = logging.getLogger(__name__)
ORDER = {"mini": ("tokenizer", "pretrain", "sft", "demand", "quantise"), "base": ("sft", "upcycle", "heal", "prefer", "demand", "quantise")}


@dataclass(frozen=True)
class Options:
    """`folder` holds all stages of one model; `changes` replace values of the preset's config (ablations), of `mini` only."""

    folder: Path
    text: Path | None = None
    steps: int | None = None
    rows: int | None = None
    length: int = 256
    rate: float | None = None
    p_end: float = 0.75
    minutes: float = 150
    active: float = 0.7
    corpus: Path = CORPUS
    dense: Path | None = None
    pairs: Path | None = None
    vocabulary: int | None = None
    calibration: int = 64
    save_every: int = 50
    bits: int = 8
    cache: Path | None = None
    changes: dict[str, Any] | None = None


def run(preset: str, stage: str, options: Options) -> dict[str, Any]:
    """Run one stage, or go on with it; returns what it made and measured. Raises TrainingError."""
    if stage not in ORDER[preset]:
        raise TrainingError(f"{preset} has no stage {stage}: its stages are {', '.join(ORDER[preset])}")
    options.folder.mkdir(parents=True, exist_ok=True)
    steps: dict[tuple[str, str], Callable[[Options], dict[str, Any]]] = {
        ("mini", "tokenizer"): make_tokenizer,
        ("mini", "pretrain"): pretrain,
        ("mini", "sft"): lambda o: _tune(o, "pretrain", "sft", Recipe(o.steps or 400, o.rate or 3e-4, save_every=o.save_every)),
        ("mini", "demand"): demand_mini,
        ("mini", "quantise"): quantise_mini,
        **{("base", name): partial(_base, name) for name in ORDER["base"]},
    }
    try:
        made = steps[preset, stage](options)
    except (ModelError, ValueError) as problem:
        raise TrainingError(str(problem)) from problem
    return {"preset": preset, "stage": stage, **made}


def make_tokenizer(options: Options) -> dict[str, Any]:
    """A vocabulary from the corpus and the text given."""
    tokenizer = train_tokenizer(texts(records(), options.text), options.vocabulary or 8192)
    tokenizer.save(str(options.folder / "tokenizer.json"))
    return {"path": str(options.folder / "tokenizer.json"), "tokens": tokenizer.get_vocab_size()}


def pretrain(options: Options) -> dict[str, Any]:
    """`mini` from nothing, on running text."""
    tokenizer = _tokenizer(options.folder)
    torch.manual_seed(0)
    config = mini(vocab_size=tokenizer.get_vocab_size(), **(options.changes or {}))
    tokens = to_tokens(tokenizer, list(texts(records(), options.text)))
    log.info("%d tokens of text", len(tokens))
    data = Stream(tokens, options.length, options.rows or 8)
    test = to_tokens(tokenizer, [t for r in records() if held_out(r) for t in record_texts(r)])
    whole = test[: len(test) // options.length * options.length].view(-1, options.length).long()
    recipe = Recipe(options.steps or 3000, options.rate or 1.5e-3, save_every=options.save_every)
    batches = [Batch(rows, rows) for rows in whole.split(16)[:4]]
    return _train(options, "pretrain", YiCoreForCausalLM(config), data, recipe, batches)


def _base(stage: str, options: Options) -> dict[str, Any]:
    try:
        from yi_core.training import base
    except ImportError as problem:
        raise TrainingError(f"{problem}: install the train extra, pip install -e .[train]") from problem
    return base.STAGES[stage](options)


@torch.no_grad()
def demand_mini(options: Options) -> dict[str, Any]:
    """The last trained stage with routers that foretell how hard the next token is, from conversations it has seen."""
    before, tokenizer = _trained(options.folder, ("sft", "pretrain")), _tokenizer(options.folder)
    model = placed(open_model(before, torch.float32)).eval()
    data = Talks(talks(tokenizer, records()), options.length * 4, options.rows or 8)
    routers = [layer.mlp.router for layer in model.model.layers]

    def passes() -> Iterator[tuple[Tensor, Tensor]]:
        for step in range(options.calibration // data.rows):
            batch = data.batch(step).to(model.device)
            wanted = torch.nn.functional.pad(batch.labels[:, 1:], (0, 1), value=-100).flatten()
            logits = model(batch.ids, use_cache=False).logits.flatten(0, 1)
            yield torch.nn.functional.cross_entropy(logits[wanted >= 0], wanted[wanted >= 0], reduction="none"), wanted >= 0

    weight, bias = fit_demand(routers, passes(), STRENGTH)
    for router, row, number in zip(routers, weight, bias, strict=True):
        router.widen(row, number)
    model.config.router_bias = model.config.router_demand = True
    out = options.folder / "demand" / "model"
    model.save_pretrained(out)
    shutil.copy(options.folder / "tokenizer.json", out / "tokenizer.json")
    return {"path": str(out), "conversations": options.calibration // data.rows * data.rows}


def quantise_mini(options: Options) -> dict[str, Any]:
    """The last trained stage as int8 or int4, which opens without its fp32 weights."""
    before, out = _trained(options.folder, ("demand", "sft", "pretrain")), options.folder / "quantise" / "model"
    model = open_model(before, torch.bfloat16)
    out.mkdir(parents=True, exist_ok=True)
    pack(model, options.bits, out / PACKED)
    for name in ("tokenizer.json", "config.json"):
        shutil.copy(before / name, out / name)
    return {"path": str(out), "from": before.parent.name, "bits": options.bits, "bytes": (out / PACKED).stat().st_size}


def _tune(options: Options, before: str, stage: str, recipe: Recipe) -> dict[str, Any]:
    """On conversations."""
    tokenizer = _tokenizer(options.folder)
    model = open_model(options.folder / before / "model", torch.float32)
    data = Talks(talks(tokenizer, records()), options.length * 4, options.rows or 8)
    held = [(ids[: options.length * 4], labels[: options.length * 4]) for ids, labels in talks(tokenizer, records(), test=True)[:32]]
    return _train(options, stage, model, data, recipe, [pad(held[i : i + 4]) for i in range(0, len(held), 4)])


def _train(options: Options, stage: str, model: YiCoreForCausalLM, data: Data, recipe: Recipe, test: Sequence[Batch]) -> dict[str, Any]:
    """Train, save the model with its tokenizer, and say what was measured before and after."""
    folder = options.folder / stage
    trainer = Trainer(placed(model), data, recipe, folder)
    before, after = train(trainer, test)
    model.config.bos_token_id, model.config.eos_token_id = None, _tokenizer(options.folder).token_to_id("<|im_end|>")
    model.save_pretrained(folder / "model")
    shutil.copy(options.folder / "tokenizer.json", folder / "model" / "tokenizer.json")
    result = {"path": str(folder / "model"), "steps": recipe.steps, "before": asdict(before), "after": asdict(after)}
    (folder / "result.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    return result


def _trained(folder: Path, names: Sequence[str]) -> Path:
    """The model that the first of these stages left."""
    found = next((folder / name / "model" for name in names if (folder / name / "model" / "config.json").is_file()), None)
    if found is None:
        raise TrainingError(f"{folder} holds no trained stage: run `train {names[-1]}` first")
    return found


def _tokenizer(folder: Path) -> Tokenizer:
    file = folder / "tokenizer.json"
    if not file.is_file():
        raise TrainingError(f"{file} is missing: run the first stage (tokenizer)")
    return Tokenizer.from_file(str(file))
