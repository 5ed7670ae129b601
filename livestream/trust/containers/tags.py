"""MP3 (ID3v2 TXXX), FLAC, Ogg Vorbis and Opus (comments): a tag `AIGC`."""

from pathlib import Path

import mutagen
from mutagen.flac import FLAC
from mutagen.id3 import ID3, TXXX, ID3NoHeaderError
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from livestream.trust.containers.files import LabelError

_COMMENTS = {".flac": (FLAC,), ".ogg": (OggVorbis, OggOpus), ".opus": (OggOpus,)}


def write(path: Path, label: str) -> None:
    """Set the tag, in place of one that is there."""
    try:
        if path.suffix.lower() == ".mp3":
            MP3(path)
            tags = _id3(path)
            tags.delall("TXXX:AIGC")
            tags.add(TXXX(encoding=3, desc="AIGC", text=[label]))
            tags.save(path, v2_version=3)
        else:
            audio = mutagen.File(path, options=_COMMENTS[path.suffix.lower()])
            if audio is None:
                raise LabelError(f"{path.name} is not what its name says: export it again.")
            if audio.tags is None:
                audio.add_tags()
            audio["AIGC"] = [label]
            audio.save()
    except mutagen.MutagenError as error:
        raise LabelError(f"{path.name} cannot be labelled: {error}. Check that the file plays, or export it again.") from error


def read(path: Path) -> str | None:
    """The tag's text."""
    try:
        if path.suffix.lower() == ".mp3":
            found = [str(text) for frame in _id3(path).getall("TXXX") if frame.desc == "AIGC" for text in frame.text]
        else:
            audio = mutagen.File(path, options=_COMMENTS[path.suffix.lower()])
            found = list(audio.tags.get("AIGC", [])) if audio is not None and audio.tags is not None else []
    except mutagen.MutagenError as error:
        raise LabelError(f"{path.name} cannot be read as audio: {error}") from error
    if len(found) > 1:
        raise LabelError(f"{path.name} carries {len(found)} AI labels; label it again to leave one.")
    return found[0] if found else None


def _id3(path: Path) -> ID3:
    try:
        return ID3(path)
    except ID3NoHeaderError:
        return ID3()
