"""What the API takes and gives."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from livestream.catalog.models import Product, Script, Take
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line, Music, Part, PersonaKey, Shape
from livestream.jobs.types import TakeState
from livestream.web.notes import told
from livestream.writing.script import Note
from voices.types import Gender, Language, Tone, VoiceChoice

Index = Annotated[int, Field(ge=0)]


class ProductOut(BaseModel):
    """A stored product. Prices are numbers with at most two decimals.

    `facts` is what the lines of a script are about: the points, then the story, then the specifications as sentences.
    """

    id: int
    name: str
    brand: str
    category: str
    price: float
    currency: str
    list_price: float | None
    list_price_basis: str
    points: list[str]
    offer: str
    stock: int | None
    audience: str
    story: list[str]
    specs: dict[str, str]
    facts: list[str]
    images: list[str]
    language: str
    warnings: list[str] = []

    @staticmethod
    def of(product: Product, warnings: list[str] | None = None) -> "ProductOut":
        """From a row of the catalogue."""
        values = {name: getattr(product, name) for name in ProductOut.model_fields if name != "warnings"}
        numbers = {name: float(value) for name, value in values.items() if isinstance(value, Decimal)}
        return ProductOut(**{**values, **numbers, "warnings": warnings or []})


class RowProblemOut(BaseModel):
    """What is wrong in a row of a feed; `line` counts from 1 in the file, `count` rows share it."""

    line: int
    field: str
    message: str
    message_zh: str
    column: str
    count: int


class ImportOut(BaseModel):
    """What a feed holds, row by row, and what became of it (nothing after a dry run)."""

    format: str
    encoding: str
    columns: list[str]
    mapping: dict[str, str]
    rows: int
    good: int
    problems: list[RowProblemOut]
    warnings: list[RowProblemOut]
    added: list[int]
    updated: list[int]
    unchanged: int


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
    """What is asked for, the product apart; everything has a default. `language` null takes the product's."""

    gender: Gender = "female"
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
        """As the other rooms take it."""
        spoken: Any = self.language or product.language
        voice = VoiceChoice(spoken, self.gender, self.tone, self.engine, self.speaker, self.speed)
        look = {"backdrop": self.backdrop, "logo": self.logo, "colour": self.colour}
        return Brief(voice, self.persona, self.seconds, self.shape, self.host, self.set, self.seed, self.music, **look)


class ScriptIn(BriefIn):
    """Asks for a script of a product."""

    product_id: int
    model: str | None = None


class TakeIn(BriefIn):
    """Asks for a take; without `script_id` the script is written first, by `model` (a key of /api/models; null: the default one).

    `recording` (an id of POST /api/recordings) is performed in place of a synthesised voice; it needs the `script_id` of its words.
    """

    product_id: int
    script_id: int | None = None
    model: str | None = None
    recording: str = ""

    def brief(self, product: Product) -> Brief:
        """As the other rooms take it."""
        return replace(super().brief(product), recording=self.recording)


class ReplyIn(BriefIn):
    """A viewer's comment on a product."""

    product_id: int
    comment: str = Field(min_length=1, max_length=500)


class LinesIn(BaseModel):
    """All lines of a script, in spoken order."""

    lines: list[LineModel] = Field(min_length=1, max_length=100)


class LanguageIn(BaseModel):
    """The language to translate into."""

    language: Language


class OwnScriptIn(BaseModel):
    """A script that a person wrote, one line a row."""

    product_id: int
    language: Language
    text: str = Field(min_length=1, max_length=20_000)


class WordsIn(BaseModel):
    """A product in a few pasted words."""

    text: str = Field(min_length=1, max_length=10_000)


class NoteOut(BaseModel):
    """What was left out of a script or done first: a code (point, coverage, line, translated, short) and what it is about.

    `points` are indexes of the product's `facts`, counted from 0.
    """

    code: str
    points: list[int]
    message: str
    message_zh: str

    @staticmethod
    def of(note: Note, product: Product | None) -> "NoteOut":
        """From what the script's writer told."""
        return NoteOut(code=note.kind, points=list(note.about), message=told(note, product, "en"), message_zh=told(note, product, "zh"))


class TimedLineOut(BaseModel):
    """A spoken line with its start and end in seconds."""

    index: int
    part: str
    text: str
    start: float
    end: float


class TakeOut(BaseModel):
    """A take: what it was asked for, and where it stands. A failed one has a code in `failure` and its detail in English in `message`."""

    id: str
    product_id: int
    script_id: int | None
    status: Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
    stage: str = ""
    progress: float = 0.0
    seconds_left: float | None = None
    seconds_ready: float = 0.0
    playable: bool = False
    duration: float = 0.0
    lines: list[TimedLineOut] = []
    notes: list[NoteOut] = []
    message: str = ""
    failure: str = ""
    model: str = ""
    brief: dict[str, Any]
    timings: dict[str, Any]
    created_at: datetime
    files: dict[str, str] = {}

    @staticmethod
    def of(take: Take, state: TakeState, files: list[str], product: Product | None) -> "TakeOut":
        """From a row of the catalogue and the state of its render; `files` are names."""
        lines = [
            TimedLineOut(index=timed.index, part=timed.line.part, text=timed.line.text, start=timed.start, end=timed.end)
            for timed in state.lines
        ]
        return TakeOut(
            id=take.id,
            product_id=take.product_id,
            script_id=state.script_id or take.script_id,
            status=state.status,
            stage=state.stage,
            progress=state.progress,
            seconds_left=state.left,
            seconds_ready=state.ready,
            playable=state.playable,
            duration=state.duration or take.duration,
            lines=lines,
            notes=[NoteOut.of(note, product) for note in state.notes],
            message=state.message,
            failure=state.failure,
            model=take.model,
            brief=take.brief,
            timings=take.timings,
            created_at=take.created_at,
            files={name: f"/api/takes/{take.id}/files/{name}" for name in files},
        )


class Created(BaseModel):
    """What was made."""

    id: str


class RecordingOut(BaseModel):
    """A person's recording: its length in seconds, and when the speaker's consent was given."""

    id: str
    seconds: float
    agreed: str


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


class ReplyOut(BaseModel):
    """What the host answers."""

    text: str
