"""How the shop's own words are said: write it, hear it, keep it."""

import threading
from typing import Any

import gradio as gr
import numpy as np
import numpy.typing as npt

import voices
from livestream.config import settings
from livestream.web.html.base import ACTIONS_JS, esc, icon, message, section_heading
from livestream.web.localize import Ui
from livestream.web.pages.common import QUIET, said
from livestream.web.strings import t
from voices import lexicon
from voices.lexicon import LexiconError
from voices.types import Delivery, Entry, Language, VoiceChoice, VoiceError

Updates = dict[Any, Any]
Sound = tuple[int, npt.NDArray[np.int16]]

BOTH = "both"
_SAVING = threading.Lock()


def _choices(language: str) -> list[tuple[str, str]]:
    return [(t("words.language.both", language), BOTH), *((t(f"language.{key}", language), key) for key in ("zh", "en"))]


def _entries() -> tuple[Entry, ...]:
    path = settings().lexicon_file
    return lexicon.load(path) if path.exists() else ()


def _entry(word: str, spoken: str, kept: str) -> Entry:
    language: Language | None = "zh" if kept == "zh" else "en" if kept == "en" else None
    return Entry(word or "", spoken or "", language)


def hear(entry: Entry, interface: str) -> Sound:
    """An entry spoken alone: in its language, else in the one of its letters, else in that of the interface. Raises VoiceError."""
    made = lexicon.checked(entry)
    chinese = any("\u3400" <= char <= "\u9fff" for char in made.word)
    language: Language = made.language or ("zh" if chinese or interface == "zh" else "en")
    speech = voices.say(made.word, VoiceChoice(language, "female"), Delivery(lexicon=(made,)))
    return speech.sample_rate, (speech.samples * 32767).astype(np.int16)


class WordsPanel:
    """The panel's components."""

    def __init__(self, ui: Ui) -> None:
        self.ui = ui
        with gr.Column(elem_classes="card stack", elem_id="lexicon"):
            ui.html(lambda language: section_heading("words.title", "words.lead", language))
            with gr.Row(elem_classes="pair"):
                self.word = ui.make(gr.Textbox, {"label": "words.word"}, max_length=80, min_width=140, elem_id="words-word")
                self.spoken = ui.make(
                    gr.Textbox,
                    {"label": "words.spoken", "placeholder": "words.spoken.hint"},
                    max_length=80,
                    min_width=180,
                    elem_id="words-spoken",
                )
                self.language = ui.make(
                    gr.Dropdown, {"label": "words.language", "choices": _choices}, value=BOTH, filterable=False, min_width=180
                )
            with gr.Row(elem_classes="form-actions"):
                self.hear = ui.make(gr.Button, {"value": "words.hear"}, size="sm", elem_id="words-hear")
                self.save = ui.make(gr.Button, {"value": "words.save"}, size="sm", variant="primary", elem_id="words-save")
            self.note = ui.box("")
            self.audio = ui.make(gr.Audio, {"label": "words.audio"}, autoplay=True, visible=False, interactive=False, buttons=[])
            self.list = ui.box("", js_on_load=ACTIONS_JS, elem_id="words-list")
        self._wire()

    def draw(self, language: str) -> str:
        """The words that are kept."""
        try:
            entries = _entries()
        except LexiconError as error:
            return message("error", [error.text("zh" if language == "zh" else "en")])
        if not entries:
            return f'<p class="hint">{esc(t("words.empty", language))}</p>'
        return f'<ul class="rows">{"".join(_row(entry, language) for entry in entries)}</ul>'

    def put(self, language: str, word: str, spoken: str, kept: str) -> Updates:
        """Keep a word."""
        try:
            made = lexicon.checked(_entry(word, spoken, kept))
            with _SAVING:
                lexicon.save(lexicon.with_entry(_entries(), made), settings().lexicon_file)
        except VoiceError as error:
            return {self.note: _told(error, language)}
        done = t("words.saved", language, word=made.word, spoken=made.spoken)
        return {self.note: message("ok", [done]), self.list: self.draw(language), self.word: "", self.spoken: ""}

    def play(self, language: str, word: str, spoken: str, kept: str) -> Updates:
        """Hear a word before it is kept."""
        try:
            sound = hear(_entry(word, spoken, kept), language)
        except VoiceError as error:
            return {self.note: _told(error, language)}
        return {self.note: "", self.audio: gr.update(value=sound, visible=True)}

    def act(self, language: str, data: dict[str, Any]) -> Updates:
        """A button of a row."""
        kept = str(data.get("kept"))
        entry = _entry(str(data.get("word")), str(data.get("spoken")), kept)
        if data.get("act") == "edit":
            return {self.word: entry.word, self.spoken: entry.spoken, self.language: entry.language or BOTH, self.note: ""}
        if data.get("act") == "hear":
            return self.play(language, entry.word, entry.spoken, kept)
        try:
            with _SAVING:
                lexicon.save(lexicon.without(_entries(), entry.word, entry.language), settings().lexicon_file)
        except VoiceError as error:
            return {self.note: _told(error, language)}
        return {self.note: message("ok", [t("words.deleted", language, word=entry.word)]), self.list: self.draw(language)}

    def _wire(self) -> None:
        ui, fields = self.ui, [self.ui.language, self.word, self.spoken, self.language]
        outputs = [self.note, self.audio, self.list, self.word, self.spoken, self.language]

        def act(event: gr.EventData, language: str) -> Updates:
            return self.act(language, event._data)

        self.save.click(self.put, fields, outputs, **QUIET)
        self.spoken.submit(self.play, fields, outputs, **QUIET)
        self.hear.click(self.play, fields, outputs, **QUIET)
        self.list.select(act, [ui.language], outputs, **QUIET)
        ui.on_language(self.draw, [], [self.list])


def _told(error: VoiceError, language: str) -> str:
    if isinstance(error, LexiconError):
        return message("error", [error.text("zh" if language == "zh" else "en")])
    return message("error", said(error, language))


def _row(entry: Entry, language: str) -> str:
    kept = entry.language or BOTH
    data = f'data-word="{esc(entry.word)}" data-spoken="{esc(entry.spoken)}" data-kept="{kept}"'
    buttons = "".join(
        f'<button type="button" class="mini" data-act="{act}" {data} aria-label="{esc(t(key, language))}: {esc(entry.word)}">{picture}'
        f"{esc(t(key, language))}</button>"
        for act, key, picture in (
            ("hear", "words.hear", icon("speak")),
            ("edit", "words.edit", icon("pen")),
            ("delete", "words.delete", ""),
        )
    )
    where = t("words.language.both" if kept == BOTH else f"language.{kept}", language)
    return (
        f'<li class="fact"><div><strong>{esc(entry.word)}</strong><p>{esc(entry.spoken)} · {esc(where)}</p></div>'
        f'<span class="files">{buttons}</span></li>'
    )
