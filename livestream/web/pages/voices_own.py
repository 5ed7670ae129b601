"""A merchant's own voice: record or upload it, agree to its use, see what it can do here, take it back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.config import settings
from livestream.jobs.own_voice import cloning_folder, revoke
from livestream.jobs.speakers import own_key
from livestream.web.html import voices
from livestream.web.html.base import ACTIONS_JS, esc, message, section_heading
from livestream.web.localize import Ui
from livestream.web.pages.common import QUIET, said
from livestream.web.pages.create import CreatePage
from livestream.web.strings import t
from voices.own import OwnVoices
from voices.recorded import RecordingError
from voices.types import VoiceError

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Updates = dict[Any, Any]


class OwnVoicePanel:
    """The panel's components."""

    def __init__(self, studio: "Studio", ui: Ui, create: CreatePage) -> None:
        self.studio, self.store, self.ui, self.create = studio, ui.store, ui, create
        with gr.Column(elem_classes="card stack", elem_id="own-voice"):
            ui.html(lambda language: section_heading("own.title", "own.lead", language))
            self.state = ui.html(self.cloning)
            self.sound = ui.make(
                gr.Audio, {"label": "own.sound"}, sources=["upload", "microphone"], type="filepath", format="wav", elem_id="own-sound"
            )
            with gr.Row(elem_classes="pair"):
                self.who = ui.make(gr.Textbox, {"label": "own.who"}, max_length=120, min_width=160, elem_id="own-who")
                self.purpose = ui.make(
                    gr.Textbox,
                    {"label": "own.purpose", "placeholder": "own.purpose.hint"},
                    max_length=300,
                    min_width=200,
                    elem_id="own-purpose",
                )
            self.agreed = ui.make(gr.Checkbox, {"label": "own.agree"}, value=False, elem_id="own-agree")
            self.keep = ui.make(gr.Button, {"value": "own.keep"}, size="sm", variant="primary", elem_id="own-keep")
            self.note = ui.box("")
            self.list = ui.box("", js_on_load=ACTIONS_JS, elem_id="own-list")
        self._wire()

    def cloning(self, language: str) -> str:
        """Whether an own voice can speak on this machine, honestly."""
        folder = cloning_folder(settings())
        if folder is None:
            go = f'<button type="button" class="mini" data-go="create">{esc(t("own.cannot.go", language))}</button>'
            return (
                f'<div class="note note-off" role="status"><p>{esc(t("own.cannot", language))}</p>{go}'
                f'<small class="tech">{esc(t("own.how", language))}</small></div>'
            )
        return message("ok", [t("own.can", language)])

    def draw(self, language: str) -> str:
        """The consents that were given."""
        try:
            return voices.own_list(OwnVoices().all(), language, cloning_folder(settings()) is not None)
        except VoiceError as error:
            return message("error", _told(error, language))

    def add(self, language: str, path: str | None, who: str, purpose: str, agreed: bool) -> Updates:
        """Keep a recording with its consent."""
        missing = [
            t(key, language)
            for key, given in (("own.need.sound", path), ("own.need.who", who), ("own.need.purpose", purpose), ("own.need.agree", agreed))
            if not (given.strip() if isinstance(given, str) else given)
        ]
        if missing:
            return {self.note: message("error", missing)}
        try:
            consent = OwnVoices().add(Path(path or ""), who, purpose, agreed)
        except VoiceError as error:
            return {self.note: message("error", _told(error, language))}
        return {
            self.note: message("ok", [t("own.kept", language, who=consent.who)]),
            self.list: self.draw(language),
            self.sound: None,
            self.who: "",
            self.purpose: "",
            self.agreed: False,
        }

    def take_back(self, language: str, key: str) -> Updates:
        """Revoke a consent."""
        try:
            deleted = revoke(key, self.store, self.studio.cancel)
        except VoiceError as error:
            return {self.note: message("error", _told(error, language))}
        return {self.note: message("ok", [t("own.gone", language, n=len(deleted))]), self.list: self.draw(language)}

    def _wire(self) -> None:
        ui, fields = self.ui, [self.sound, self.who, self.purpose, self.agreed]

        create = self.create

        def act(event: gr.EventData, language: str, *fitting: Any) -> Updates:
            key = str(event._data.get("key"))
            if event._data.get("act") == "use":
                return create.speaker.draw(language, own_key(key, settings()), *fitting)
            return self.take_back(language, key)

        kept = self.keep.click(self.add, [ui.language, *fields], [self.note, self.list, *fields], **QUIET)
        acted = self.list.select(act, [ui.language, *create.fitting], [self.note, self.list, *create.speaker.outputs], **QUIET)
        for event in (kept, acted):
            create.offer_voices(event)
        acted.then(None, None, None, js=_AFTER)
        ui.on_language(self.draw, [], [self.list])


_AFTER = "() => { if (window.yiboLast === 'use') { window.yibo.go('create'); window.yibo.toVoices(); } }"


def _told(error: VoiceError, language: str) -> list[str]:
    return [error.text("zh" if language == "zh" else "en")] if isinstance(error, RecordingError) else said(error, language)
