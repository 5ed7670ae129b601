"""A studio for tests of the web room alone: the real catalogue, but it writes fixed lines and films plain colour."""

import io
import json
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile

from livestream.catalog.models import Product, Take
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line
from livestream.config import settings
from livestream.jobs import recordings
from livestream.jobs.types import ModelInfo, ScriptEvent, StudioError, TakeState
from livestream.media.scripts import TimedLine
from livestream.writing.script import Note
from voices.types import VoiceChoice

TEXTS = {
    "zh": ["姐妹们，先看画面里这个。", "早上赶时间，最怕东西不好用。", "{name}，{point}。", "现在价格{price}，想要的点下面小黄车。"],
    "en": ["Stop scrolling for a second.", "Mornings are busy and things break.", "{name}: {point}.", "It is {price}. Tap the cart below."],
}
PARTS = ("hook", "pain", "point", "close")


class Reply:
    """An answer."""

    def __init__(self, text: str) -> None:
        self.text = text


class Double:
    """Same calls as livestream.jobs.service.Studio."""

    def __init__(self, store: Store, folder: Path, pace: float = 0.0, frames: int = 25) -> None:
        self.store, self.folder, self.pace, self.frames = store, folder, pace, frames
        self.states: dict[str, TakeState] = {}
        self.stops: dict[str, threading.Event] = {}
        self.opened: list[tuple[int, Brief]] = []

    def start(self) -> None:
        self.store.mark_interrupted()

    def close(self) -> None:
        for stop in self.stops.values():
            stop.set()

    def models(self) -> list[ModelInfo]:
        return [
            ModelInfo("box", "Writer in the box", True),
            ModelInfo("far", "<b>Far</b>", True),
            ModelInfo("none", "", False, "endpoint"),
        ]

    def open_product(self, product_id: int, brief: Brief) -> None:
        self.opened.append((product_id, brief))

    def write(self, product_id: int, brief: Brief, model: str | None = None) -> Iterator[ScriptEvent]:
        product = self._product(product_id)
        lines = []
        for part, text in zip(PARTS, TEXTS[brief.voice.language], strict=True):
            time.sleep(self.pace)
            line = Line(part, text.format(name=product.name, point=product.points[0], price=product.price), (0,) if part == "point" else ())  # type: ignore[arg-type]
            lines.append(line)
            yield ScriptEvent("line", line=line)
        usage = {"completion_tokens": 90, "first_token_s": 0.4, "tokens_per_s": 11.0, "cost": 0.0}
        script = self.store.save_script(product_id, brief.persona, brief.voice.tone, brief.voice.language, lines, model or "box", usage)
        yield ScriptEvent("done", script_id=script.id, usage=usage)

    def compare(self, product_id: int, brief: Brief, first: str, second: str) -> Iterator[tuple[int, ScriptEvent]]:
        for side, model in enumerate((first, second)):
            for event in self.write(product_id, brief, model):
                yield side, event

    def rewrite(self, script_id: int, index: int, way: str | None = None) -> Line:
        lines = Store.lines(self.store.script(script_id))  # type: ignore[arg-type]
        lines[index] = replace(lines[index], text=f"{lines[index].text} ({way or 'new'})")
        self.store.update_lines(script_id, lines)
        return lines[index]

    def translate_script(self, script_id: int, language: str) -> int:
        script = self.store.script(script_id)
        assert script is not None
        lines = [replace(line, text=f"[{language}] {line.text}") for line in Store.lines(script)]
        return self.store.save_script(script.product_id, script.persona, script.tone, language, lines).id or 0

    def translate_product(self, product_id: int, language: str) -> tuple[Product, list[Note]]:
        product, name = self._product(product_id), f"[{language}] {self._product(product_id).name}"
        other = Product(**{**product.model_dump(exclude={"id", "created_at"}), "name": name, "language": language})
        return other, [Note("doubtful", "m", field="name", source=product.name, said=name)]

    def suggest_product(self, text: str) -> dict[str, Any]:
        first, *rest = text.strip().splitlines()[0].split("，" if "，" in text else ",")
        numbers = [part for part in rest if any(char.isdigit() for char in part)]
        price = "".join(char for char in (numbers or [""])[0] if char.isdigit() or char == ".")
        return {
            "name": first.strip(),
            "price": price,
            "points": [part.strip() for part in rest if part not in numbers[:1]] or [],
            "brand": "Suggested",
        }

    def reply(self, product_id: int, comment: str, brief: Brief) -> Reply:
        return Reply(f"{self._product(product_id).name}: {comment}")

    def voice_sample(self, voice: VoiceChoice) -> Path:
        path = self.folder / f"{voice.language}-{voice.gender}-{voice.tone}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, np.zeros(4800, np.float32), 48_000)
        return path

    def keep_recording(self, data: bytes, agreed: bool) -> str:
        return recordings.keep(data, settings(), agreed)

    def recordings(self) -> list[recordings.Recording]:
        return recordings.kept(settings())

    def recording_file(self, key: str) -> Path:
        return recordings.find(key, settings())

    def delete_recording(self, key: str) -> None:
        recordings.delete(key, settings())

    def delete_take(self, take_id: str) -> None:
        if self.events(take_id).status in ("queued", "running"):
            raise StudioError("This take is still in the making. Cancel it first.", "这条视频还在生成，请先取消。", "status")
        self.states.pop(take_id, None)
        shutil.rmtree(self.folder / take_id, ignore_errors=True)
        self.store.delete_take(take_id)

    def submit(self, product_id: int, brief: Brief, script_id: int | None = None, model: str | None = None) -> str:
        self._product(product_id)
        take = self.store.create_take(product_id, brief, script_id, model or "")
        self._begin(take)
        return take.id

    def resume(self, take_id: str) -> None:
        take = self.store.take(take_id)
        if take is None or take.status not in ("interrupted", "failed", "cancelled"):
            raise StudioError("This take is not interrupted.", "这条视频没有中断，无需恢复。", "status")
        self._begin(self.store.update_take(take_id, status="queued", message=""))

    def events(self, take_id: str) -> TakeState:
        if take_id in self.states:
            return self.states[take_id]
        take = self.store.take(take_id)
        if take is None:
            raise StudioError(f"There is no take {take_id}.", f"没有编号为 {take_id} 的视频。", "id")
        return TakeState(
            take.id,
            take.status,  # type: ignore[arg-type]
            duration=take.duration,
            playable=take.status == "done",
            script_id=take.script_id,
            message=take.message,
            failure=take.failure,
        )

    def cancel(self, take_id: str) -> None:
        if take_id in self.stops:
            self.stops[take_id].set()

    def take(self, take_id: str) -> Take:
        take = self.store.take(take_id)
        if take is None:
            raise StudioError(f"There is no take {take_id}.", f"没有编号为 {take_id} 的视频。", "id")
        return take

    def takes(self) -> list[Take]:
        return self.store.takes()

    def take_files(self, take_id: str) -> dict[str, Path]:
        take = self.store.take(take_id)
        if take is None or take.status != "done":
            raise StudioError("This take is not finished yet.", "这条视频还没有完成。", "status")
        return {path.name: path for path in sorted((self.folder / take_id).iterdir()) if path.suffix != ".zip"}

    def filmed(self, take_id: str) -> list[str]:
        return [line["text"] for line in json.loads((self.folder / take_id / "script.json").read_text(encoding="utf-8"))["lines"]]

    def export_zip(self, take_id: str) -> Path:
        files = self.take_files(take_id)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, path in files.items():
                archive.write(path, name)
        path = self.folder / take_id / f"yibo-{take_id}.zip"
        path.write_bytes(buffer.getvalue())
        return path

    def growing_file(self, take_id: str) -> Path:
        return self.folder / take_id / "growing.mp4"

    def _product(self, product_id: int) -> Product:
        product = self.store.product(product_id)
        if product is None:
            raise StudioError(f"There is no product {product_id}.", f"没有编号为 {product_id} 的商品。", "product")
        return product

    def _begin(self, take: Take) -> None:
        self.states[take.id] = TakeState(take.id, "queued", script_id=take.script_id)
        self.stops[take.id] = threading.Event()
        threading.Thread(target=self._run, args=(take,), daemon=True).start()

    def _change(self, take_id: str, **fields: Any) -> None:
        self.states[take_id] = replace(self.states[take_id], **fields)

    def _end(self, take_id: str, status: str, **fields: Any) -> None:
        self.store.update_take(take_id, status=status, **fields)
        self._change(take_id, status=status, stage="", **fields)

    def _run(self, take: Take) -> None:
        stop, brief = self.stops[take.id], Store.brief(take)
        self.store.update_take(take.id, status="running")
        self._change(take.id, status="running", stage="writing")
        script_id, lines = take.script_id, []
        if script_id is None:
            for event in self.write(take.product_id, brief, take.model or None):
                if event.line:
                    lines.append(event.line)
                    self._change(take.id, lines=tuple(TimedLine(line, 0.0, 0.0, number) for number, line in enumerate(lines)))
                script_id = event.script_id or script_id
            self.store.update_take(take.id, script_id=script_id)
        else:
            lines = Store.lines(self.store.script(script_id))  # type: ignore[arg-type]
        each = self.frames / 25 / len(lines)
        timed = tuple(TimedLine(line, number * each, (number + 1) * each, number) for number, line in enumerate(lines))
        self._change(take.id, script_id=script_id, stage="rendering", lines=timed)
        folder = self.folder / take.id
        folder.mkdir(parents=True, exist_ok=True)
        if not self._film(take.id, self.growing_file(take.id), stop):
            return self._end(take.id, "cancelled")
        (folder / "take.mp4").write_bytes(self.growing_file(take.id).read_bytes())
        self.growing_file(take.id).unlink()
        for name in (
            "cover.jpg",
            "audio.wav",
            "audio.mp3",
            "script.txt",
            "script.md",
            "script.docx",
            "captions.srt",
            "captions.vtt",
            "manifest.json",
        ):
            (folder / name).write_text("AI-generated", encoding="utf-8")
        said = [{"text": line.text} for line in lines if not line.muted]
        (folder / "script.json").write_text(json.dumps({"lines": said}), encoding="utf-8")
        self._end(take.id, "done", duration=self.frames / 25)

    def _film(self, take_id: str, path: Path, stop: threading.Event) -> bool:
        noise = np.random.default_rng(1)
        options = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "flush_packets": "1"}
        with path.open("wb", buffering=0) as file, av.open(file, "w", format="mp4", options=options) as container:
            stream = container.add_stream("libx264", rate=25, options={"g": "12", "preset": "ultrafast", "tune": "zerolatency"})
            stream.width, stream.height, stream.pix_fmt = 144, 256, "yuv420p"
            for number in range(self.frames):
                if stop.is_set():
                    return False
                time.sleep(self.pace / 12)
                picture = noise.integers(0, 255, (256, 144, 3), np.uint8)  # noise: enough bytes for a browser to begin
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
                ready = number / 25
                self._change(
                    take_id,
                    progress=number / self.frames,
                    ready=ready,
                    playable=ready > 0.6,
                    left=(self.frames - number) * (self.pace + 0.01) / 12,
                )
            container.mux(stream.encode())
        return True
