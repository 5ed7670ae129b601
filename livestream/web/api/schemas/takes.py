"""What the API takes and gives about takes and recordings."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from livestream.catalog.models import Product, Take
from livestream.catalog.values import Brief
from livestream.jobs.types import TakeState
from livestream.web.api.schemas.scripts import BriefIn
from livestream.web.notes import told
from livestream.writing.script import Note


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


class NoteOut(BaseModel):
    """What was left out of a script or done first: a code (point, coverage, line, translated, doubtful, short) and what it is about.

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
