"""What the API gives about voices, hosts, sets and language models."""

from typing import Literal

from pydantic import BaseModel


class VoiceOut(BaseModel):
    """A voice to choose, with its names by language; `default` marks the one of its language and gender.

    `missing`: packages it needs that are not installed (none: it can speak).
    """

    language: str
    gender: str
    engine: str
    speaker: str
    name: dict[str, str]
    default: bool
    licence: str
    missing: list[str]


class HostOut(BaseModel):
    """A host or a set to choose, with its names by language."""

    key: str
    name: dict[str, str]


class ModelOut(BaseModel):
    """A language model; `lacks` is the code of what is missing, `note` says it to people."""

    key: str
    name: str
    available: bool
    lacks: Literal["", "weights", "endpoint"] = ""
    note: str = ""
    note_zh: str = ""
