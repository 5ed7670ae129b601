"""Pairs for a blind choice: one product, two scripts, by Yi Core and by the template (or the dense original), in an order drawn by lot.

    python benchmarks/pairs.py FOLDER [--against template|dense] [--count 20] [--seconds 30]

FOLDER/pairs.md is for the judge, who is told nothing of the writers; FOLDER/key.json tells which is which. Products are held-out ones
of the corpus in their order, half Chinese and half English, and no script is selected.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import template
from authored import brief_of, unseen

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.config import settings
from livestream.jobs.models import open_model
from livestream.writing.models import dense_model
from livestream.writing.script import write_script


def written(product: Product, brief: Brief, by: str) -> list[Line]:
    """A script by a writer: yi core, dense or template."""
    if by == "template":
        return template.write(product, brief.voice.language)
    model = dense_model(settings()) if by == "dense" else open_model(None, settings())
    return [item for item in write_script(product, brief, model) if isinstance(item, Line)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--against", choices=("template", "dense"), default="template")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=30)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    key, rng = {}, random.Random(given.against)
    chosen = [pair for language in ("zh", "en") for pair in unseen(language, given.count // 2)]
    with (given.folder / "pairs.md").open("w", encoding="utf-8") as out:
        for number, (record, product) in enumerate(chosen, 1):
            brief = brief_of(record, given.seconds)
            scripts = [(by, written(product, brief, by)) for by in ("yi core", given.against)]
            rng.shuffle(scripts)
            key[number] = [name for name, _ in scripts]
            facts = "; ".join([*product.points, product.offer, f"{product.price} {product.currency}"])
            out.write(f"## {number}. {product.name}\n\nHost wanted: {record['persona']}, {record['tone']}. Facts: {facts}\n")
            for letter, (_, lines) in zip("AB", scripts, strict=True):
                out.write(f"\n{letter}:\n" + "".join(f"- {line.text}\n" for line in lines))
            out.write("\n")
            out.flush()
            sys.stdout.write(f"{number} {product.name}\n")
    (given.folder / "key.json").write_text(json.dumps(key, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
