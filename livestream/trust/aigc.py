"""The implicit AI label that every exported file carries (GB 45438-2025, Annex E): made, written, always read back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from livestream.trust.containers import documents, images, media, riff, tags
from livestream.trust.containers.files import LabelError

KEYS = ("Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2")
GENERATED = "1"


class _Family(NamedTuple):
    write: Callable[[Path, str], None]
    read: Callable[[Path], str | None]


_MEDIA, _TAGS = _Family(media.write, media.read), _Family(tags.write, tags.read)
_IMAGES, _TEXT = _Family(images.write, images.read), _Family(documents.write_text, documents.read_text)
_FAMILIES: dict[str, _Family] = {
    **dict.fromkeys((".mp4", ".mov", ".m4a", ".mkv", ".webm", ".flv"), _MEDIA),
    **dict.fromkeys((".mp3", ".flac", ".ogg", ".opus"), _TAGS),
    **dict.fromkeys((".png", ".jpg", ".jpeg"), _IMAGES),
    **dict.fromkeys((".md", ".txt", ".vtt"), _TEXT),
    ".wav": _Family(riff.write, riff.read),
    ".json": _Family(documents.write_json, documents.read_json),
    ".docx": _Family(documents.write_docx, documents.read_docx),
}
CONTAINERS = tuple(sorted(_FAMILIES))


def new_id() -> str:
    """An id for one piece of content, never given twice."""
    return f"yibo-{uuid4().hex}"


def aigc_json(produce_id: str, producer: str = "Yibo") -> str:
    """The label of content first written by `producer` (a name, or the 27-character code a merchant was given), as one line of JSON.

    Raises LabelError for values with spaces, quotes, backslashes or characters outside ASCII.
    """
    for key, value in (("ContentProducer", producer), ("ProduceID", produce_id)):
        if not value or any(not 0x21 <= ord(c) <= 0x7E or c in '"\\' for c in value):
            raise LabelError(f"{key} {value!r} may hold only ASCII letters, digits and signs, no spaces, quotes or backslashes.")
    values = (GENERATED, producer, produce_id, "", producer, produce_id, "")
    return json.dumps(dict(zip(KEYS, values, strict=True)), separators=(",", ":"))


def tag(path: str | Path, label: str | None = None) -> dict[str, str]:
    """Write the label into a file, once (a label that is there is replaced; without `label` it is kept), read it back and return it.

    Raises LabelError when the container cannot carry one (AVI, MPEG-TS, SRT ...) or the file is damaged.
    """
    path = Path(path)
    family = _family(path)
    if label is None:
        kept = family.read(path)
        label = kept if kept is not None else aigc_json(new_id())
    wanted = _parse(label, path)
    family.write(path, label)
    if read(path) != wanted:
        raise LabelError(f"{path.name} did not keep its AI label: export it again in another format.")
    return wanted


def read(path: str | Path) -> dict[str, str]:
    """The label of a file; LabelError when it carries none or a malformed one."""
    path = Path(path)
    found = _family(path).read(path)
    if found is None:
        raise LabelError(f"{path.name} carries no AI label.")
    return _parse(found, path)


def _family(path: Path) -> _Family:
    if not path.is_file():
        raise LabelError(f"{path} is not there.")
    family = _FAMILIES.get(path.suffix.lower())
    if family is None:
        raise LabelError(f"{path.name}: a {path.suffix or 'nameless'} file cannot carry an AI label; use one of {', '.join(CONTAINERS)}.")
    return family


def _parse(label: str, path: Path) -> dict[str, str]:
    try:
        loaded = json.loads(label)
    except json.JSONDecodeError as error:
        raise LabelError(f"{path.name}: the AI label is no JSON ({error.msg}).") from error
    if not isinstance(loaded, dict) or tuple(loaded) != KEYS or any(not isinstance(v, str) for v in loaded.values()):
        raise LabelError(f"{path.name}: an AI label has the keys {', '.join(KEYS)}, in this order, with text values.")
    return loaded
