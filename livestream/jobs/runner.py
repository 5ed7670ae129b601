"""The queue of takes: one render at a time, watched, cancelled, resumed. The database knows what the next start must know."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from livestream.catalog.models import Product, Take
from livestream.catalog.store import UNFINISHED, Store
from livestream.catalog.values import Brief, Line
from livestream.config import Settings
from livestream.jobs import recordings
from livestream.jobs.failures import failure_of
from livestream.jobs.files import export_take
from livestream.jobs.notes import note_from_json, note_json
from livestream.jobs.pace import head_start
from livestream.jobs.take import GROWING, Cancelled, Progress, render_take
from livestream.jobs.types import ScriptEvent, StudioError, TakeState
from livestream.media.export import VIDEO
from livestream.media.scripts import TimedLine
from livestream.writing.script import Note
from voices.types import Language

LINGER = 60.0  # seconds that a growing file outlives its playing: Safari fetches it piece by piece
log = logging.getLogger(__name__)


class Writer(Protocol):
    """What makes the script of a take that has none, see livestream.jobs.writer."""

    def localized(self, product: Product, language: Language, model: str | None = None) -> Product: ...

    def write(self, product: Product, brief: Brief, product_id: int | None, model: str | None = None) -> Iterable[ScriptEvent]: ...


class Runner:
    """Renders the store's takes one after the other, into folders of `takes_dir`."""

    def __init__(self, store: Store, settings: Settings, writer: Writer, linger: float = LINGER) -> None:
        self._store, self._settings, self._writer, self._linger = store, settings, writer, linger
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="take")
        self._lock = threading.Lock()
        self._states: dict[str, TakeState] = {}
        self._stops: dict[str, threading.Event] = {}

    def submit(self, take: Take) -> None:
        """Queue a stored take."""
        with self._lock:
            notes = tuple(map(note_from_json, take.notes))
            self._states[take.id] = TakeState(take.id, "queued", script_id=take.script_id, notes=notes)
            stop = self._stops[take.id] = threading.Event()
        self._pool.submit(self._run, take.id, stop)

    def state(self, take_id: str) -> TakeState:
        """Where a take stands; raises StudioError for an unknown one."""
        with self._lock:
            if state := self._states.get(take_id):
                return state
        take = self._store.take(take_id)
        if take is None:
            raise StudioError(f"There is no take {take_id}.", f"没有编号为 {take_id} 的视频。", "id")
        return TakeState(
            take.id,
            take.status,  # type: ignore[arg-type]
            progress=take.progress,
            ready=take.duration,
            playable=take.status == "done",
            duration=take.duration,
            script_id=take.script_id,
            notes=tuple(map(note_from_json, take.notes)),
            message=take.message,
            failure=take.failure,
        )

    def cancel(self, take_id: str) -> None:
        """Stop a queued take at once, or a running one within a moment; what is finished stays."""
        with self._lock:
            if stop := self._stops.get(take_id):
                stop.set()
            state = self._states.get(take_id)
            if state is None or state.status != "queued":
                return
            self._states[take_id] = replace(state, status="cancelled")
        self._store.update_take(take_id, status="cancelled", message="", failure="", stage="")

    def give_script(self, take_id: str, script_id: int | None) -> None:
        """The take is now told of with another script."""
        with self._lock:
            if state := self._states.get(take_id):
                self._states[take_id] = replace(state, script_id=script_id)

    def forget(self, take_id: str) -> None:
        """Delete the files of a take. Raises StudioError while it is queued or running."""
        with self._lock:
            state = self._states.get(take_id)
            if state is not None and state.status in UNFINISHED:
                raise StudioError("This take is still in the making. Cancel it first.", "这条视频还在生成，请先取消。", "status")
            self._states.pop(take_id, None)
        shutil.rmtree(self.folder(take_id), ignore_errors=True)

    @property
    def busy(self) -> bool:
        """Whether a take is queued or running."""
        with self._lock:
            return any(state.status in UNFINISHED for state in self._states.values())

    def folder(self, take_id: str) -> Path:
        """Where the files of a take lie."""
        return self._settings.takes_dir / take_id

    def growing(self, take_id: str) -> Path:
        """The file that grows while a take renders."""
        return self.folder(take_id) / GROWING

    def tidy(self) -> None:
        """Remove the growing files of finished takes, which an earlier process may have left beside their videos."""
        for take in self._store.takes(status="done"):
            self._drop_growing(take.id)

    def _drop_growing(self, take_id: str) -> None:
        """The finished video holds the same pictures. Who streams the growing file has it open and reads it to its end."""
        if (self.folder(take_id) / VIDEO).exists():
            try:
                self.growing(take_id).unlink(missing_ok=True)
            except OSError as error:
                log.warning("%s cannot be removed: %s", self.growing(take_id), error)

    def close(self) -> None:
        """Stop what runs and wait for it."""
        with self._lock:
            for stop in self._stops.values():
                stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _change(self, take_id: str, **fields: object) -> None:
        with self._lock:
            self._states[take_id] = replace(self._states[take_id], **fields)  # type: ignore[arg-type]

    def _finish(self, take_id: str, status: str, message: str = "", failure: str = "") -> None:
        self._store.update_take(take_id, status=status, message=message, failure=failure, stage="")
        self._change(take_id, status=status, message=message, failure=failure, stage="", left=0.0)

    def _run(self, take_id: str, stop: threading.Event) -> None:
        with self._lock:
            if stop.is_set():  # cancelled while it was queued; it may have been queued again since, with a stop of its own
                return
            state = self._states[take_id]
            self._states[take_id] = replace(state, status="running", stage="speaking" if state.script_id else "writing")
        try:
            self._render(take_id, stop)
        except Cancelled:
            self._finish(take_id, "cancelled")
        except Exception as error:
            failure = failure_of(error)
            if failure == "unexpected":
                log.exception("take %s failed", take_id)
            else:
                log.warning("take %s failed (%s): %s", take_id, failure, error)
            self._finish(take_id, "failed", str(error) if failure != "unexpected" else type(error).__name__, failure)

    def _render(self, take_id: str, stop: threading.Event) -> None:
        take = self._store.update_take(take_id, status="running", stage="writing", progress=0.0, message="", failure="")
        product = self._store.product(take.product_id, deleted=True)
        if product is None:
            raise StudioError("The product of this take is gone.", "这条视频的商品已不存在。")
        brief = Store.brief(take)
        script = self._store.script(take.script_id) if take.script_id else None
        lines = Store.lines(script) if script else []
        self._change(take_id, status="running", stage="speaking" if script else "writing", lines=_timed(lines, ()))
        localized = self._writer.localized(product, brief.voice.language, take.model or None)
        spoken = lines if script else self._written(take, product, brief, lines)
        watch = _Watch(brief.seconds, lines, lambda **fields: self._change(take_id, **fields), self._keeper(take_id))
        recording = recordings.find(brief.recording, self._settings) if brief.recording else None
        rendered = render_take(localized, brief, spoken, self.growing(take_id), watch, stop.is_set, recording)
        self._change(take_id, stage="finishing")
        about = {"take": take_id, "stages": rendered.seconds}
        export_take(localized, brief, rendered, self.folder(take_id), self._settings, about)
        self._store.update_take(take_id, duration=rendered.duration, progress=1.0, timings=rendered.seconds)
        self._change(take_id, duration=rendered.duration, ready=rendered.duration, progress=1.0, playable=True)
        self._finish(take_id, "done")
        timer = threading.Timer(rendered.duration + self._linger, self._drop_growing, (take_id,))
        timer.daemon = True  # what it does not come to, the next start does
        timer.start()

    def _written(self, take: Take, product: Product, brief: Brief, lines: list[Line]) -> Iterator[Line]:
        """The lines as they are written; each also joins `lines`, which people watch."""
        take_id = take.id
        self._change(take_id, notes=())
        for event in self._writer.write(product, brief, take.product_id, take.model or None):
            if event.kind == "line" and event.line:
                lines.append(event.line)
                self._change(take_id, lines=_timed(lines, self._states[take_id].lines))
                yield event.line
            elif event.kind == "note" and event.note:
                self._note(take_id, event.note)
            elif event.script_id:
                self._store.update_take(take_id, script_id=event.script_id)
                self._change(take_id, script_id=event.script_id)

    def _note(self, take_id: str, note: Note) -> None:
        notes = (*self._states[take_id].notes, note)
        self._change(take_id, notes=notes)
        self._store.update_take(take_id, notes=[note_json(one) for one in notes])

    def _keeper(self, take_id: str) -> Callable[[float], object]:
        return lambda share: self._store.update_take(take_id, progress=share)


