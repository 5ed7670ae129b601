"""The script of the Create page: it streams in, then every line can be edited, written anew, said another way, muted and moved."""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.models import Product, Script
from livestream.catalog.text import other_language
from livestream.catalog.values import Line
from livestream.jobs.types import TakeState
from livestream.trust.check import Finding, check_line
from livestream.web.html import script as drawing
from livestream.web.html.base import ACTIONS_JS, esc, message
from livestream.web.html.script import ShownLine
from livestream.web.localize import Ui
from livestream.web.notes import remarks, untold
from livestream.web.pages.common import QUIET, said
from livestream.web.strings import DEFAULT, t
from livestream.writing.rewording import WAYS, Way
from livestream.writing.script import Note

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]
Times = dict[int, tuple[float, float]]
Texts = Sequence[tuple[list[str], str]]  # of each line: what the page drew or sent for it before, and what stands in its box
STEPS_BACK = 30
PACE = {"zh": 4.3, "en": 14.0}  # characters a second, for a first idea of the length


class Editor:
    """The script's components."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.studio, self.store, self.ui = studio, ui.store, ui
        self.steps: dict[int, deque[list[Line]]] = defaultdict(lambda: deque(maxlen=STEPS_BACK))  # by script: its lines before each change
        self.script_id = gr.State(None)
        self.told = gr.State([])  # the notes of the script, whether or not they still hold
        self.times = gr.State({})  # start and end of each line in the take on stage; empty once lines were moved
        with gr.Column(elem_id="script", elem_classes="card stack"):
            ui.html(lambda language: f"<h2>{esc(t('script.title', language))}</h2>")
            self.notes = ui.box("", elem_id="script-notes")
            self.box = ui.box(drawing.reading((), DEFAULT, writing=False), js_on_load=ACTIONS_JS, elem_classes="script-box")
            self.warning = ui.box("", elem_id="script-warning")
            self.meter = ui.box("", elem_classes="meter")
            with gr.Row(visible=False, elem_classes="script-tools") as self.tools:
                self.render = ui.make(gr.Button, {"value": "script.render"}, variant="primary", size="sm", elem_id="render")
                self.translate = gr.Button(t("script.translate.en", DEFAULT), size="sm", elem_id="translate")
        self.outputs = [self.script_id, self.times, self.box, self.notes, self.told, self.warning, self.meter, self.tools, self.translate]

    def clear(self, language: str) -> Updates:
        """An empty page on which a script is being written."""
        return {
            self.script_id: None,
            self.times: {},
            self.box: drawing.reading((), language, writing=True),
            self.notes: "",
            self.told: [],
            self.warning: "",
            self.meter: "",
            self.tools: gr.update(visible=False),
        }

    def tell(self, notes: Sequence[Note], product: Product | None, language: str, script_id: int | None = None) -> Updates:
        """What was noted while the script was written, as far as it still holds of the lines that are stored by now."""
        script = self.store.script(script_id) if script_id is not None else None
        left = untold(notes, self.store.lines(script)) if script is not None else notes
        return {self.notes: remarks(left, product, language), self.told: list(notes)}

    def streaming(self, lines: Sequence[Line], language: str) -> Updates:
        """The lines written so far."""
        return {self.box: drawing.reading([ShownLine(line) for line in lines], language, writing=True)}

    def show(self, script_id: int, language: str, times: Times | None = None) -> Updates:
        """A stored script, ready to be edited."""
        script = self.store.script(script_id)
        if script is None:
            return {self.script_id: None}
        other = other_language(script.language)
        return {
            self.script_id: script_id,
            self.times: times or {},
            self.box: self._editor(script, language, times or {}),
            self.warning: "",
            self.meter: _meter(script, self.store.lines(script), language),
            self.tools: gr.update(visible=True),
            self.translate: t(f"script.translate.{other}", language),
        }

    def follow(self, state: TakeState, language: str, working: bool) -> Updates:
        """The script of a take: as far as it is written, or the editor once the take is over."""
        times = {timed.index: (timed.start, timed.end) for timed in state.lines if timed.end > timed.start}
        if not working and state.script_id is not None:
            return self.show(state.script_id, language, times)
        shown = [
            ShownLine(timed.line, timed.start, timed.end) if timed.end > timed.start else ShownLine(timed.line) for timed in state.lines
        ]
        return {
            self.script_id: state.script_id,
            self.box: drawing.reading(shown, language, writing=working and state.script_id is None),
        }

    def wire(self, note: gr.HTML) -> None:
        """Events within the script."""
        ui = self.ui
        inputs = [ui.language, self.script_id, self.times, self.told]
        outputs = [*self.outputs, note]

        def act(event: gr.EventData, language: str, script_id: int | None, times: Times, told: list[Note]) -> Updates:
            return self._act(event._data, language, script_id, times, told, note)

        def typed(event: gr.EventData, language: str, script_id: int | None, times: Times) -> Updates:
            drawn = self._marks(script_id, language)
            updates = {note: self._keep(script_id, event._data.get("texts") or [], language), self.warning: ""}
            if script_id is not None and self._marks(script_id, language) != drawn:
                updates[self.box] = self._editor(self._script(script_id), language, times)
            return updates

        def translate(language: str, script_id: int | None) -> Updates:
            try:
                script = self._script(script_id)
                return self.show(self.studio.translate_script(script_id or 0, other_language(script.language)), language) | {note: ""}
            except Exception as error:
                return {note: message("error", said(error, language))}

        slow = {**QUIET, "show_progress": "minimal"}
        self.edited: list[Any] = [  # the events after which the script may be another
            self.box.select(act, inputs, outputs, **QUIET),
            self.box.input(typed, inputs[:3], [note, self.warning, self.box], trigger_mode="always_last", **QUIET),
            self.translate.click(translate, [ui.language, self.script_id], outputs, **slow, show_progress_on=[self.box]),
        ]

    def redraw(self, language: str, script_id: int | None, times: Times) -> Updates:
        """The script in another language of the studio."""
        if script_id is not None:
            return self.show(script_id, language, times)
        return {self.box: drawing.reading((), language, writing=False)}

    def _act(
        self, data: dict[str, Any], language: str, script_id: int | None, times: Times, told: Sequence[Note], note: gr.HTML
    ) -> Updates:
        if script_id is None:
            return {note: ""}
        place, act, texts = int(data.get("index", 0)), data.get("act"), data.get("texts") or []
        if wrong := _empty(texts, language):
            return {note: wrong}
        try:
            if act in ("rewrite", "reword"):
                self._rewrite(script_id, place, texts, data.get("way") if data.get("way") in WAYS else None)
            elif act == "undo":
                self._undo(script_id, texts)
            else:
                self._edit(script_id, texts, lambda lines: _changed(lines, place, str(act)))
        except Exception as error:
            return {note: message("error", said(error, language)), self.box: self._editor(self._script(script_id), language, times)}
        product = self.store.product(self._script(script_id).product_id, deleted=True)
        shown = self.show(script_id, language, times if act == "mute" else None)
        return shown | self.tell(told, product, language, script_id) | {note: ""}

    def _keep(self, script_id: int | None, texts: Texts, language: str) -> str:
        """Stores what was typed; gives the message about a line that cannot be kept."""
        if script_id is None:
            return ""
        try:
            if wrong := _empty(texts, language):
                return wrong
            self._edit(script_id, texts)
            return ""
        except Exception as error:
            return message("error", said(error, language))

    def _edit(self, script_id: int, texts: Texts, change: Callable[[list[Line]], list[Line]] = list) -> None:
        """Stores what was typed and, of the same lines, what `change` makes of them: what is typed and what is pressed come together."""

        def edit(lines: list[Line]) -> list[Line]:
            edited = change(_typed(lines, texts))
            if edited != lines:
                self.steps[script_id].append(lines)
            return edited

        self.store.edit_lines(script_id, edit)

    def _rewrite(self, script_id: int, place: int, texts: Texts, way: Way | None) -> None:
        self._edit(script_id, texts)
        before = self.store.lines(self._script(script_id))
        new = self.studio.rewrite(script_id, place, way=way)
        lines = self.store.lines(self._script(script_id))  # others may have been edited, and all moved, while the model wrote
        at = [number for number, line in enumerate(lines) if (line.part, line.text) == (new.part, new.text)]
        if at and (new.part, new.text) != (before[place].part, before[place].text):
            here = min(at, key=lambda number: abs(number - place))
            self.steps[script_id].append([*lines[:here], before[place], *lines[here + 1 :]])

    def _undo(self, script_id: int, texts: Texts) -> None:
        self._edit(script_id, texts)
        if self.steps[script_id]:
            self.store.update_lines(script_id, self.steps[script_id].pop())

    def blocked(self, script: Script, language: str) -> dict[int, list[Finding]]:
        """What must not be said in lines that were edited, by line: figures that stand nowhere, claims that the law forbids."""
        product = self.store.product(script.product_id, deleted=True)
        if product is None:
            return {}
        spoken, shown = ("zh" if tongue == "zh" else "en" for tongue in (script.language, language))
        found = {
            number: [f for f in check_line(line.text, product, spoken, line.about, ui=shown) if f.severity == "block"]  # type: ignore[arg-type]
            for number, line in enumerate(self.store.lines(script))
            if not line.muted
        }
        return {number: wrong for number, wrong in found.items() if wrong}

    def _marks(self, script_id: int | None, language: str) -> tuple[dict[int, list[Finding]], bool]:
        """What the page draws around the words of a script: what is wrong with them, and whether there is a step back."""
        script = self.store.script(script_id) if script_id is not None else None
        return (self.blocked(script, language), bool(self.steps.get(script_id or 0))) if script is not None else ({}, False)

    def _script(self, script_id: int | None) -> Script:
        script = self.store.script(script_id) if script_id is not None else None
        if script is None:
            raise LookupError(f"there is no script {script_id}")
        return script

    def _editor(self, script: Script, language: str, times: Times) -> str:
        wrong, lines = self.blocked(script, language), []
        for number, line in enumerate(self.store.lines(script)):
            start, end = times.get(number, (None, None))
            lines.append(ShownLine(line, start, end, [finding.told(language) for finding in wrong.get(number, ())]))
        return drawing.editor(lines, language, undo=bool(self.steps.get(script.id or 0)))


def _typed(lines: list[Line], texts: Texts) -> list[Line]:
    """The lines with what was typed in their boxes.

    Where the stored text is none that the page drew or sent for a box before, the box comes from before a move and is left alone.
    """
    changed = {
        number: text.strip()
        for number, (before, text) in enumerate(texts)
        if number < len(lines) and lines[number].text in map(str.strip, before)
    }
    return [replace(line, text=changed.get(number, line.text)) for number, line in enumerate(lines)]


def _empty(texts: Texts, language: str) -> str:
    """The message about boxes in which nothing stands."""
    empty = [number for number, (_, text) in enumerate(texts) if not text.strip()]
    return message("error", [t("script.line_empty", language, n=number + 1) for number in empty])


def _changed(lines: list[Line], place: int, act: str) -> list[Line]:
    """The lines after one is muted or heard again, or moved."""
    if not 0 <= place < len(lines):
        return lines
    if act == "mute":
        return [replace(line, muted=line.muted != (number == place)) for number, line in enumerate(lines)]
    other = place + {"up": -1, "down": 1}.get(act, 0)
    if 0 <= other < len(lines):
        lines[place], lines[other] = lines[other], lines[place]
    return lines


def _meter(script: Script, lines: Sequence[Line], language: str) -> str:
    spoken = [line for line in lines if not line.muted]
    seconds = sum(len(line.text) for line in spoken) / PACE.get(script.language, 14.0)
    length = esc(t("script.meter", language, n=len(spoken), s=round(seconds)))
    usage = usage_text(script.usage, language)
    return f"<details><summary>{length}</summary><p>{esc(usage)}</p></details>" if usage else f"<p>{length}</p>"


def usage_text(usage: Mapping[str, Any], language: str) -> str:
    """What a script took to write: tokens, time to the first, speed, cost; nothing where that was not measured."""
    if not usage.get("tokens_per_s"):
        return ""
    tokens = usage.get("completion_tokens", usage.get("tokens", "–"))
    return t(
        "script.usage",
        language,
        tokens=tokens,
        first=_number(usage.get("first_token_s")),
        speed=_number(usage.get("tokens_per_s")),
        cost=_number(usage.get("cost")),
    )


def _number(value: Any) -> str:
    if not isinstance(value, int | float):
        return "–"
    return f"{value:.2g}" if 0 < abs(value) < 1 else f"{value:.1f}".removesuffix(".0")
