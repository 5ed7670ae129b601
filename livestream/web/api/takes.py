"""/api/takes: make a take, follow it, play it while it grows, fetch its files."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import FileResponse, PlainTextResponse, StreamingResponse
from starlette.responses import Response

from livestream.catalog.models import Take
from livestream.catalog.store import Store
from livestream.jobs.recordings import MAX_BYTES
from livestream.media.fragments import playlist
from livestream.web.api.errors import ApiError, missing
from livestream.web.api.schemas.takes import Created, RecordingOut, TakeIn, TakeOut
from livestream.web.api.scripts import product_of

if TYPE_CHECKING:
    from livestream.jobs.service import Studio

CHUNK, PAUSE = 256 * 1024, 0.15
AT_WORK = ("queued", "running")
VIDEO = "take.mp4"
HLS = "application/vnd.apple.mpegurl"


def router(studio: "Studio", store: Store) -> APIRouter:
    """The routes over this studio."""
    routes = APIRouter(prefix="/api/takes", tags=["takes"])

    def stored(take_id: str) -> Take:
        take = store.take(take_id)
        if take is None:
            raise missing("take", "视频", take_id)
        return take

    def told(take: Take, with_files: bool = True) -> TakeOut:
        state = studio.events(take.id)
        files = list(studio.take_files(take.id)) if with_files and state.status == "done" else []
        return TakeOut.of(take, state, files, store.product(take.product_id, deleted=True))

    @routes.get("", summary="All takes, newest first")
    def takes(limit: int = 100) -> list[TakeOut]:
        return [told(take, with_files=False) for take in list(studio.takes())[: max(0, limit)]]

    @routes.post("", status_code=202, summary="Make a take")
    def create(body: TakeIn) -> TakeOut:
        product = product_of(store, body.product_id)
        return told(stored(studio.submit(body.product_id, body.brief(product), body.script_id, body.model)))

    @routes.get("/{take_id}", summary="Where a take stands")
    def take(take_id: str) -> TakeOut:
        return told(stored(take_id))

    @routes.post("/{take_id}/cancel", summary="Stop a take")
    def cancel(take_id: str) -> TakeOut:
        stored(take_id)
        studio.cancel(take_id)
        return told(stored(take_id))

    @routes.post("/{take_id}/resume", status_code=202, summary="Carry on with an interrupted, failed or cancelled take")
    def resume(take_id: str) -> TakeOut:
        stored(take_id)
        studio.resume(take_id)
        return told(stored(take_id))

    @routes.get("/{take_id}/files/{name}", summary="One file of a finished take", response_class=FileResponse)
    def file(take_id: str, name: str) -> FileResponse:
        files = studio.take_files(stored(take_id).id)
        if name not in files:
            raise ApiError(
                404,
                "name",
                f"This take has no file {name[:60]}; it has {', '.join(files)}.",
                f"没有文件 {name[:60]}，可用：{'、'.join(files)}。",
            )
        return FileResponse(files[name], filename=name)

    @routes.head("/{take_id}/video.mp4", include_in_schema=False)
    @routes.get("/{take_id}/video.mp4", summary="The finished video, to be played", response_class=FileResponse)
    def video(take_id: str) -> FileResponse:
        files = studio.take_files(stored(take_id).id)
        if VIDEO not in files:
            raise missing("video of take", "视频文件", take_id)
        return FileResponse(files[VIDEO], media_type="video/mp4", content_disposition_type="inline")

    @routes.get("/{take_id}/export.zip", summary="Everything of a finished take", response_class=FileResponse)
    def export(take_id: str) -> FileResponse:
        stored(take_id)
        path = studio.export_zip(take_id)
        return FileResponse(path, media_type="application/zip", filename=path.name)

    @routes.get("/{take_id}/stream.mp4", summary="The video while it is made: fragmented mp4 that ends with the take")
    def stream(take_id: str) -> Response:
        if stored(take_id).status == "done" and not studio.growing_file(take_id).exists():
            return video(take_id)
        return StreamingResponse(
            _tail(studio, take_id), media_type="video/mp4", headers={"Cache-Control": "no-store", "Accept-Ranges": "none"}
        )

    @routes.get("/{take_id}/stream.m3u8", summary="The video while it is made, as HLS", response_class=PlainTextResponse)
    async def hls(take_id: str) -> PlainTextResponse:
        while True:
            over = stored(take_id).status not in AT_WORK
            if over or studio.growing_file(take_id).exists():
                listed = await asyncio.to_thread(playlist, growing(take_id), "fragments.mp4", over)
                if over or "#EXTINF" in listed:  # a player gives up on a list of nothing
                    return PlainTextResponse(listed, media_type=HLS, headers={"Cache-Control": "no-store"})
            await asyncio.sleep(PAUSE)

    @routes.get("/{take_id}/fragments.mp4", summary="What the HLS playlist lists, in ranges of bytes", response_class=FileResponse)
    def pieces(take_id: str) -> FileResponse:
        stored(take_id)
        return FileResponse(growing(take_id), media_type="video/mp4", content_disposition_type="inline")

    def growing(take_id: str) -> Path:
        path = studio.growing_file(take_id)
        if not path.exists():
            raise missing("growing video of take", "生成中的视频", take_id)
        return path

    @routes.delete("/{take_id}", status_code=204, summary="Delete a take and its files")
    def delete(take_id: str) -> Response:
        stored(take_id)
        studio.delete_take(take_id)
        return Response(status_code=204)

    everything = APIRouter()
    everything.include_router(routes)
    everything.include_router(_recordings(studio))
    return everything


def _recordings(studio: "Studio") -> APIRouter:
    routes = APIRouter(prefix="/api/recordings", tags=["recordings"])

    @routes.get("", summary="The recordings that are kept, newest first")
    def recordings() -> list[RecordingOut]:
        return [RecordingOut(id=one.key, seconds=one.seconds, agreed=one.agreed) for one in studio.recordings()]

    @routes.post("", status_code=201, summary="Hand in a person's recording of a script")
    def keep(
        file: UploadFile, consent: Annotated[bool, Form(description="The speaker agrees: it is their voice, used for takes")] = False
    ) -> Created:
        return Created(id=studio.keep_recording(file.file.read(MAX_BYTES + 1), consent))

    @routes.get("/{key}/sound.flac", summary="Hear a recording", response_class=FileResponse)
    def sound(key: str) -> FileResponse:
        return FileResponse(studio.recording_file(key), media_type="audio/flac")

    @routes.delete("/{key}", status_code=204, summary="Delete a recording; the videos made with it stay")
    def delete(key: str) -> Response:
        studio.delete_recording(key)
        return Response(status_code=204)

    return routes


async def _tail(studio: "Studio", take_id: str) -> AsyncIterator[bytes]:
    """The bytes of the growing file until the take is over and all of them are sent. An open file survives its removal."""
    opened = await _appears(studio, take_id)
    if opened is None:
        return
    with opened as file:
        while True:
            over = studio.events(take_id).status not in AT_WORK  # asked before reading: what came last is read once more
            chunk = await asyncio.to_thread(file.read, CHUNK)
            if chunk:
                yield chunk
            elif over:
                return
            else:
                await asyncio.sleep(PAUSE)


async def _appears(studio: "Studio", take_id: str) -> BinaryIO | None:
    """The growing file, open, once there is something in it; the finished one if that came first; None where the take has neither."""
    while True:
        status = studio.events(take_id).status  # asked before looking: the growing file goes after the take is done
        with suppress(FileNotFoundError):
            file = studio.growing_file(take_id).open("rb")
            if os.fstat(file.fileno()).st_size:
                return file
            file.close()
        if status not in AT_WORK:
            video = studio.take_files(take_id).get(VIDEO) if status == "done" else None
            return video.open("rb") if video else None
        await asyncio.sleep(PAUSE)
