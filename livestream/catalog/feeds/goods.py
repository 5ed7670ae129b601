"""Cells under mapped columns to product data: the same rules for every sheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from livestream.catalog.feeds import split
from livestream.catalog.feeds.aliases import currency_hint, meaning
from livestream.catalog.feeds.export import unguarded
from livestream.catalog.feeds.values import Record, Table
from livestream.catalog.money import MoneyError, parse_money
from livestream.catalog.text import plain_lines

Note = tuple[str, str, str]  # JSON key, English, Chinese


def records(table: Table, mapping: Mapping[str, str]) -> list[Record]:
    """One record a row; rows without any mapped cell are left out."""
    places = [(place, column, mapping[column]) for place, column in enumerate(table.columns) if column in mapping]
    hint = next((code for _, column, key in places if key == "price" and (code := currency_hint(column))), None)
    found = []
    for line, cells in table.rows:
        filled = [(column, key, cell) for place, column, key in places if place < len(cells) and (cell := unguarded(cells[place].strip()))]
        if filled:
            found.append(Record(line, row_data(filled, hint)))
    return found


def row_data(filled: Sequence[tuple[str, str, str]], currency: str | None = None) -> dict[str, Any]:
    """Product data from (column, key, cell) of one row."""
    data: dict[str, Any] = {}
    described: list[str] = []
    for column, key, cell in filled:
        if key == "points":
            data.setdefault("points", []).extend(split.points(cell))
        elif key == "images":
            data.setdefault("images", []).extend(split.pictures(cell))
        elif key == "story":
            data.setdefault("story", []).extend(plain_lines(cell))
        elif key == "specs":
            pairs = split.specs(cell)
            data.setdefault("specs", {}).update(pairs or ({column: cell} if len(cell) <= 60 else {}))
        elif key == "description":
            described.append(cell)
        else:
            data[key] = cell
    if currency and "currency" not in data and not _has_currency(str(data.get("price", ""))):
        data["currency"] = currency
    with_points(data, described)
    return data


def with_points(data: dict[str, Any], described: Iterable[str]) -> None:
    """Where no selling points are given, the description's own list or sentences stand in; where there is none, the specs."""
    if not data.get("points"):
        stand_in = [point for text in described for point in split.described(text)]
        if not stand_in:
            stand_in = [f"{name}: {value}" for name, value in (data.get("specs") or {}).items()]
        if stand_in:
            data["points"] = stand_in[:8]


def column_of(key: str, mapping: Mapping[str, str]) -> str:
    """The column that a key came from, for messages."""
    columns = [column for column, target in mapping.items() if target == key]
    return columns[0] if len(columns) == 1 else ""


def recognised(columns: Sequence[str]) -> bool:
    """Whether any heading is known."""
    return any(meaning(column) for column in columns)


def _has_currency(text: str) -> bool:
    try:
        return parse_money(text).currency is not None
    except MoneyError:
        return False
