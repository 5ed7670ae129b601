"""The Voices page: every voice in every tone, heard at a press, and the merchant's own."""

from typing import TYPE_CHECKING

import gradio as gr

import voices as rooms
from livestream.web.html import voices
from livestream.web.html.base import heading
from livestream.web.localize import Ui
from livestream.web.pages.create import CreatePage
from livestream.web.pages.voices_own import OwnVoicePanel

if TYPE_CHECKING:
    from livestream.jobs.service import Studio


def build(studio: "Studio", ui: Ui, create: CreatePage) -> None:
    """Lay the page out."""
    with gr.Column(elem_id="page-voices", elem_classes="page"):
        ui.html(lambda language: heading("voices.title", "voices.lead", language))
        ui.html(lambda language: voices.voice_grid(rooms.catalogue(), language), elem_id="voice-cards")
        OwnVoicePanel(studio, ui, create)
