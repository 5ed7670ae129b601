"""What a take tells of its script (points left out and the like), as the database keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from livestream.writing.script import Note


def note_json(note: Note) -> dict[str, Any]:
    """A note as JSON-ready data."""
    return asdict(note)


def note_from_json(data: Mapping[str, Any]) -> Note:
    """A note from what note_json wrote, also by an older or newer version: keys that are unknown are left out."""
    known = {field.name for field in fields(Note)}
    given = {key: value for key, value in data.items() if key in known}
    claims = tuple((str(rule), str(words)) for rule, words in given.pop("claims", ()))
    return Note(**{**given, "about": tuple(given.get("about", ())), "claims": claims})
