"""How well claims without ground are kept from being said, and what that costs good lines.

    python benchmarks/claims.py [--split test|dev|fresh|outside] [--show] [--every 1]

claims.jsonl and claims_outside.jsonl hold products of our own with lines that follow from the sheet and lines that do not (an unsupported
claim, or what only a person could have lived through). Lines go the way of the product: clauses that the facts do not bear are cut
(writing/ground.py), a sentence that still has a fault of truth is refused (writing/verify.py). A claim is caught where either happens.

No pattern was tuned on the `test` half, but one author wrote its lines and the patterns; `fresh` holds 21 unsupported lines that were
written after the patterns of `verify`; `outside` 120 lines for twelve other products, written before ground.py had its list of words.
"""

import argparse
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livestream.catalog.authored import product_of
from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.writing.ground import Ground, clauses
from livestream.writing.plan import Slot
from livestream.writing.verify import Task, truth_faults
from livestream.writing.wording import keywords, sentences
from voices.types import Language

LINES = [Path(__file__).with_name("claims.jsonl"), Path(__file__).with_name("claims_outside.jsonl")]
CORPUS = Path(__file__).parents[1] / "yi_core" / "corpus"
SURVIVES = 0.7  # of a claim's words that must still be said


@dataclass(frozen=True)
class Judged:
    """A labelled line: what of it would be said, and the faults that would have it refused."""

    language: Language
    text: str
    kind: str
    claim: str
    said: str
    faults: list[str]

    @property
    def caught(self) -> bool:
        """Whether the claim is not said: cut, or its sentence refused."""
        parts = [keywords(part, self.language) for part in re.split("，|, ", self.claim)]
        heard = keywords(self.said, self.language)
        return bool(self.faults) or not any(words and len(words & heard) >= SURVIVES * len(words) for words in parts)

    @property
    def shortened(self) -> bool:
        """Whether the line lost a clause."""
        return "".join(self.said.split()) != "".join(self.text.split())


@dataclass(frozen=True)
class Score:
    """Counts of lines: caught and missed of those that claim too much, sent back and let through of those that hold."""

    caught: int
    missed: int
    sent_back: int
    let_through: int
    shortened: int
    silenced: int

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
    """The labelled lines of a split, judged as a small model's would be."""
    out = []
    for record in (record for path in LINES for record in records(path) if record["split"] == split):
        product, _ = parse_product(record["product"])
        ground = Ground(product, record["lang"])
        for line in record["lines"]:
            task = Task(product, record["lang"], Slot(line["part"], tuple(line["about"])))
            said = [kept for sentence in sentences(line["text"], record["lang"]) if (kept := ground.keep(sentence, line["part"]))]
            faults = [fault for sentence in said for fault in truth_faults(sentence, task)]
            out.append(Judged(record["lang"], line["text"], line["kind"], line["claim"], " ".join(said), faults))
    return out


def score(judged: list[Judged]) -> Score:
    """The counts of judged lines."""
    wrong = [line for line in judged if line.kind != "holds"]
    right = [line for line in judged if line.kind == "holds"]
    caught, sent_back = sum(line.caught for line in wrong), sum(bool(line.faults) for line in right)
    shortened, silenced = sum(line.shortened for line in right), sum(not line.said for line in right)
    return Score(caught, len(wrong) - caught, sent_back, len(right) - sent_back, shortened, silenced)


def authored(language: Language, every: int) -> Iterator[tuple[Product, dict[str, Any]]]:
    """The products and records of the authored corpus, one of `every` so many."""
    number = 0
    for path in sorted(CORPUS.glob(f"{language}-*.jsonl")):
        for record in records(path):
            number += 1
            if number % every == 0:
                yield product_of(record), record


def corpus(language: Language, every: int) -> tuple[Counter[str], Counter[str], int, list[str]]:
    """(clauses a part, clauses cut a part, lines refused, what was cut) of the authored corpus, which was proofread as true."""
    total: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    refused, lost = 0, []
    for product, record in authored(language, every):
        ground = Ground(product, language)
        for line in record["script"]:
            task = Task(product, language, Slot(line["part"], tuple(line["about"])))
            refused += bool(truth_faults(line["text"], task))
            for sentence in sentences(line["text"], language):
                for clause in clauses(sentence, language):
                    total[line["part"]] += 1
                    if not ground.bears(clause, line["part"]):
                        cut[line["part"]] += 1
                        lost.append(f"{line['part']}: {clause.strip()}")
    return total, cut, refused, lost


def main() -> None:
    logging.disable(logging.INFO)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("test", "dev", "fresh", "outside", "late"), action="append")
    parser.add_argument("--show", action="store_true", help="the lines that were judged wrongly, and the authored clauses cut")
    parser.add_argument("--every", type=int, default=1, help="one authored record of so many; 0 leaves the corpus out")
    given = parser.parse_args()
    write = sys.stdout.write
    for split in given.split or ("test", "fresh", "outside", "late"):
        judged = judge(split)
        for name in ("zh", "en"):
            lines = [line for line in judged if line.language == name]
            of = score(lines)
            good = of.sent_back + of.let_through
            write(f"{split} {name}: recall {of.recall:.2f} ({of.caught} of {of.caught + of.missed}), precision {of.precision:.2f}; ")
            write(f"good lines: {good}, {of.sent_back} sent back, {of.shortened} shortened, {of.silenced} silenced\n")
        for line in judged if given.show else ():
            if line.kind != "holds" and not line.caught:
                write(f"  missed: {line.claim} | {line.said}\n")
            elif line.kind == "holds" and (line.faults or line.shortened):
                write(f"  good: {line.text} => {line.said} {line.faults or ''}\n")
    languages: tuple[Language, ...] = ("zh", "en") if given.every else ()
    for language in languages:
        start = time.perf_counter()
        total, cut, refused, lost = corpus(language, given.every)
        took = (time.perf_counter() - start) / max(total.total(), 1) * 1000
        parts = ", ".join(f"{part} {cut[part] / total[part]:.1%}" for part in ("hook", "point", "demo", "offer", "close") if total[part])
        write(f"authored {language}: {cut.total() / total.total():.1%} of {total.total()} clauses cut ({parts}); {refused} lines refused; ")
        write(f"{took:.1f} ms a clause\n")
        for clause in lost if given.show else ():
            write(f"  {clause}\n")


if __name__ == "__main__":
    main()
