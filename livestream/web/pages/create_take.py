"""The stage of the Create page: the video that plays while it is made, how far it is, and its files."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.models import Product
from livestream.jobs.types import TakeState
from livestream.web.html import take
from livestream.web.html.base import ACTIONS_JS, message
from livestream.web.localize import Ui
from livestream.web.looks import Look, look_of
from livestream.web.pages.common import QUIET, said
from livestream.web.pages.create_script import Editor, Times
from livestream.web.strings import DEFAULT, t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]
AT_WORK = ("running", "queued")


class Stage:
    """The stage's components; `watch` puts a take on it, the timer follows it."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.studio, self.store, self.ui = studio, ui.store, ui
        self.take_id = gr.State(None)
        self.seen = gr.State({})  # what this visitor's page shows already: nothing is drawn twice, a playing video is left alone
        self.timer = gr.Timer(0.8, active=False)
        with gr.Column(elem_id="stage", elem_classes="stack"):
            self.player = ui.box(take.waiting(DEFAULT))
            self.hint = ui.box("", elem_id="outdated")
            self.progress = ui.box("", js_on_load=ACTIONS_JS, elem_id="progress")
            self.cancel = ui.make(gr.Button, {"value": "take.cancel"}, size="sm", visible=False, elem_id="cancel")
            self.exports = ui.box("", elem_id="exports")
        self.outputs = [self.take_id, self.seen, self.timer, self.player, self.hint, self.progress, self.cancel, self.exports]

    def watch(self, take_id: str, language: str) -> Updates:
        """Put a take on the stage, from its start."""
        return {
            self.take_id: take_id,
            self.seen: {},
            self.timer: gr.Timer(active=True),
            self.player: take.waiting(language, self._look(take_id), warming=True),
            self.hint: "",
            self.progress: take.progress(TakeState(take_id, "queued"), language),
            self.cancel: gr.update(visible=True),
            self.exports: "",
        }

    def clear(self, language: str, look: Look) -> Updates:
        """No take on the stage, only the look that is chosen now."""
        return {
            self.take_id: None,
            self.seen: {},
            self.timer: gr.Timer(active=False),
            self.player: take.waiting(language, look),
            self.hint: "",
            self.progress: "",
            self.cancel: gr.update(visible=False),
            self.exports: "",
        }

    def busy(self, take_id: str | None) -> bool:
        """Whether the take on the stage is still being made."""
        return take_id is not None and self.store.take(take_id) is not None and self.studio.events(take_id).status in AT_WORK

    def outdated(self, language: str, take_id: str | None, script_id: int | None) -> str:
        """Tells where the video on the stage says other words than the script beside it."""
        stored = self.store.take(take_id) if take_id is not None else None
        script = self.store.script(script_id) if script_id is not None else None
        if stored is None or script is None or stored.status != "done":
            return ""
        wanted = [line.text for line in self.store.lines(script) if not line.muted]
        return message("warn", [t("take.outdated", language)]) if wanted != self.studio.filmed(stored.id) else ""

    def _running(self, language: str) -> str:
        """The take that is being made, while none is on the stage: a page that is loaded again finds its take so."""
        for status in AT_WORK:
            for stored in self.store.takes(status=status):
                product = self.store.product(stored.product_id, deleted=True)
                return take.running(stored.id, product.name if product is not None else stored.id, language)
        return ""

    def _look(self, take_id: str) -> Look | None:
        stored, product = self.store.take(take_id), self._product(take_id)
        return look_of(self.store.brief(stored), product) if stored is not None and product is not None else None

    def preview(self, language: str, take_id: str | None, look: Look) -> Updates:
        """The look that is chosen now, while no take is on the stage."""
        return {self.player: take.waiting(language, look) if take_id is None else gr.skip()}

    def wire(self, editor: Editor, note: gr.HTML) -> None:
        """Events of the stage."""
        ui = self.ui
        outputs = [*self.outputs, *editor.outputs, note]

        def tick(language: str, take_id: str | None, seen: dict[str, Any]) -> Updates:
            return self._tick(language, take_id, dict(seen), editor, note)

        def stop(language: str, take_id: str | None) -> Updates:
            return self._ask(lambda: self.studio.cancel(take_id or ""), language, note)

        def act(event: gr.EventData, language: str) -> Updates:
            take_id = str(event._data.get("id"))
            if event._data.get("act") == "open":
                return {note: ""} | editor.clear(language) | self.watch(take_id, language)
            failed = self._ask(lambda: self.studio.resume(take_id), language, note)
            return failed if failed[note] else failed | self.watch(take_id, language)

        def redraw(language: str, take_id: str | None, seen: dict[str, Any], script_id: int | None, times: Times) -> Updates:
            if take_id is None:
                return {note: "", self.progress: self._running(language), **editor.redraw(language, script_id, times)}
            return self._tick(language, take_id, {"playing": seen.get("playing")}, editor, note)

        self.timer.tick(tick, [ui.language, self.take_id, self.seen], outputs, **QUIET)
        self.cancel.click(stop, [ui.language, self.take_id], [note], **QUIET)
        self.progress.select(act, [ui.language], outputs, **QUIET)
        for edited in editor.edited:
            edited.then(self.outdated, [ui.language, self.take_id, editor.script_id], [self.hint], **QUIET)
        ui.on_language(redraw, [self.take_id, self.seen, editor.script_id, editor.times], outputs)

    def _product(self, take_id: str) -> Product | None:
        stored = self.store.take(take_id)
        return self.store.product(stored.product_id, deleted=True) if stored is not None else None

    def _ask(self, call: Any, language: str, note: gr.HTML) -> Updates:
        try:
            call()
        except Exception as error:
            return {note: message("error", said(error, language))}
        return {note: ""}

    def _tick(self, language: str, take_id: str | None, seen: dict[str, Any], editor: Editor, note: gr.HTML) -> Updates:
        if take_id is None:
            return {self.timer: gr.Timer(active=False)}
        try:
            state = self.studio.events(take_id)
        except Exception as error:
            return {self.timer: gr.Timer(active=False), note: message("error", said(error, language))}
        working = state.status in AT_WORK
        updates: Updates = {self.progress: take.progress(state, language)}
        if seen.get("playing") != take_id and (state.playable or state.status == "done"):
            seen["playing"] = take_id
            stored = self.store.take(take_id)
            shape = str(stored.brief.get("shape", "portrait")) if stored else "portrait"
            updates[self.player] = take.player(take_id, shape, language, done=state.status == "done", start=True)
        drawn = (
            language,
            working,
            len(state.lines),
            state.lines[-1].end if state.lines else 0.0,
            state.script_id,
        )
        if seen.get("lines") != drawn:
            seen["lines"] = drawn
            updates |= editor.follow(state, language, working)
        if not working:
            updates |= {self.timer: gr.Timer(active=False), self.cancel: gr.update(visible=False)}
            if state.status == "done":
                updates[self.hint] = self.outdated(language, take_id, state.script_id)
                updates[self.exports] = take.exports(take_id, self.studio.take_files(take_id), language)
            if not state.playable and state.status != "done":
                updates[self.player] = take.waiting(language, self._look(take_id))
        updates[self.seen] = seen
        if state.notes and seen.get("notes") != (language, len(state.notes)):
            seen["notes"] = (language, len(state.notes))
            updates |= editor.tell(state.notes, self._product(take_id), language, state.script_id)
        return updates
