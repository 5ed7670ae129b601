"""The Create page: three questions, one button, and the livestream as it comes into being."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.models import Product, Take
from livestream.catalog.values import Brief, Line
from livestream.jobs.casting import gender_of
from livestream.web import choices
from livestream.web.choices import AUTO, Form, brief_of, form_of
from livestream.web.html.base import heading, message, step
from livestream.web.localize import Ui
from livestream.web.looks import look_of
from livestream.web.pages.common import IN_ORDER, QUIET, grid, said
from livestream.web.pages.create_film import TO_STAGE, Filming
from livestream.web.pages.create_goods import SHOP, Goods
from livestream.web.pages.create_look import OwnLook
from livestream.web.pages.create_pictures import Gallery
from livestream.web.pages.create_recording import Recording
from livestream.web.pages.create_reply import Question
from livestream.web.pages.create_script import Editor
from livestream.web.pages.create_speaker import SpeakerPicker
from livestream.web.pages.create_take import Stage
from livestream.writing.script import Note

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]
_HEAR = """(gender, tone, spoken) => {
  const product = document.querySelector('#goods .product-card[aria-pressed="true"]')?.dataset.language;
  const language = spoken === 'auto' ? (product ?? document.documentElement.lang) : spoken;
  const { engine, speaker } = document.querySelector('#speakers [aria-checked="true"]')?.dataset ?? {};
  const query = {language: language === 'zh' ? 'zh' : 'en', gender, tone, ...(speaker ? {engine, speaker} : {})};
  window.yibo.play(document.querySelector('#hear'), query);
}"""
_TO_SCRIPT = "() => { window.yibo.toScript(); }"


class CreatePage:
    """The page's parts, and what other pages may do with it: open a take, sell a product."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.studio, self.store, self.ui = studio, ui.store, ui
        with gr.Column(elem_id="page-create", elem_classes="page"):
            ui.html(lambda language: heading("create.title", "create.lead", language))
            with gr.Row(elem_classes="create-grid"):
                with gr.Column(elem_classes="create-brief stack", min_width=280):
                    self.goods = Goods(studio, ui)
                    self._voice(ui)
                    with gr.Column(elem_classes="go-bar"):
                        self.note = ui.box("", elem_id="note")
                        self.go = ui.make(gr.Button, {"value": "create.go"}, variant="primary", size="lg", elem_id="generate")
                    self._more(ui)
                with gr.Column(elem_classes="create-stage", min_width=260):
                    self.stage = Stage(studio, ui)
                    self.host = Gallery(ui, "host", choices.faces)
                with gr.Column(elem_classes="create-script stack", min_width=280):
                    self.editor = Editor(studio, ui)
                    self.recording = Recording(studio, ui)
                    self.question = Question(studio, ui)
        self.form: list[Any] = [self.gender, self.tone, self.persona, self.language, self.seconds, self.shape]
        self.form += [self.host.chosen, self.set.chosen, self.model, self.music, self.speaker.chosen, *self.look.chosen]
        self.filming = Filming(studio, ui, self.stage, self.editor, self.recording, self.note)
        self.outputs = [*self.goods.outputs, *self.filming.outputs, self.question.answer]
        self.filled = list(dict.fromkeys([*self.form, *self.speaker.outputs, *self.host.outputs, *self.set.outputs, *self.look.outputs]))
        self._wire()

    def _voice(self, ui: Ui) -> None:
        with gr.Column(elem_classes="card stack", elem_id="voice"):
            with gr.Row(elem_classes="step-row"):
                ui.html(lambda language: step(2, "create.voice", language))
                self.hear = ui.make(gr.Button, {"value": "create.hear"}, size="sm", elem_id="hear", elem_classes="quiet", min_width=60)
            self.gender = ui.make(
                gr.Radio,
                {"choices": choices.genders, "label": "create.voice.label"},
                value="female",
                elem_classes="pills pills-2 nolabel",
                elem_id="gender",
            )
            ui.html(lambda language: step(3, "create.tone", language))
            self.tone = ui.make(
                gr.Radio,
                {"choices": choices.tones, "label": "create.tone.label"},
                value="warm",
                elem_classes="pills pills-3 nolabel",
                elem_id="tone",
            )

    def _more(self, ui: Ui) -> None:
        with ui.make(gr.Accordion, {"label": "create.more"}, open=False, elem_id="more"):
            self.speaker = SpeakerPicker(ui)
            self.music = ui.make(
                gr.Radio, {"choices": choices.music, "label": "create.music"}, value="none", elem_classes="pills pills-2", elem_id="music"
            )
            with gr.Row(elem_classes="pair"):
                self.persona = ui.make(
                    gr.Dropdown,
                    {"choices": choices.persona_choices, "label": "create.persona"},
                    value="bestie",
                    filterable=False,
                    min_width=120,
                )
                self.language = ui.make(
                    gr.Dropdown, {"choices": choices.languages, "label": "create.language"}, value=AUTO, filterable=False, min_width=120
                )
            self.seconds = ui.make(
                gr.Slider,
                {"label": "create.seconds"},
                minimum=choices.SHORTEST_S,
                maximum=choices.LONGEST_S,
                step=1,
                value=40,
                elem_id="seconds",
            )
            self.set = Gallery(ui, "set", choices.scenes)
            self.look = OwnLook(ui)
            with gr.Row(elem_classes="pair"):
                self.shape = ui.make(
                    gr.Dropdown, {"choices": choices.shapes, "label": "create.shape"}, value="portrait", filterable=False, min_width=120
                )
                self.model = ui.make(
                    gr.Dropdown,
                    {"choices": lambda language: choices.models(self.studio, language), "label": "create.model"},
                    value=AUTO,
                    filterable=False,
                    min_width=120,
                )
            self.script_only = ui.make(gr.Button, {"value": "create.script_only"}, size="sm", elem_id="script-only")

    def _wire(self) -> None:
        ui, goods, stage, editor = self.ui, self.goods, self.stage, self.editor
        goods.wire(self.note)
        editor.wire(self.note)
        stage.wire(editor, self.note)
        self.filming.wire(self.form)
        self.question.wire(goods, self.form)
        inputs = [ui.language, stage.take_id, *goods.inputs, *self.form]
        split = len(goods.inputs)

        def generate(language: str, take_id: str | None, *values: Any) -> Iterator[Updates]:
            if refused := self.filming.refused(language, take_id):
                yield refused
            else:
                yield from self._generate(language, values[:split], Form(*values[split:]))

        def write(language: str, take_id: str | None, *values: Any) -> Iterator[Updates]:
            if refused := self.filming.refused(language, take_id):
                yield refused
            else:
                yield from self._write(language, values[:split], Form(*values[split:]))

        def preview(language: str, take_id: str | None, product_id: int | None, *values: Any) -> Updates:
            product = self.store.product(product_id) if product_id is not None else None
            chosen = product or Product(name="", price=Decimal(0), points=[], language=language)
            return stage.preview(language, take_id, look_of(_settled(values, chosen), chosen))

        for asked in (goods.product_id, self.tone, self.persona, self.language, self.seconds):
            asked.change(self.read_ahead, [goods.product_id, *self.form], None, trigger_mode="always_last", **QUIET)
        looked = [stage.take_id, goods.product_id, *self.form]
        drawn = (self.gender, self.persona, self.host.chosen, self.set.chosen, self.shape, self.look.backdrop.kept, self.look.logo.kept)
        for changed in (goods.grid.select, *(field.change for field in drawn)):
            changed(preview, [ui.language, *looked], [stage.player], **QUIET)
        ui.on_language(preview, looked, [stage.player])
        self._wire_pictures()
        self._wire_speaker()
        self.hear.click(None, [self.gender, self.tone, self.language], None, js=_HEAR)
        self.go.click(generate, inputs, self.outputs, **QUIET).then(None, None, None, js=TO_STAGE)
        self.script_only.click(None, None, None, js=_TO_SCRIPT)  # before the writing: the page runs the listeners one after another
        self.script_only.click(write, inputs, self.outputs, **QUIET)

    @property
    def fitting(self) -> list[Any]:
        """What decides which voices fit."""
        return [self.gender, self.tone, self.language, self.goods.product_id]

    def offer_voices(self, after: Any) -> None:
        """Draw the voices anew after an event that may have changed which there are."""
        inputs = [self.ui.language, self.speaker.chosen, *self.fitting]
        after.then(self.speaker.draw, inputs, self.speaker.outputs, **QUIET)

    def _wire_speaker(self) -> None:
        ui, picker, fitting = self.ui, self.speaker, self.fitting

        def choose(event: gr.EventData, language: str, chosen: str, *values: Any) -> Updates:
            picked = event._data.get("id") if event._data.get("act") == "speaker" else chosen
            return picker.draw(language, str(picked or chosen), *values)

        inputs = [ui.language, picker.chosen, *fitting]
        for changed in (self.gender.change, self.tone.change, self.language.change, self.goods.product_id.change):
            changed(picker.draw, inputs, picker.outputs, **QUIET)
        picker.box.select(choose, inputs, picker.outputs, **IN_ORDER)
        ui.on_language(picker.draw, [picker.chosen, *fitting], picker.outputs)

    def _wire_pictures(self) -> None:
        """The voice follows the gender of a host that is chosen; a host of another gender than a voice that is chosen gives way."""
        ui, host, scene = self.ui, self.host, self.set

        def choose_host(event: gr.EventData, language: str, gender: str) -> Updates:
            key = str(event._data.get("id"))
            gender = gender_of(key) or gender
            return {self.gender: gender} | host.draw(language, key, gender)

        def choose_set(event: gr.EventData, language: str) -> Updates:
            return scene.draw(language, str(event._data.get("id")))

        host.box.select(choose_host, [ui.language, self.gender], [self.gender, *host.outputs], **IN_ORDER)
        scene.box.select(choose_set, [ui.language], scene.outputs, **IN_ORDER)
        self.gender.input(host.draw, [ui.language, host.chosen, self.gender], host.outputs, **QUIET)
        ui.on_language(host.draw, [host.chosen, self.gender], host.outputs)
        ui.on_language(scene.draw, [scene.chosen], scene.outputs)

    def _generate(self, language: str, goods: tuple[Any, ...], form: Form) -> Iterator[Updates]:
        """Write, speak and film: the take's own job does it, the timer shows it."""
        yield from self._reading(language, goods)
        product, updates = self.goods.settle(self.note, language, *goods)
        if product is None or product.id is None:
            yield updates
            return
        try:
            take_id = self.studio.submit(product.id, brief_of(form, product), model=form.writer)
        except Exception as error:
            yield updates | {self.note: message("error", said(error, language))}
            return
        yield updates | self.editor.clear(language) | self.stage.watch(take_id, language) | {self.question.answer: ""}

    def _reading(self, language: str, goods: tuple[Any, ...]) -> list[Updates]:
        _, mode, words, suggested, *_ = goods
        return self.goods.drawing(language, mode, words, suggested, self.note)

    def _write(self, language: str, goods: tuple[Any, ...], form: Form) -> Iterator[Updates]:
        yield from self._reading(language, goods)
        product, updates = self.goods.settle(self.note, language, *goods)
        if product is None or product.id is None:
            yield updates
            return
        updates |= self.stage.clear(language, look_of(_settled(list(vars(form).values()), product), product))
        script_id = yield from self._stream(product.id, language, form, updates | {self.question.answer: ""})
        if script_id is not None:
            yield self.editor.show(script_id, language)

    def _stream(self, product_id: int, language: str, form: Form, updates: Updates) -> Generator[Updates, None, int | None]:
        """Lines as they are written; returns the stored script's id."""
        lines: list[Line] = []
        notes: list[Note] = []
        script_id: int | None = None
        yield updates | self.editor.clear(language)
        try:
            product = self.store.product(product_id)
            if product is None:
                raise LookupError(f"there is no product {product_id}")
            for event in self.studio.write(product_id, brief_of(form, product), form.writer):
                if event.kind == "line" and event.line is not None:
                    lines.append(event.line)
                    yield self.editor.streaming(lines, language)
                elif event.kind == "note" and event.note is not None:
                    notes.append(event.note)
                    yield self.editor.tell(notes, product, language)
                elif event.kind == "done":
                    script_id = event.script_id
        except Exception as error:
            yield self.editor.redraw(language, None, {}) | {self.note: message("error", said(error, language))}
        return script_id

    def read_ahead(self, product_id: int | None, *form: Any) -> None:
        """Have the model read what the form would ask of it now."""
        if product_id is not None and (product := self.store.product(product_id)):
            self.studio.open_product(product_id, _settled(form, product))

    def sell(self, language: str, product_id: int) -> Updates:
        """Choose a product from another page."""
        goods = self.goods
        return {goods.product_id: product_id, goods.mode: SHOP, goods.search: "", goods.grid: grid(self.store, language, "", product_id)}

    def fill(self, language: str, take: Take, product: Product) -> Updates:
        """The form as it was for a take, so that its script is filmed again with the same voice and look."""
        form = form_of(self.store.brief(take), product)
        voice = self.speaker.draw(language, form.speaker, form.gender, form.tone, form.language, product.id)  # type: ignore[arg-type]
        pictures = self.host.draw(language, form.host, form.gender) | self.set.draw(language, form.set)
        return dict(zip(self.form, vars(form).values(), strict=True)) | voice | pictures | self.look.fill(language, form)


def _settled(values: Sequence[Any], product: Product) -> Brief:
    """The brief of the form's fields, without those in which something may be wrong while it is still being filled in."""
    return brief_of(replace(Form(*values), speaker=AUTO, colour=""), product)


def build(studio: "Studio", ui: Ui) -> CreatePage:
    """Lay the page out."""
    return CreatePage(studio, ui)
