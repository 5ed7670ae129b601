"""The words of a recording with their times, by faster-whisper where it is installed and YIBO_WHISPER_DIR names a model's folder."""

import functools
import importlib
import importlib.util
import os
from pathlib import Path
from typing import Any

import soxr

from voices import mastering
from voices.recorded import Floats, Heard
from voices.types import Language, VoiceError

_RATE = 16000
PROMPTS: dict[Language, str | None] = {"zh": "以下是普通话的句子，带标点。", "en": None}
"""What the model believes was said before: without it, it may answer in traditional characters."""


def model_folder() -> Path | None:
    """The folder of the recognition model, None where there is none or nothing that runs it."""
    named = os.environ.get("YIBO_WHISPER_DIR", "")
    folder = Path(named).expanduser()
    return folder if named and (folder / "model.bin").is_file() and importlib.util.find_spec("faster_whisper") else None


@functools.lru_cache(maxsize=1)
def load(folder: Path) -> Any:
    """The recognition model of a folder, a faster_whisper.WhisperModel. Raises VoiceError."""
    try:
        return importlib.import_module("faster_whisper").WhisperModel(str(folder), device="cpu", compute_type="int8")
    except (OSError, RuntimeError, ValueError) as error:
        raise VoiceError(f"the recognition model in {folder} cannot be loaded: {error}") from error


def words(sound: Floats, language: Language) -> list[Heard]:
    """The words in 48 kHz mono sound; none where no recogniser is at hand. Raises VoiceError."""
    folder = model_folder()
    if folder is None:
        return []
    slower = soxr.resample(sound, mastering.RATE, _RATE)
    try:
        segments, _ = load(folder).transcribe(
            slower,
            language=language,
            word_timestamps=True,
            beam_size=5,
            initial_prompt=PROMPTS[language],
            condition_on_previous_text=False,  # with it, small models say a line twice
        )
        return [Heard(word.word, float(word.start), float(word.end)) for segment in segments for word in segment.words]
    except RuntimeError as error:
        raise VoiceError(f"the recording could not be recognised: {error}") from error
