"""What passes between the steps of an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from livestream.catalog.models import Product
from voices.types import Language

Format = Literal["csv", "xlsx", "shopify", "google-merchant", "google-merchant-xml", "json", "json-ld"]

MAX_BYTES = 40_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200


class FeedError(ValueError):
    """A file cannot be read at all; the message says what to do, in English (`str`) and Chinese (`zh`)."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh

    def text(self, language: Language = "en") -> str:
        """The message in `language`."""
        return self.zh if language == "zh" else str(self)


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row: its line in the file (from 1; in JSON and XML the item's number), the JSON key, the column it came from.

    `count` says how many rows share the same warning; `line` is the first of them.
    """

    line: int
    field: str
    message: str
    message_zh: str
    column: str = ""
    count: int = 1

    def text(self, language: Language = "en") -> str:
        """One sentence for the merchant."""
        where = f" ({self.column})" if self.column and self.column != self.field else ""
        if language == "zh":
            more = f"（共 {self.count} 行）" if self.count > 1 else ""
            return f"第 {self.line} 行，{self.field}{where}：{self.message_zh}{more}"
        more = f" ({self.count} rows)" if self.count > 1 else ""
        return f"line {self.line}, {self.field}{where}: {self.message}{more}"


@dataclass(frozen=True)
class Table:
    """A sheet: the header's cells and the rows below it with their line numbers."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]
    header_line: int
    encoding: str = ""


@dataclass(frozen=True)
class Record:
    """One good as data for parse_product, from `line`; `notes` are warnings that arose on the way."""

    line: int
    data: Mapping[str, Any]
    notes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class PreviewRow:
    """A good of the file: where it stands, its data by JSON key, and the product, None where a problem stops it."""

    line: int
    data: Mapping[str, Any]
    product: Product | None


@dataclass
class Preview:
    """What a file holds before anything is kept. `mapping` goes from column to JSON key; `unmapped` are the columns left out."""

    format: Format
    encoding: str
    columns: list[str]
    mapping: dict[str, str]
    unmapped: list[str]
    rows: list[PreviewRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)

    @property
    def products(self) -> list[Product]:
        """The products that can be kept."""
        return [row.product for row in self.rows if row.product is not None]
