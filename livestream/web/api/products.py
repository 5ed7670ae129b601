"""/api/products: the catalogue."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Form, Response, UploadFile
from fastapi.responses import FileResponse

from livestream.catalog.adopt import addresses, fetch_for
from livestream.catalog.feeds import RowProblem, export_csv, import_products, preview
from livestream.catalog.feeds.values import MAX_BYTES as MAX_FEED
from livestream.catalog.images import MAX_BYTES as MAX_PICTURE
from livestream.catalog.images import keep_picture
from livestream.catalog.loops import is_loop
from livestream.catalog.models import Product
from livestream.catalog.pictures import locate
from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.web.api.errors import ApiError, missing
from livestream.web.api.schemas.products import ImportOut, LanguageIn, ProductOut, RowProblemOut, WordsIn

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

PICTURES = (".webp", ".png", ".jpg", ".jpeg")
EXAMPLE = {"name": "Linen throw", "price": 49.9, "currency": "EUR", "points": ["Woven in Portugal", "Machine washable"]}
ProductBody = Annotated[dict[str, Any], Body(description="A product as JSON; name, price and points are required.", examples=[EXAMPLE])]


def router(studio: "Studio", store: Store) -> APIRouter:
    """The routes over this studio."""
    routes = APIRouter(prefix="/api/products", tags=["products"])

    def stored(product_id: int) -> Product:
        product = store.product(product_id)
        if product is None:
            raise missing("product", "商品", product_id)
        return product

    def kept(body: dict[str, Any], product_id: int | None = None) -> ProductOut:
        product, warnings = parse_product(body)
        product.id = product_id
        return ProductOut.of(store.save_product(product), warnings)

    @routes.get("", summary="Products on sale, newest first")
    def products(query: str = "", language: str | None = None, limit: int = 100, offset: int = 0) -> list[ProductOut]:
        return _out(store.products(query=query, language=language, limit=max(0, limit), offset=max(0, offset)))

    @routes.post("", status_code=201, summary="Keep a new product")
    def create(body: ProductBody) -> ProductOut:
        return kept(body)

    @routes.post("/import", summary="Import a feed: CSV, TSV, XLSX, Shopify, Google Merchant, JSON-LD, JSON")
    def bring(
        file: UploadFile, dry_run: bool = False, mapping: Annotated[str, Form(description="JSON: column -> key of a product")] = "{}"
    ) -> ImportOut:
        found = preview(file.file.read(MAX_FEED + 1), file.filename or "", _mapping(mapping))
        done = None if dry_run else import_products(found, store)
        return ImportOut(
            format=found.format,
            encoding=found.encoding,
            columns=found.columns,
            mapping=found.mapping,
            rows=len(found.rows),
            good=len(found.products),
            problems=[_row(problem) for problem in found.problems],
            warnings=[_row(warning) for warning in found.warnings],
            added=done.added if done else [],
            updated=done.updated if done else [],
            unchanged=done.unchanged if done else 0,
        )

    @routes.post("/suggest", summary="A few pasted words as the fields of a product, not stored")
    def suggest(body: WordsIn) -> dict[str, Any]:
        return studio.suggest_product(body.text)

    @routes.get("/{product_id}", summary="One product")
    def product(product_id: int) -> ProductOut:
        return ProductOut.of(stored(product_id))

    @routes.put("/{product_id}", summary="Change a product: the body takes the place of all its fields")
    def update(product_id: int, body: ProductBody) -> ProductOut:
        stored(product_id)
        return kept(body, product_id)

    @routes.delete("/{product_id}", status_code=204, summary="Take a product off sale")
    def delete(product_id: int) -> Response:
        if not store.delete_product(product_id):
            raise missing("product", "商品", product_id)
        return Response(status_code=204)

    @routes.post("/{product_id}/translate", summary="The product's copy in the other language, not stored; `warnings` tell what to check")
    def translate(product_id: int, body: LanguageIn) -> dict[str, Any]:
        stored(product_id)
        other, doubts = studio.translate_product(product_id, body.language)
        other.id = 0
        return ProductOut.of(other, [note.message for note in doubts]).model_dump(exclude={"id", "facts"})

    @routes.post("/{product_id}/pictures", status_code=201, summary="Add a picture (JPEG, PNG or WebP)")
    def add_picture(product_id: int, file: UploadFile) -> ProductOut:
        product = stored(product_id)
        product.images = [*product.images, keep_picture(file.file.read(MAX_PICTURE + 1))]
        return ProductOut.of(store.save_product(product))

    @routes.post("/{product_id}/pictures/fetch", summary="Fetch the pictures at web addresses; `warnings` tell those that could not be had")
    def fetch(product_id: int) -> ProductOut:
        product, fetched = fetch_for(store, product_id, addresses(stored(product_id).images))
        return ProductOut.of(product, [problem.text() for problem in fetched.problems])

    @routes.get("/{product_id}/pictures/{number}", summary="One picture of a product, counted from 0", response_class=FileResponse)
    def picture(product_id: int, number: int) -> FileResponse:
        product = store.product(product_id, deleted=True)
        path = locate(product.images[number]) if product is not None and 0 <= number < len(product.images) else None
        if path is None:
            raise ApiError(404, "number", f"Product {product_id} has no picture {number}.", f"商品 {product_id} 没有第 {number} 张图片。")
        return FileResponse(path, headers={"Cache-Control": "max-age=86400"})

    everything = APIRouter()
    everything.include_router(routes)

    @everything.get("/api/products.csv", tags=["products"], summary="Every product as a CSV sheet that the import takes back")
    def sheet() -> Response:
        name = {"Content-Disposition": 'attachment; filename="products.csv"'}
        return Response(export_csv(store.products()), media_type="text/csv; charset=utf-8", headers=name)

    @everything.get(
        "/api/pictures/{image:path}", tags=["products"], summary="A kept picture or video by its path", response_class=FileResponse
    )
    def kept_picture(image: str) -> FileResponse:
        path = locate(image)
        if path is None or not (path.suffix.lower() in PICTURES or is_loop(path.name)):
            raise missing("picture", "图片", image[:100], "image")
        return FileResponse(path, headers={"Cache-Control": "max-age=86400"})

    return everything


def _out(products: Sequence[Product]) -> list[ProductOut]:
    return [ProductOut.of(product) for product in products]


def _row(problem: RowProblem) -> RowProblemOut:
    return RowProblemOut(**{name: getattr(problem, name) for name in RowProblemOut.model_fields})


def _mapping(text: str) -> dict[str, str]:
    try:
        chosen = json.loads(text or "{}")
    except ValueError:
        chosen = None
    if not isinstance(chosen, dict) or not all(isinstance(value, str) for value in chosen.values()):
        raise ApiError(422, "mapping", 'is not a JSON object such as {"Titel": "name"}', "不是 JSON 对象，例如 {“标题”: “name”}")
    return chosen
