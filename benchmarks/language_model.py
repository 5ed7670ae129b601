"""First token and tokens a second of every engine, side by side: `python benchmarks/language_model.py [--model mini] [--prompt 256]`."""

import argparse
from dataclasses import astuple, fields
from itertools import chain

from yi_core.bench import Row, bench, bench_packed, bench_transformers
from yi_core.commands.common import cache, trained
from yi_core.decode.packed import PACKED
from yi_core.model import YiCoreForCausalLM
from yi_core.model.files import open_model
from yi_core.model.presets import mini
from yi_core.weights import find


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="random", help="mini, base, a folder, or `random` (mini's size, untrained; the default)")
    parser.add_argument("--prompt", type=int, default=256)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--p", type=float, nargs="+", default=[1.0, 0.75, 0.6, 0.4], help="routing thresholds, of a model that is packed")
    parser.add_argument("--transformers", action="store_true", help="also transformers' `generate`, of ours and the dense original (slow)")
    given = parser.parse_args()
    sizes = (given.prompt, given.tokens, given.threads)
    folder = None if given.model == "random" else trained(given.model, quantised=True)
    dense = find(cache())
    if folder and (folder / PACKED).is_file():
        rows = bench_packed(folder, *sizes, given.p, dense)
        if given.transformers and dense:
            rows = chain(rows, bench_transformers(folder, given.prompt, 8, given.threads, dense))
    else:
        rows = bench(open_model(folder) if folder else YiCoreForCausalLM(mini()).eval(), *sizes, dense)
    print("| " + " | ".join(field.name for field in fields(Row)) + " |\n|" + "---|" * len(fields(Row)))
    for row in rows:
        print("| " + " | ".join(map(str, astuple(row))) + " |", flush=True)


if __name__ == "__main__":
    main()
