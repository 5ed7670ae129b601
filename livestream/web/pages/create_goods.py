"""The first question: a product of the shop, or a few words that become one once confirmed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.catalog.talk import is_talk
from livestream.web.html import base
from livestream.web.html.base import ACTIONS_JS, message
from livestream.web.localize import Ui
from livestream.web.pages.common import CURRENCY_CHOICES, QUIET, grid, lines_of, said, specs_of, specs_text
from livestream.web.strings import DEFAULT, t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

SHOP, WORDS = "shop", "words"
Updates = dict[Any, Any]


class Goods:
    """The step's components; `settle` gives the product that is meant."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.studio, self.store, self.ui = studio, ui.store, ui
        self.product_id = gr.State(None)
        self.suggested = gr.State(None)  # the fields read from the words, waiting to be confirmed
        with gr.Column(elem_classes="card", elem_id="goods"):
            ui.html(lambda language: base.step(1, "create.goods", language))
            self.mode = ui.make(
                gr.Radio,
                {
                    "choices": lambda language: [(t("create.goods.shop", language), SHOP), (t("create.goods.words", language), WORDS)],
                    "label": "create.goods.mode",
                },
                value=SHOP,
                elem_classes="segmented nolabel",
                elem_id="goods-mode",
            )
            with gr.Column(elem_classes="stack") as self.shop:
                self.search = ui.make(
                    gr.Textbox,
                    {"label": "create.search", "placeholder": "create.search"},
                    elem_classes="nolabel search",
                    visible=self.store.count_products() > 12,
                )
                self.grid = ui.box(grid(self.store, DEFAULT), js_on_load=ACTIONS_JS, elem_classes="goods-grid")
            with gr.Column(visible=False, elem_classes="stack") as self.describe:
                self.words = ui.make(
                    gr.Textbox,
                    {"label": "create.words.label", "placeholder": "create.words.hint"},
                    lines=4,
                    max_lines=10,
                    elem_id="words",
                    elem_classes="nolabel",
                )
                self.read = ui.make(gr.Button, {"value": "create.words.read"}, size="sm", elem_id="read")
            with gr.Column(visible=False, elem_classes="stack confirm", elem_id="confirm") as self.box:
                ui.html(lambda language: f'<p class="hint">{base.esc(t("create.words.confirm", language))}</p>')
                self.name = ui.make(gr.Textbox, {"label": "field.name"}, elem_id="confirm-name")
                with gr.Row(elem_classes="pair"):
                    self.price = ui.make(gr.Textbox, {"label": "field.price"}, elem_id="confirm-price", min_width=100)
                    self.currency = ui.make(
                        gr.Dropdown, {"label": "field.currency"}, choices=CURRENCY_CHOICES, value="CNY", filterable=False, min_width=100
                    )
                self.points = ui.make(
                    gr.Textbox, {"label": "field.points", "info": "field.points.hint"}, lines=3, max_lines=8, elem_id="confirm-points"
                )
                self.offer = ui.make(gr.Textbox, {"label": "field.offer"})
                self.specs = ui.make(gr.Textbox, {"label": "field.specs", "info": "field.specs.hint"}, lines=1, max_lines=6)
                self.story = ui.make(gr.Textbox, {"label": "field.story", "info": "field.story.hint"}, lines=1, max_lines=6)
        self.inputs = [
            self.product_id,
            self.mode,
            self.words,
            self.suggested,
            self.name,
            self.price,
            self.currency,
            self.points,
            self.offer,
            self.specs,
            self.story,
        ]
        self.outputs = [*self.inputs, self.search, self.grid, self.box, self.shop, self.describe]

    def wire(self, note: gr.HTML) -> None:
        """Events within the step; `note` shows what is wrong."""
        ui = self.ui

        def choose(event: gr.EventData, language: str, query: str) -> Updates:
            product_id = int(event._data["id"])
            return {self.product_id: product_id, self.grid: grid(self.store, language, query, product_id), note: ""}

        def find(language: str, query: str, product_id: int | None) -> str:
            return grid(self.store, language, query, product_id)

        def switch(mode: str, suggested: Any) -> Updates:
            words = mode == WORDS
            return {
                self.shop: gr.update(visible=not words),
                self.describe: gr.update(visible=words),
                self.box: gr.update(visible=words and suggested is not None),
                note: "",
            }

        def read(language: str, words: str) -> Iterator[Updates]:
            yield from self.drawing(language, WORDS, words, None, note)
            yield self._suggest(language, words, note)

        self.grid.select(choose, [ui.language, self.search], [self.product_id, self.grid, note], **QUIET)
        self.search.change(find, [ui.language, self.search, self.product_id], [self.grid], trigger_mode="always_last", **QUIET)
        self.mode.change(switch, [self.mode, self.suggested], [self.shop, self.describe, self.box, note], **QUIET)
        self.read.click(
            read, [ui.language, self.words], [*self.outputs, note], **{**QUIET, "show_progress": "minimal"}, show_progress_on=[self.words]
        )
        ui.on_language(find, [self.search, self.product_id], [self.grid])

    @staticmethod
    def drawing(language: str, mode: str, words: str, suggested: Any, note: gr.HTML) -> list[Updates]:
        """Tells, before talk that was typed is read, that it takes the language model some seconds."""
        waits = mode == WORDS and suggested is None and is_talk(words or "")
        return [{note: message("off", [t("create.words.drawing", language)])}] if waits else []

    def _suggest(self, language: str, words: str, note: gr.HTML) -> Updates:
        if not (words or "").strip():
            return {note: message("error", [t("create.need_words", language)])}
        try:
            fields = self.studio.suggest_product(words)
        except Exception as error:
            return {note: message("error", said(error, language))}
        points = fields.get("points") or []
        return {
            self.suggested: dict(fields),
            self.box: gr.update(visible=True),
            self.name: str(fields.get("name") or ""),
            self.price: str(fields.get("price") or ""),
            self.currency: str(fields.get("currency") or ("CNY" if language == "zh" else "USD")),
            self.points: points if isinstance(points, str) else "\n".join(map(str, points)),
            self.offer: str(fields.get("offer") or ""),
            self.specs: specs_text(fields.get("specs") or {}),
            self.story: "\n".join(fields.get("story") or []),
            note: "",
        }

    def settle(self, note: gr.HTML, language: str, *values: Any) -> tuple[Product | None, Updates]:
        """The product that is meant by the step's `inputs`; None where the visitor must answer first: the updates say what."""
        product_id, mode, words, suggested, name, price, currency, points, offer, specs, story = values
        if mode == SHOP:
            product = self.store.product(product_id) if product_id is not None else None
            if product is None:
                return None, {note: message("error", [t("create.need_goods", language)])}
            return product, {note: ""}
        if suggested is None:
            return None, self._suggest(language, words, note)
        typed = {"name": name, "price": price, "currency": currency, "points": lines_of(points), "offer": offer}
        typed |= {"specs": specs_of(specs), "story": lines_of(story)}
        try:
            product = self.store.save_product(parse_product({**suggested, **typed})[0])
        except Exception as error:
            return None, {note: message("error", said(error, language))}
        return product, {
            note: "",
            self.product_id: product.id,
            self.suggested: None,
            self.mode: SHOP,
            self.words: "",
            self.box: gr.update(visible=False),
            self.shop: gr.update(visible=True),
            self.describe: gr.update(visible=False),
            self.grid: grid(self.store, language, "", product.id),
        }
