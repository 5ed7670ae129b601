"""The voices of a take as a list to choose from."""

from collections.abc import Mapping, Sequence

from livestream.jobs.speakers import Speaker
from livestream.web.html.base import esc, icon
from livestream.web.html.voices import name_parts
from livestream.web.strings import t
from voices.types import Gender, Language, Tone

AUTO = "auto"


def picker(found: Sequence[Speaker], chosen: str, language: str, spoken: Language, gender: Gender, tone: Tone) -> str:
    """A row a voice: a press chooses it, its button lets it be heard. One that cannot speak here is shown with the reason."""
    usual = next((speaker for speaker in found if speaker.default), None)
    lead = _name(usual, language) if usual else ""
    automatic = _row(AUTO, t("create.auto", language), lead, chosen == AUTO)
    heard = {"language": spoken, "gender": gender, "tone": tone}
    rows = "".join(_speaker(speaker, chosen, language, heard) for speaker in found)
    more = (
        f'<button type="button" class="speaker-more" data-go="voices" data-act="voices">{icon("voices")}'
        f"{esc(t('create.speaker.own', language))}</button>"
    )
    return f'<div class="speakers" role="radiogroup" aria-label="{esc(t("create.speaker", language))}">{automatic}{rows}</div>{more}'


def _speaker(speaker: Speaker, chosen: str, language: str, heard: Mapping[str, str]) -> str:
    name, manner = name_parts(_name(speaker, language))
    if speaker.own:
        manner = t("create.speaker.mine", language)
    if speaker.lacks:
        reason = t(f"create.speaker.{speaker.lacks}", language, **({"packages": ", ".join(speaker.packages)} if speaker.packages else {}))
        return _row(speaker.key, name, reason, False, off=True)
    marks = {**heard, "engine": speaker.engine, "speaker": speaker.speaker}
    data = " ".join(f'data-{key}="{esc(value)}"' for key, value in marks.items())
    label = esc(t("create.speaker.hear", language, name=name))
    play = f'<button type="button" class="tool" data-hear {data} aria-label="{label}" title="{label}">{icon("play")}</button>'
    return _row(speaker.key, name, manner, chosen == speaker.key, play, data)


def _row(key: str, name: str, lead: str, chosen: bool, tail: str = "", data: str = "", off: bool = False) -> str:
    state = "disabled" if off else f'aria-checked="{str(chosen).lower()}" tabindex="{0 if chosen else -1}"'
    return (
        f'<div class="speaker{" speaker-off" if off else ""}"><button type="button" role="radio" data-act="speaker" data-id="{esc(key)}" '
        f'{data} {state}><span class="dot" aria-hidden="true"></span><span><strong dir="auto">{esc(name)}</strong>'
        f"<small>{esc(lead)}</small></span></button>{tail}</div>"
    )


def _name(speaker: Speaker, language: str) -> str:
    return speaker.name["zh" if language == "zh" else "en"]
