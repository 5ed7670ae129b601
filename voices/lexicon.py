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
_UNFIT = frozenset(("Cc", "Cf", "Cs", "Co"))
_HEAD = "# How words are said: pinyin with tones (xiao3 mi3), Chinese characters or English words.\n"


class LexiconError(VoiceError):
    """An entry or a file cannot be used; the message names it and says what to do, in both languages."""

    def __init__(self, message: str, chinese: str) -> None:
        super().__init__(message)
        self.chinese = chinese

    def text(self, language: Language) -> str:
        """The message in a language."""
        return self.chinese if language == "zh" else str(self)


def checked(entry: Entry) -> Entry:
    """The entry without spaces at its ends. Raises LexiconError where it cannot be said."""
    word, spoken = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (entry.word, entry.spoken))
    if not word or not spoken:
        raise LexiconError("The entry is empty: write the word and how it is said", "内容为空：请填写词语和读法")
    if any(len(text) > _LONGEST or any(unicodedata.category(char) in _UNFIT for char in text) for text in (word, spoken)):
        raise LexiconError(
            f"{word[:_LONGEST]!r}: write plain text of at most {_LONGEST} characters",
            f"“{word[:_LONGEST]}”：请用纯文字，最多 {_LONGEST} 个字符",
        )
    made = Entry(word, spoken, entry.language)
    if not said.found_word(word):
        raise LexiconError(f"{word!r} has no letters, characters or digits to look for", f"“{word}”里没有文字或数字，无法匹配")
    for language in (entry.language,) if entry.language else ("zh", "en"):
        if not said.reading(made, language).phonemes:
            raise LexiconError(
                f"{spoken!r} cannot be said: write pinyin with tones (xiao3 mi3), Chinese characters or English words",
                f"“{spoken}”读不出来：请写带声调的拼音（xiao3 mi3）、汉字或英文单词",
            )
    return made


def parse(text: str, name: str = "the lexicon") -> tuple[Entry, ...]:
    """The entries of a lexicon in TOML. Raises LexiconError."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(
            f'{name} cannot be read: {error}. A line looks like: "word" = "how it is said"',
            f'{name} 无法读取：{error}。每行写成："词语" = "读法"',
        ) from error
    made = []
    for section, words in data.items():
        if section not in _SECTIONS or not isinstance(words, dict):
            raise LexiconError(
                f"{name}: {section!r} is unknown; put words below [both], [zh] or [en]",
                f"{name}：不认识 {section!r}；词语请写在 [both]、[zh] 或 [en] 下面",
            )
        for word, spoken in words.items():
            if not isinstance(spoken, str):
                raise LexiconError(
                    f'{name}: write how {word!r} is said in quotes: "{word}" = "..."', f'{name}：“{word}”的读法请加引号："{word}" = "..."'
                )
            made.append(checked(Entry(word, spoken, _SECTIONS[section])))
    return tuple(made)


def load(path: Path) -> tuple[Entry, ...]:
    """The entries of a file. Raises LexiconError, also where there is no such file."""
    try:
        return parse(path.read_text(encoding="utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise LexiconError(f"the lexicon {path} cannot be read: {reason}", f"读音表 {path} 无法读取：{reason}") from error


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
        raise LexiconError(
            f"the folder {path.parent} cannot be made: {error.strerror}", f"无法创建文件夹 {path.parent}：{error.strerror}"
        ) from error
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
