"""Translation of product copy on held-out pairs of the corpus: chrF (sacrebleu, 0 to 100) of Yi Core, of the dense original, and of the
source left as it is. A text that could not be translated with its figures unchanged counts as left.

    python benchmarks/translation.py [--by yi-core dense] [--to en zh] [--first 0] [--count 6] [--out OUT.jsonl]      pip install sacrebleu
    python benchmarks/translation.py --read OUT.jsonl      what runs in pieces wrote to one file

--first, --count: which held-out records of a language.
"""

import argparse
import contextlib
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from authored import unseen
from sacrebleu.metrics import CHRF

from livestream.config import settings
from livestream.jobs.models import open_model
from livestream.writing.errors import TranslationError
from livestream.writing.models import LanguageModel, dense_model
from livestream.writing.translate import Talk
from voices.types import Language

MODELS = {"yi-core": lambda: open_model(None, settings()), "dense": lambda: dense_model(settings())}
SOURCE: dict[Language, Language] = {"en": "zh", "zh": "en"}
Row = dict[str, Any]


def pairs(record: dict[str, Any]) -> list[tuple[str, str]]:
    """A record's copy and its authored translation: name, points, offer, hook."""
    product, told = record["product"], record["tr"]
    hook = next(line["text"] for line in record["script"] if line["part"] == "hook")
    found = [(product["name"], told["name"]), *zip(product["points"], told["points"], strict=False)]
    return [*found, *([(product["offer"], told["offer"])] if product.get("offer") and told.get("offer") else []), (hook, told["hook"])]


def rows(name: str, model: LanguageModel, to: Language, copy: list[tuple[str, str]]) -> Iterator[Row]:
    """Each text of a product's copy with what became of it."""
    talk = Talk([text for text, _ in copy], to, model)
    for text, authored in copy:
        start, said, sure = time.perf_counter(), text, None
        with contextlib.suppress(TranslationError):
            said, sure = talk.translated(text)
        row = {"by": name, "to": to, "product": copy[0][0], "source": text, "said": said, "authored": authored, "sure": sure}
        yield row | {"s": round(time.perf_counter() - start, 2)}


def report(told: list[Row]) -> None:
    """chrF by direction and model."""
    metric = CHRF(word_order=0)
    for to in SOURCE:
        for name in MODELS:
            ours = [row for row in told if (row["to"], row["by"]) == (to, name)]
            if not ours:
                continue
            products = len({row["product"] for row in ours})
            wanted = [[row["authored"] for row in ours]]
            said, copied = (metric.corpus_score([row[key] for row in ours], wanted).score for key in ("said", "source"))
            left, doubted = (sum(row["sure"] is answer for row in ours) for answer in (None, False))
            print(f"{SOURCE[to]} -> {to}, {len(ours)} texts of {products} products, source as it is chrF {copied:.1f}")
            seconds = sum(row["s"] for row in ours) / products
            print(f"  {name:<8} chrF {said:.1f}, {left} left as they are, {doubted} doubted, {seconds:.1f} s a product")


def read(path: Path) -> Iterable[Row]:
    """What runs wrote to a file."""
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def note(row: Row, path: Path) -> None:
    """Append it, so that a run that is cut short has told what it did."""
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--by", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--to", nargs="+", choices=SOURCE, default=list(SOURCE))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    if given.read:
        report(list(read(given.read)))
        return
    told = list[Row]()
    for name in given.by:
        model = MODELS[name]()
        for to in given.to:
            for record, _ in list(unseen(SOURCE[to]))[given.first : given.first + given.count]:
                for row in rows(name, model, to, pairs(record)):
                    told.append(row)
                    if given.out:
                        note(row, given.out)
    report(told)


if __name__ == "__main__":
    main()
