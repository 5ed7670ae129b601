"""MP3 (ID3v2 TXXX), FLAC, Ogg Vorbis and Opus (comments): a tag `AIGC`."""

from pathlib import Path
from typing import Any

import mutagen
import mutagen.id3
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from livestream.trust.containers.files import LabelError

_KINDS = {".mp3": (MP3,), ".flac": (FLAC,), ".ogg": (OggVorbis, OggOpus), ".opus": (OggOpus,)}
_id3: Any = mutagen.id3  # its classes carry no types


def write(path: Path, label: str) -> None:
    """Set the tag, in place of one that is there."""
    audio = _open(path)
    try:
        if audio.tags is None:
            audio.add_tags()
        if path.suffix.lower() == ".mp3":
            audio.tags.delall("TXXX:AIGC")
            audio.tags.add(_id3.TXXX(encoding=3, desc="AIGC", text=[label]))
        else:
            audio["AIGC"] = [label]
        audio.save()
    except mutagen.MutagenError as error:
        raise LabelError(f"{path.name} cannot be labelled: {error}. Check that the file plays, or export it again.") from error


def read(path: Path) -> str | None:
    """The tag's text; LabelError when there are several."""
    audio = _open(path)
    if audio.tags is None:
        return None
    if path.suffix.lower() == ".mp3":
        found = [str(text) for frame in audio.tags.getall("TXXX") if frame.desc == "AIGC" for text in frame.text]
    else:
        found = list(audio.tags.get("AIGC", []))
    if len(found) > 1:
        raise LabelError(f"{path.name} carries {len(found)} AI labels; label it again to leave one.")
    return found[0] if found else None


def _open(path: Path) -> Any:
    try:
        audio = mutagen.File(path, options=_KINDS[path.suffix.lower()])
    except mutagen.MutagenError as error:
        raise LabelError(f"{path.name} cannot be read as audio: {error}. Check that the file plays, or export it again.") from error
    if audio is None:
        raise LabelError(f"{path.name} is not the kind of audio that its name says: export it again.")
    return audio
