"""`python -m yi_core COMMAND`: build, train, eval, bench, chat, serve."""

import argparse
import json
import sys

from yi_core.commands import figures, talk, train
from yi_core.commands.common import cache
from yi_core.weights import SHA256, WeightsError, find


class Bar:
    """A progress bar on stderr, redrawn when it grows."""

    drawn = ""

    def show(self, stage: str, done: float) -> None:
        """`done` from 0 to 1 of a stage."""
        bar = f"{stage:<9}[{'#' * round(done * 30):<30}]"
        if bar != self.drawn:
            self.drawn = bar
            sys.stderr.write("\r" + bar + ("\n" if done >= 1 else ""))
            sys.stderr.flush()


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0, or 1 with a message on stderr; argparse ends wrong usage with 2."""
    parser = argparse.ArgumentParser(prog="python -m yi_core", description="Yi Core, the language model of Yibo")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser(
        "build", help="join and check the dense weights, make the model from them and what is ours; once, in the user's cache"
    )
    command.add_argument("--preset", choices=["base"], default="base", help="which model (default: base)")
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    command.set_defaults(run=run_build)
    for module in (train, figures, talk):
        module.add(commands)
    options = parser.parse_args(arguments)
    status: int = options.run(options)
    return status


def run_build(options: argparse.Namespace) -> int:
    """The model, once, with a bar on stderr."""
    from yi_core import assemble  # torch takes seconds to import
    from yi_core.decode.decoder import compile_kernels

    try:
        path = assemble.build(cache(), Bar().show)
        compile_kernels(path)
    except WeightsError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; run it again to go on\n")
        return 1
    document = {"path": str(path), "preset": options.preset, "dense": str(find(cache())), "sha256": SHA256}
    sys.stdout.write((json.dumps(document) if options.json else str(path)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
