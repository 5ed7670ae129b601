"""The Products page: the shelf, the form of one product, and the way to the import."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.models import Product
from livestream.catalog.text import other_language
from livestream.web.html.base import ACTIONS_JS, empty, heading, message
from livestream.web.localize import Ui
from livestream.web.notes import doubted
from livestream.web.pages.common import QUIET, grid, problem_line, said
from livestream.web.pages.create import CreatePage
from livestream.web.pages.products_form import ProductForm
from livestream.web.pages.products_import import ImportPanel
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]


class ProductsPage:
    """The page's components."""

    def __init__(self, studio: "Studio", ui: Ui, create: CreatePage, top: gr.HTML) -> None:
        self.studio, self.store, self.ui, self.create = studio, ui.store, ui, create
        with gr.Column(elem_id="page-products", elem_classes="page"):
            with gr.Row(elem_classes="head-row"):
                ui.html(lambda language: heading("products.title", "products.lead", language))
                with gr.Row(elem_classes="head-actions"):
                    self.bring = ui.make(gr.Button, {"value": "products.import"}, size="sm", elem_id="import-open")
                    ui.make(gr.Button, {"value": "products.export"}, size="sm", link="/api/products.csv", elem_id="export")
                    self.add = ui.make(gr.Button, {"value": "products.add"}, size="sm", variant="primary", elem_id="add-product")
            self.note = ui.box("", elem_id="products-note")
            self.form = ProductForm(studio, ui)
            self.panel = ImportPanel(studio, ui)
            self.search = ui.make(gr.Textbox, {"label": "create.search", "placeholder": "create.search"}, elem_classes="nolabel search")
            self.shelf = ui.box("", js_on_load=ACTIONS_JS, elem_classes="shelf")
        self._wire()

        def visit(event: gr.EventData, language: str, query: str) -> Any:
            return self.draw(language, query) if event._data.get("id") == "products" else gr.skip()

        top.select(visit, [ui.language, self.search], [self.shelf], **QUIET)

    def draw(self, language: str, query: str) -> str:
        """The shelf."""
        if not query and self.store.count_products() == 0:
            return empty("bag", "products.empty", "products.empty.lead", language)
        return grid(self.store, language, query)

    def _wire(self) -> None:
        ui, form, panel = self.ui, self.form, self.panel
        everything = [*form.outputs, panel.box, self.note, self.shelf, self.create.goods.grid]

        def pick(event: gr.EventData, language: str) -> Updates:
            product = self.store.product(int(event._data["id"]))
            if product is None:
                return {self.note: message("error", [t("products.gone", language)])}
            return form.show(product, language) | {panel.box: gr.update(visible=False), self.note: ""}

        def add(language: str) -> Updates:
            blank = Product(name="", price=None, points=[], language=language, currency="CNY" if language == "zh" else "USD")  # type: ignore[arg-type]
            return form.show(blank, language) | {
                panel.box: gr.update(visible=False),
                self.note: "",
            }

        def save(language: str, query: str, chosen: int | None, *values: Any) -> Updates:
            try:
                product, warnings = form.save(*values)
            except Exception as error:
                return {self.note: message("error", said(error, language))}
            kept = self._redrawn(language, query, chosen, [t("products.saved", language, name=product.name)]) | form.hide()
            kept[self.note] += message("warn", [problem_line(warning, language) for warning in warnings])
            return kept

        def delete(language: str, query: str, chosen: int | None, product_id: int | None) -> Updates:
            product = self.store.product(product_id) if product_id is not None else None
            if product is None or product_id is None:
                return form.hide() | {self.note: message("error", [t("products.gone", language)])}
            self.store.delete_product(product_id)
            return self._redrawn(language, query, chosen, [t("products.deleted", language, name=product.name)]) | form.hide()

        def translate(language: str, product_id: int | None) -> Updates:
            product = self.store.product(product_id) if product_id is not None else None
            if product is None or product_id is None:
                return {self.note: message("error", [t("products.gone", language)])}
            try:
                to = other_language(product.language)
                other, notes = self.studio.translate_product(product_id, to)
            except Exception as error:
                return {self.note: message("error", said(error, language))}
            return form.show(other, language) | {
                self.note: message("ok", [t("products.translated", language)])
                + message("warn", [doubted(note, language) for note in notes])
            }

        def fetch(language: str, query: str, chosen: int | None, product_id: int | None, images: list[str], text: str) -> Updates:
            try:
                brought = form.bring(language, product_id, images, text)
            except Exception as error:
                return {form.told: message("error", said(error, language))}
            return self._redrawn(language, query, chosen, []) | brought

        def sell(language: str, product_id: int | None) -> Updates:
            return self.create.sell(language, product_id) if product_id is not None else {self.create.goods.product_id: gr.skip()}

        def imported(language: str, query: str, chosen: int | None) -> Updates:
            return self._redrawn(language, query, chosen, [])

        form.wire()
        chosen = self.create.goods.product_id
        self.shelf.select(pick, [ui.language], everything, **QUIET).then(None, None, None, js=_TO_FORM)
        self.add.click(add, [ui.language], everything, **QUIET).then(None, None, None, js=_TO_FORM)
        self.bring.click(lambda: {panel.box: gr.update(visible=True), self.note: "", **form.hide()}, None, everything, **QUIET)
        kept = form.keep.click(save, [ui.language, self.search, chosen, *form.inputs], everything, **QUIET)
        kept.then(None, None, None, js=_TO_NOTE)
        form.remove.click(lambda: (gr.update(visible=False), gr.update(visible=True)), None, [form.remove, form.sure], **QUIET)
        form.sure.click(delete, [ui.language, self.search, chosen, form.product_id], everything, **QUIET)
        form.translate.click(
            translate, [ui.language, form.product_id], everything, **{**QUIET, "show_progress": "minimal"}, show_progress_on=[form.name]
        )
        form.fetch.click(
            fetch,
            [ui.language, self.search, chosen, form.product_id, form.images, form.addresses],
            everything,
            **{**QUIET, "show_progress": "minimal"},
            show_progress_on=[form.addresses],
        )
        form.close.click(lambda: {**form.hide(), self.note: ""}, None, everything, **QUIET)
        form.sell.click(
            sell,
            [ui.language, form.product_id],
            self.create.outputs,
            **QUIET,
            js="(...v) => { window.yibo.go('create'); return v; }",
        )
        for event in panel.wire():
            event.then(imported, [ui.language, self.search, chosen], everything, **QUIET)
        self.search.change(self.draw, [ui.language, self.search], [self.shelf], trigger_mode="always_last", **QUIET)
        ui.on_language(self.draw, [self.search], [self.shelf])

    def _redrawn(self, language: str, query: str, chosen: int | None, lines: list[str]) -> Updates:
        updates: Updates = {self.shelf: self.draw(language, query), self.create.goods.grid: grid(self.store, language, "", chosen)}
        return updates | ({self.note: message("ok", lines)} if lines else {})


_TO_NOTE = "() => document.querySelector('#products-note .note')?.scrollIntoView({behavior: 'smooth', block: 'center'})"
_TO_FORM = "() => document.querySelector('#product-form')?.scrollIntoView({behavior: 'smooth', block: 'start'})"


def build(studio: "Studio", ui: Ui, create: CreatePage, top: gr.HTML) -> ProductsPage:
    """Lay the page out."""
    return ProductsPage(studio, ui, create, top)
