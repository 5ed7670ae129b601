"""Google Merchant feeds: TSV columns and XML items (RSS 2.0 or Atom with g: names)."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from livestream.catalog.feeds import split
from livestream.catalog.feeds.goods import with_points
from livestream.catalog.feeds.values import MAX_ROWS, FeedError, Record, Table

_TEXTS = {"title": "name", "brand": "brand", "product_type": "category", "google_product_category": "category"}
_DETAIL = ("section_name", "attribute_name", "attribute_value")
KNOWN = {
    **_TEXTS,
    "description": "description",
    "image_link": "images",
    "additional_image_link": "images",
    "price": "price",
    "sale_price": "price",
    "sale_price_effective_date": "price",
    "product_highlight": "points",
    "product_detail": "specs",
    "availability": "stock",
}

Fields = dict[str, list[str]]


def is_merchant(columns: Sequence[str]) -> bool:
    """Whether a header is that of a Merchant feed."""
    names = {_name(column) for column in columns}
    return {"title", "price"} <= names and bool({"image_link", "availability", "condition", "google_product_category", "gtin"} & names)


def merchant_mapping(columns: Sequence[str]) -> dict[str, str]:
    """Column -> key."""
    return {column: KNOWN[_name(column)] for column in columns if _name(column) in KNOWN}


def merchant_records(table: Table) -> list[Record]:
    """One record a row."""
    names = [_name(column) for column in table.columns]
    found = []
    for line, cells in table.rows:
        fields: Fields = {}
        for name, cell in zip(names, cells, strict=False):
            if cell.strip():
                fields.setdefault(name, []).append(cell.strip())
        found.append(Record(line, merchant_data(fields)))
    return found


def xml_records(data: bytes) -> tuple[list[str], list[Record]]:
    """The names used and one record an item, numbered from 1. Entities and external references are refused."""
    names: dict[str, None] = {}
    found: list[Record] = []
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(data), events=("end",), forbid_dtd=True):
            if _local(element.tag) not in ("item", "entry"):
                continue
            fields = _fields(element)
            names.update(dict.fromkeys(fields))
            found.append(Record(len(found) + 1, merchant_data(fields)))
            element.clear()
            if len(found) > MAX_ROWS:
                raise FeedError(f"The feed holds more than {MAX_ROWS} items. Split it.", f"数据超过 {MAX_ROWS} 个商品，请拆分后再导入。")
    except DefusedXmlException as error:
        raise FeedError("The XML holds a DTD or entities, which are not read.", "XML 含有 DTD 或实体定义，为安全起见不予读取。") from error
    except ParseError as error:
        line = error.position[0]
        raise FeedError(f"The XML is broken at line {line}: {error}.", f"XML 第 {line} 行有错误：{error}。") from error
    if not found:
        raise FeedError("The XML holds no <item> or <entry>.", "XML 里没有 <item> 或 <entry>。")
    return list(names), found


def merchant_data(fields: Mapping[str, list[str]]) -> dict[str, Any]:
    """Product data from a Merchant item's attributes."""
    data: dict[str, Any] = {}
    for name, key in _TEXTS.items():
        if fields.get(name) and key not in data:
            data[key] = fields[name][0].split(">")[-1].strip() if key == "category" else fields[name][0]
    price, sale = _first(fields, "price"), _first(fields, "sale_price")
    if sale and _in_effect(_first(fields, "sale_price_effective_date")):
        data["price"], data["list_price"] = sale, price
    elif price:
        data["price"] = price
    images = [image for name in ("image_link", "additional_image_link") for cell in fields.get(name, ()) for image in split.pictures(cell)]
    if images:
        data["images"] = list(dict.fromkeys(images))
    points = [point for cell in fields.get("product_highlight", ()) for point in _highlights(cell)]
    if points:
        data["points"] = points
    specs = _details(fields.get("product_detail", ()))
    for name in ("color", "size", "material", "pattern"):
        if value := _first(fields, name):
            specs.setdefault(name.capitalize(), value)
    if specs:
        data["specs"] = specs
    if _first(fields, "availability").lower().replace(" ", "_") == "out_of_stock":
        data["stock"] = 0
    with_points(data, fields.get("description", ()))
    return {key: value for key, value in data.items() if value != ""}


def _fields(element: Element) -> Fields:
    fields: Fields = {}
    for child in element:
        name = _local(child.tag)
        if len(child) and name == "product_detail":
            parts = {_local(part.tag): (part.text or "").strip() for part in child}
            fields.setdefault(name, []).append(":".join(parts.get(key, "") for key in _DETAIL))
        elif (text := "".join(child.itertext()).strip()) or child.get("href"):
            fields.setdefault(name, []).append(text or child.get("href", ""))
    return fields


def _highlights(cell: str) -> list[str]:
    parts = re.split(r'"\s*,\s*"|,\s*"|"\s*,', cell)  # "one","two, three" as it stands, or after a reader took quotes off the first
    return [part.strip(' "') for part in parts if part.strip(' "')] if len(parts) > 1 else split.points(cell.strip('" '))


def _details(cells: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for cell in cells:
        for part in re.split(r",(?=[^,:]*:[^,:]*:)", cell):
            pieces = [piece.strip() for piece in part.split(":", 2)]
            if len(pieces) == 3 and pieces[1] and pieces[2]:
                found[pieces[1]] = pieces[2]
            elif len(pieces) == 2 and all(pieces):
                found[pieces[0]] = pieces[1]
    return found


def _in_effect(span: str) -> bool:
    """Whether now lies in "2026-11-01T00:00+0100/2026-11-30T23:59+0100"; no span means always, a broken one never."""
    if not span:
        return True
    try:
        start, end = (datetime.fromisoformat(part.strip()) for part in span.split("/"))
    except ValueError:
        return False
    start, end = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (start, end))
    return start <= datetime.now(UTC) <= end


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    return fields[name][0] if fields.get(name) else ""


def _name(column: str) -> str:
    plain = re.sub(r"\(.*?\)|\[.*?\]", "", column.casefold()).strip().removeprefix("g:")
    return re.sub(r"[\s\-]+", "_", re.sub(r" \d+$", "", plain).strip())


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].lower()
