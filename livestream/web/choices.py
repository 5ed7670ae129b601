"""What can be chosen on the Create page, in the words of the visitor's language, and the brief that comes of it."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from livestream.avatar import pack
from livestream.catalog.models import Product
from livestream.catalog.personas import personas
from livestream.catalog.pictures import locate
from livestream.catalog.values import MUSIC, PERSONAS, SHAPES, Brief
from livestream.config import settings
from livestream.jobs.casting import gender_of
from livestream.jobs.speakers import Speaker, speakers
from livestream.jobs.types import ModelInfo, StudioError
from livestream.scene.themes import themes
from livestream.web import looks
from livestream.web.html.pictures import Choice
from livestream.web.strings import t, words_in
from voices.types import TONES, VoiceChoice

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

Choices = list[tuple[str, str]]
AUTO = "auto"
SHORTEST_S, LONGEST_S = 10, 120


@dataclass(frozen=True)
class Form:
    """The Create page's fields beside the goods, in the order of its inputs."""

    gender: str = "female"
    tone: str = "warm"
    persona: str = "bestie"
    language: str = AUTO
    seconds: float = 40
    shape: str = "portrait"
    host: str = AUTO
    set: str = AUTO
    model: str = AUTO
    music: str = "none"
    speaker: str = AUTO
    backdrop: str = ""
    logo: str = ""
    colour: str = ""

    @property
    def writer(self) -> str | None:
        """The key of the language model that was chosen, None for the studio's own choice."""
        return None if self.model == AUTO else self.model


def genders(language: str) -> Choices:
    """Female and male."""
    return [(t(f"gender.{key}", language), key) for key in ("female", "male")]


def tones(language: str) -> Choices:
    """The six tones."""
    return [(t(f"tone.{key}", language), key) for key in TONES]


def persona_choices(language: str) -> Choices:
    """The eight personas by name."""
    return [(row.name_zh if language == "zh" else row.name_en, row.key) for row in personas()]


def languages(language: str) -> Choices:
    """The language of the product, or one by name."""
    return [(t("create.language.auto", language), AUTO), *((t(f"language.{key}", language), key) for key in ("zh", "en"))]


def shapes(language: str) -> Choices:
    """The sizes of the picture."""
    return [(t(f"create.shape.{key}", language), key) for key in SHAPES]


def music(language: str) -> Choices:
    """No music, or one of the moods."""
    return [(t(f"music.{key}", language), key) for key in MUSIC]


def faces(language: str, gender: str) -> list[Choice]:
    """Automatic, then every host; one of another gender is not what fits the voice, and says so."""
    found = [Choice(AUTO, t("create.auto.short", language), lead=t("create.host.auto", language))]
    for host in sorted(pack.hosts(), key=lambda host: host.gender):
        fits = host.gender == gender
        about = [words_in(language, host.description), "" if fits else t(f"create.host.{host.gender}", language)]
        lead = ("；" if language == "zh" else "; ").join(filter(None, about))
        found.append(Choice(host.key, words_in(language, host.name) or host.key, f"{looks.FACES}/{host.key}.webp", lead, fits))
    return found


def scenes(language: str) -> list[Choice]:
    """Automatic, then every set."""
    automatic = Choice(AUTO, t("create.auto.short", language), lead=t("create.set.auto", language))
    return [
        automatic,
        *(Choice(key, words_in(language, name) or key, f"{looks.ADDRESS}/sets/{key}_portrait.webp") for key, name in sets().items()),
    ]


def model_name(model: ModelInfo, language: str) -> str:
    """What a language model is called."""
    return model.name or t("settings.model.endpoint", language)


def model_lacks(model: ModelInfo, language: str) -> str:
    """Why a language model cannot be used now, "" where it can."""
    return t(f"settings.lacks.{model.lacks}", language) if model.lacks else ""


def writers(studio: "Studio", language: str) -> Choices:
    """The language models that can write now."""
    return [(model_name(model, language), model.key) for model in studio.models() if model.available]


