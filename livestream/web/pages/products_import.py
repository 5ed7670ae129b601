"""The import: a file is read, every row shown with what is wrong in it, the columns can be matched anew, and the good rows are kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

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
        with gr.Column(visible=False, elem_classes="card stack", elem_id="import") as self.box:
            ui.html(lambda language: section_heading("import.title", "import.lead", language))
            self.file = ui.make(gr.File, {"label": "import.file"}, height=120, elem_id="import-file")
            self.report = ui.box("", js_on_load=ACTIONS_JS, elem_id="import-report")
            self.keep = ui.make(gr.Button, {"value": "import.go"}, variant="primary", size="sm", visible=False, elem_id="import-go")

    def wire(self) -> Any:
        """Events within the panel; gives the event after which products were added."""
        ui = self.ui
        outputs = [self.columns, self.report, self.keep]

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
            return {self.report: message("ok", [text]), self.keep: gr.update(visible=False), self.file: None}

        self.file.upload(look, [ui.language, self.file], outputs, **{**QUIET, "show_progress": "minimal"})
        self.file.clear(lambda: {self.report: "", self.keep: gr.update(visible=False)}, None, outputs, **QUIET)
        self.report.select(match, [ui.language, self.file], outputs, **QUIET)
        return self.keep.click(keep, [ui.language, self.file, self.columns], [*outputs, self.file], **{**QUIET, "show_progress": "minimal"})

    def _look(self, language: str, path: str | None, columns: dict[str, str]) -> Updates:
        try:
            found = preview(Path(path or ""), _name(path), columns)
        except Exception as error:
            return {self.columns: {}, self.report: message("error", said(error, language)), self.keep: gr.update(visible=False)}
        return {self.columns: columns, self.report: feed.report(found, language), self.keep: gr.update(visible=bool(found.products))}


def _name(path: str | None) -> str:
    return Path(path).name if path else ""
