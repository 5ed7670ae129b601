"""Films the script on the page once more, with the voice of the form or the merchant's own recording."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.web.choices import Form, brief_of
from livestream.web.html.base import message
from livestream.web.localize import Ui
from livestream.web.notes import listed
from livestream.web.pages.common import QUIET, said
from livestream.web.pages.create_recording import Recording
from livestream.web.pages.create_script import Editor
from livestream.web.pages.create_take import Stage
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]
TO_STAGE = "() => window.yibo.toStage()"


class Filming:
    """What joins script, recording and stage; `note` shows what is wrong."""

    def __init__(self, studio: "Studio", ui: Ui, stage: Stage, editor: Editor, recording: Recording, note: gr.HTML) -> None:
        self.studio, self.store, self.ui = studio, ui.store, ui
        self.stage, self.editor, self.recording, self.note = stage, editor, recording, note
        self.warned = gr.State("")  # the warning about the script that was shown when it was to be filmed
        self.outputs = [*stage.outputs, *editor.outputs, note, self.warned]

    def wire(self, form: list[Any]) -> None:
        """The two buttons; `form` holds the fields of a Form."""
        editor, mine = self.editor, self.recording

        def render(language: str, take_id: str | None, script_id: int | None, warned: str, *values: Any) -> Updates:
            refused = self.refused(language, take_id) or self.ask(language, script_id, warned)
            return refused or self._film(language, script_id, Form(*values))

        def perform(
            language: str, take_id: str | None, script_id: int | None, warned: str, path: str | None, agreed: bool, *values: Any
        ) -> Updates:
            if refused := self.refused(language, take_id) or self.ask(language, script_id, warned):
                return refused
            try:
                kept = mine.keep(path, agreed, script_id)
            except Exception as error:
                return {mine.note: message("error", said(error, language))}
            return self._film(language, script_id, Form(*values), kept) | mine.cleared(language)

        def again(event: gr.EventData, language: str, take_id: str | None, script_id: int | None, warned: str, *values: Any) -> Updates:
            if event._data.get("act") != "film":
                return {self.note: gr.skip()}
            key = str(event._data.get("key"))
            said_in = mine.script_of(key) or script_id
            if said_in is None:
                return {mine.note: message("error", [t("recording.no_script", language)])}
            return (
                self.refused(language, take_id) or self.ask(language, said_in, warned) or self._film(language, said_in, Form(*values), key)
            )

        inputs = [self.ui.language, self.stage.take_id, editor.script_id, self.warned]
        filmed = editor.render.click(render, [*inputs, *form], self.outputs, **QUIET)
        performed = mine.go.click(perform, [*inputs, *mine.inputs, *form], [*self.outputs, *mine.outputs], **QUIET)
        repeated = mine.list.select(again, [*inputs, *form], [*self.outputs, mine.note], **QUIET)
        for event in (filmed, performed, repeated):
            event.then(None, None, None, js=TO_STAGE)

    def refused(self, language: str, take_id: str | None) -> Updates:
        """Says that this page films already; nothing where it does not."""
        return {self.note: message("error", [t("take.busy", language)])} if self.stage.busy(take_id) else {}

    def ask(self, language: str, script_id: int | None, warned: str) -> Updates:
        """Shows once what must not be said before it is filmed; nothing where there is no such line, or it was shown already."""
        script = self.store.script(script_id) if script_id is not None else None
        wrong = self.editor.blocked(script, language) if script is not None else {}
        quoted = {number: listed(dict.fromkeys(finding.quoted for finding in found), language) for number, found in wrong.items()}
        found = [t("script.warn", language, n=number + 1, what=what) for number, what in quoted.items()]
        shown = message("error", [*found, t("script.sure", language)])
        return {self.editor.warning: shown, self.warned: shown, self.note: ""} if found and shown != warned else {}

    def _film(self, language: str, script_id: int | None, form: Form, recording: str = "") -> Updates:
        """Film the script as it stands now, with the voice (or the recording), host and picture chosen now."""
        try:
            script = self.store.script(script_id) if script_id is not None else None
            product = self.store.product(script.product_id, deleted=True) if script is not None else None
            if script is None or product is None or product.id is None:
                raise LookupError(f"there is no script {script_id}")
            spoken = Form(**{**form.__dict__, "language": script.language})
            take_id = self.studio.submit(product.id, replace(brief_of(spoken, product), recording=recording), script_id, form.writer)
        except Exception as error:
            return {self.note: message("error", said(error, language))}
        return {self.note: "", self.warned: ""} | self.editor.show(script_id or 0, language) | self.stage.watch(take_id, language)
