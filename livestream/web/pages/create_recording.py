"""The merchant's own recording of the script on the page, performed by the host; kept with consent, deleted at a press."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.catalog.models import Take
from livestream.jobs.recordings import Recording as Kept
from livestream.jobs.types import StudioError
from livestream.web.html.base import ACTIONS_JS, act_button, clock, esc, kept_row, message
from livestream.web.localize import Ui
from livestream.web.pages.common import QUIET, said
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]


class Recording:
    """The panel's components; the page films."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.studio, self.store, self.ui = studio, ui.store, ui
        with ui.make(gr.Accordion, {"label": "recording.title"}, open=False, elem_id="recording"):
            ui.html(lambda language: f'<p class="hint">{esc(t("recording.lead", language))}</p>')
            self.sound: Any = ui.make(
                gr.Audio,
                {"label": "recording.sound"},
                sources=["upload", "microphone"],
                type="filepath",
                format="wav",
                elem_id="take-sound",
            )
            self.agreed = ui.make(gr.Checkbox, {"label": "recording.agree"}, value=False, elem_id="take-agree")
            self.note = ui.box("")
            self.go = ui.make(gr.Button, {"value": "recording.go"}, size="sm", elem_id="perform")
            self.list = ui.box("", js_on_load=ACTIONS_JS, elem_id="recordings")
        self.inputs = [self.sound, self.agreed]
        self.outputs = [self.sound, self.agreed, self.note, self.list]
        self._wire()

    def keep(self, path: str | None, agreed: bool, script_id: int | None) -> str:
        """Keeps the recording for a take; gives its key. Raises StudioError where there is no script, no recording or no consent."""
        if script_id is None:
            raise StudioError(t("recording.no_script", "en"), t("recording.no_script", "zh"), "script_id")
        if not path:
            raise StudioError("Recording: record or upload one first.", "录音：请先录制或上传。", "file")
        return self.studio.keep_recording(Path(path).read_bytes(), agreed)

    def cleared(self, language: str) -> Updates:
        """The panel after its recording was kept."""
        return {self.sound: None, self.agreed: False, self.note: "", self.list: self.draw(language)}

    def draw(self, language: str) -> str:
        """The recordings that are kept, to be heard, filmed again or deleted."""
        kept = self.studio.recordings()
        if not kept:
            return ""
        rows = "".join(self._row(one, language) for one in kept)
        lead = f'<p class="hint">{esc(t("recording.again.lead", language))}</p>'
        return f'<h3 class="field-title">{esc(t("recording.kept", language))}</h3>{lead}<ul class="rows">{rows}</ul>'

    def _row(self, one: Kept, language: str) -> str:
        take = self._take(one.key)
        product = self.store.product(take.product_id, deleted=True) if take is not None else None
        name = product.name if product is not None else t("recording.unnamed", language)
        given = esc(t("own.given", language, date=one.agreed[:10]))
        head = f'<strong dir="auto">{esc(name)}</strong> <span>{clock(one.seconds)} · {given}</span>'
        labels = (("film", t("recording.again", language)), ("delete", t("recording.delete", language)))
        tools = "".join(act_button(act, one.key, label, f"{name}, {clock(one.seconds)}") for act, label in labels)
        return kept_row(head, f"/api/recordings/{one.key}/sound.flac", t("recording.of", language, name=name), tools)

    def script_of(self, key: str) -> int | None:
        """The script that is said in a kept recording, where a take was made of it."""
        take = self._take(key)
        return take.script_id if take is not None else None

    def _take(self, key: str) -> Take | None:
        return next((take for take in self.studio.takes() if take.brief.get("recording") == key and take.script_id is not None), None)

    def delete(self, language: str, key: str) -> Updates:
        """Delete one of them."""
        try:
            self.studio.delete_recording(key)
        except Exception as error:
            return {self.note: message("error", said(error, language)), self.list: self.draw(language)}
        return {self.note: message("ok", [t("recording.deleted", language)]), self.list: self.draw(language)}

    def _wire(self) -> None:
        def act(event: gr.EventData, language: str) -> Updates:
            if event._data.get("act") != "delete":
                return {self.note: ""}
            return self.delete(language, str(event._data.get("key")))

        self.list.select(act, [self.ui.language], [self.note, self.list], **QUIET)
        self.ui.on_language(self.draw, [], [self.list])
