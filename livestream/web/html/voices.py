"""A card a voice with a play button a tone, and the own voices that a merchant agreed to."""

from collections.abc import Sequence

from livestream.web.html.base import esc, icon
from livestream.web.strings import t
from voices.catalogue import VoiceInfo, lacking
from voices.own import Consent
from voices.types import TONES


def voice_grid(found: Sequence[VoiceInfo], language: str) -> str:
    """The cards, in groups by the language and gender of the voices."""
    groups: dict[tuple[str, str], list[VoiceInfo]] = {}
    for voice in found:
        groups.setdefault((voice.language, voice.gender), []).append(voice)
    return "".join(
        f'<section class="voice-group"><h2>{esc(t(f"language.{spoken}", language))} · {esc(t(f"gender.{gender}", language))}</h2>'
        f'<ul class="voice-grid">{"".join(_card(voice, language) for voice in group)}</ul></section>'
        for (spoken, gender), group in groups.items()
    )


def _card(voice: VoiceInfo, language: str) -> str:
    name = voice.name["zh" if language == "zh" else "en"]
    missing = lacking(voice.engine)
    state = t("voices.missing", language, packages=", ".join(missing)) if missing else t("voices.ready", language)
    usual = f'<span class="status status-queued">{esc(t("voices.default", language))}</span>' if voice.default else ""
    return (
        f'<li class="card voice-card"><div class="voice-head"><h3>{esc(name)}</h3>{usual}</div>'
        f'<p class="hint">{esc(voice.engine)} · {esc(t("voices.licence", language, licence=voice.licence))}</p>'
        f'<p class="status status-{"cancelled" if missing else "done"}">{esc(state)}</p>'
        f'<div class="voice-tones">{"".join(_play(voice, name, tone, language, bool(missing)) for tone in TONES)}</div></li>'
    )


def _play(voice: VoiceInfo, name: str, tone: str, language: str, missing: bool) -> str:
    said = t(f"tone.{tone}", language)
    data = {"language": voice.language, "gender": voice.gender, "tone": tone, "engine": voice.engine, "speaker": voice.speaker}
    marks = " ".join(f'data-{key}="{esc(value)}"' for key, value in data.items())
    label = esc(t("voices.play", language, name=name, tone=said))
    off = " disabled" if missing else ""
    return f'<button type="button" class="mini" data-hear {marks} aria-label="{label}"{off}>{icon("play")}{esc(said)}</button>'


def own_list(consents: Sequence[Consent], language: str) -> str:
    """Who agreed to what and when; a button takes it back."""
    if not consents:
        return f'<p class="hint">{esc(t("own.empty", language))}</p>'
    return f'<ul class="rows">{"".join(_own(consent, language) for consent in reversed(consents))}</ul>'


def _own(consent: Consent, language: str) -> str:
    given = t("own.given", language, date=consent.given[:10])
    if consent.revoked:
        end = f'<span class="status">{esc(t("own.revoked", language, date=consent.revoked[:10]))}</span>'
    else:
        end = (
            f'<button type="button" class="mini" data-act="revoke" data-key="{esc(consent.key)}" '
            f'aria-label="{esc(t("own.revoke", language))}: {esc(consent.who)}">{esc(t("own.revoke", language))}</button>'
        )
    return (
        f'<li class="fact"><div><strong>{esc(consent.who)}</strong><p>{esc(consent.purpose)} · {esc(given)} · '
        f"<code>own:{esc(consent.key)}</code></p></div>{end}</li>"
    )
