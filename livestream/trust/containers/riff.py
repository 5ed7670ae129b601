"""WAV: a RIFF chunk `AIGC` after `fmt `."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from livestream.trust.containers.files import LabelError, replacing

_CHUNK = b"AIGC"
_BLOCK = 1 << 20


def write(path: Path, label: str) -> None:
    """Put the label after the format chunk, in place of one that is there; sizes and padding are set."""
    payload = label.encode("ascii")
    with path.open("rb") as source:
        chunks = list(_chunks(source, path))
        with replacing(path) as fresh, fresh.open("wb") as target:
            target.write(b"RIFF\0\0\0\0WAVE")
            for name, start, size in chunks:
                if name == _CHUNK:
                    continue
                target.write(name + struct.pack("<I", size))
                _copy(source, target, start, size)
                if name == b"fmt ":
                    target.write(_CHUNK + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2))
            total = target.tell() - 8
            if total > 0xFFFFFFFF:
                raise LabelError(f"{path.name} is longer than a WAV file may be (4 GiB): export it as MP3 or M4A.")
            target.seek(4)
            target.write(struct.pack("<I", total))


def read(path: Path) -> str | None:
    """The label in the chunk; LabelError when there are several."""
    with path.open("rb") as source:
        found = [(start, size) for name, start, size in _chunks(source, path) if name == _CHUNK]
        if len(found) > 1:
            raise LabelError(f"{path.name} carries {len(found)} AI labels; label it again to leave one.")
        if not found:
            return None
        source.seek(found[0][0])
        return source.read(found[0][1]).decode("ascii", "replace")


def _chunks(source: BinaryIO, path: Path) -> Iterator[tuple[bytes, int, int]]:
    """(id, start of the payload, size) of each chunk."""
    head = source.read(12)
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
        raise LabelError(f"{path.name} is no plain WAV file (RIFF/WAVE): save it as 16-bit PCM WAV first.")
    end = path.stat().st_size
    place = 12
    named_format = False
    while place + 8 <= end:
        source.seek(place)
        name, size = struct.unpack("<4sI", source.read(8))
        named_format = named_format or name == b"fmt "
        yield name, place + 8, min(size, end - place - 8)
        place += 8 + size + size % 2
    if not named_format:
        raise LabelError(f"{path.name} has no format chunk: it is no usable WAV file.")


def _copy(source: BinaryIO, target: BinaryIO, start: int, size: int) -> None:
    source.seek(start)
    left = size
    while left and (block := source.read(min(left, _BLOCK))):
        target.write(block)
        left -= len(block)
    if size % 2:
        target.write(b"\0")
