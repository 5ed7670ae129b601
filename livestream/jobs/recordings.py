"""Recordings that merchants hand in to be performed, and the lines that are said in them."""

import re
import secrets
from pathlib import Path

import soundfile

from livestream.catalog.files import InputError
from livestream.catalog.values import Line
from livestream.config import Settings
from livestream.jobs.types import StudioError
from voices import mastering, recorded
from voices.recorded import RecordingError

MAX_BYTES = 64 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{16}")


def keep(data: bytes, settings: Settings) -> str:
    """Keeps a recording (WAV, FLAC, OGG, MP3) for takes; gives its key. Raises StudioError where it is no use."""
    if len(data) > MAX_BYTES:
        raise StudioError("The recording is over 64 MB: give a shorter one, or FLAC.", "录音超过 64 MB，请缩短或使用 FLAC。", "file")
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(8)
    given = folder / f"{key}.part"
    try:
        given.write_bytes(data)
        soundfile.write(folder / f"{key}.flac", recorded.load(given), mastering.RATE, subtype="PCM_16")
    except RecordingError as error:
        raise StudioError(error.text("en").replace(f" {given.name}", ""), error.text("zh").replace(f" {given.name}", ""), "file") from error
    finally:
        given.unlink(missing_ok=True)
    return key


def find(key: str, settings: Settings) -> Path:
    """The file of a kept recording. Raises StudioError where there is none."""
    path = _folder(settings) / f"{key}.flac"
    if not _KEY.fullmatch(key) or not path.is_file():
        raise StudioError(f"There is no recording {key[:40]}.", f"没有编号为 {key[:40]} 的录音。", "recording")
    return path


def lines_of(text: str) -> list[Line]:
    """A script from plain text, one line a row: the first opens, the last closes."""
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    last = len(rows) - 1
    return [Line("hook" if k == 0 else "close" if k == last else "point", row) for k, row in enumerate(rows)]


def given_lines(path: Path) -> list[Line]:
    """The lines of a text file. Raises InputError."""
    try:
        lines = lines_of(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the script {path} cannot be read: {error}; give a text file in UTF-8") from error
    if not lines:
        raise InputError(f"the script {path} is empty: write what is said, one line a row")
    return lines


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "data" / "recordings"
