"""The frame around the pages: brand, navigation, language; put together into one Gradio app."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.store import Store
from livestream.web.html.base import ACTIONS_JS, esc, icon
from livestream.web.localize import Ui
from livestream.web.pages import create, library, products, settings, voices
from livestream.web.pages.common import QUIET
from livestream.web.strings import DEFAULT, pick_language, t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

PAGES = ("create", "products", "voices", "library", "settings")
MAX_UPLOAD = 64 * 2**20  # bytes
COOKIE = "yibo_language"
_REMEMBER = f"""() => {{
  const language = document.querySelector('.switch [aria-pressed="true"]').dataset.id;
  document.cookie = `{COOKIE}=${{language}}; path=/; max-age=31536000; SameSite=Lax`;
  document.documentElement.lang = language;
}}"""
_MARK_PAGE = """
const mark = () => window.yibo.show(location.hash.slice(1));
watch('value', mark);
mark();
"""


def header(language: str) -> str:
    """Brand, pages, language switch."""
    links = "".join(
        f'<button type="button" data-page="{page}" data-go="{page}" data-act="page" data-id="{page}">{icon(page)}<span>'
        f"{esc(t('nav.' + page, language))}</span></button>"
        for page in PAGES
    )
    switch = "".join(
        f'<button type="button" data-act="language" data-id="{key}" lang="{key}" '
        f'aria-pressed="{str(key == language).lower()}">{name}</button>'
        for key, name in (("en", "EN"), ("zh", "中文"))
    )
    return (
        f'<div class="bar-top" data-limit="{MAX_UPLOAD}" data-large="{esc(t("error.large", language, mb=MAX_UPLOAD // 2**20))}">'
        '<a class="brand" href="#create" data-go="create">'
        f'<span class="brand-mark" aria-hidden="true">易</span><span>{esc(t("app.name", language))}</span></a>'
        f'<nav class="nav" aria-label="{esc(t("nav.label", language))}">{links}</nav>'
        f'<div class="switch" role="group" aria-label="{esc(t("lang.label", language))}">{switch}</div></div>'
    )


def build(studio: "Studio", store: Store) -> tuple[gr.Blocks, Ui]:
    """The whole studio and what of it follows the language; every visitor's choices live in that visitor's session only."""
    demo: gr.Blocks
    with gr.Blocks(title="易播 Yibo", analytics_enabled=False, fill_width=True) as demo:
        ui = Ui(gr.State(DEFAULT), store)
        top = ui.html(header, elem_id="top", js_on_load=ACTIONS_JS + _MARK_PAGE)
        made = create.build(studio, ui)
        products.build(studio, ui, made, top)
        voices.build(studio, ui, made)
        library.build(studio, ui, made, top)
        settings.build(studio, ui, made)

        def start(request: gr.Request, *values: Any) -> dict[Any, Any]:
            language = pick_language(request.cookies.get(COOKIE), request.headers.get("accept-language"))
            return ui.spoken(language, values)

        def click(event: gr.EventData, *values: Any) -> dict[Any, Any]:
            if event._data.get("act") != "language":
                return {ui.language: gr.skip()}
            return ui.spoken(pick_language(str(event._data.get("id")), None), values)

        for event in (demo.load(start, ui.watched, ui.outputs, **QUIET), top.select(click, ui.watched, ui.outputs, **QUIET)):
            event.then(None, None, None, js=_REMEMBER)
    return demo, ui
