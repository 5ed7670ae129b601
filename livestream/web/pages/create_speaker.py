"""Whose voice exactly: a voice of the catalogue or the merchant's own, for those who want another than the usual one."""

from typing import Any

import gradio as gr

from livestream.catalog.models import Product
from livestream.config import settings
from livestream.jobs.speakers import speakers
from livestream.web.html.base import ACTIONS_JS, esc
from livestream.web.html.speakers import AUTO, picker
from livestream.web.localize import Ui
from livestream.web.strings import t
from voices.types import Gender, Language, Tone

Updates = dict[Any, Any]


class SpeakerPicker:
    """The list's components; `chosen` holds the key of a speaker, or AUTO."""

    def __init__(self, ui: Ui) -> None:
        self.ui, self.store = ui, ui.store
        self.chosen = gr.State(AUTO)
        with gr.Column(elem_classes="stack speaker-box"):
            ui.html(lambda language: f'<h3 class="field-title">{esc(t("create.speaker", language))}</h3>')
            self.box = ui.box("", js_on_load=ACTIONS_JS, elem_id="speakers")
        self.outputs = [self.chosen, self.box]

    def draw(self, language: str, chosen: str, gender: Gender, tone: Tone, spoken: str, product_id: int | None) -> Updates:
        """The voices that fit what is chosen now; a choice that fits no more falls back to the usual voice."""
        product = self.store.product(product_id) if product_id is not None else None
        tongue = _tongue(language, spoken, product)
        found = speakers(tongue, gender, settings())
        if chosen not in {speaker.key for speaker in found if not speaker.lacks}:
            chosen = AUTO
        return {self.chosen: chosen, self.box: picker(found, chosen, language, tongue, gender, tone)}


def _tongue(language: str, spoken: str, product: Product | None) -> Language:
    wanted = spoken if spoken in ("zh", "en") else product.language if product is not None else language
    return "zh" if wanted == "zh" else "en"
