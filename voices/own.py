"""A merchant's own voice: the recording, who agreed to what and when, and everything that was made from it, so that it can be taken back.

One folder a voice: recording.wav, consent.json, made.txt (a path a line). Revoking deletes the recording and all that was made; the
consent itself stays as a record, with the time it was taken back. Speech of an own voice is never put into the common cache.

No model in the box clones a voice. One that does (XTTS, for non-commercial use only by its licence) can be given as a coqui folder:
VoiceChoice(engine="coqui", speaker="FOLDER#own:KEY").
"""

import hashlib
import json
import re
import secrets
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import soundfile
import soxr

from voices.paths import data_dir, write_atomically
from voices.recorded import RecordingError, read
from voices.types import VoiceChoice, VoiceError

PREFIX = "own:"
RATE = 24000
SHORTEST, LONGEST = 6.0, 600.0
_KEY = re.compile(r"[0-9a-f]{12}")
_RECORDING, _CONSENT, _MADE = "recording.wav", "consent.json", "made.txt"


@dataclass(frozen=True)
class Consent:
    """Who agreed, for what, when (UTC, ISO 8601), to which recording (sha256 of its file); `revoked`: when it was taken back."""

    key: str
    who: str
    purpose: str
    given: str
    sha256: str
    revoked: str | None = None


def key_of(voice: VoiceChoice) -> str | None:
    """The key of the own voice that a choice speaks in, None for any other voice."""
    speaker = (voice.speaker or "").partition("#")[2]
    return speaker.removeprefix(PREFIX) if speaker.startswith(PREFIX) else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class OwnVoices:
    """The own voices that are kept."""

    def __init__(self) -> None:
        self.folder = data_dir() / "own_voices"

    def add(self, recording: Path, who: str, purpose: str, agreed: bool) -> Consent:
        """Keep a recording with the consent of its speaker. Raises VoiceError where there is none, or where the sound is no use."""
        who, purpose = " ".join(who.split()), " ".join(purpose.split())
        if not agreed or not who or not purpose:
            raise RecordingError(
                "an own voice needs the speaker's consent: say who agrees, for what, and that they agree",
                "需要本人同意：请写明谁同意、用于什么，并勾选同意。",
            )
        mono, rate = read(recording, SHORTEST, LONGEST)
        key = secrets.token_hex(6)
        place = self.folder / key
        try:
            place.mkdir(parents=True)
            soundfile.write(place / _RECORDING, soxr.resample(mono, rate, RATE), RATE, subtype="PCM_16")
        except (OSError, soundfile.SoundFileError) as error:
            raise VoiceError(f"the recording cannot be kept in {place}: {error}") from error
        consent = Consent(key, who, purpose, _now(), hashlib.sha256((place / _RECORDING).read_bytes()).hexdigest())
        self._write(consent)
        return consent

    def all(self) -> list[Consent]:
        """Every consent ever given, the oldest first, those taken back too."""
        found = [self.consent(path.parent.name) for path in self.folder.glob(f"*/{_CONSENT}")] if self.folder.is_dir() else []
        return sorted(found, key=lambda consent: (consent.given, consent.key))

    def consent(self, key: str) -> Consent:
        """The consent of that key. Raises VoiceError."""
        path = self.folder / key / _CONSENT
        if not _KEY.fullmatch(key) or not path.is_file():
            raise VoiceError(f"there is no own voice {key!r}")
        try:
            return Consent(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise VoiceError(f"the consent of the own voice {key} is damaged ({error}); it may not be used") from error

    def recording(self, key: str) -> Path:
        """The recording, for an engine that clones. Raises VoiceError without a consent that holds, and where the sound was changed."""
        consent = self.consent(key)
        if consent.revoked:
            raise VoiceError(f"the consent to the own voice {key} was taken back on {consent.revoked[:10]}")
        path = self.folder / key / _RECORDING
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != consent.sha256:
            raise VoiceError(f"the recording of the own voice {key} is missing or is not the one that was agreed to")
        return path

    def note_made(self, key: str, path: Path) -> None:
        """Remember that a file was made from the voice, so that revoking deletes it. Raises VoiceError."""
        self.recording(key)
        with (self.folder / key / _MADE).open("a", encoding="utf-8") as made:
            made.write(f"{path.resolve()}\n")

    def revoke(self, key: str) -> list[Path]:
        """Delete the recording and everything made from it; what was deleted. The consent stays, as taken back. Raises VoiceError."""
        consent = self.consent(key)
        place, deleted = self.folder / key, []
        made = place / _MADE
        listed = [Path(line) for line in made.read_text(encoding="utf-8").splitlines() if line] if made.exists() else []
        for path in (*listed, place / _RECORDING, made):
            try:
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.exists():
                    path.unlink()
                else:
                    continue
            except OSError as error:
                raise RecordingError(
                    f"{path} cannot be deleted: {error.strerror}; close what uses it and revoke again",
                    f"无法删除 {path}：{error.strerror}。请关闭占用它的程序后再撤回。",
                ) from error
            deleted.append(path)
        self._write(replace(consent, revoked=consent.revoked or _now()))
        return deleted

    def _write(self, consent: Consent) -> None:
        text = json.dumps(asdict(consent), ensure_ascii=False, indent=1) + "\n"
        write_atomically(self.folder / consent.key / _CONSENT, partial(_write_text, text))


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")
