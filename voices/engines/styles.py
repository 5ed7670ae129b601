"""Style tables of the Kokoro voices: float16 (510, 256), one row per number of phonemes; the first half is timbre, the second prosody."""

import functools
import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voices.types import VoiceError

FOLDER = Path(__file__).resolve().parent.parent / "styles"


def names() -> list[str]:
    """The speakers whose tables are here."""
    return sorted(path.stem for path in FOLDER.glob("*.npy"))


@functools.cache
def _table(name: str) -> npt.NDArray[np.float32]:
    path = FOLDER / f"{name}.npy"
    if not path.exists():
        raise VoiceError(f"there is no speaker {name!r}; choose one of {', '.join(names())}")
    return np.asarray(np.load(path, allow_pickle=False), dtype=np.float32)


@functools.cache
def fingerprint(speaker: str) -> str:
    """Names a speaker or blend together with the content of its tables. Raises VoiceError."""
    content = hashlib.sha256(speaker.encode())
    for part in speaker.split("+"):
        content.update(_table(part.partition(":")[0].strip()).tobytes())
    return content.hexdigest()[:16]


def style(speaker: str, phonemes: int) -> npt.NDArray[np.float32]:
    """(1, 256) for a sentence of so many phonemes. A speaker is a name or a blend: zf_xiaoxiao:0.6+zf_xiaobei:0.4."""
    total = np.zeros(256, np.float32)
    weights = 0.0
    for part in speaker.split("+"):
        name, _, weight = part.partition(":")
        try:
            share = float(weight) if weight else 1.0
        except ValueError as error:
            raise VoiceError(f"the blend {speaker!r} is not understood: write it as zf_xiaoxiao:0.6+zf_xiaobei:0.4") from error
        table = _table(name.strip())
        total += share * table[min(phonemes, len(table) - 1)]
        weights += share
    if weights <= 0:
        raise VoiceError(f"the blend {speaker!r} has no weight above zero")
    return (total / weights).reshape(1, 256)
