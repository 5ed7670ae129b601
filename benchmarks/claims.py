"""How well claims without ground are caught: recall and precision on labelled lines, and how many good corpus lines are sent back.

    python benchmarks/claims.py [--split test|dev|fresh] [--show]

claims.jsonl holds products of our own with lines that follow from the sheet and lines that do not (an unsupported claim, or what only a
person could have lived through). No pattern was tuned on the `test` half, but one author wrote its lines and the patterns; `fresh` holds
21 unsupported lines that were written after the last pattern, and says more about wordings that nobody thought of.
"""

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.pop(0)  # this folder: its voices.py is not the package

from livestream.catalog.product import parse_product
from livestream.writing.plan import Slot
from livestream.writing.verify import Task, claim_faults, truth_faults

LINES = Path(__file__).with_name("claims.jsonl")
CORPUS = Path(__file__).parents[1] / "yi_core" / "corpus"


@dataclass(frozen=True)
class Judged:
    """A labelled line and what the verifier says of it."""

    language: str
    text: str
    kind: str
    faults: list[str]


@dataclass(frozen=True)
class Score:
    """Counts of lines: caught and missed of those that claim too much, sent back and let through of those that hold."""

    caught: int
    missed: int
    sent_back: int
    let_through: int

    @property
    def recall(self) -> float:
        return self.caught / max(self.caught + self.missed, 1)

    @property
    def precision(self) -> float:
        return self.caught / max(self.caught + self.sent_back, 1)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def judge(split: str) -> list[Judged]:
    """The labelled lines of a half, judged."""
    out = []
    for record in records(LINES):
        if record["split"] != split:
            continue
        product, _ = parse_product(record["product"])
        for line in record["lines"]:
            task = Task(product, record["lang"], Slot(line["part"], tuple(line["about"])))
            out.append(Judged(record["lang"], line["text"], line["kind"], truth_faults(line["text"], task)))
    return out


def score(judged: list[Judged]) -> Score:
    """The counts of judged lines."""
    wrong = [line for line in judged if line.kind != "holds"]
    right = [line for line in judged if line.kind == "holds"]
    caught, sent_back = (sum(bool(line.faults) for line in lines) for lines in (wrong, right))
    return Score(caught, len(wrong) - caught, sent_back, len(right) - sent_back)


def corpus(language: str) -> tuple[int, int, list[tuple[str, list[str]]]]:
    """(script lines, those with any fault of truth, those with a stray claim and why) of the authored corpus."""
    count, any_fault, stray = 0, 0, []
    for path in sorted(CORPUS.glob(f"{language}-*.jsonl")):
        for record in records(path):
            data = {key: value for key, value in record["product"].items() if value is not None}
            product, _ = parse_product({**data, "category": record["category"], "list_price_basis": "shop"})
            for line in record["script"]:
                task = Task(product, record["lang"], Slot(line["part"], tuple(line["about"])))
                count += 1
                any_fault += bool(truth_faults(line["text"], task))
                if why := claim_faults(line["text"], task):
                    stray.append((line["text"], why))
    return count, any_fault, stray


def main() -> None:
    logging.disable(logging.INFO)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("test", "dev", "fresh"), default="test")
    parser.add_argument("--show", action="store_true", help="the lines that were judged wrongly, and the corpus lines sent back")
    given = parser.parse_args()
    write = sys.stdout.write
    judged = judge(given.split)
    for name, lines in (
        ("zh", [j for j in judged if j.language == "zh"]),
        ("en", [j for j in judged if j.language == "en"]),
        ("both", judged),
    ):
        of = score(lines)
        write(f"{given.split} {name}: recall {of.recall:.2f} ({of.caught} of {of.caught + of.missed}), precision {of.precision:.2f} ")
        write(f"({of.sent_back} of {of.sent_back + of.let_through} good lines sent back)\n")
    if given.show:
        for line in judged:
            if (line.kind == "holds") == bool(line.faults):
                write(f"  {line.kind}: {line.text} {line.faults or ''}\n")
    for language in ("zh", "en"):
        start = time.perf_counter()
        count, any_fault, stray = corpus(language)
        took = (time.perf_counter() - start) / count * 1000
        write(f"corpus {language}: {len(stray) / count:.1%} of {count} lines hold a stray claim, {any_fault / count:.1%} ")
        write(f"any fault of truth (figures, names); {took:.1f} ms a line\n")
        if given.show:
            for text, why in stray:
                write(f"  {text} {why}\n")


if __name__ == "__main__":
    main()
