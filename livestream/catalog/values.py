"""Plain values that every room may take: a line of a script and the brief of a take."""

from dataclasses import dataclass
from typing import Literal

from voices.types import VoiceChoice

Part = Literal["hook", "pain", "point", "demo", "offer", "close", "bridge"]
PersonaKey = Literal["bestie", "expert", "hype", "storyteller", "concierge", "homemaker", "founder", "comic"]
Shape = Literal["portrait", "portrait_hd", "landscape"]
Music = Literal["none", "gentle", "bright", "night"]

PARTS: tuple[Part, ...] = ("hook", "pain", "point", "demo", "offer", "close", "bridge")
PERSONAS: tuple[PersonaKey, ...] = ("bestie", "expert", "hype", "storyteller", "concierge", "homemaker", "founder", "comic")
SHAPES: dict[Shape, tuple[int, int]] = {"portrait": (720, 1280), "portrait_hd": (1080, 1920), "landscape": (1280, 720)}  # width, height
MUSIC: tuple[Music, ...] = ("none", "gentle", "bright", "night")
FPS = 25


@dataclass(frozen=True)
class Line:
    """One line of a script: its part, the words, and the indexes of the selling points it speaks about."""

    part: Part
    text: str
    about: tuple[int, ...] = ()
    muted: bool = False


@dataclass(frozen=True)
class Brief:
    """What a merchant asks for, the product apart.

    `seconds` is the length wanted; `host` and `set` are keys of assets ("auto" = by persona and category);
    `music` is a mood of voices.music, which plays under the speech; `recording` is the key of a recording (livestream.jobs.recordings)
    that is performed in place of a synthesised voice. `backdrop` and `logo` are the merchant's own set (picture or video loop) and mark,
    as catalog.pictures.locate takes them; `colour` is the brand's, "#RRGGBB". What is "" comes from the set.
    """

    voice: VoiceChoice
    persona: PersonaKey = "bestie"
    seconds: int = 40
    shape: Shape = "portrait"
    host: str = "auto"
    set: str = "auto"
    seed: int = 1
    music: Music = "none"
    recording: str = ""
    backdrop: str = ""
    logo: str = ""
    colour: str = ""
