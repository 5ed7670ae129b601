"""The growing video as an HLS playlist: Safari plays no mp4 that is still growing, but follows a list of its fragments."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import BinaryIO

from livestream.catalog.values import FPS


@dataclass(frozen=True)
class Fragment:
    """A second or less of video, from a key frame on: its bytes in the file and its length in seconds."""

    start: int
    size: int
    duration: float


def fragments(path: Path) -> tuple[int, list[Fragment]]:
    """The size of the header that comes first, and the fragments that are whole by now (ISO/IEC 14496-12, moof with its mdat)."""
    header, found, begun = 0, [], None
    with path.open("rb") as file:
        end = file.seek(0, 2)
        for kind, at, size in _boxes(file, 0, end):
            if kind == b"moof":
                begun = at, _frames(file, at, size) / FPS
                header = header or at
            elif kind == b"mdat" and begun:
                found.append(Fragment(begun[0], at + size - begun[0], begun[1]))
                begun = None
    return header, found


def playlist(path: Path, uri: str, over: bool) -> str:
    """The playlist of what is at `path` by now, whose bytes are fetched in ranges of `uri`; `over` says that nothing more comes."""
    header, found = fragments(path)
    longest = max((ceil(fragment.duration) for fragment in found), default=1)
    rows = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{longest}", "#EXT-X-PLAYLIST-TYPE:EVENT"]
    rows += ["#EXT-X-START:TIME-OFFSET=0", f'#EXT-X-MAP:URI="{uri}",BYTERANGE="{header}@0"']
    for fragment in found:
        rows += [f"#EXTINF:{fragment.duration:.3f},", f"#EXT-X-BYTERANGE:{fragment.size}@{fragment.start}", uri]
    return "\n".join([*rows, *(["#EXT-X-ENDLIST"] if over else []), ""])


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and size of the boxes from `at` on that are whole before `end`."""
    while at + 8 <= end:
        file.seek(at)
        head = file.read(8)
        size = int.from_bytes(head[:4], "big")
        if size < 8 or at + size > end:
            return
        yield head[4:], at, size
        at += size


def _frames(file: BinaryIO, at: int, size: int) -> int:
    """How many frames the first track, the picture, has in a moof."""
    for kind, start, length in _boxes(file, at + 8, at + size):
        if kind == b"traf":
            for inner, place, _ in _boxes(file, start + 8, start + length):
                if inner == b"trun":
                    file.seek(place + 12)
                    return int.from_bytes(file.read(4), "big")
    return 0
