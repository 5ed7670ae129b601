"""A card a voice with a play button a tone, and the own voices that a merchant agreed to."""

from collections.abc import Sequence

from livestream.web.html.base import act_button, esc, icon, kept_row
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
    title, manner = name_parts(name)
    usual = f'<span class="status status-default">{esc(t("voices.default", language))}</span>' if voice.default else ""
    lack = f'<p class="note note-off">{esc(t("voices.missing", language, packages=", ".join(missing)))}</p>' if missing else ""
    return (
        f'<li class="card voice-card"><div class="voice-head"><span class="voice-face" aria-hidden="true">{esc(title[:1])}</span>'
        f"<div><h3>{esc(title)}</h3><p>{esc(manner)}</p></div>{usual}</div>{lack}"
        f'<div class="voice-tones">{"".join(_play(voice, name, tone, language, bool(missing)) for tone in TONES)}</div>'
        f'<p class="voice-source">{esc(voice.engine)} · {esc(t("voices.licence", language, licence=voice.licence))}</p></li>'
    )


def name_parts(name: str) -> tuple[str, str]:
    """A voice's name and its manner: “Lan, clear and friendly”, “小岚·清亮亲切”."""
    mark = "·" if "·" in name else ", "
    title, _, manner = name.partition(mark)
    return title.strip(), manner.strip()


def _play(voice: VoiceInfo, name: str, tone: str, language: str, missing: bool) -> str:
    said = t(f"tone.{tone}", language)
    data = {"language": voice.language, "gender": voice.gender, "tone": tone, "engine": voice.engine, "speaker": voice.speaker}
    marks = " ".join(f'data-{key}="{esc(value)}"' for key, value in data.items())
    label = esc(t("voices.play", language, name=name, tone=said))
    off = " disabled" if missing else ""
    return f'<button type="button" class="mini" data-hear {marks} aria-label="{label}"{off}>{icon("play")}{esc(said)}</button>'


def own_list(consents: Sequence[Consent], language: str, cloning: bool) -> str:
    """Who agreed to what and when, to be heard, used where a voice can be cloned (`cloning`), and taken back."""
    if not consents:
        return f'<p class="hint">{esc(t("own.empty", language))}</p>'
    return f'<ul class="rows">{"".join(_own(consent, language, cloning) for consent in reversed(consents))}</ul>'


def _own(consent: Consent, language: str, cloning: bool) -> str:
    given = t("own.given", language, date=consent.given[:10])
    head = f'<strong dir="auto">{esc(consent.who)}</strong> <span dir="auto">{esc(consent.purpose)} · {esc(given)}</span>'
    if consent.revoked:
        return f'<li class="kept">{head}<span class="status">{esc(t("own.revoked", language, date=consent.revoked[:10]))}</span></li>'
    use = act_button("use", consent.key, t("own.use", language), consent.who, "mini strong") if cloning else ""
    waits = "" if cloning else f'<span class="status">{esc(t("own.waits", language))}</span>'
    revoke = act_button("revoke", consent.key, t("own.revoke", language), consent.who)
    sound = f"/api/voices/own/{consent.key}/recording.wav"
    return kept_row(head + waits, sound, t("own.sound.of", language, who=consent.who), use + revoke)
