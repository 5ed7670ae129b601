"""The authored tellings say their points, whole and nothing beside them."""

import json
from collections import Counter

import pytest

from livestream.writing.telling import tells
from yi_core.examples import CORPUS, records

ROWS = {
    path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for path in sorted((CORPUS / "tellings").glob("*.jsonl"))
}
RECORDS = {record["id"]: record for record in records()}


def test_both_languages_are_there_and_each_point_is_told_once() -> None:
    assert ROWS.keys() == {"en", "zh"}
    for rows in ROWS.values():
        assert Counter((row["record"], row["point"]) for row in rows).most_common(1)[0][1] == 1


@pytest.mark.parametrize("language", ROWS)
def test_a_telling_is_its_point(language: str) -> None:
    for row in ROWS[language]:
        record = RECORDS[row["record"]]
        assert row.keys() == {"record", "point", "text"}
        assert record["lang"] == language
        assert tells(row["text"], record["product"]["points"][row["point"]], language), row
