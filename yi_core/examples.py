"""One plain record of the corpus as turns to imitate, for a model that is not tuned on the format."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yi_core.prompt import FactSheet, Message, ask_comment, ask_reply, ask_script, plan, script_text, spoken_length

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Example:
    """A script turn and reply turns; `names` (product, brand) must not leak into what the model then writes."""

    script: tuple[Message, ...]
    replies: tuple[Message, ...]
    names: tuple[str, str]


def sheet_of(product: Mapping[str, Any]) -> FactSheet:
    """The fact sheet of a corpus record's product (its list prices count as having a basis)."""
    return FactSheet(
        name=product["name"],
        price=float(product["price"]),
        currency=product["currency"],
        points=tuple(product["points"]),
        brand=product["brand"],
        list_price=product.get("list_price"),
        story=tuple(product.get("story") or ()),
        offer=product.get("offer") or "",
        stock=product.get("stock"),
        audience=product.get("audience") or "",
    )


@cache
def records(folder: Path = CORPUS) -> tuple[dict[str, Any], ...]:
    """The plain corpus, or another in its form, in the order of its files."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jsonl")))
    return tuple(json.loads(line) for text in texts for line in text.splitlines() if line.strip())


def held_out(record: Mapping[str, Any]) -> bool:
    """One record in sixteen, fixed by its id: never trained on."""
    return int(hashlib.md5(record["id"].encode()).hexdigest(), 16) % 16 == 0


@cache
def example(persona: str, tone: str, language: str) -> Example:
    """A record of the persona, of the same tone where there is one; the shortest of them, for the prompt costs time."""
    ours = [r for r in records() if r["persona"] == persona and r["lang"] == language]
    record = min(ours, key=lambda r: (r["tone"] != tone, sum(len(line["text"]) for line in r["script"])))
    sheet, lines = sheet_of(record["product"]), record["script"]
    size = spoken_length([line["text"] for line in lines], language)
    parts = plan([(line["part"], line["about"]) for line in lines])
    ask = ask_script(sheet, persona, record["tone"], language, size, parts)
    script: tuple[Message, ...] = (("user", ask), ("assistant", script_text([(line["part"], line["text"]) for line in lines])))
    replies: list[Message] = []
    for i, q in enumerate(record["qa"]):
        first = i == 0
        text = ask_reply(sheet, persona, record["tone"], language, q["comment"]) if first else ask_comment(q["comment"], language)
        replies += [("user", text), ("assistant", q["reply"])]
    return Example(script, tuple(replies), (sheet.name, sheet.brand))
