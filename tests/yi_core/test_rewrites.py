"""The authored line rewrites hold against the records they rewrite."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from yi_core.examples import CORPUS, held_out, records
from yi_core.prompt import TONE

FILES = sorted((CORPUS / "rewrites").glob("*.jsonl"))
ROWS = [json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
RECORDS = {record["id"]: record for record in records()}
SIZES = {"shorter": (0.0, 0.6), "longer": (1.4, 2.0)}


def figures(text: str) -> set[float]:
    """The numbers written in digits, a thousands comma read over."""
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", text))}


def size(text: str, language: str) -> int:
    """Characters (zh) or words (en)."""
    return len(text) if language == "zh" else len(text.split())


def original(row: Mapping[str, Any]) -> str:
    return str(RECORDS[row["record"]]["script"][row["line"]]["text"])


def test_there_are_rewrites_and_each_has_its_own_id_and_words() -> None:
    assert ROWS
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_rewrite_names_a_line_of_a_record_that_is_trained_on(row: dict[str, Any]) -> None:
    assert row.keys() == {"id", "record", "line", "ask", "text"}
    record = RECORDS[row["record"]]
    assert not held_out(record)
    assert 0 <= row["line"] < len(record["script"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_rewrite_does_what_is_asked(row: dict[str, Any]) -> None:
    record, line = RECORDS[row["record"]], original(row)
    assert row["ask"] in (TONE[record["lang"]].keys() | SIZES.keys()) - {record["tone"]}
    assert row["text"] != line
    if row["ask"] in SIZES:
        least, most = SIZES[row["ask"]]
        assert least <= size(row["text"], record["lang"]) / size(line, record["lang"]) <= most


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_rewrite_gives_no_figure_that_is_not_the_products(row: dict[str, Any]) -> None:
    given = json.dumps(RECORDS[row["record"]]["product"], ensure_ascii=False)
    assert figures(row["text"]) <= figures(given) | figures(original(row))