def _timed(lines: Sequence[Line], spoken: Sequence[TimedLine]) -> tuple[TimedLine, ...]:
    """All lines so far: those spoken with their times, the others with none (start = end = 0)."""
    times = {item.index: item for item in spoken}
    return tuple(times.get(index) or TimedLine(line, 0.0, 0.0, index) for index, line in enumerate(lines))


class _Watch:
    """Turns the renderer's progress into a state that people read: share done, seconds left, and whether playing will stall."""

    def __init__(self, wanted: float, lines: Sequence[Line], change: Callable[..., None], keep: Callable[[float], object]) -> None:
        self._wanted, self._lines, self._change, self._keep = wanted, lines, change, keep
        self._first: float | None = None
        self._kept = 0.0
        self._playable = False

    def __call__(self, step: Progress) -> None:
        clock = time.monotonic()
        total = max(step.expected or self._wanted, step.ready)
        if step.ready and self._first is None:
            self._first = clock
        rate = step.ready / max(clock - self._first, 0.5) if self._first else 0.0
        share = min(0.99, step.ready / total) if total else 0.0
        self._playable = self._playable or (step.ready > 0 and step.ready >= head_start(total, rate))
        self._change(
            stage=step.stage,
            progress=share,
            ready=step.ready,
            left=(total - step.ready) / rate if rate else None,
            playable=self._playable,
            lines=_timed(self._lines, step.lines),
            duration=total,
        )
        if clock - self._kept > 2:
            self._kept = clock
            self._keep(share)
