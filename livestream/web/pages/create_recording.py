"""The merchant's own recording of the script on the page, performed by the host."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from livestream.jobs.types import StudioError
from livestream.web.html.base import esc
from livestream.web.localize import Ui
from livestream.web.strings import t

if TYPE_CHECKING:
    from livestream.jobs.service import Studio


class Recording:
    """The panel's components; the page films."""

    def __init__(self, studio: "Studio", ui: Ui) -> None:
        self.studio = studio
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
            self.go = ui.make(gr.Button, {"value": "recording.go"}, size="sm", elem_id="perform")

    def keep(self, path: str | None, script_id: int | None) -> str:
        """Keeps the recording for a take; gives its key. Raises StudioError where there is no recording or no script."""
        if script_id is None:
            raise StudioError("Script: write or open one first.", "脚本：请先写一个或打开一个。", "script_id")
        if not path:
            raise StudioError("Recording: record or upload one first.", "录音：请先录制或上传。", "file")
        return self.studio.keep_recording(Path(path).read_bytes())
