"""What the stages of `base` learn from, in which shares, and the held-out conversations that they are measured on."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from yi_core.examples import CORPUS, held_out, records
from yi_core.training.conversations import Conversation, conversations
from yi_core.training.tasks import TASKS, bilingual

REPLIES, COPY = 0.6, 0.4  # how often a record's replies and its translation are told again in a round
TOLD = {"verify": 0.35, "points": 0.15, "title": 0.1, "rewrite": 1.0, "tell": 2.0}  # conversations of a record in a round
EVERYDAY = 0.4  # of records are followed by everyday sentences in two languages
HELD_OUT = 24  # records that a stage is measured on


def endless(train: Sequence[dict[str, Any]], rng: random.Random, pairs: Path | None = None) -> Iterator[Conversation]:
    """Scripts of all records in a new order each round, and of the other tasks a share."""
    everyday = bilingual(pairs, rng) if pairs else None
    order = list(train)
    while True:
        rng.shuffle(order)
        for record in order:
            script, *others = conversations(record, rng)
            yield script
            if len(others) == 2 and rng.random() < REPLIES:
                yield others[0]
            if rng.random() < COPY:
                yield others[-1]
            for name, share in TOLD.items():
                for _ in range(int(share + rng.random())):
                    if made := TASKS[name](record, rng):
                        yield made
            if everyday and rng.random() < EVERYDAY:
                yield next(everyday)


def training_records(corpus: Path = CORPUS) -> list[dict[str, Any]]:
    """Those that are not held out."""
    return [record for record in records(corpus) if not held_out(record)]


def tests(corpus: Path = CORPUS) -> Mapping[str, list[Conversation]]:
    """Held-out conversations of each task, always the same ones."""
    some = [record for record in records(corpus) if held_out(record)]
    some = random.Random(0).sample(some, min(HELD_OUT, len(some)))
    made: dict[str, list[Conversation]] = {"script": [], "replies": [], "translation": []}
    for record in some:
        script, *others = conversations(record, random.Random(record["id"]))
        made["script"].append(script[:3])
        made["translation"].append(others[-1])
        made["replies"] += others[:-1]
    for name, task in TASKS.items():
        made[name] = [talk for record in some if (talk := task(record, random.Random(record["id"])))]
    return {name: talks for name, talks in made.items() if talks}
