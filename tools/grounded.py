"""The authored corpus cut to what its facts bear: lines about goods keep the clauses that writing/ground.py lets a small model say.

    python tools/grounded.py FOLDER

A small model learns from it to tell facts and stop. `python -m yi_core train heal --preset base --corpus FOLDER` trains on it.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from livestream.catalog.authored import product_of
from livestream.writing.compose import join
from livestream.writing.ground import GOODS, Ground
from livestream.writing.verify import BOUNDS, says_name
from livestream.writing.wording import length, sentences
from yi_core.examples import CORPUS


def grounded(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its script's lines about goods cut; one of which too little would be left stays as it is."""
    language = record["lang"]
    product = product_of(record)
    ground, named, script = Ground(product, language), False, []
    for line in record["script"]:
        text = line["text"]
        if line["part"] in GOODS:
            kept = ""
            for sentence in sentences(text, language):
                said = f"{product.name} {kept}" if named else kept
                if more := ground.keep(sentence, line["part"], said=said):
                    kept = join(kept, more, language)
            text = kept if length(kept, language) >= BOUNDS[language][0] // 2 else text
        named = named or says_name(text, product)
        script.append({**line, "text": text})
    return {**record, "script": script}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(CORPUS.glob("*.jsonl")):
        rows = [grounded(json.loads(row)) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
        (given.folder / path.name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        sys.stdout.write(f"{path.name}: {len(rows)} records\n")


if __name__ == "__main__":
    main()
