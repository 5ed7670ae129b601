"""Shopify's product export in both header generations: rows of one handle are one product."""

from collections.abc import Mapping, Sequence
from typing import Any

from livestream.catalog.feeds.goods import Note, with_points
from livestream.catalog.feeds.values import Record, Table
from livestream.catalog.money import MoneyError, parse_money

# our key -> headings, old export and new
_COLUMNS: dict[str, tuple[str, ...]] = {
    "handle": ("Handle", "URL handle"),
    "name": ("Title",),
    "description": ("Body (HTML)", "Description"),
    "brand": ("Vendor",),
    "category": ("Type", "Product Category", "Product category"),
    "price": ("Variant Price", "Price"),
    "list_price": ("Variant Compare At Price", "Compare-at price"),
    "stock": ("Variant Inventory Qty", "Inventory quantity"),
    "images": ("Image Src", "Product image URL"),
    "status": ("Status",),
}
_OPTIONS = [(f"Option{n} Name", f"Option{n} name", f"Option{n} Value", f"Option{n} value") for n in (1, 2, 3)]
SKIPPED = ("archived",)


def is_shopify(columns: Sequence[str]) -> bool:
    """Whether a header is that of Shopify's export, old or new."""
    names = set(columns)
    return bool({"Handle", "URL handle"} & names) and bool({"Title", "Variant Price", "Body (HTML)"} & names)


def shopify_mapping(columns: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Column -> key ("handle", "status" and "option" too); what the merchant chose comes first."""
    mapping: dict[str, str] = {}
    for key, headings in _COLUMNS.items():
        for heading in headings:
            if heading in columns and (key not in mapping.values() or key == "category"):
                mapping[heading] = key
    mapping.update({heading: "specs" for option in _OPTIONS for heading in option if heading in columns})
    for column, key in (chosen or {}).items():
        mapping.pop(column, None)
        if key:
            for other in [other for other, target in mapping.items() if target == key and key not in ("images", "specs", "category")]:
                del mapping[other]
            mapping[column] = key
    return mapping


def shopify_records(table: Table, mapping: Mapping[str, str]) -> list[Record]:
    """One record a handle, at the line of its first row."""
    places = [(place, mapping[column]) for place, column in enumerate(table.columns) if column in mapping and mapping[column] != "specs"]
    groups: dict[str, list[tuple[int, dict[str, list[str]], list[str]]]] = {}
    last = ""
    for line, cells in table.rows:
        row: dict[str, list[str]] = {}
        for place, key in places:
            if place < len(cells) and cells[place].strip():
                row.setdefault(key, []).append(cells[place].strip())
        last = row.get("handle", [last])[0] or f"line {line}"
        groups.setdefault(last, []).append((line, row, cells))
    return [_record(rows, table.columns) for rows in groups.values()]


def _record(rows: list[tuple[int, dict[str, list[str]], list[str]]], columns: Sequence[str]) -> Record:
    notes: list[Note] = []
    data: dict[str, Any] = {}
    for key in ("name", "brand", "category", "offer", "audience", "currency", "list_price_basis", "language"):
        value = next((row[key][0] for _, row, _ in rows if row.get(key)), None)
        if value is not None:
            data[key] = value
    images = dict.fromkeys(image for _, row, _ in rows for image in row.get("images", ()))
    if images:
        data["images"] = list(images)
    points = [point for _, row, _ in rows for point in row.get("points", ())]
    if points:
        data["points"] = points
    variants = [row for _, row, _ in rows if row.get("price")]
    if variants:
        data["price"] = variants[0]["price"][0]
        if variants[0].get("list_price"):
            data["list_price"] = variants[0]["list_price"][0]
        prices = sorted({row["price"][0] for row in variants}, key=_sortable)
        if len(prices) > 1:
            notes.append(
                (
                    "price",
                    f"variants cost {prices[0]} to {prices[-1]}; that of the first, {data['price']}, was taken",
                    f"各规格价格为 {prices[0]} 到 {prices[-1]}，取第一个规格的 {data['price']}",
                )
            )
    counts = [row["stock"][0] for row in variants if row.get("stock")]
    if counts:
        whole = all(count.lstrip("-").isdigit() for count in counts)
        data["stock"] = max(0, sum(int(count) for count in counts)) if whole else counts[0]
    specs = _options(rows, columns)
    if specs:
        data["specs"] = specs
    _drop_equal_list_price(data)
    with_points(data, (text for _, row, _ in rows for text in row.get("description", ())))
    status = next((row["status"][0].lower() for _, row, _ in rows if row.get("status")), "")
    if status in SKIPPED:
        data["_skip"] = status
    return Record(rows[0][0], data, tuple(notes))


def _options(rows: list[tuple[int, dict[str, list[str]], list[str]]], columns: Sequence[str]) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for old_name, new_name, old_value, new_value in _OPTIONS:
        name_at, value_at = _place(columns, old_name, new_name), _place(columns, old_value, new_value)
        if name_at is None or value_at is None:
            continue
        name = ""
        for _, _, cells in rows:
            name = _cell(cells, name_at) or name
            value = _cell(cells, value_at)
            if name and value and (name, value) != ("Title", "Default Title"):
                found.setdefault(name, {})[value] = None
    return {name: ", ".join(values)[:200] for name, values in found.items()}


def _place(columns: Sequence[str], *headings: str) -> int | None:
    return next((columns.index(heading) for heading in headings if heading in columns), None)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _sortable(price: str) -> tuple[int, Any]:
    try:
        return 0, parse_money(price).amount
    except MoneyError:
        return 1, price


def _drop_equal_list_price(data: dict[str, Any]) -> None:
    """A compare-at price that is not above the price says nothing (Shopify writes 0 or the price itself where there is none)."""
    try:
        if parse_money(str(data["list_price"])).amount <= parse_money(str(data["price"])).amount:
            del data["list_price"]
    except (KeyError, MoneyError):
        return
