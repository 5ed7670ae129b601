"""A brief as the JSON that a take keeps."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from livestream.catalog.values import Brief
from voices.types import VoiceChoice


def brief_json(brief: Brief) -> dict[str, Any]:
    """A brief as JSON-ready data."""
    return asdict(brief)


def brief_from_json(data: Mapping[str, Any]) -> Brief:
    """A brief from what brief_json wrote, also by an older or newer version: keys that are unknown are left out."""
    known = {field.name for field in fields(Brief)}
    voice = {field.name for field in fields(VoiceChoice)}
    choice = VoiceChoice(**{key: value for key, value in data["voice"].items() if key in voice})
    return Brief(**{key: value for key, value in data.items() if key in known and key != "voice"}, voice=choice)
