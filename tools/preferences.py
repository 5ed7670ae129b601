"""Pairs for the preference stage: the model's own lines that the verifiers refuse, each beside the authored line of its place.

    python tools/preferences.py PAIRS.jsonl --corpus GROUNDED --minutes 60

For lines about goods of training records (their script so far given), the model says one of its own, unconstrained. It is refused where it
claims what no fact bears (writing/ground.py), misses what its plan asks for, or leaves the language. Run again, it goes on after the last
record.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from livestream.catalog.authored import product_of
from livestream.writing.ground import GOODS, Ground
from livestream.writing.wording import CJK, sentences, told
from voices.types import Language
from yi_core.base import find
from yi_core.examples import CORPUS, sheet_of
from yi_core.moe_engine import MoeEngine
from yi_core.prompt import SYSTEM, Message, ask_script, plan, script_text, spoken_length
from yi_core.sampling import Sampling
from yi_core.training.mixture import training_records

MISSED = 0.5  # of a point's keywords: less, and the line does not tell it
HOT = 0.7  # temperature: the model's habits, not its best


def why_refused(text: str, ground: Ground, facts: list[str], language: Language) -> str:
    """What is wrong with a line about the goods ("" for nothing)."""
    if bool(CJK.search(text)) != (language == "zh"):
        return "language"
    if any(told(text, fact, language) < MISSED for fact in facts):
        return "missed point"
    said = ground.product.name
    for sentence in sentences(text, language):
        if ground.keep(sentence, said=said) != sentence:
            return "stray claim"
        said += sentence
    return ""


def pairs(record: dict[str, Any], engine: MoeEngine) -> Iterator[dict[str, Any]]:
    """Those of one record: the messages up to the line, the authored line and the refused one."""
    language, lines = record["lang"], record["script"]
    product = product_of(record)
    ground = Ground(product, language)
    size, parts = spoken_length([s["text"] for s in lines], language), plan([(s["part"], s.get("about") or ()) for s in lines])
    ask = ask_script(sheet_of(record["product"]), record["persona"], record["tone"], language, size, parts)
    for i, line in enumerate(lines):
        facts = [record["product"]["points"][k] for k in line.get("about") or ()]
        if line["part"] not in GOODS or not facts or why_refused(line["text"], ground, facts, language):
            continue
        before = script_text([(s["part"], s["text"]) for s in lines[:i]])
        messages: list[Message] = [
            ("system", SYSTEM[language]),
            ("user", ask),
            ("assistant", f"{before}\n[{line['part']}]".lstrip("\n")),  # no space: a word is one token with the one before it
        ]
        sampling = Sampling(temperature=HOT, max_tokens=80, seed=i, stop=("\n",))
        text = "".join(engine.stream(messages, sampling)).strip()
        if text and (why := why_refused(text, ground, facts, language)):
            yield {"record": record["id"], "messages": messages, "chosen": line["text"], "refused": text, "why": why}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of records, as tools/grounded.py leaves them")
    parser.add_argument("--minutes", type=float, default=60)
    given = parser.parse_args()
    folder = find()
    if folder is None:
        raise SystemExit("the model is not made yet: run `python -m yi_core build --preset base` first")
    order = training_records(given.corpus)
    random.Random(0).shuffle(order)
    rows = [json.loads(row) for row in given.out.read_text(encoding="utf-8").splitlines()] if given.out.is_file() else []
    done = 1 + max((i for i, r in enumerate(order) if rows and r["id"] == rows[-1]["record"]), default=-1)
    engine, start = MoeEngine(folder, bits=4), time.monotonic()
    with given.out.open("a", encoding="utf-8") as out:
        for record in order[done:]:
            if time.monotonic() - start > given.minutes * 60:
                break
            for pair in pairs(record, engine):
                out.write(json.dumps(pair, ensure_ascii=False) + "\n")
                out.flush()


if __name__ == "__main__":
    main()
