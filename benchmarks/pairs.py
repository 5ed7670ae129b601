"""Pairs for a blind choice: one product, two scripts, by Yi Core and by a baseline (template.py, original.py), in an order drawn by lot.

    python benchmarks/pairs.py FOLDER [--against template original] [--count 20] [--seconds 30]

FOLDER/template.md is for the judge, who is told nothing of the writers; FOLDER/template.json tells which is which. Products are held-out
ones of the corpus in their order, half Chinese and half English, and no script is selected.
"""

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path

import original
import template
from authored import brief_of, unseen

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.config import settings
from livestream.jobs.models import open_model
from livestream.writing.script import write_script
from livestream.writing.sheet import fact_sheet
from yi_core.prompt import facts

BASELINES: dict[str, Callable[[Product, Brief], list[Line]]] = {"template": template.write, "original": original.write}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--against", nargs="+", choices=BASELINES, default=["template"])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=30)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    model, keys = open_model(None, settings()), {name: dict[int, list[str]]() for name in given.against}
    chosen = [pair for language in ("zh", "en") for pair in unseen(language, given.count // 2)]
    for number, (record, product) in enumerate(chosen, 1):
        brief = brief_of(record, given.seconds)
        ours = [item for item in write_script(product, brief, model) if isinstance(item, Line)]
        known = facts(fact_sheet(product, range(len(product.points) + len(product.story))), brief.voice.language).replace("\n", "; ")
        for name in given.against:
            scripts = [("yi core", ours), (name, BASELINES[name](product, brief))]
            random.Random(f"{name} {number}").shuffle(scripts)
            keys[name][number] = [by for by, _ in scripts]
            with (given.folder / f"{name}.md").open("w" if number == 1 else "a", encoding="utf-8") as out:
                out.write(f"## {number}. {product.name}\n\nHost wanted: {record['persona']}, {record['tone']}. {known}\n")
                for letter, (_, lines) in zip("AB", scripts, strict=True):
                    out.write(f"\n{letter}:\n" + "".join(f"- {line.text}\n" for line in lines))
                out.write("\n")
            (given.folder / f"{name}.json").write_text(json.dumps(keys[name], indent=1), encoding="utf-8")
        print(number, product.name, flush=True)


if __name__ == "__main__":
    main()
