"""Pairs for the preference stage: two sentences that the healed model made of one point, one that tells it and one that does not, or
only says the merchant's note again.

    python tools/preferences.py PAIRS.jsonl --folder STAGES/heal [--points 1500] [--held-out]

Whether a sentence tells a point, whole and nothing beside it, is for livestream/writing/telling.py to say. Prints the share that does;
with --held-out only that, on the points of held-out records.
"""

import argparse
import json
import random
import re
from pathlib import Path
from typing import Any

from livestream.writing.telling import tells
from yi_core.base import ROUTING
from yi_core.examples import held_out, records, sheet_of
from yi_core.model.files import read_config
from yi_core.prompt import SYSTEM, Message, ask_tell
from yi_core.training.sampling import answers
from yi_core.training.tune import Tuning

TRIES, HOT = 6, 0.8  # sentences of a point, at this temperature: the model's habits, not its best
Asked = tuple[dict[str, Any], str]


def points(held: bool, count: int) -> list[Asked]:
    """(record, point), a random choice that is always the same."""
    found = [(record, point) for record in records() if held_out(record) == held for point in record["product"]["points"]]
    random.Random(0).shuffle(found)
    return found[:count]


def asking(record: dict[str, Any], point: str) -> list[Message]:
    """The conversation whose answer is the point as it is said."""
    language = record["lang"]
    ask = ask_tell(sheet_of(record["product"]), record["persona"], record["tone"], point, language)
    return [("system", SYSTEM[language]), ("user", ask)]


def told(tuning: Tuning, chosen: list[Asked], tries: int) -> list[tuple[list[str], list[str]]]:
    """For each point the sentences that tell it in words of their own and those that do not."""
    asked = [asking(record, point) for record, point in chosen for _ in range(tries)]
    said = iter(answers(tuning, asked, HOT))
    made = []
    for record, point in chosen:
        mine = [next(said) for _ in range(tries)]
        good = [text for text in mine if tells(text, point, record["lang"]) and not same(text, point)]
        made.append((good, [text for text in mine if text not in good and text]))
    return made


def same(text: str, point: str) -> bool:
    """Whether both have the same letters and figures."""
    first, second = (re.sub(r"\W", "", one.lower()) for one in (text, point))
    return first == second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folder", type=Path, required=True, help="the stage's folder, as `train heal` leaves it")
    parser.add_argument("--dense", type=Path, help="another GGUF than the built one")
    parser.add_argument("--points", type=int, default=1500)
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    tuning = Tuning(given.folder, given.folder / ROUTING, given.dense)
    tuning.set_top_p(read_config(given.folder).router_top_p)
    chosen = points(given.held_out, given.points)
    made = told(tuning, chosen, TRIES)
    share, count = sum(len(good) for good, _ in made) / (TRIES * len(made)), TRIES * len(made)
    print(f"{share:.3f} of {count} sentences tell their point in words of their own")
    if given.held_out:
        return
    with given.out.open("w", encoding="utf-8") as out:
        for (record, point), (good, bad) in zip(chosen, made, strict=True):
            if good and bad:
                row = {"record": record["id"], "messages": asking(record, point), "chosen": good[0], "refused": bad[0]}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
