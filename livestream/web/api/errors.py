"""Errors of the API: always {"error": {"field", "message", "message_zh"}} with a fitting status, never a traceback."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from livestream.catalog.feeds import FeedError
from livestream.catalog.images import PictureError
from livestream.catalog.problems import ProductError
from livestream.catalog.store import NotFound
from livestream.jobs.types import StudioError
from voices.types import VoiceError

log = logging.getLogger(__name__)


class Detail(BaseModel):
    """What is wrong: the JSON key it is about ("" where it is about none) and a sentence in English and Chinese."""

    field: str = ""
    message: str
    message_zh: str = ""


class ErrorOut(BaseModel):
    """Every error; `problems` lists all of them where there are several."""

    error: Detail
    problems: list[Detail] = []


class ApiError(Exception):
    """An error with its status."""

    def __init__(self, status: int, field: str, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.status, self.detail = status, Detail(field=field, message=message, message_zh=message_zh)


def missing(kind: str, kind_zh: str, key: object, field: str = "id") -> ApiError:
    """404 for a row that is not there."""
    return ApiError(404, field, f"There is no {kind} {key}.", f"没有编号为 {key} 的{kind_zh}。")


def _answer(status: int, details: list[Detail]) -> JSONResponse:
    body = ErrorOut(error=details[0], problems=details if len(details) > 1 else [])
    return JSONResponse(body.model_dump(), status)


def _field(location: tuple[Any, ...]) -> str:
    parts = [str(part) for part in location if part not in ("body", "query", "path")]
    return ".".join(parts) or str(location[0] if location else "")


def _invalid(one: dict[str, Any]) -> Detail:
    """What does not fit the schema: a field, or the JSON itself."""
    if one["type"] == "json_invalid":
        why, at = one.get("ctx", {}).get("error", one["msg"]), one["loc"][-1]
        return Detail(
            field="body",
            message=f"The body is not valid JSON: {why} (character {at}).",
            message_zh=f"正文不是有效的 JSON（第 {at} 个字符）。",
        )
    return Detail(field=_field(one["loc"]), message=one["msg"], message_zh=f"值不正确：{one['msg']}")


def install(app: FastAPI) -> None:
    """Teach the app to tell every error in this one form."""

    @app.exception_handler(ApiError)
    async def api_error(_: Request, error: ApiError) -> JSONResponse:
        return _answer(error.status, [error.detail])

    @app.exception_handler(ProductError)
    async def product_error(_: Request, error: ProductError) -> JSONResponse:
        return _answer(422, [Detail(field=p.field, message=p.message, message_zh=p.message_zh) for p in error.problems])

    @app.exception_handler(PictureError)
    async def picture_error(_: Request, error: PictureError) -> JSONResponse:
        return _answer(422, [Detail(field="images", message=str(error), message_zh=error.zh)])

    @app.exception_handler(FeedError)
    async def feed_error(_: Request, error: FeedError) -> JSONResponse:
        return _answer(422, [Detail(field="file", message=str(error), message_zh=error.zh)])

    @app.exception_handler(StudioError)
    async def studio_error(_: Request, error: StudioError) -> JSONResponse:
        status = 409 if error.field == "status" else 404 if error.message_en.startswith("There is no ") else 422
        return _answer(status, [Detail(field=error.field, message=error.message_en, message_zh=error.message_zh)])

    @app.exception_handler(NotFound)
    async def not_found(_: Request, error: NotFound) -> JSONResponse:
        return _answer(404, [Detail(field="id", message=f"{error}.".capitalize(), message_zh="没有找到。")])

    @app.exception_handler(VoiceError)
    async def voice_error(_: Request, error: VoiceError) -> JSONResponse:
        return _answer(422, [Detail(field="voice", message=str(error), message_zh=f"声音无法使用：{error}")])

    @app.exception_handler(RequestValidationError)
    async def validation(_: Request, error: RequestValidationError) -> JSONResponse:
        return _answer(422, [_invalid(one) for one in error.errors()])

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        return _answer(error.status_code, [Detail(message=str(error.detail))])

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("unexpected error at %s %s", request.method, request.url.path, exc_info=error)
        return _answer(
            500, [Detail(message="Something went wrong here; nothing saved is lost.", message_zh="服务内部出错，已保存的内容不受影响。")]
        )
