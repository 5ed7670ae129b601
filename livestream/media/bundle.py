"""The manifest of an export, and everything in one zip."""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from livestream.media.ffmpeg import MediaError
from livestream.trust.labels import file_label
from voices.types import Language

MANIFEST = "manifest.json"
_KINDS = {".mp4": "video", ".wav": "audio", ".mp3": "audio", ".png": "image", ".jpg": "image"}


def manifest(files: Sequence[Path], language: Language, label: dict[str, str], about: dict[str, Any]) -> str:
    """JSON that lists the files with size, SHA-256 and AI label, the implicit label (AIGC) and what `about` tells of the take."""
    listed = [
        {
            "name": path.name,
            "bytes": path.stat().st_size,
            "sha256": digest(path),
            "label": file_label(_KINDS.get(path.suffix, "text"), language),  # type: ignore[arg-type]
        }
        for path in files
    ]
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"generator": "Yibo", "created": made, **about, "AIGC": label, "files": listed}, ensure_ascii=False, indent=2) + "\n"


def digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bundle(files: Sequence[Path], target: Path) -> Path:
    """Puts the files into the zip `target`, media as they are, texts compressed. Raises MediaError."""
    part = target.with_name(f".{target.name}")
    try:
        with zipfile.ZipFile(part, "w") as archive:
            for path in files:
                packed = zipfile.ZIP_STORED if path.suffix in _KINDS else zipfile.ZIP_DEFLATED
                archive.write(path, path.name, packed)
        part.replace(target)
    except OSError as error:
        raise MediaError(f"{target.name} could not be written: {error}. Check that the disk has room.") from error
    finally:
        part.unlink(missing_ok=True)
    return target
