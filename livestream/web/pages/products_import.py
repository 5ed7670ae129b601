"""The import: a file is read, every row shown with what is wrong in it, the columns can be matched anew, and the good rows are kept.

The pictures of the goods that were kept are fetched where the visitor asks for it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.adopt import addresses, fetch_each
from livestream.catalog.feeds import import_products, preview
from livestream.web.html import feed
from livestream.web.html.base import ACTIONS_JS, message, section_heading
from livestream.web.localize import Ui
from livestream.web.pages.common import QUIET, said
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]


class ImportPanel:
    """The panel's components."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.store, self.ui = ui.store, ui
        self.columns = gr.State({})  # what the visitor chose for each column
        self.waiting = gr.State([])  # ids of the imported goods with pictures at web addresses
        with gr.Column(visible=False, elem_classes="card stack", elem_id="import") as self.box:
            ui.html(lambda language: section_heading("import.title", "import.lead", language))
            self.file = ui.make(gr.File, {"label": "import.file"}, height=120, elem_id="import-file")
            self.report = ui.box("", js_on_load=ACTIONS_JS, elem_id="import-report")
            self.keep = ui.make(gr.Button, {"value": "import.go"}, variant="primary", size="sm", visible=False, elem_id="import-go")
            self.fetch = ui.make(gr.Button, {"value": "products.fetch"}, size="sm", visible=False, elem_id="import-fetch")

    def wire(self) -> list[Any]:
        """Events within the panel; gives those after which the shelf has changed."""
        ui = self.ui
        outputs = [self.columns, self.report, self.keep, self.fetch]

        def look(language: str, path: str | None) -> Updates:
            return self._look(language, path, {})

        def match(event: gr.EventData, language: str, path: str | None) -> Updates:
            return self._look(language, path, dict(event._data.get("columns") or {}))

        def keep(language: str, path: str | None, columns: dict[str, str]) -> Updates:
            try:
                done = import_products(preview(Path(path or ""), _name(path), columns), self.store)
            except Exception as error:
                return {self.report: message("error", said(error, language))}
            text = t("import.done", language, added=len(done.added), updated=len(done.updated), same=done.unchanged)
            changed = {*done.added, *done.updated}
            waiting = {product.id: addresses(product.images) for product in self.store.products() if product.id in changed}
            waiting = {key: found for key, found in waiting.items() if found}
            count = sum(map(len, waiting.values()))
            return {
                self.report: message("ok", [text, t("import.addresses", language, n=count) if waiting else ""]),
                self.keep: gr.update(visible=False),
                self.fetch: gr.update(visible=bool(waiting)),
                self.waiting: list(waiting),
                self.file: None,
            }

        self.file.upload(look, [ui.language, self.file], outputs, **{**QUIET, "show_progress": "minimal"})
        self.file.clear(self._nothing, None, outputs, **QUIET)
        self.report.select(match, [ui.language, self.file], outputs, **QUIET)
        kept = self.keep.click(
            keep, [ui.language, self.file, self.columns], [*outputs, self.waiting, self.file], **{**QUIET, "show_progress": "minimal"}
        )
        return [kept, self.fetch.click(self._fetch, [ui.language, self.waiting], [self.report, self.fetch, self.waiting], **QUIET)]

    def _fetch(self, language: str, product_ids: list[int]) -> Iterator[Updates]:
        """The pictures of the imported goods, product after product, with how far it has come."""
        count, wrong, left = 0, [], []

        def step(number: int) -> Updates:
            doing = t("import.fetching", language, n=number, all=len(product_ids))
            return {self.report: message("off", [doing]), self.fetch: gr.update(visible=False)}

        yield step(1)
        for number, (product, fetched) in enumerate(fetch_each(self.store, product_ids), 1):
            count += len(fetched.own)
            left += [product.id] if fetched.problems else []
            wrong += [problem.message_zh if language == "zh" else problem.message for problem in fetched.problems_of(product)]
            if number < len(product_ids):
                yield step(number + 1)
        more = [t("import.more", language, n=len(wrong) - feed.SHOWN_PROBLEMS)] if len(wrong) > feed.SHOWN_PROBLEMS else []
        told = message("ok", [t("products.fetched", language, n=count)]) if count else ""
        yield {
            self.report: told + message("warn", wrong[: feed.SHOWN_PROBLEMS] + more),
            self.fetch: gr.update(visible=bool(left)),
            self.waiting: left,
        }

    def _look(self, language: str, path: str | None, columns: dict[str, str]) -> Updates:
        try:
            found = preview(Path(path or ""), _name(path), columns)
        except Exception as error:
            return {**self._nothing(), self.columns: {}, self.report: message("error", said(error, language))}
        return {
            **self._nothing(),
            self.columns: columns,
            self.report: feed.report(found, language),
            self.keep: gr.update(visible=bool(found.products)),
        }

    def _nothing(self) -> Updates:
        return {self.report: "", self.keep: gr.update(visible=False), self.fetch: gr.update(visible=False)}


def _name(path: str | None) -> str:
    return Path(path).name if path else ""
