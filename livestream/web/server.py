"""The whole web side as one FastAPI app: the API under /api, the studio at /."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles

from livestream.catalog.store import Store
from livestream.config import ASSETS, settings
from livestream.web import looks, shell
from livestream.web.api import choices, errors, products, scripts, takes
from livestream.web.first import FirstPaint
from livestream.web.theme import STATIC, StudioTheme, css, head

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": errors.ErrorOut} for code in (404, 409, 422, 500)}


def create_api(studio: "Studio", store: Store) -> FastAPI:
    """The API alone; it starts the studio and closes it."""

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

    @app.api_route("/api/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def nowhere(path: str) -> None:
        raise errors.missing("address", "接口", f"/api/{path[:100]}", "")

    @app.get("/docs", include_in_schema=False)
    def docs() -> FileResponse:
        return FileResponse(STATIC / "docs.html")

    return app


def create_app(studio: "Studio", store: Store) -> FastAPI:
    """The API, and the studio's pages at /. Nothing in them is asked of another machine."""
    app = create_api(studio, store)
    for name in ("sets", "hosts"):
        app.mount(f"{looks.ADDRESS}/{name}", StaticFiles(directory=ASSETS / name, check_dir=False), name=name)

    @app.get(f"{looks.FACES}/{{host}}.webp", include_in_schema=False)
    def face(host: str) -> Response:
        try:
            return Response(looks.face(host), media_type="image/webp", headers={"cache-control": "max-age=3600"})
        except LookupError:
            raise errors.missing("host", "主播", host[:100], "host") from None

    app.mount("/fonts", StaticFiles(directory=ASSETS / "fonts"), name="fonts")
    demo, ui = shell.build(studio, store)
    app.add_middleware(FirstPaint, ui=ui, cookie=shell.COOKIE)
    served: FastAPI = gr.mount_gradio_app(
        app,
        demo.queue(default_concurrency_limit=8),
        path="/",
        theme=StudioTheme(),
        css=css(),
        head=head(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        favicon_path=str(STATIC / "favicon.png"),
        max_file_size=shell.MAX_UPLOAD + 2**20,  # the page itself tells of what is larger than MAX_UPLOAD
        mcp_server=False,
        blocked_paths=[str(settings().data_dir / "products.db")],
    )
    return served
