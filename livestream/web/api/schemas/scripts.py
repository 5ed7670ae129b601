"""What the API takes and gives about scripts and replies."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from livestream.catalog.models import Product, Script
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line, Music, Part, PersonaKey, Shape
from livestream.jobs.casting import voice_gender
from livestream.writing.rewording import Way
from voices.types import Gender, Language, Tone, VoiceChoice

Index = Annotated[int, Field(ge=0)]


class LineModel(BaseModel):
    """One line of a script. `about` are indexes, counted from 0, of the product's `facts`: points, then story, then specifications."""

    part: Part
    text: str = Field(min_length=1, max_length=1000)
    about: list[Index] = []
    muted: bool = False

    def line(self) -> Line:
        """As the other rooms take it."""
        return Line(self.part, self.text, tuple(self.about), self.muted)


class ScriptOut(BaseModel):
    """A stored script."""

    id: int
    product_id: int
    persona: str
    tone: str
    language: str
    model: str
    usage: dict[str, Any]
    created_at: datetime
    lines: list[LineModel]

    @staticmethod
    def of(script: Script) -> "ScriptOut":
        """From a row of the catalogue."""
        lines = [LineModel(part=line.part, text=line.text, about=list(line.about), muted=line.muted) for line in Store.lines(script)]
        values = {name: getattr(script, name) for name in ScriptOut.model_fields if name != "lines"}
        return ScriptOut(**values, lines=lines)


class BriefIn(BaseModel):
    """What is asked for, the product apart; everything has a default. `language` null takes the product's, `gender` null the host's."""

    gender: Gender | None = None
    tone: Tone = "warm"
    language: Language | None = None
    persona: PersonaKey = "bestie"
    seconds: int = Field(40, ge=5, le=600)
    shape: Shape = "portrait"
    host: str = "auto"
    set: str = "auto"
    seed: int = 1
    music: Music = "none"
    engine: str = "auto"
    speaker: str | None = None
    speed: float = Field(1.0, ge=0.5, le=2.0)
    backdrop: str = ""
    logo: str = ""
    colour: str = Field("", pattern=r"^(#[0-9a-fA-F]{6})?$")

    def brief(self, product: Product) -> Brief:
        """As the other rooms take it. Raises StudioError for a host of another gender than the voice."""
        spoken: Any = self.language or product.language
        voice = VoiceChoice(spoken, voice_gender(self.host, self.gender), self.tone, self.engine, self.speaker, self.speed)
        look = {"backdrop": self.backdrop, "logo": self.logo, "colour": self.colour}
        return Brief(voice, self.persona, self.seconds, self.shape, self.host, self.set, self.seed, self.music, **look)


class ScriptIn(BriefIn):
    """Asks for a script of a product."""

    product_id: int
    model: str | None = None


class LinesIn(BaseModel):
    """All lines of a script, in spoken order."""

    lines: list[LineModel] = Field(min_length=1, max_length=100)


class RewriteIn(BaseModel):
    """How a line is to be said: written anew where `way` is null, else shorter, longer, or in another tone."""

    way: Way | None = None


class OwnScriptIn(BaseModel):
    """A script that a person wrote, one line a row."""

    product_id: int
    language: Language
    text: str = Field(min_length=1, max_length=20_000)


class ReplyIn(BriefIn):
    """A viewer's comment on a product."""

    product_id: int
    comment: str = Field(min_length=1, max_length=500)


class ReplyOut(BaseModel):
    """What the host answers."""

    text: str
