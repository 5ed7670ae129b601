"""Delimited text to a table: which character divides the cells, and which row is the header."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from livestream.catalog.feeds.aliases import meaning
from livestream.catalog.feeds.values import MAX_COLUMNS, MAX_ROWS, FeedError, Table

_DELIMITERS = ",\t;|"
_PROBED_LINES = 30
_HEADER_WITHIN = 15
_CELL_CHARACTERS = 1_000_000

Row = tuple[int, list[str]]


def read_table(text: str, encoding: str, known: Sequence[str] = ()) -> Table:
    """The table in delimited text; `known` are headings the merchant named himself."""
    csv.field_size_limit(_CELL_CHARACTERS)
    try:
        rows = _rows(text, delimiter(text))
    except csv.Error as error:
        raise FeedError(f"The table cannot be read: {error}.", f"表格无法读取：{error}。") from error
    return with_header(rows, encoding, known)


def delimiter(text: str) -> str:
    """The character that divides most of the first lines into equally many cells."""
    head = text[:60_000].splitlines()[:_PROBED_LINES]
    best, best_score = ",", 0.0
    for sign in _DELIMITERS:
        widths = Counter(len(cells) for cells in csv.reader(head, delimiter=sign) if cells)
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1, item[1] * item[0]), default=(1, 0))
        score = rows * (width - 1) ** 0.5 if width > 1 else 0.0
        if score > best_score:
            best, best_score = sign, score
    return best


def with_header(rows: Sequence[Row], encoding: str, known: Sequence[str] = ()) -> Table:
    """Cuts the header off: of the first rows, the one with most known headings; second header rows (a translation) are skipped."""
    if not rows:
        raise FeedError("The file holds no rows.", "文件里没有数据。")
    scores = [_score(cells, known) for _, cells in rows[:_HEADER_WITHIN]]
    at = scores.index(max(scores))
    if scores[at] == 0:
        at = 0
    columns = _unique(rows[at][1])
    below = at + 1
    while below < len(scores) and scores[below] >= max(2, scores[at] * 0.6):
        below += 1
    body = rows[below:]
    if len(body) > MAX_ROWS:
        raise FeedError(
            f"The file holds {len(body)} rows; at most {MAX_ROWS} are taken at a time. Split it.",
            f"文件有 {len(body)} 行，一次最多导入 {MAX_ROWS} 行，请拆分后再导入。",
        )
    if len(columns) > MAX_COLUMNS:
        raise FeedError(
            f"The table has {len(columns)} columns; at most {MAX_COLUMNS} are taken.", f"表格有 {len(columns)} 列，最多 {MAX_COLUMNS} 列。"
        )
    return Table(columns, list(body), rows[at][0], encoding)


def _rows(text: str, sign: str) -> list[Row]:
    lines = io.StringIO(text, newline="").readlines()
    width = len(next(csv.reader(lines, delimiter=sign), []))
    rows: list[Row] = []
    at = 0
    while at < len(lines):
        reader = csv.reader(_from(lines, at), delimiter=sign)
        cells = next(reader, [])
        taken = max(1, reader.line_num)
        if taken > 1 and _swallowed(lines[at + 1 : at + taken], sign, max(width, len(rows[-1][1]) if rows else 0)):
            cells = [
                cell.strip().strip('"') for cell in lines[at].rstrip("\r\n").split(sign)
            ]  # a quote that nothing closes ends with its line
            taken = 1
        if any(cell.strip() for cell in cells):
            rows.append((at + 1, cells))
            if len(rows) > MAX_ROWS + _HEADER_WITHIN:
                raise FeedError(
                    f"The file holds about {len(lines)} rows; at most {MAX_ROWS} are taken at a time. Split it.",
                    f"文件约有 {len(lines)} 行，一次最多导入 {MAX_ROWS} 行，请拆分后再导入。",
                )
        at += taken
    return rows


def _from(lines: list[str], at: int) -> Iterator[str]:
    while at < len(lines):
        yield lines[at]
        at += 1


def _swallowed(lines: list[str], sign: str, width: int) -> bool:
    """Whether lines that went into one quoted cell are rows of their own."""
    whole = sum('"' not in line and line.count(sign) == width - 1 for line in lines)
    return width >= 3 and whole * 10 >= len(lines) * 6


def _score(cells: Sequence[str], known: Sequence[str]) -> int:
    keys = {sense[0] for cell in cells if len(cell) < 60 and (sense := meaning(cell))}
    return len(keys) + 3 * sum(cell.strip() in known for cell in cells)


def _unique(cells: Sequence[str]) -> list[str]:
    """Headings, told apart where two are the same: "points", "points 2"."""
    seen: Counter[str] = Counter()
    columns = []
    for place, cell in enumerate(cells, 1):
        heading = " ".join(cell.split()) or f"column {place}"
        seen[heading] += 1
        columns.append(heading if seen[heading] == 1 else f"{heading} {seen[heading]}")
    return columns
