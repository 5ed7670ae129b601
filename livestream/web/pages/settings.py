"""The Settings page: who writes, where the data lies, the AI label, the API; and two writers side by side."""

from typing import TYPE_CHECKING

import gradio as gr

from livestream.config import settings as configured
from livestream.jobs.types import ModelInfo
from livestream.trust.labels import badge
from livestream.web.choices import model_lacks, model_name
from livestream.web.html.base import esc, heading, section_heading
from livestream.web.localize import Ui
from livestream.web.pages.create import CreatePage
from livestream.web.pages.settings_compare import ComparePanel
from livestream.web.pages.settings_words import WordsPanel
from livestream.web.strings import t
from voices.types import Language

if TYPE_CHECKING:
    from livestream.jobs.service import Studio


def _models(studio: "Studio", language: str) -> str:
    rows = "".join(
        f'<li class="fact"><div><strong>{esc(model_name(model, language))}</strong>{_lacks(model, language)}</div>'
        f'<span class="status status-{"done" if model.available else "cancelled"}">'
        f"{esc(t('settings.ready' if model.available else 'settings.missing', language))}</span></li>"
        for model in studio.models()
    )
    head = section_heading("settings.models", "settings.models.lead", language)
    return f'<section class="card">{head}<ul class="rows">{rows}</ul></section>'


def _lacks(model: ModelInfo, language: str) -> str:
    """Why a model cannot be used, for a merchant, and below it what to do, for whoever installs."""
    if not model.lacks:
        return ""
    return f'<p>{esc(model_lacks(model, language))}</p><small class="tech">{esc(t(f"settings.how.{model.lacks}", language))}</small>'


def _facts(language: str) -> str:
    config = configured()
    where = config.url.split("://", 1)[0] if config.database_url else str((config.data_dir / "products.db").resolve())
    rows = "".join(
        f'<li class="fact"><span>{esc(t(key, language))}</span><code>{esc(value)}</code></li>'
        for key, value in (("settings.catalogue", where), ("settings.takes", config.takes_dir.resolve()))
    )
    spoken: Language = "zh" if language == "zh" else "en"
    return (
        f'<section class="card">{section_heading("settings.data", "settings.data.lead", language)}<ul class="rows">{rows}</ul></section>'
        f'<section class="card">{section_heading("settings.label", "settings.label.lead", language)}'
        f'<p class="badge-sample">{esc(badge(spoken))}</p></section>'
        f'<section class="card">{section_heading("settings.api", "settings.api.lead", language)}'
        f'<a class="mini" href="/docs">{esc(t("settings.api.link", language))}</a></section>'
    )


def build(studio: "Studio", ui: Ui, create: CreatePage) -> None:
    """Lay the page out."""
    with gr.Column(elem_id="page-settings", elem_classes="page"):
        ui.html(lambda language: heading("settings.title", "settings.lead", language))
        models = ui.box("", elem_id="models")
        WordsPanel(ui)
        ComparePanel(studio, ui, create)
        ui.html(lambda language: f'<div class="facts">{_facts(language)}</div>')
    ui.on_language(lambda language: _models(studio, language), [], [models])
