"""What the studio tells about a script in the making and a take in the making."""

from dataclasses import dataclass, field
from typing import Any, Literal

from livestream.catalog.values import Line
from livestream.media.scripts import TimedLine
from livestream.writing.script import Note

Status = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
Stage = Literal["", "writing", "speaking", "rendering", "finishing"]


class StudioError(Exception):
    """Something a person must know: what is wrong, where and what to do, in both languages of the studio."""

    def __init__(self, en: str, zh: str, field: str = "") -> None:
        super().__init__(en)
        self.message_en, self.message_zh, self.field = en, zh, field

    def message(self, language: str) -> str:
        """The message in "zh" or else English."""
        return self.message_zh if language == "zh" else self.message_en


@dataclass(frozen=True)
class ScriptEvent:
    """One step of writing: a verified line, a note for the merchant, or done (with the stored script and its usage)."""

    kind: Literal["line", "note", "done"]
    line: Line | None = None
    note: Note | None = None
    script_id: int | None = None
    usage: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TakeState:
    """Where a take stands. `ready` seconds of video can be fetched; once `playable`, it will not stall.

    `left` is in seconds of wall time, `duration` that of the whole take, expected at first. A failed take has a code in `failure`
    (livestream.jobs.failures) and its detail in English in `message`.
    """

    id: str
    status: Status
    stage: Stage = ""
    progress: float = 0.0
    left: float | None = None
    ready: float = 0.0
    playable: bool = False
    duration: float = 0.0
    script_id: int | None = None
    lines: tuple[TimedLine, ...] = ()
    notes: tuple[Note, ...] = ()
    message: str = ""
    failure: str = ""


@dataclass(frozen=True)
class ModelInfo:
    """A language model that can write: `available` says whether it can be used now, `lacks` what is missing."""

    key: str
    name: str
    available: bool
    lacks: Literal["", "weights", "endpoint"] = ""
