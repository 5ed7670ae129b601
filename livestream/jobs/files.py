"""What a take leaves behind: its files, and an entry in the log of what was made."""

import hashlib
from pathlib import Path
from typing import Any

import soundfile

import voices
from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.config import Settings
from livestream.jobs.own_voice import note_made
from livestream.jobs.take import GROWING, RATE, Rendered
from livestream.media.audio import write_wav
from livestream.media.export import VIDEO, ZIP, Content, finish
from livestream.trust.audit import AuditLog
from livestream.trust.labels import spoken_label
from voices.types import VoiceChoice


def export_take(product: Product, brief: Brief, rendered: Rendered, folder: Path, settings: Settings, about: dict[str, Any]) -> list[Path]:
    """Writes every file of a rendered take into `folder` (the grown video lies there already); gives them, the manifest last."""
    voice = brief.voice
    label_voice = VoiceChoice(voice.language, voice.gender, "calm", voice.engine, voice.speaker)
    label, _ = soundfile.read(spoken_file(spoken_label(voice.language), label_voice, settings.cache_dir), dtype="float32")
    captions = [caption for beat in rendered.beats for caption in beat.captions]
    content = Content(product, brief, rendered.lines, captions, rendered.samples, label, about)
    files = finish(folder, folder / GROWING, content)
    note_made(voice, [*files, folder / ZIP])
    log = AuditLog(settings.data_dir / "data" / "audit.jsonl")
    log.record("video", folder / VIDEO, product=product.name, lines=[line.line.text for line in rendered.lines])
    return files


def spoken_file(text: str, voice: VoiceChoice, cache: Path) -> Path:
    """A text spoken into a wav file, kept for the next time. Raises VoiceError."""
    key = hashlib.sha256(f"{text}|{voice}".encode()).hexdigest()[:16]
    path = cache / "spoken" / f"{key}.wav"
    if not path.exists():
        part = path.with_suffix(".part")
        write_wav(part, voices.say(text, voice).samples, RATE)
        part.rename(path)
        note_made(voice, [path])
    return path
