"""The catalogue as a table that spreadsheets open and `preview` takes back."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.product import KEYS, product_json

_FORMULA = ("=", "+", "-", "@")


def export_csv(products: Iterable[Product]) -> bytes:
    """CSV in UTF-8 with a byte order mark, headings as in KEYS; lists one item a line. No cell is a formula for a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(KEYS)
    for product in products:
        data = product_json(product)
        writer.writerow([_cell(data[key]) for key in KEYS])
    return text.getvalue().encode("utf-8-sig")


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that kept it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        value = [f"{name}: {content}" for name, content in value.items()]
    text = "\n".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
