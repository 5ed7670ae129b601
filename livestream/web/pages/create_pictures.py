"""A choice of the Create page that is made by looking: the host, the set."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from livestream.web.choices import AUTO
from livestream.web.html.base import ACTIONS_JS, esc
from livestream.web.html.pictures import Choice, gallery
from livestream.web.localize import Ui
from livestream.web.strings import t

Updates = dict[Any, Any]


class Gallery:
    """Pictures of a kind ("host", "set"), drawn from `choices(language, *values of the form)`; `chosen` holds the key of one, or AUTO."""

    def __init__(self, ui: Ui, kind: str, choices: Callable[..., Sequence[Choice]]) -> None:
        self.kind, self.choices = kind, choices
        self.chosen = gr.State(AUTO)
        with gr.Column(elem_classes="gallery-box"):
            ui.html(lambda language: f'<h3 class="field-title">{esc(t(f"create.{kind}", language))}</h3>')
            self.box = ui.box("", js_on_load=ACTIONS_JS, elem_id=f"{kind}s")
        self.outputs = [self.chosen, self.box]

    def draw(self, language: str, chosen: str, *given: Any) -> Updates:
        """The pictures; what is not there to be chosen, or does not fit what is given, gives way to AUTO."""
        choices = self.choices(language, *given)
        if chosen not in {choice.key for choice in choices if choice.fits}:
            chosen = AUTO
        return {self.chosen: chosen, self.box: gallery(self.kind, t(f"create.{self.kind}", language), choices, chosen)}
