"""A viewer's question, tried out before going live: answered from the product alone."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.web.choices import Form, brief_of
from livestream.web.html.base import esc, message
from livestream.web.localize import Ui
from livestream.web.pages.common import QUIET, said
from livestream.web.pages.create_goods import Goods
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio


class Question:
    """The card's components."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.studio, self.store, self.ui = studio, ui.store, ui
        with gr.Column(elem_id="question", elem_classes="card stack"):
            ui.html(lambda language: f"<h2>{esc(t('reply.title', language))}</h2>")
            with gr.Row(elem_classes="ask"):
                self.text = ui.make(
                    gr.Textbox, {"label": "reply.label", "placeholder": "reply.hint"}, elem_classes="nolabel", scale=4, min_width=140
                )
                self.go = ui.make(gr.Button, {"value": "reply.go"}, size="sm", scale=1, min_width=90)
            self.answer = ui.box("")

    def wire(self, goods: Goods, form: list[Any]) -> None:
        """Answers about the product that is chosen, in the voice that is chosen."""
        inputs = [self.ui.language, self.text, goods.product_id, *form]

        def ask(language: str, text: str, product_id: int | None, *values: Any) -> str:
            product = self.store.product(product_id) if product_id is not None else None
            if product is None or product_id is None:
                return message("error", [t("create.need_goods", language)])
            if not (text or "").strip():
                return message("error", [t("reply.empty", language)])
            try:
                reply = self.studio.reply(product_id, text.strip(), brief_of(Form(*values), product))
            except Exception as error:
                return message("error", said(error, language))
            return f'<blockquote class="answer" dir="auto">{esc(reply.text)}</blockquote>'

        for listen in (self.go.click, self.text.submit):
            listen(ask, inputs, [self.answer], **{**QUIET, "show_progress": "minimal"})