def models(studio: "Studio", language: str) -> Choices:
    """Automatic, then the language models that can write now."""
    return [(t("create.auto", language), AUTO), *writers(studio, language)]


def brief_of(form: Form, product: Product) -> Brief:
    """The brief that the page's fields ask for. Raises ValueError for a value that none of the choices has."""
    spoken = product.language if form.language == AUTO else form.language
    if form.gender not in ("female", "male") or form.tone not in TONES or spoken not in ("zh", "en"):
        raise ValueError("voice")
    if form.persona not in PERSONAS or form.shape not in SHAPES or form.music not in MUSIC:
        raise ValueError("persona, picture or music")
    form = replace(form, gender=gender_of(form.host) or form.gender)
    voice: dict[str, Any] = {"language": spoken, "gender": form.gender, "tone": form.tone, **_speaker(form, spoken)}
    look: dict[str, Any] = {
        "persona": form.persona,
        "shape": form.shape,
        "host": form.host or AUTO,
        "set": form.set or AUTO,
        "music": form.music,
        "backdrop": form.backdrop,
        "logo": form.logo,
        "colour": colour_of(form.colour),
    }
    return Brief(voice=VoiceChoice(**voice), seconds=int(form.seconds), **look)


def form_of(brief: Brief, product: Product) -> Form:
    """The fields that asked for a brief; what is no longer there to choose is as if nothing had been chosen."""
    voice = brief.voice
    same = (speaker.key for speaker in speakers(voice.language, voice.gender, settings()) if _is(speaker, voice))
    return Form(
        gender=voice.gender,
        tone=voice.tone,
        persona=brief.persona,
        language=AUTO if voice.language == product.language else voice.language,
        seconds=min(max(brief.seconds, SHORTEST_S), LONGEST_S),
        shape=brief.shape,
        host=host_with(brief.host, voice.gender),
        set=brief.set if brief.set in sets() else AUTO,
        music=brief.music,
        speaker=next(same, AUTO),
        backdrop=brief.backdrop if locate(brief.backdrop) else "",
        logo=brief.logo if locate(brief.logo) else "",
        colour=brief.colour,
    )


def _is(speaker: Speaker, voice: VoiceChoice) -> bool:
    return (speaker.engine, speaker.speaker) == (voice.engine, voice.speaker)


def colour_of(text: str | None) -> str:
    """A typed colour as "#RRGGBB", "" for an empty field. Raises StudioError."""
    digits = (text or "").strip().removeprefix("#")
    if digits and not re.fullmatch("[0-9a-fA-F]{6}", digits):
        raise StudioError(
            "Brand colour: write it as # and six digits or letters A to F, for example #C2453F.",
            "品牌色：请写成 # 加六位数字或字母 A 到 F，例如 #C2453F。",
            "colour",
        )
    return f"#{digits.upper()}" if digits else ""


def _speaker(form: Form, spoken: str) -> dict[str, str]:
    if form.speaker == AUTO:
        return {}
    found = {speaker.key: speaker for speaker in speakers(spoken, form.gender, settings())}  # type: ignore[arg-type]  # checked above
    chosen = found.get(form.speaker)
    if chosen is None or chosen.lacks:
        raise StudioError(
            "Voice: the one that is chosen cannot speak this livestream. Choose another under More options.",
            "声音：所选声音不能用于这场直播，请在“更多选项”里换一个。",
            "speaker",
        )
    return {"engine": chosen.engine, "speaker": chosen.speaker}


def host_with(host: str, gender: str) -> str:
    """The host, or AUTO where none in the box is called so or it has another gender."""
    return host if gender_of(host) == gender else AUTO


def hosts() -> dict[str, dict[str, str]]:
    """The hosts in the box by key, with their names by language."""
    return {host.key: host.name for host in pack.hosts()}


def sets() -> dict[str, dict[str, str]]:
    """The sets in the box by key, with their names by language."""
    return {key: theme.name for key, theme in themes().items()}
