"""/api/scripts: write, edit, translate; /api/reply: answer a viewer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter

from livestream.catalog.models import Product, Script
from livestream.catalog.store import Store
from livestream.jobs.recordings import lines_of
from livestream.web.api.errors import ApiError, missing
from livestream.web.api.schemas.products import LanguageIn
from livestream.web.api.schemas.scripts import LineModel, LinesIn, OwnScriptIn, ReplyIn, ReplyOut, RewriteIn, ScriptIn, ScriptOut

if TYPE_CHECKING:
    from livestream.jobs.service import Studio


def product_of(store: Store, product_id: int) -> Product:
    """The product a body names; 404 where there is none."""
    product = store.product(product_id)
    if product is None:
        raise missing("product", "商品", product_id, "product_id")
    return product


def _script(store: Store, script_id: int) -> Script:
    script = store.script(script_id)
    if script is None:
        raise missing("script", "脚本", script_id)
    return script


def _known(product: Product | None, lines: Sequence[LineModel]) -> None:
    """Refuses lines about facts that the product does not have."""
    count = len(product.facts) if product is not None else 0
    for number, line in enumerate(lines):
        if beyond := [index for index in line.about if index >= count]:
            raise ApiError(
                422,
                f"lines.{number}.about",
                f"There is no fact {beyond[0]}; the product has {count} (points, story, specifications), counted from 0.",
                f"没有第 {beyond[0]} 条商品信息，共 {count} 条（卖点、故事、规格），从 0 数起。",
            )


def router(studio: "Studio", store: Store) -> APIRouter:
    """The routes over this studio."""
    routes = APIRouter(prefix="/api")

    @routes.get("/scripts", tags=["scripts"], summary="The scripts of a product, newest first")
    def scripts(product_id: int) -> list[ScriptOut]:
        product_of(store, product_id)
        return [ScriptOut.of(script) for script in store.scripts(product_id)]

    @routes.post("/scripts", tags=["scripts"], status_code=201, summary="Write a script")
    def write(body: ScriptIn) -> ScriptOut:
        product = product_of(store, body.product_id)
        for event in studio.write(body.product_id, body.brief(product), body.model):
            if event.kind == "done" and event.script_id is not None:
                return ScriptOut.of(_script(store, event.script_id))
        raise ApiError(
            422, "product_id", "No line about this product could be verified; add facts to it.", "没有一句话能通过核对，请补充商品信息。"
        )

    @routes.post("/scripts/own", tags=["scripts"], status_code=201, summary="Keep a script of your own, for example that of a recording")
    def keep(body: OwnScriptIn) -> ScriptOut:
        product_of(store, body.product_id)
        lines = lines_of(body.text)
        if not lines:
            raise ApiError(422, "text", "The script is empty: write what is said, one line a row.", "脚本为空，请每行写一句。")
        return ScriptOut.of(store.save_script(body.product_id, "bestie", "warm", body.language, lines))

    @routes.get("/scripts/{script_id}", tags=["scripts"], summary="One script")
    def script(script_id: int) -> ScriptOut:
        return ScriptOut.of(_script(store, script_id))

    @routes.put("/scripts/{script_id}/lines", tags=["scripts"], summary="Put edited lines in place")
    def update(script_id: int, body: LinesIn) -> ScriptOut:
        _known(store.product(_script(store, script_id).product_id, deleted=True), body.lines)
        store.update_lines(script_id, [line.line() for line in body.lines])
        return ScriptOut.of(_script(store, script_id))

    @routes.post("/scripts/{script_id}/lines/{index}/rewrite", tags=["scripts"], summary="Write one line again, or say it another way")
    def rewrite(script_id: int, index: int, body: RewriteIn | None = None) -> LineModel:
        count = len(_script(store, script_id).lines)
        if not 0 <= index < count:
            raise ApiError(
                404,
                "index",
                f"There is no line {index}; the script has {count}, counted from 0.",
                f"没有第 {index} 句，脚本共 {count} 句，从 0 数起。",
            )
        line = studio.rewrite(script_id, index, way=body.way if body else None)
        return LineModel(part=line.part, text=line.text, about=list(line.about), muted=line.muted)

    @routes.post("/scripts/{script_id}/translate", tags=["scripts"], status_code=201, summary="Translate a script into a new one")
    def translate(script_id: int, body: LanguageIn) -> ScriptOut:
        _script(store, script_id)
        return ScriptOut.of(_script(store, studio.translate_script(script_id, body.language)))

    @routes.post("/reply", tags=["reply"], summary="What the host answers to a viewer's comment")
    def reply(body: ReplyIn) -> ReplyOut:
        answer = studio.reply(body.product_id, body.comment, body.brief(product_of(store, body.product_id)))
        return ReplyOut(text=answer.text)

    return routes
