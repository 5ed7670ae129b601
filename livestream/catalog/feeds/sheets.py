"""Excel workbooks (xlsx) to a table, with a look at their unpacked size first."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from livestream.catalog.feeds.aliases import map_columns
from livestream.catalog.feeds.tables import Row, with_header
from livestream.catalog.feeds.values import MAX_COLUMNS, MAX_ROWS, FeedError, Table

MAX_UNPACKED = 120_000_000  # bytes of XML, about a million cells
MAX_MEMBERS = 5_000


def read_sheet(data: bytes, known: Sequence[str] = ()) -> Table:
    """The sheet of a workbook that looks most like goods. Raises FeedError for what is no workbook, or too large unpacked."""
    _check(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        tables = [with_header(rows, "xlsx", known) for sheet in book.worksheets if (rows := _rows(sheet))]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ParseError, ValueError, OSError) as error:
        if isinstance(error, FeedError):
            raise
        raise FeedError(
            "The file is not a readable Excel workbook. Open it in Excel and save it as .xlsx again.",
            "文件不是可读取的 Excel 工作簿，请用 Excel 打开后重新另存为 .xlsx。",
        ) from error
    if not tables:
        raise FeedError("The workbook holds no rows.", "工作簿里没有数据。")
    return max(tables, key=_likeness)


def _likeness(table: Table) -> int:
    return len(set(map_columns(table.columns).values()))


def _check(data: bytes) -> None:
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise FeedError("The file is a damaged or unfinished Excel workbook.", "Excel 文件已损坏或不完整。") from error
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise FeedError(
            "The file is a zip archive, not an Excel workbook. Unpack it and give the file inside.",
            "这是压缩包，不是 Excel 工作簿，请解压后再导入。",
        )
    unpacked = sum(member.file_size for member in members if not member.filename.startswith("xl/media/"))
    if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise FeedError(
            f"The workbook would unpack to {unpacked // 1_000_000} MB; at most {MAX_UNPACKED // 1_000_000} MB are opened. Split it.",
            f"工作簿解压后有 {unpacked // 1_000_000} MB，最多打开 {MAX_UNPACKED // 1_000_000} MB，请拆分后再导入。",
        )


def _rows(sheet: Any) -> list[Row]:
    if not hasattr(sheet, "iter_rows"):
        return []  # a sheet that is a chart
    sheet.reset_dimensions()  # a file may claim a million empty rows
    rows: list[Row] = []
    for line, values in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), 1):
        cells = [_text(value) for value in values]
        if any(cells):
            rows.append((line, cells))
        if len(rows) > MAX_ROWS + 15 or line > MAX_ROWS * 20:
            raise FeedError(
                f"A sheet holds more than {MAX_ROWS} rows, the most that are taken at a time. Split it.",
                f"工作表超过 {MAX_ROWS} 行（一次导入的上限），请拆分后再导入。",
            )
    return rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 6))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
