"""A feed looked at before anything is kept: its goods, its mapping, and what is wrong where."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from livestream.catalog.feeds.aliases import TARGETS, map_columns
from livestream.catalog.feeds.decode import decode
from livestream.catalog.feeds.goods import column_of, records
from livestream.catalog.feeds.jsons import json_records, page_records
from livestream.catalog.feeds.merchant import KNOWN, is_merchant, merchant_mapping, merchant_records, xml_records
from livestream.catalog.feeds.sheets import read_sheet
from livestream.catalog.feeds.shopify import is_shopify, shopify_mapping, shopify_records
from livestream.catalog.feeds.tables import read_table
from livestream.catalog.feeds.values import MAX_BYTES, FeedError, Preview, PreviewRow, Record, RowProblem, Table
from livestream.catalog.product import read_product

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def preview(
    source: str | Path | bytes, name: str = "", mapping: Mapping[str, str] | None = None, *, currency: str = "", language: str = ""
) -> Preview:
    """What a feed holds. `mapping` sets columns by hand (column -> JSON key, "" leaves one out); `currency` and `language` fill gaps.

    `name` is the file's name, for messages. Raises FeedError where nothing can be read; a bad row is a problem, never an error.
    """
    wrong = [key for key in (mapping or {}).values() if key and key not in TARGETS]
    if wrong:
        raise FeedError(f"“{wrong[0]}” is not a key of a product.", f"“{wrong[0]}”不是商品字段。")
    data = _bytes(source)
    found, rows = _read(data, dict(mapping or {}))
    _check(found, rows, {"currency": currency, "language": language})
    return found


def _bytes(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        size = len(source)
    else:
        path = Path(source)
        if not path.is_file():
            raise FeedError(f"There is no file {path}.", f"找不到文件 {path}。")
        size = path.stat().st_size
    if size == 0:
        raise FeedError("The file is empty (0 bytes).", "文件是空的（0 字节）。")
    if size > MAX_BYTES:
        raise FeedError(
            f"The file has {size // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB are taken. Split it.",
            f"文件有 {size // 1_000_000} MB，最多 {MAX_BYTES // 1_000_000} MB，请拆分后再导入。",
        )
    return source if isinstance(source, bytes) else Path(source).read_bytes()


def _read(data: bytes, chosen: dict[str, str]) -> tuple[Preview, list[Record]]:
    if data.startswith(_ZIP):
        return _from_table(read_sheet(data, list(chosen)), chosen, "xlsx")
    if data.startswith(_OLD_EXCEL):
        raise FeedError("Old Excel files (.xls) are not read. Save it as .xlsx or CSV.", "不支持旧版 .xls，请另存为 .xlsx 或 CSV。")
    text, encoding = decode(data)
    head = text.lstrip("\ufeff \t\r\n")[:2000].lower()
    if head.startswith(("{", "[")):
        kind, rows = json_records(text.lstrip("\ufeff"))
        columns = list(dict.fromkeys(str(key) for row in rows if isinstance(row.data, Mapping) for key in row.data))
        return Preview(kind, encoding, columns, {key: key for key in columns if key in TARGETS}, []), rows
    if head.startswith(("<!doctype html", "<html")) or "application/ld+json" in head:
        return Preview("json-ld", encoding, [], {}, []), page_records(text)
    if head.startswith("<"):
        columns, rows = xml_records(data)
        used = {column: KNOWN[column] for column in columns if column in KNOWN}
        return Preview("google-merchant-xml", encoding, columns, used, [column for column in columns if column not in used]), rows
    return _from_table(read_table(text, encoding, list(chosen)), chosen, "csv")


def _from_table(table: Table, chosen: dict[str, str], kind: Any) -> tuple[Preview, list[Record]]:
    missing = [column for column in chosen if column not in table.columns]
    if missing:
        raise FeedError(
            f"There is no column “{missing[0]}”. Columns: {', '.join(table.columns[:30])}.",
            f"没有“{missing[0]}”这一列。现有列：{'、'.join(table.columns[:30])}。",
        )
    if is_shopify(table.columns):
        mapping = shopify_mapping(table.columns, chosen)
        kind, rows = "shopify", shopify_records(table, mapping)
    elif is_merchant(table.columns) and not chosen:
        mapping = merchant_mapping(table.columns)
        kind, rows = "google-merchant", merchant_records(table)
    else:
        mapping = map_columns(table.columns, chosen)
        rows = records(table, mapping)
    found = Preview(kind, table.encoding, table.columns, mapping, [column for column in table.columns if column not in mapping])
    for key, en, zh in (("name", "name", "名称"), ("price", "price", "价格")):
        if key not in mapping.values():
            shown, shown_zh = ", ".join(table.columns[:12]), "、".join(table.columns[:12])
            found.problems.append(
                RowProblem(
                    table.header_line,
                    key,
                    f"no column holds the {en}; choose it by hand (columns: {shown})",
                    f"没有识别出{zh}列，请手动指定（现有列：{shown_zh}）",
                )
            )
    return found, [] if found.problems else rows


def _check(found: Preview, rows: list[Record], gaps: Mapping[str, str]) -> None:
    warnings: dict[tuple[str, str], tuple[RowProblem, int]] = {}

    def warn(line: int, key: str, message: str, message_zh: str) -> None:
        first, count = warnings.get((key, message), (RowProblem(line, key, message, message_zh, column_of(key, found.mapping)), 0))
        warnings[key, message] = (first, count + 1)

    for row in rows:
        data = row.data
        if isinstance(data, dict):
            for key, value in gaps.items():
                if value and not data.get(key):
                    data[key] = value
            if "_skip" in data:
                warn(row.line, "status", f"is {data['_skip']}; the product was left out", f"状态为 {data['_skip']}，已跳过")
                continue
        reading = read_product(data)
        for note in row.notes:
            warn(row.line, *note)
        for warning in reading.warnings:
            warn(row.line, warning.field, warning.message, warning.message_zh)
        for problem in reading.problems:
            column = column_of(problem.field, found.mapping)
            found.problems.append(RowProblem(row.line, problem.field, problem.message, problem.message_zh, column))
        found.rows.append(PreviewRow(row.line, data if isinstance(data, Mapping) else {}, reading.product))
    for first, count in warnings.values():
        found.warnings.append(RowProblem(first.line, first.field, first.message, first.message_zh, first.column, count))
    if not found.rows and not found.problems and not found.warnings:
        found.problems.append(RowProblem(1, "name", "the file has a header but no rows below it", "文件只有表头，没有数据行"))
