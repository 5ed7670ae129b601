"""First token and tokens a second of every engine, side by side: `python benchmarks/language_model.py [--model mini] [--prompt 256]`."""

import argparse
from dataclasses import astuple, fields

from yi_core.bench import Row, bench
from yi_core.commands.common import cache, trained
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
    given = parser.parse_args()
    model = YiCoreForCausalLM(mini()).eval() if given.model == "random" else open_model(trained(given.model))
    print("| " + " | ".join(field.name for field in fields(Row)) + " |\n|" + "---|" * len(fields(Row)))
    for row in bench(model, given.prompt, given.tokens, given.threads, find(cache())):
        print("| " + " | ".join(map(str, astuple(row))) + " |", flush=True)


if __name__ == "__main__":
    main()
