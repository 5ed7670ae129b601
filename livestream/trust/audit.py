"""A log of what was generated, when and for which product: JSON lines, only ever added to, each with the hash of the one before."""

import fcntl
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def digest(content: str | bytes | Path) -> str:
    """SHA-256, hexadecimal, of a text, of bytes or of a file."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


class AuditLog:
    """The log in one file; entries of several processes do not mix."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def record(self, kind: str, content: str | bytes | Path, *, product: str = "", **details: Any) -> dict[str, Any]:
        """Add an entry for a piece of content (a line, a reply, a file) and return it; `details` must be JSON values."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            entry = {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "kind": kind,
                "product": product,
                "sha256": digest(content),
                **details,
                "before": _last_hash(file),
            }
            file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        return entry


def _last_hash(file: Any) -> str:
    """The hash of the last line of an open file; "" when it is empty. Reads back from the end."""
    end = file.seek(0, 2)
    block = b""
    place = end
    while place and block.rstrip(b"\n").count(b"\n") == 0:
        place = max(0, place - 65_536)
        file.seek(place)
        block = file.read(end - place)
    line = block.rstrip(b"\n").rpartition(b"\n")[2]
    file.seek(0, 2)
    return hashlib.sha256(line).hexdigest() if line else ""
