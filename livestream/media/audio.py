"""Sound files: WAV and MP3, each with an audible AI label (GB 45438-2025, 5.3)."""

from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import soundfile

from livestream.media.ffmpeg import MediaError

Samples = npt.NDArray[np.float32]
_PAUSE = 0.4  # seconds between the label and what it labels
_UNIT, _PITCH, _LOUDNESS = 0.11, 660.0, 0.12  # of the rhythm label: a short tone [s], Hz, peak


def rhythm_label(sample_rate: int) -> Samples:
    """The rhythm "short long, short short" (A I in Morse code) as soft tones, mono."""
    parts = []
    for units, pause in ((1, 1), (3, 3), (1, 1), (1, 0)):
        t = np.arange(round(units * _UNIT * sample_rate)) / sample_rate
        fade = np.minimum(1, np.minimum(t, t[::-1]) / 0.012)
        parts += [_LOUDNESS * fade * np.sin(2 * np.pi * _PITCH * t), np.zeros(round(pause * _UNIT * sample_rate))]
    return np.concatenate(parts).astype(np.float32)


def labelled(samples: Samples, sample_rate: int, label: Samples | None = None, at: Literal["start", "end"] = "start") -> Samples:
    """The sound with a label before or after it: spoken where `label` holds speech of the same rate, else the rhythm."""
    sign = rhythm_label(sample_rate) if label is None else label
    pause = np.zeros(round(_PAUSE * sample_rate), np.float32)
    parts = (sign, pause, samples) if at == "start" else (samples, pause, sign)
    return np.concatenate(parts).astype(np.float32)


def write_wav(path: Path, samples: Samples, sample_rate: int) -> None:
    """Writes mono samples in [-1, 1] as 16-bit PCM. Raises MediaError."""
    _write(path, samples, sample_rate, "WAV", "PCM_16")


def write_mp3(path: Path, samples: Samples, sample_rate: int) -> None:
    """Writes mono samples in [-1, 1] as MP3. Raises MediaError."""
    _write(path, samples, sample_rate, "MP3", "MPEG_LAYER_III")


def _write(path: Path, samples: Samples, sample_rate: int, kind: str, coding: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(str(path), samples, sample_rate, format=kind, subtype=coding)
    except (OSError, soundfile.SoundFileError) as error:
        raise MediaError(
            f"{path.name} could not be written: {error}. Check that the disk has room and the folder can be written to."
        ) from error
