"""Merchants' video loops, which stand behind the host: checked and kept as they are; their sound is never used."""

import io
from pathlib import Path, PurePosixPath

import av

from livestream.catalog.images import PictureError, keep_picture, keep_upload

MAX_BYTES = 100_000_000
LONGEST_S, SHORTEST_S = 20.0, 1.0  # seconds: of what is used, of what is accepted
LARGEST, SMALLEST = 4096, 240  # pixels a side
KINDS = {"mov,mp4,m4a,3gp,3g2,mj2": ".mp4", "matroska,webm": ".webm"}


def is_loop(name: str) -> bool:
    """Whether a name is that of a kept video."""
    return PurePosixPath(name).suffix in KINDS.values()


def keep_backdrop(data: bytes, folder: Path | None = None) -> str:
    """Keeps a merchant's own set, a picture or a video loop, and gives its name for Brief.backdrop. Raises PictureError."""
    return keep_loop(data, folder) if _kind(data) else keep_picture(data, folder)


def keep_loop(data: bytes, folder: Path | None = None) -> str:
    """Keeps a video (MP4, MOV or WebM of at least a second) as it is. Raises PictureError."""
    if len(data) > MAX_BYTES:
        raise PictureError(
            f"The video has {len(data) // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB are taken.",
            f"视频有 {len(data) // 1_000_000} MB，最多 {MAX_BYTES // 1_000_000} MB。",
        )
    suffix = _kind(data)
    try:
        with av.open(io.BytesIO(data), "r") as video:
            stream = video.streams.video[0]
            width, height = stream.width, stream.height
            last = max((packet.pts * packet.time_base for packet in video.demux(stream) if packet.pts is not None), default=0)
        with av.open(io.BytesIO(data), "r") as video:
            next(video.decode(video=0))
    except (av.FFmpegError, OSError, ValueError, IndexError, StopIteration) as error:
        raise PictureError("The video is damaged or holds no picture.", "视频已损坏或没有画面。") from error
    if not suffix:
        raise PictureError("Give the video as MP4, MOV or WebM.", "请提供 MP4、MOV 或 WebM 视频。")
    if not SMALLEST <= min(width, height) <= max(width, height) <= LARGEST:
        raise PictureError(
            f"The video has {width}×{height} pixels; {SMALLEST} to {LARGEST} a side are taken.",
            f"视频为 {width}×{height} 像素，每边应为 {SMALLEST} 到 {LARGEST}。",
        )
    if last < SHORTEST_S - 0.1:
        raise PictureError("The video is shorter than a second.", "视频不足一秒。")
    return keep_upload(data, data, suffix, folder)


def _kind(data: bytes) -> str:
    """The suffix for a video's container, "" for what is no video that is taken."""
    try:
        with av.open(io.BytesIO(data), "r") as media:
            return KINDS.get(media.format.name, "") if media.streams.video else ""
    except (av.FFmpegError, OSError, ValueError):
        return ""
