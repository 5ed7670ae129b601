"""`train STAGE`: one stage of a preset, resumed where it was left."""

import argparse
import logging
import sys
from pathlib import Path

from yi_core.commands.common import cache, emit, model_folder
from yi_core.examples import CORPUS

ABLATIONS = "routing of mini's experts (default: top_p)"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Its arguments."""
    command = commands.add_parser("train", help="one training stage; run it again to go on where it was left")
    command.add_argument("stage", choices=["tokenizer", "pretrain", "sft", "upcycle", "heal", "prefer", "demand", "quantise"])
    command.add_argument("--preset", choices=["mini", "base"], default="mini")
    command.add_argument("--out", type=Path, help="folder of all stages (default: in the user's cache)")
    command.add_argument("--text", type=Path, help="folder with more text: .txt, .md, .jsonl with a text field")
    command.add_argument("--steps", type=int)
    command.add_argument("--minutes", type=float, default=150, help="base: how long sft or heal runs (default: 150)")
    command.add_argument(
        "--corpus", type=Path, default=CORPUS, help="base: folder of records for sft and heal (default: the authored ones)"
    )
    command.add_argument("--rows", type=int, help="texts a step (default: 8)")
    command.add_argument("--length", type=int, default=256, help="tokens a text (default: 256; conversations up to four times that)")
    command.add_argument("--rate", type=float)
    command.add_argument("--p-end", type=float, default=0.75, help="base: routing threshold at the end (default: 0.75)")
    command.add_argument("--active", type=float, default=0.7, help="base: share of the neurons that heal aims at (default: 0.7)")
    command.add_argument("--dense", type=Path, help="base: a GGUF of the dense model instead of the built one (tools/prune_gguf.py)")
    command.add_argument("--pairs", type=Path, help="base: lines for prefer, from tools/preferences.py")
    command.add_argument("--vocabulary", type=int)
    command.add_argument("--calibration", type=int, default=64, help="base: conversations that split its MLPs (default: 64)")
    command.add_argument("--bits", type=int, choices=[8, 4], default=8, help="quantise: of the weights inside the layers (default: 8)")
    command.add_argument("--save-every", type=int, default=50)
    command.add_argument("--routing", choices=["top_p", "top_k", "dense"], default="top_p", help=ABLATIONS)
    command.add_argument("--no-kv-sharing", action="store_true", help="mini: every layer keeps its own keys and values")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit status."""
    import torch

    from yi_core.training import stages
    from yi_core.training.trainer import TrainingError

    if torch.cuda.is_available():
        torch.set_float32_matmul_precision("high")

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    changes = {"routing": options.routing, **({"kv_shared_layers": 0} if options.no_kv_sharing else {})}
    same = (
        *("text", "steps", "rows", "length", "rate", "p_end", "active", "minutes", "corpus", "dense", "pairs"),
        *("vocabulary", "calibration", "save_every", "bits"),
    )
    given = {name: getattr(options, name) for name in same}
    folder = options.out or model_folder(options.preset)
    try:
        emit(stages.run(options.preset, options.stage, stages.Options(folder, **given, cache=cache(), changes=changes)))
    except TrainingError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0
