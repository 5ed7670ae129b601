"""Two language models on one product, side by side."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.values import Line
from livestream.web.choices import Form, brief_of, writers
from livestream.web.html.base import esc, message, section_heading
from livestream.web.html.script import ShownLine, reading
from livestream.web.localize import Ui
from livestream.web.pages.common import GRID_LIMIT, QUIET, said
from livestream.web.pages.create import CreatePage
from livestream.web.pages.create_script import usage_text
from livestream.web.strings import DEFAULT, t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]


class ComparePanel:
    """The panel's components; the voice, persona and length are those chosen on the Create page."""

    def __init__(self, studio: "Studio", ui: Ui, create: CreatePage) -> None:
        self.studio, self.store, self.ui, self.create = studio, ui.store, ui, create
        self.scripts = gr.State({})
        names = writers(studio, DEFAULT)
        first, second = (names[0][1], names[min(1, len(names) - 1)][1]) if names else (None, None)
        with gr.Column(elem_classes="card stack", elem_id="compare"):
            ui.html(lambda language: section_heading("compare.title", "compare.lead", language))
            if len(names) < 2:
                ui.html(lambda language: f'<div class="note note-off"><p>{esc(t("compare.one", language))}</p></div>')
            with gr.Row(elem_classes="pair", visible=len(names) > 1):
                self.product = ui.make(gr.Dropdown, {"label": "compare.product"}, choices=[], value=None, min_width=180)
                self.left = ui.make(gr.Dropdown, {"label": "compare.left"}, choices=names, value=first, filterable=False, min_width=160)
                self.right = ui.make(gr.Dropdown, {"label": "compare.right"}, choices=names, value=second, filterable=False, min_width=160)
            self.go = ui.make(
                gr.Button, {"value": "compare.go"}, variant="primary", size="sm", elem_id="compare-go", visible=len(names) > 1
            )
            self.note = ui.box("")
            with gr.Row(elem_classes="compare-sides"):
                self.sides, self.uses = [], []
                for _ in range(2):
                    with gr.Column(min_width=260, elem_classes="stack"):
                        self.sides.append(ui.box(""))
                        self.uses.append(ui.make(gr.Button, {"value": "compare.use"}, size="sm", visible=False))
        self._wire()

    def _wire(self) -> None:
        ui, create = self.ui, self.create
        outputs = [*self.sides, *self.uses, self.scripts, self.note]

        def go(language: str, product_id: int | None, left: str, right: str, *form: Any) -> Iterator[Updates]:
            yield from self._compare(language, product_id, left, right, Form(*form))

        self.go.click(go, [ui.language, self.product, self.left, self.right, *create.form], outputs, **QUIET)
        for side, button in enumerate(self.uses):

            def use(language: str, scripts: dict[int, int], side: int = side) -> Updates:
                return create.editor.show(scripts[side], language) if side in scripts else {create.editor.script_id: gr.skip()}

            button.click(use, [ui.language, self.scripts], create.outputs, **QUIET).then(
                None, None, None, js="() => window.yibo.go('create')"
            )

        def redraw(language: str, product_id: int | None) -> Any:
            shop = sorted(self.store.products(limit=GRID_LIMIT), key=lambda product: product.language != language)
            first = shop[0].id if shop else None
            return gr.update(choices=[(product.name, product.id) for product in shop], value=product_id or first)

        ui.on_language(redraw, [self.product], [self.product])

    def _compare(self, language: str, product_id: int | None, left: str, right: str, form: Form) -> Iterator[Updates]:
        product = self.store.product(product_id) if product_id is not None else None
        if product is None or product_id is None:
            yield {self.note: message("error", [t("compare.pick", language)])}
            return
        lines: tuple[list[Line], list[Line]] = ([], [])
        scripts: dict[int, int] = {}
        yield {
            self.note: "",
            self.scripts: {},
            **dict.fromkeys(self.uses, gr.update(visible=False)),
            **dict.fromkeys(self.sides, reading((), language, writing=True)),
        }
        try:
            for side, event in self.studio.compare(product_id, brief_of(form, product), left, right):
                if event.kind == "line" and event.line is not None:
                    lines[side].append(event.line)
                    yield {self.sides[side]: self._side(lines[side], language, writing=True)}
                elif event.kind == "done":
                    if event.script_id is not None:
                        scripts[side] = event.script_id
                    yield {
                        self.sides[side]: self._side(lines[side], language, writing=False) + _usage(event.usage, language),
                        **{button: gr.update(visible=number in scripts) for number, button in enumerate(self.uses)},
                        self.scripts: dict(scripts),
                    }
        except Exception as error:
            stopped = {box: self._side(lines[side], language, writing=False) for side, box in enumerate(self.sides)}
            yield {self.note: message("error", said(error, language)), **stopped}

    @staticmethod
    def _side(lines: list[Line], language: str, writing: bool) -> str:
        return reading([ShownLine(line) for line in lines], language, writing) if lines or writing else ""


def _usage(usage: dict[str, Any], language: str) -> str:
    text = usage_text(usage, language)
    return f'<p class="hint">{esc(text)}</p>' if text else ""
