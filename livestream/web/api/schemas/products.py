"""What the API takes and gives about products and feeds."""

from decimal import Decimal

from pydantic import BaseModel, Field

from livestream.catalog.models import Product
from voices.types import Language


class ProductOut(BaseModel):
    """A stored product. Prices are numbers with at most two decimals.

    `facts` is what the lines of a script are about: the points, then the story, then the specifications as sentences.
    """

    id: int
    name: str
    brand: str
    category: str
    price: float
    currency: str
    list_price: float | None
    list_price_basis: str
    points: list[str]
    offer: str
    stock: int | None
    audience: str
    story: list[str]
    specs: dict[str, str]
    facts: list[str]
    images: list[str]
    language: str
    warnings: list[str] = []

    @staticmethod
    def of(product: Product, warnings: list[str] | None = None) -> "ProductOut":
        """From a row of the catalogue."""
        values = {name: getattr(product, name) for name in ProductOut.model_fields if name != "warnings"}
        numbers = {name: float(value) for name, value in values.items() if isinstance(value, Decimal)}
        return ProductOut(**{**values, **numbers, "warnings": warnings or []})


class RowProblemOut(BaseModel):
    """What is wrong in a row of a feed; `line` counts from 1 in the file, `count` rows share it."""

    line: int
    field: str
    message: str
    message_zh: str
    column: str
    count: int


class ImportOut(BaseModel):
    """What a feed holds, row by row, and what became of it (nothing after a dry run)."""

    format: str
    encoding: str
    columns: list[str]
    mapping: dict[str, str]
    rows: int
    good: int
    problems: list[RowProblemOut]
    warnings: list[RowProblemOut]
    added: list[int]
    updated: list[int]
    unchanged: int


class LanguageIn(BaseModel):
    """The language to translate into."""

    language: Language


class WordsIn(BaseModel):
    """A product in a few pasted words."""

    text: str = Field(min_length=1, max_length=10_000)
