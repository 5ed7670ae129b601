"""Style tables of the Kokoro voices: one row of 256 values per number of phonemes; the first half is timbre, the second prosody.

`tables.npz` holds each as mean + weights @ basis of rank 16, which is as exact as float16 (tools/voices/styles.py makes it).
"""

import functools
import hashlib
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voices.types import VoiceError

FILE = Path(__file__).resolve().parent.parent / "styles" / "tables.npz"

HOUSE = {
    "lan": "zf_xiaoxiao:0.6+zf_xiaobei:0.4",
    "feng": "zm_yunxi:0.6+zm_yunjian:0.4",
    "june": "af_heart:0.6+af_bella:0.4",
    "miles": "am_michael:0.6+am_fenrir:0.4",
}
"""Our own voices, blended of the others."""


@functools.cache
def _kept() -> dict[str, npt.NDArray[np.float32]]:
    """Every table in the file: name -> (510, 256)."""
    try:
        with np.load(FILE, allow_pickle=False) as file:
            parts = {name: file[name].astype(np.float32) for name in file.files}
        names = {name.rpartition(".")[0] for name in parts}
        return {name: parts[f"{name}.mean"] + parts[f"{name}.weights"] @ parts[f"{name}.basis"] for name in names}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise VoiceError(f"the style tables in {FILE} cannot be read ({error}): restore the repository") from error


def names() -> list[str]:
    """The speakers whose tables are here, and the house voices."""
    return sorted({*_kept(), *HOUSE})


def _table(name: str) -> npt.NDArray[np.float32]:
    try:
        return _kept()[name]
    except KeyError:
        raise VoiceError(f"there is no speaker {name!r}; choose one of {', '.join(names())}") from None


def _blend(speaker: str) -> list[tuple[str, float]]:
    """Names and shares, which add up to 1."""
    parts = []
    for part in HOUSE.get(speaker, speaker).split("+"):
        name, _, weight = part.partition(":")
        try:
            parts.append((name.strip(), float(weight) if weight else 1.0))
        except ValueError as error:
            raise VoiceError(f"the blend {speaker!r} is not understood: write it as zf_xiaoxiao:0.6+zf_xiaobei:0.4") from error
    total = sum(weight for _, weight in parts)
    if total <= 0:
        raise VoiceError(f"the blend {speaker!r} has no weight above zero")
    return [(name, weight / total) for name, weight in parts]


@functools.cache
def fingerprint(speaker: str) -> str:
    """Names a speaker or blend together with the content of its tables. Raises VoiceError."""
    content = hashlib.sha256()
    for name, share in _blend(speaker):
        content.update(f"{share:.6f}".encode() + _table(name).tobytes())
    return content.hexdigest()[:16]


def style(speaker: str, phonemes: int) -> npt.NDArray[np.float32]:
    """(1, 256) for a sentence of so many phonemes. A speaker is a name or a blend: zf_xiaoxiao:0.6+zf_xiaobei:0.4. Raises VoiceError."""
    rows = [share * _table(name)[min(phonemes, len(_table(name)) - 1)] for name, share in _blend(speaker)]
    return np.sum(rows, axis=0, dtype=np.float32).reshape(1, 256)
