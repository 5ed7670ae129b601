"""The form of one product."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.adopt import addresses, fetch_for, fetch_pictures
from livestream.catalog.images import keep_picture
from livestream.catalog.models import Product
from livestream.catalog.pictures import address_problem, is_address
from livestream.catalog.problems import Problem, ProductError
from livestream.catalog.product import read_product
from livestream.web.html.base import ACTIONS_JS, esc, message
from livestream.web.html.cards import picture_strip
from livestream.web.localize import Ui
from livestream.web.pages.common import CURRENCY_CHOICES, QUIET, lines_of, problem_line, specs_of, specs_text
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]


class ProductForm:
    """The form's components; `show` fills it, `save` stores what stands in it."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.store, self.ui = ui.store, ui
        self.product_id = gr.State(None)
        self.images = gr.State([])
        with gr.Column(visible=False, elem_classes="card stack", elem_id="product-form") as self.box:
            self.heading = ui.box("")
            with gr.Row(elem_classes="pair"):
                self.name = ui.make(gr.Textbox, {"label": "field.name"}, scale=3, elem_id="form-name", min_width=200)
                self.brand = ui.make(gr.Textbox, {"label": "field.brand"}, scale=2, min_width=140)
                self.category = ui.make(gr.Textbox, {"label": "field.category"}, scale=2, min_width=140)
            with gr.Row(elem_classes="pair"):
                self.price = ui.make(gr.Textbox, {"label": "field.price"}, elem_id="form-price", min_width=110)
                self.currency = ui.make(
                    gr.Dropdown, {"label": "field.currency"}, choices=CURRENCY_CHOICES, value="CNY", filterable=False, min_width=110
                )
                self.list_price = ui.make(gr.Textbox, {"label": "field.list_price"}, min_width=110)
                self.basis = ui.make(
                    gr.Textbox, {"label": "field.list_price_basis", "placeholder": "field.list_price_basis.hint"}, scale=2, min_width=220
                )
            self.points = ui.make(
                gr.Textbox, {"label": "field.points", "info": "field.points.hint"}, lines=4, max_lines=8, elem_id="form-points"
            )
            with gr.Row(elem_classes="pair"):
                self.offer = ui.make(gr.Textbox, {"label": "field.offer"}, scale=3, min_width=180)
                self.stock = ui.make(gr.Textbox, {"label": "field.stock"}, scale=1, min_width=90)
                self.language = ui.make(
                    gr.Dropdown,
                    {
                        "label": "field.language",
                        "choices": lambda language: [(t(f"language.{key}", language), key) for key in ("zh", "en")],
                    },
                    value="zh",
                    filterable=False,
                    scale=1,
                    min_width=120,
                )
            self.pictures = ui.box("", js_on_load=ACTIONS_JS, elem_id="form-strip")
            self.upload = ui.make(
                gr.File,
                {"label": "products.pictures"},
                file_count="multiple",
                file_types=[".jpg", ".jpeg", ".png", ".webp"],
                height=110,
                elem_id="form-pictures",
            )
            self.addresses = ui.make(
                gr.Textbox,
                {"label": "products.addresses", "info": "products.addresses.hint"},
                lines=1,
                max_lines=4,
                elem_id="form-addresses",
            )
            with gr.Row(elem_classes="form-actions"):
                self.fetch = ui.make(gr.Button, {"value": "products.fetch"}, size="sm", visible=False, elem_id="form-fetch")
            self.told = ui.box("", elem_id="form-told")
            with ui.make(gr.Accordion, {"label": "products.more"}, open=False):
                self.audience = ui.make(gr.Textbox, {"label": "field.audience"})
                self.story = ui.make(gr.Textbox, {"label": "field.story", "info": "field.story.hint"}, lines=3)
                self.specs = ui.make(gr.Textbox, {"label": "field.specs", "info": "field.specs.hint"}, lines=3)
            with gr.Row(elem_classes="form-actions"):
                self.keep = ui.make(gr.Button, {"value": "products.save"}, variant="primary", size="sm", elem_id="form-save")
                self.sell = ui.make(gr.Button, {"value": "products.use"}, size="sm")
                self.translate = ui.make(gr.Button, {"value": "products.translate"}, size="sm")
                self.remove = ui.make(gr.Button, {"value": "products.delete"}, size="sm", elem_classes="danger")
                self.sure = ui.make(
                    gr.Button, {"value": "products.delete.sure"}, variant="stop", size="sm", visible=False, elem_id="form-sure"
                )
                self.close = ui.make(gr.Button, {"value": "products.cancel"}, size="sm", elem_classes="quiet")
        self.values = [
            self.name,
            self.brand,
            self.category,
            self.price,
            self.currency,
            self.list_price,
            self.basis,
            self.points,
            self.offer,
            self.stock,
            self.language,
            self.audience,
            self.story,
            self.specs,
            self.addresses,
        ]
        self.inputs = [self.product_id, self.images, self.upload, *self.values]
        self.outputs = [
            self.box,
            self.product_id,
            self.images,
            self.upload,
            self.pictures,
            self.heading,
            self.sell,
            self.translate,
            self.remove,
            self.sure,
            self.fetch,
            self.told,
            *self.values,
        ]

    def show(self, product: Product, language: str) -> Updates:
        """The form with a product's fields; one without an id is new."""
        stored = product.id is not None
        elsewhere = addresses(product.images)
        own = [image for image in product.images if not is_address(image)]
        shown = [
            product.name,
            product.brand,
            product.category,
            _money(product.price),
            product.currency,
            _money(product.list_price),
            product.list_price_basis,
            "\n".join(product.points),
            product.offer,
            "" if product.stock is None else str(product.stock),
            product.language,
            product.audience,
            "\n".join(product.story),
            specs_text(product.specs),
            "\n".join(elsewhere),
        ]
        return dict(zip(self.values, shown, strict=True)) | {
            self.box: gr.update(visible=True),
            self.product_id: product.id,
            self.images: own,
            self.upload: None,
            self.pictures: picture_strip(own, language),
            self.fetch: gr.update(visible=bool(elsewhere)),
            self.told: "",
            self.heading: _heading(product.id, language),
            **{button: gr.update(visible=stored) for button in (self.sell, self.translate, self.remove)},
            self.sure: gr.update(visible=False),
        }

    def wire(self) -> None:
        """Events within the form."""
        ui = self.ui

        def remove(event: gr.EventData, language: str, images: list[str]) -> Updates:
            left = [image for image in images if image != event._data.get("image")]
            return {self.images: left, self.pictures: picture_strip(left, language)}

        def redraw(language: str, product_id: int | None, images: list[str]) -> Updates:
            return {self.heading: _heading(product_id, language), self.pictures: picture_strip(images, language)}

        def typed(text: str | None) -> Any:
            return gr.update(visible=bool(lines_of(text)))

        self.addresses.change(typed, [self.addresses], [self.fetch], trigger_mode="always_last", **QUIET)
        self.pictures.select(remove, [ui.language, self.images], [self.images, self.pictures], **QUIET)
        ui.on_language(redraw, [self.product_id, self.images], [self.heading, self.pictures])

    def hide(self) -> Updates:
        """The form put away."""
        return {self.box: gr.update(visible=False), self.upload: None}

    def bring(self, language: str, product_id: int | None, images: list[str], text: str) -> Updates:
        """Fetches the pictures at the form's addresses, for a stored product at once. Raises NotFound."""
        asked = lines_of(text)
        fetched = fetch_pictures(asked) if product_id is None else fetch_for(self.store, product_id, asked)[1]
        own = list(dict.fromkeys([*images, *fetched.own.values()]))
        left = [address for address in asked if address not in fetched.own]
        saving = t("products.fetched.save", language) if product_id is None else ""
        return {
            self.images: own,
            self.pictures: picture_strip(own, language),
            self.addresses: "\n".join(left),
            self.fetch: gr.update(visible=bool(left)),
            self.told: (message("ok", [t("products.fetched", language, n=len(fetched.own)), saving]) if fetched.own else "")
            + message("warn", [problem_line(problem, language) for problem in fetched.problems]),
        }

    def save(self, product_id: int | None, images: list[str], files: list[str] | None, *values: str) -> tuple[Product, list[Problem]]:
        """Stores the form's product; gives it and the warnings. Raises ProductError, PictureError or NotFound and stores nothing."""
        name, brand, category, price, currency, list_price, basis, points, offer, stock, spoken, audience, story, specs, elsewhere = values
        wrong = [(line[:60], problem) for line in lines_of(elsewhere) if (problem := address_problem(line))]
        if wrong:
            raise ProductError([Problem("images", f"“{line}” {problem[0]}", f"“{line}”{problem[1]}") for line, problem in wrong])
        added = [keep_picture(Path(file).read_bytes()) for file in files or []]
        reading = read_product(
            {
                "name": name,
                "brand": brand,
                "category": category,
                "price": price,
                "currency": currency,
                "list_price": list_price,
                "list_price_basis": basis,
                "points": lines_of(points),
                "offer": offer,
                "stock": stock,
                "language": spoken,
                "audience": audience,
                "story": lines_of(story),
                "specs": specs_of(specs),
                "images": [*added, *images, *lines_of(elsewhere)],
            }
        )
        if reading.product is None:
            raise ProductError(reading.problems)
        reading.product.id = product_id
        return self.store.save_product(reading.product), reading.warnings


def _heading(product_id: int | None, language: str) -> str:
    return f"<h2>{esc(t('products.new' if product_id is None else 'products.edit', language))}</h2>"


def _money(amount: Any) -> str:
    return "" if amount is None else f"{amount:f}".removesuffix(".00")
