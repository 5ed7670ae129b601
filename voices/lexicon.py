"""How a shop's own words are said, in a file that a person can read and edit:

[both]                        # or [zh], [en]: for lines in that language only
"小熊" = "xiao3 xiong2"       # pinyin with tones (xiǎo xióng is understood too)
"Aesop" = "伊索"              # Chinese characters
"HOTO" = "hoe toe"            # English words
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from voices.frontend import said
from voices.paths import write_atomically
from voices.types import Entry, Language, VoiceError

_SECTIONS: dict[str, Language | None] = {"both": None, "zh": "zh", "en": "en"}
_LONGEST = 80
_HEAD = "# How words are said: pinyin with tones (xiao3 mi3), Chinese characters or English words.\n"


class LexiconError(VoiceError):
    """An entry or a file cannot be used; the message names it and says what to do."""


def checked(entry: Entry) -> Entry:
    """The entry without spaces at its ends. Raises LexiconError where it cannot be said."""
    word, spoken = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (entry.word, entry.spoken))
    for name, text in (("the word", word), (f"what {word!r} is said as", spoken)):
        if not text:
            raise LexiconError(f"{name} is empty: write the word and how it is said")
        if len(text) > _LONGEST or any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in text):
            raise LexiconError(f"{name} must be plain text of at most {_LONGEST} characters")
    made = Entry(word, spoken, entry.language)
    if not said.found_word(word):
        raise LexiconError(f"{word!r} has no letters, characters or digits to look for")
    for language in (entry.language,) if entry.language else ("zh", "en"):
        if not said.reading(made, language).phonemes:
            raise LexiconError(f"{spoken!r} cannot be said: write pinyin with tones (xiao3 mi3), Chinese characters or English words")
    return made


def parse(text: str, name: str = "the lexicon") -> tuple[Entry, ...]:
    """The entries of a lexicon in TOML. Raises LexiconError."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f'{name} cannot be read: {error}. A line looks like: "word" = "how it is said"') from error
    made = []
    for section, words in data.items():
        if section not in _SECTIONS or not isinstance(words, dict):
            raise LexiconError(f"{name}: {section!r} is unknown; put words below [both], [zh] or [en]")
        for word, spoken in words.items():
            if not isinstance(spoken, str):
                raise LexiconError(f'{name}: write how {word!r} is said in quotes: "{word}" = "..."')
            made.append(checked(Entry(word, spoken, _SECTIONS[section])))
    return tuple(made)


def load(path: Path) -> tuple[Entry, ...]:
    """The entries of a file. Raises LexiconError, also where there is no such file."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise LexiconError(f"the lexicon {path} cannot be read: {reason}") from error


def dump(entries: Iterable[Entry]) -> str:
    """The entries as TOML, sorted by word."""
    parts = [_HEAD]
    ordered = sorted(entries, key=lambda entry: entry.word.casefold())
    for section, language in _SECTIONS.items():
        lines = [f"{_quoted(e.word)} = {_quoted(e.spoken)}" for e in ordered if e.language == language]
        if lines:
            parts.append(f"\n[{section}]\n" + "\n".join(lines) + "\n")
    return "".join(parts)


def save(entries: Iterable[Entry], path: Path) -> None:
    """Write the file, all of it or nothing. Raises VoiceError."""
    text = dump(entries)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LexiconError(f"the folder {path.parent} cannot be made: {error.strerror}") from error
    write_atomically(path, lambda part: _write(part, text))


def with_entry(entries: Iterable[Entry], entry: Entry) -> tuple[Entry, ...]:
    """The entries with a new one, which replaces the one of the same word and language. Raises LexiconError."""
    made = checked(entry)
    return (*without(entries, made.word, made.language), made)


def without(entries: Iterable[Entry], word: str, language: Language | None) -> tuple[Entry, ...]:
    """The entries without that word."""
    return tuple(e for e in entries if (e.word.casefold(), e.language) != (word.casefold(), language))


def _quoted(text: str) -> str:
    return re.sub("\x7f", "", json.dumps(text, ensure_ascii=False))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
