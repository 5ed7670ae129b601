"""A merchant's own voice in takes: what was made from it is noted, and taken back with it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from livestream.catalog.store import Store
from livestream.config import Settings
from voices.own import OwnVoices, key_of
from voices.types import VoiceChoice, VoiceError


def note_made(voice: VoiceChoice, paths: Sequence[Path]) -> None:
    """Remembers files made in an own voice, so that revoking deletes them; other voices have nothing to note.

    Where the consent was taken back meanwhile, the files are deleted now. Raises VoiceError.
    """
    key = key_of(voice)
    if key is None:
        return
    try:
        for path in paths:
            OwnVoices().note_made(key, path)
    except VoiceError:
        for path in paths:
            path.unlink(missing_ok=True)
        raise


def revoke(key: str, store: Store, cancel: Callable[[str], None]) -> list[Path]:
    """Takes an own voice back: its takes are stopped, its recording and all that was made from it deleted. Raises VoiceError."""
    mine = [take for take in store.takes() if key_of(store.brief(take).voice) == key]
    for take in mine:
        cancel(take.id)
    deleted = OwnVoices().revoke(key)
    for take in mine:
        if take.status == "done":
            store.update_take(take.id, status="failed", failure="consent", message="the consent to this voice was taken back")
    return deleted


def cloning_folder(settings: Settings) -> Path | None:
    """The folder of an XTTS model that is set up (YIBO_XTTS_DIR), None where there is none: then nothing here clones a voice."""
    folder = settings.xtts_dir
    if folder is None:
        return None
    try:
        model = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model", "")
    except (OSError, ValueError, AttributeError):
        return None
    return folder if "xtts" in str(model).lower() and any(folder.glob("*.pth")) else None
