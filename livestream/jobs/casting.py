"""Which host performs a brief."""

from livestream.catalog.personas import personas
from livestream.catalog.values import Brief


def host_for(brief: Brief) -> str:
    """Key of the host pack: the one asked for, else the persona's own of the voice's gender."""
    if brief.host != "auto":
        return brief.host
    persona = next(p for p in personas() if p.key == brief.persona)
    return persona.host_female if brief.voice.gender == "female" else persona.host_male
