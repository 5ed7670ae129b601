"""The merchant's own look: a set behind the host, a logo, the brand's colour; each can be taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from livestream.catalog.images import PictureError, keep_picture
from livestream.catalog.loops import keep_backdrop
from livestream.jobs.types import StudioError
from livestream.web.choices import Form, colour_of
from livestream.web.html import look
from livestream.web.html.base import ACTIONS_JS, esc, message
from livestream.web.localize import Ui
from livestream.web.pages.common import QUIET, said
from livestream.web.strings import t

Updates = dict[Any, Any]
# The swatch is a field of the browser's own; Gradio patches the page in place and would leave it at what was picked in it.
_SWATCH_JS = (
    ACTIONS_JS
    + """
element.addEventListener('change', event => { if (event.target.type === 'color') trigger('input', {colour: event.target.value}); });
watch('value', () => element.querySelectorAll('input').forEach(box => { box.value = box.defaultValue; }));
"""
)


class Upload:
    """A file that is kept as soon as it is given; `kept` holds its name as Brief takes it, "" for none."""

    def __init__(self, ui: Ui, name: str, keep: Callable[[bytes], str]) -> None:
        self.ui, self.name, self._keep = ui, name, keep
        self.kept = gr.State("")
        with gr.Column(elem_classes="own-field", min_width=120, elem_id=f"own-{name}"):
            ui.html(lambda language: f'<h4 class="field-title">{esc(t(f"look.{name}", language))}</h4>')
            self.file: Any = ui.make(gr.File, {"label": f"look.{name}"}, elem_classes="nolabel", height=96)
            self.shown = ui.box("", js_on_load=ACTIONS_JS)
            self.note = ui.box("")
            ui.html(lambda language: f'<p class="hint">{esc(t(f"look.{name}.hint", language))}</p>')
        self.outputs = [self.kept, self.file, self.shown, self.note]
        self._wire()

    def keep(self, language: str, path: str | None) -> Updates:
        """Keep the file in place of the one before; one that cannot be taken is told of and changes nothing else."""
        if not path:
            return {self.note: ""}
        try:
            kept = self._keep(Path(path).read_bytes())
        except PictureError as error:
            return {self.file: None, self.note: message("error", [error.text("zh" if language == "zh" else "en")])}
        except Exception as error:
            return {self.file: None, self.note: message("error", said(error, language))}
        return self.show(language, kept)

    def take_back(self, language: str) -> Updates:
        """Without the file again."""
        return self.show(language, "")

    def show(self, language: str, kept: str) -> Updates:
        """The field with what is kept in it."""
        return {
            self.kept: kept,
            self.file: gr.update(value=None, visible=not kept),
            self.shown: self.draw(language, kept),
            self.note: "",
        }

    def draw(self, language: str, kept: str) -> str:
        """What is kept, with a button that takes it back."""
        return look.tile(kept, t(f"look.{self.name}", language), language) if kept else ""

    def _wire(self) -> None:
        ui = self.ui
        self.file.upload(self.keep, [ui.language, self.file], self.outputs, **{**QUIET, "show_progress": "minimal"})
        self.shown.select(self.take_back, [ui.language], self.outputs, **QUIET)
        ui.on_language(self.draw, [self.kept], [self.shown])


class OwnLook:
    """The three fields; `chosen` are their values in the order of Form."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui
        with gr.Column(elem_classes="own-look", elem_id="own-look"):
            ui.html(lambda language: f'<h3 class="own-title">{esc(t("look.title", language))}</h3>')
            with gr.Row(elem_classes="pair"):
                self.backdrop, self.logo = Upload(ui, "backdrop", keep_backdrop), Upload(ui, "logo", keep_picture)
            with gr.Row(elem_classes="pair own-colour"):
                self.colour = ui.make(
                    gr.Textbox,
                    {"label": "look.colour", "info": "look.colour.hint"},
                    placeholder="#C2453F",
                    max_length=20,
                    elem_id="own-colour",
                    min_width=120,
                )
                self.swatch = ui.box(look.swatch("", "en"), js_on_load=_SWATCH_JS, elem_id="own-swatch")
            self.note = ui.box("")
        self.chosen = [self.backdrop.kept, self.logo.kept, self.colour]
        self.outputs = [*self.backdrop.outputs, *self.logo.outputs, self.colour, self.swatch, self.note]
        self._wire()

    def fill(self, language: str, form: Form) -> Updates:
        """The look that a form asks for."""
        shown = self.backdrop.show(language, form.backdrop) | self.logo.show(language, form.logo)
        return shown | {self.colour: form.colour} | self.draw(language, form.colour)

    def draw(self, language: str, text: str) -> Updates:
        """The swatch of what stands in the field, and what is wrong with it."""
        try:
            return {self.swatch: look.swatch(colour_of(text), language), self.note: ""}
        except StudioError as error:
            return {self.swatch: look.swatch("", language), self.note: message("error", [error.message(language)])}

    def _wire(self) -> None:
        def pick(event: gr.EventData) -> str:
            return str(event._data.get("colour") or "")

        drawn = [self.swatch, self.note]
        for told in (self.colour.blur, self.colour.submit):
            told(self.draw, [self.ui.language, self.colour], drawn, **QUIET)
        for picked in (self.swatch.input, self.swatch.select):  # a press on the button that takes it back names no colour
            picked(pick, None, [self.colour], **QUIET).then(self.draw, [self.ui.language, self.colour], drawn, **QUIET)
        self.ui.on_language(self.draw, [self.colour], drawn)
