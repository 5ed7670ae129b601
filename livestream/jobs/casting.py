"""Which host performs a brief, and whose voice the host has."""

from livestream.avatar.pack import host_info
from livestream.catalog.personas import personas
from livestream.catalog.values import Brief
from livestream.jobs.types import StudioError
from voices.types import Gender


def host_for(brief: Brief) -> str:
    """Key of the host pack: the one asked for, else the persona's own of the voice's gender."""
    if brief.host != "auto":
        return brief.host
    persona = next(p for p in personas() if p.key == brief.persona)
    return persona.host_female if brief.voice.gender == "female" else persona.host_male


def gender_of(host: str) -> Gender | None:
    """The gender of a host in the box, None for "auto" and for one that is not there."""
    info = host_info(host)
    return info.gender if info else None


def voice_gender(host: str, asked: Gender | None) -> Gender:
    """The gender of the voice: the host's, where one is chosen, else what is asked for. Raises StudioError where the two differ."""
    info = host_info(host)
    if info is None:
        return asked or "female"
    if asked not in (None, info.gender):
        en, zh = ("a woman", "女声") if info.gender == "female" else ("a man", "男声")
        raise StudioError(
            f"Host: {info.name['en']} is {en}. Ask for a {info.gender} voice, or choose only one of host and voice.",
            f"主播：{info.name['zh']}要配{zh}。请改选{zh}，或者主播和声音只选一项。",
            "gender",
        )
    return info.gender
