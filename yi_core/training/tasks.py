"""What else the corpus teaches, beside scripts, replies and copy to translate: to check a line, to draw points from talk, to name a thing,
to say a line another way or a point aloud; and everyday sentences in two languages.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from yi_core.examples import CORPUS, sheet_of
from yi_core.prompt import SYSTEM, ask_points, ask_rewrite, ask_tell, ask_title, ask_translation, ask_verify, script_lines, sourced
from yi_core.training.conversations import Conversation

REWRITES, TELLINGS = CORPUS / "rewrites", CORPUS / "tellings"
_CLAUSE = re.compile(r"[^，。！？；：,.!?;:]+(?:[.,]\d[^，。！？；：,.!?;:]*)*")
_PAIRS = 6  # sentences of a conversation in two languages


def verification(record: Mapping[str, Any], rng: random.Random) -> Conversation | None:
    """A line against the facts; in every other case a point it tells is missing there, and the answer is the clause that tells it."""
    lines = [line for line in record["script"] if line["about"] and line["part"] in ("point", "demo")]
    if not lines:
        return None
    line, language, sheet = rng.choice(lines), record["lang"], sheet_of(record["product"])
    answer = sourced(language)
    if rng.random() < 0.5:
        point = rng.choice(line["about"])
        clause = max(_CLAUSE.findall(line["text"]), key=lambda c: _shared(c, sheet.points[point]), default="")
        if not _shared(clause, sheet.points[point]):
            return None
        answer, sheet = clause.strip(), replace(sheet, points=tuple(p for i, p in enumerate(sheet.points) if i != point))
    return [("system", SYSTEM[language]), ("user", ask_verify(sheet, line["text"], language)), ("assistant", answer)]


def extraction(record: Mapping[str, Any], rng: random.Random) -> Conversation | None:
    """Talk about a thing -> the points it tells, one a line."""
    lines = [line for line in record["script"] if line["about"]]
    told = sorted({i for line in lines for i in line["about"]})
    if not told:
        return None
    points = "\n".join(record["product"]["points"][i] for i in told)
    return [("user", ask_points(script_lines([line["text"] for line in lines], record["lang"]), record["lang"])), ("assistant", points)]


def naming(record: Mapping[str, Any], rng: random.Random) -> Conversation | None:
    """Facts without the name -> the name."""
    language, sheet = record["lang"], sheet_of(record["product"])
    return [("user", ask_title(replace(sheet, name="?"), language)), ("assistant", sheet.name)]


def rewriting(record: Mapping[str, Any], rng: random.Random) -> Conversation | None:
    """One authored rewrite of a line of the record, where it has any."""
    rows = _authored(REWRITES).get(record["id"])
    if not rows:
        return None
    row, language = rng.choice(rows), record["lang"]
    ask = ask_rewrite(sheet_of(record["product"]), record["persona"], row["ask"], record["script"][row["line"]]["text"], language)
    return [("system", SYSTEM[language]), ("user", ask), ("assistant", row["text"])]


def telling(record: Mapping[str, Any], rng: random.Random) -> Conversation | None:
    """One point of the record as a host says it, where any was authored."""
    rows = _authored(TELLINGS).get(record["id"])
    if not rows:
        return None
    row, language, product = rng.choice(rows), record["lang"], record["product"]
    ask = ask_tell(sheet_of(product), record["persona"], record["tone"], product["points"][row["point"]], language)
    return [("system", SYSTEM[language]), ("user", ask), ("assistant", row["text"])]


TASKS = {"verify": verification, "points": extraction, "title": naming, "rewrite": rewriting, "tell": telling}


def bilingual(file: Path, rng: random.Random) -> Iterator[Conversation]:
    """Endless translations of a few sentences each, both ways, from a .jsonl of {en, zh}; no traditional characters, no short ones."""
    rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines() if row.strip()]
    rows = [row for row in rows if not row.get("trad") and len(row["en"].split()) >= 5 and len(row["zh"]) <= 200]
    while True:
        rng.shuffle(rows)
        for i in range(0, len(rows) - _PAIRS, _PAIRS):
            here, there = rng.choice([("en", "zh"), ("zh", "en")])
            some = [{key: " ".join(row[key].split()) for key in (here, there)} for row in rows[i : i + _PAIRS]]
            yield [*ask_translation([row[here] for row in some], there), ("assistant", "\n".join(row[there] for row in some))]


@cache
def _authored(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What was authored beside the records, by their ids."""
    made: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            made.setdefault(row["record"], []).append(row)
    return made


def _shared(clause: str, point: str) -> int:
    """How many pairs of letters both hold."""
    a, b = (re.sub(r"\W", "", text.lower()) for text in (clause, point))
    return len({a[i : i + 2] for i in range(len(a) - 1)} & {b[i : i + 2] for i in range(len(b) - 1)})
