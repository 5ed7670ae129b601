"""JSON feeds: our own product objects, and schema.org JSON-LD, bare or inside an HTML page."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from livestream.catalog.feeds.goods import with_points
from livestream.catalog.feeds.values import MAX_ROWS, FeedError, Format, Record
from livestream.catalog.text import plain

_SCRIPT = re.compile(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_STRUCK = ("listprice", "strikethroughprice", "msrp", "srp")


def json_records(text: str) -> tuple[Format, list[Record]]:
    """Records of a JSON text: an object, a list, {"products": [...]}, one object a line, or JSON-LD; numbered from 1."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        return "json", _numbered(_by_line(text, error))
    except RecursionError as error:
        raise FeedError("The JSON is nested too deeply.", "JSON 嵌套过深。") from error
    found = list(_linked(data))
    if found:
        return "json-ld", _numbered(linked_data(node) for node in found)
    if isinstance(data, Mapping) and isinstance(data.get("products"), list):
        data = data["products"]
    return "json", _numbered(data if isinstance(data, list) else [data])


def page_records(text: str) -> list[Record]:
    """Records of the JSON-LD inside an HTML page."""
    nodes: list[Mapping[str, Any]] = []
    for script in _SCRIPT.findall(text):
        try:
            nodes.extend(_linked(json.loads(script)))
        except (json.JSONDecodeError, RecursionError):
            continue  # a page may hold broken scripts beside good ones
    if not nodes:
        raise FeedError("The page holds no product data (JSON-LD).", "网页里没有商品结构化数据（JSON-LD）。")
    return _numbered(linked_data(node) for node in nodes)


def linked_data(node: Mapping[str, Any]) -> dict[str, Any]:
    """Product data from a schema.org Product."""
    data: dict[str, Any] = {"name": _text(node.get("name"))}
    offer: Any = next(iter(_list(node.get("offers"))), {})
    if not offer:
        variants = _list(node.get("hasVariant"))
        offer = next((o for variant in variants if isinstance(variant, Mapping) for o in _list(variant.get("offers"))), {})
    if isinstance(offer, Mapping):
        data.update(_offer(offer))
    data["brand"] = _text(node.get("brand"))
    data["category"] = _text(node.get("category")).split(">")[-1].strip()
    data["images"] = [image for item in _list(node.get("image")) if (image := _text(item, "url", "contentUrl"))]
    data["specs"] = {
        _text(pair.get("name")): f"{_text(pair.get('value'))} {_text(pair.get('unitText'))}".strip()
        for pair in _list(node.get("additionalProperty"))
        if isinstance(pair, Mapping) and pair.get("name") and pair.get("value") is not None
    }
    for key in ("color", "material", "size"):
        if value := _text(node.get(key)):
            data["specs"].setdefault(key.capitalize(), value)
    notes = node.get("positiveNotes")
    items = _list(notes.get("itemListElement") if isinstance(notes, Mapping) else notes)
    data["points"] = [text for item in items if (text := _text(item))]
    data["audience"] = _text(node.get("audience"), "name", "audienceType")
    with_points(data, [_raw(node.get("description"))])
    return {key: value for key, value in data.items() if value}


def _offer(offer: Mapping[str, Any]) -> dict[str, Any]:
    price, currency = offer.get("price", offer.get("lowPrice")), offer.get("priceCurrency")
    found: dict[str, Any] = {}
    for part in _list(offer.get("priceSpecification")):
        if not isinstance(part, Mapping):
            continue
        kind = _text(part.get("priceType")).rsplit("/", 1)[-1].lower()
        currency = currency or part.get("priceCurrency")
        if kind in _STRUCK:
            found["list_price"] = part.get("price")
        elif price is None:
            price = part.get("price")
    level = offer.get("inventoryLevel")
    if isinstance(level, Mapping):
        found["stock"] = level.get("value")
    elif _text(offer.get("availability")).endswith("OutOfStock"):
        found["stock"] = "0"
    return {**found, "price": price, "currency": currency}


def _linked(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 12:
        return
    if isinstance(data, list):
        for item in data:
            yield from _linked(item, depth + 1)
    elif isinstance(data, Mapping):
        kinds = {str(kind).rsplit("/", 1)[-1] for kind in _list(data.get("@type"))}
        if kinds & {"Product", "ProductGroup"}:
            yield data
            return
        for key in ("@graph", "itemListElement", "item", "mainEntity"):
            if key in data:
                yield from _linked(data[key], depth + 1)


def _by_line(text: str, whole: json.JSONDecodeError) -> list[Any]:
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        if len(lines) < 2:
            raise whole
        return [json.loads(line) for line in lines]
    except json.JSONDecodeError:
        raise FeedError(
            f"The JSON is broken at line {whole.lineno}, column {whole.colno}: {whole.msg}.",
            f"JSON 第 {whole.lineno} 行第 {whole.colno} 列有错误：{whole.msg}。",
        ) from whole


def _numbered(items: Any) -> list[Record]:
    found = [Record(number, item) for number, item in enumerate(items, 1)]
    if len(found) > MAX_ROWS:
        raise FeedError(
            f"The file holds {len(found)} products; at most {MAX_ROWS} are taken at a time.",
            f"文件有 {len(found)} 个商品，一次最多 {MAX_ROWS} 个。",
        )
    return found


def _raw(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _text(value: Any, *keys: str) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, Mapping):
        value = next((value[key] for key in (*keys, "name", "value", "@value") if value.get(key)), None)
    return "" if value is None or isinstance(value, Mapping | list) else plain(str(value))


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
