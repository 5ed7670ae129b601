"""The whole web side as one FastAPI app: the API under /api, the studio at /."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from livestream.catalog.store import Store
from livestream.config import ASSETS, settings
from livestream.web import shell
from livestream.web.api import choices, errors, products, scripts, takes
from livestream.web.theme import STATIC, StudioTheme, css, head

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

ERRORS = {code: {"model": errors.ErrorOut} for code in (404, 409, 422, 500)}
MAX_UPLOAD = "64mb"


def create_app(studio: "Studio", store: Store) -> FastAPI:
    """The app over a studio and its catalogue; it starts the studio and closes it. No request leaves this machine."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        studio.start()
        yield
        studio.close()

    app = FastAPI(
        title="易播 Yibo",
        version="0.1.0",
        summary="From a product to a livestream video.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=ERRORS,
    )
    errors.install(app)
    for routes in (products.router(studio, store), scripts.router(studio, store), takes.router(studio, store), choices.router(studio)):
        app.include_router(routes)

    @app.get("/docs", include_in_schema=False)
    def docs() -> FileResponse:
        return FileResponse(STATIC / "docs.html")

    app.mount("/web", StaticFiles(directory=STATIC), name="web")
    if (ASSETS / "fonts").is_dir():
        app.mount("/fonts", StaticFiles(directory=ASSETS / "fonts"), name="fonts")
    return gr.mount_gradio_app(
        app,
        shell.build(studio, store).queue(default_concurrency_limit=8),
        path="/",
        theme=StudioTheme(),
        css=css(),
        head=head(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        favicon_path=str(_favicon()),
        max_file_size=MAX_UPLOAD,
        mcp_server=False,
        blocked_paths=[str(settings().data_dir / "products.db")],
    )


def _favicon() -> Path:
    return STATIC / "favicon.png"
