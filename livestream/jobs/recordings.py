"""Recordings that merchants hand in to be performed, and the lines that are said in them."""

import json
import logging
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import soundfile

from livestream.catalog.files import InputError
from livestream.catalog.values import Line
from livestream.config import Settings
from livestream.jobs.types import StudioError
from voices import mastering, recorded
from voices.recorded import RecordingError

log = logging.getLogger(__name__)
MAX_BYTES = 64 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Recording:
    """A kept recording: its length in seconds, and when its speaker's consent was given (UTC, ISO 8601)."""

    key: str
    seconds: float
    agreed: str


def keep(data: bytes, settings: Settings, agreed: bool) -> str:
    """Keeps a recording (WAV, FLAC, OGG, MP3) for takes; gives its key. Raises StudioError without consent or where it is no use."""
    if not agreed:
        raise StudioError(
            "Consent: tick the box. Without the speaker's consent no recording is kept.",
            "同意：请勾选。未经说话人同意，不保存任何录音。",
            "consent",
        )
    if len(data) > MAX_BYTES:
        raise StudioError("The recording is over 64 MB: give a shorter one, or FLAC.", "录音超过 64 MB，请缩短或使用 FLAC。", "file")
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(8)
    given = folder / f"{key}.part"
    try:
        given.write_bytes(data)
        _check_length(given)
        sound = recorded.load(given)
        soundfile.write(folder / f"{key}.flac", sound, mastering.RATE, subtype="PCM_16")
        record = Recording(key, round(len(sound) / mastering.RATE, 2), datetime.now(UTC).isoformat(timespec="seconds"))
        (folder / f"{key}.json").write_text(json.dumps(asdict(record)), encoding="utf-8")
    except RecordingError as error:
        raise StudioError(error.text("en").replace(f" {given.name}", ""), error.text("zh").replace(f" {given.name}", ""), "file") from error
    finally:
        given.unlink(missing_ok=True)
    return key


def kept(settings: Settings) -> list[Recording]:
    """The recordings that are kept, the newest first. One whose record is damaged is told of in the log and left out."""
    found = []
    for path in _folder(settings).glob("*.json"):
        try:
            found.append(Recording(**json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError) as error:
            log.warning("the record of the recording %s cannot be read: %s", path.stem, error)
    return sorted(found, key=lambda recording: (recording.agreed, recording.key), reverse=True)


def delete(key: str, settings: Settings) -> None:
    """Deletes a recording and the record of its consent; videos made with it stay. Raises StudioError where there is none."""
    sound = find(key, settings)
    sound.unlink()
    sound.with_suffix(".json").unlink(missing_ok=True)


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


def _check_length(path: Path) -> None:
    """Refuses what is too long before it is decoded: a small file can hold hours."""
    try:
        seconds = soundfile.info(path).duration
    except soundfile.SoundFileError:
        return  # what cannot be read is told by who reads it
    if seconds > recorded.LONGEST:
        minutes = round(recorded.LONGEST / 60)
        raise StudioError(
            f"The recording lasts {seconds / 60:.0f} minutes; at most {minutes} are taken. Cut it and try again.",
            f"录音长 {seconds / 60:.0f} 分钟，最长 {minutes} 分钟，请剪短后重试。",
            "file",
        )


def _folder(settings: Settings) -> Path:
    return settings.data_dir / "data" / "recordings"
