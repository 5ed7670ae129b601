"""`python -m livestream COMMAND`: make, write, reply, translate, import, export, setup. Documents go to stdout, logs to stderr."""

import argparse
import logging
import sys

from livestream.catalog.feeds import cli as feeds
from livestream.catalog.store import Store, StoreError
from livestream.jobs import cli as jobs
from livestream.writing import cli as writing


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives its exit code: 0 done, 1 failed, 2 wrong use or bad input."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m livestream", description="Yibo: from a product to a livestream video.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    jobs.add_commands(commands)
    writing.add_commands(commands)
    feeds.add_commands(commands)
    commands.add_parser("setup", help="create the catalogue with its demo shop").set_defaults(run=_setup)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _setup(_: argparse.Namespace) -> int:
    store = Store.open()
    sys.stderr.write(f"The catalogue is ready: {store.count_products()} products.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
