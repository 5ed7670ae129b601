"""A sample of every voice in every tone, to be heard and compared."""

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import soundfile

from voices.catalogue import VoiceInfo
from voices.service import say
from voices.types import TONES, Language, Tone, VoiceChoice, VoiceError

_LOG = logging.getLogger(__name__)

TEXTS: dict[Language, str] = {
    "zh": "大家好，欢迎来到直播间！这款保温杯今天只要99.9元，喜欢的朋友可以下单。",
    "en": "Hi everyone, welcome to the show! This bottle is only $19.90 today. Would you like one?",
}
INDEX = "index.json"


def write(folder: Path, voices: Sequence[VoiceInfo], tones: Sequence[Tone] = TONES) -> Iterator[dict[str, object]]:
    """One FLAC file a voice and tone in `folder`, and index.json about them all; gives each entry as it is made. Raises VoiceError."""
    made: list[dict[str, object]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for voice in voices:
            for tone in tones:
                text = TEXTS[voice.language]
                speech = say(text, VoiceChoice(voice.language, voice.gender, tone, voice.engine, voice.speaker))
                speaker = "".join(char if char.isalnum() else "_" for char in voice.speaker)
                name = f"{voice.language}-{voice.gender}-{voice.engine}-{speaker}-{tone}.flac"
                soundfile.write(folder / name, speech.samples, speech.sample_rate, subtype="PCM_16")
                made.append(
                    {"file": name, "language": voice.language, "gender": voice.gender, "engine": voice.engine, "speaker": voice.speaker,
                     "name": voice.name, "default": voice.default, "licence": voice.licence, "tone": tone, "text": text,
                     "duration": round(speech.duration, 3)}
                )  # fmt: skip
                _LOG.info("wrote %s", name)
                yield made[-1]
        (folder / INDEX).write_text(json.dumps({"samples": made}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except (OSError, soundfile.SoundFileError) as error:
        raise VoiceError(f"cannot write the samples into {folder}: {error}") from error
