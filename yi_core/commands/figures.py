"""`eval` and `bench`: what a trained model scores, and how fast it is."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from yi_core.commands.common import cache, emit, trained
from yi_core.decode.packed import PACKED, PackedError, load
from yi_core.engine import EngineError
from yi_core.examples import CORPUS

THRESHOLDS = (0.3, 0.45, 0.6, 0.75, 0.9, 1.0)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Their arguments."""
    score = commands.add_parser("eval", help="held-out loss and experts a token against the routing threshold p")
    score.add_argument("--model", default="mini", help="mini, base or a folder")
    score.add_argument("--conversations", type=int, default=16, help="how many (default: 16)")
    score.add_argument("--scripts", action="store_true", help="scripts only, without replies and translations")
    score.add_argument("--p", type=float, nargs="*", default=THRESHOLDS, help="thresholds (default: six from 0.3 to 1)")
    score.add_argument("--corpus", type=Path, default=CORPUS, help="folder of records (default: the authored ones)")
    speed = commands.add_parser("bench", help="first token and tokens a second: fused, reference, generate, llama.cpp")
    speed.add_argument("--model", default="mini", help="mini, base, a folder, or `random` (mini's size, untrained)")
    speed.add_argument("--prompt", type=int, default=256)
    speed.add_argument("--tokens", type=int, default=64)
    speed.add_argument("--threads", type=int, default=2)
    speed.add_argument("--no-dense", action="store_true", help="leave out llama.cpp on the dense original")
    score.set_defaults(run=run_eval)
    speed.set_defaults(run=run_bench)


def run_eval(options: argparse.Namespace) -> int:
    """One row a threshold."""
    import torch
    from tokenizers import Tokenizer

    from yi_core.examples import records
    from yi_core.model.files import ModelError, open_model
    from yi_core.training.data import pad, talks
    from yi_core.training.evaluate import sweep

    try:
        folder = trained(options.model)
        held = talks(Tokenizer.from_file(str(folder / "tokenizer.json")), records(options.corpus), True, options.scripts)[
            : options.conversations
        ]
        if (folder / PACKED).is_file():
            return _eval_packed(folder, held, options.p)
        model = open_model(folder, torch.float32)
    except (EngineError, ModelError, PackedError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    longest = model.config.max_position_embeddings
    batches = [pad([(ids[:longest], labels[:longest])]) for ids, labels in held]
    rows = [{"p": p, **asdict(m)} for p, m in sweep(model, batches, options.p)]
    emit({"model": str(folder), "trained_p": model.config.router_top_p, "sweep": rows})
    return 0


def _eval_packed(folder: Path, held: Sequence[tuple[Sequence[int], Sequence[int]]], values: Sequence[float]) -> int:
    """The same of quantised weights, first at the thresholds that they come with, each row as soon as it is known. Raises PackedError."""
    from yi_core.decode.fused import FusedDecoder
    from yi_core.training.evaluate import measure_packed

    decoder = FusedDecoder(load(folder / PACKED), threads=os.cpu_count() or 2)
    own, rows = decoder.top_p.copy(), []
    for p in ("own", *values):
        decoder.top_p[:] = own if isinstance(p, str) else p
        rows.append({"p": p, **asdict(measure_packed(decoder, held))})
        sys.stderr.write(f"{rows[-1]}\n")
    emit({"model": str(folder), "bits": decoder.packed.bits, "trained_p": own.round(3).tolist(), "sweep": rows})
    return 0


def run_bench(options: argparse.Namespace) -> int:
    """One row an engine."""
    from yi_core.bench import bench
    from yi_core.model import YiCoreForCausalLM
    from yi_core.model.files import ModelError, open_model
    from yi_core.model.presets import mini
    from yi_core.weights import find

    dense: Path | None = None if options.no_dense else find(cache())
    try:
        model = YiCoreForCausalLM(mini()).eval() if options.model == "random" else open_model(trained(options.model))
    except (EngineError, ModelError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    emit({"model": options.model, "rows": [asdict(r) for r in bench(model, options.prompt, options.tokens, options.threads, dense)]})
    return 0
