"""A shop's own words in a line: each is set aside as one private-use character, which no rule rewrites, and read as its entry says."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from voices.frontend import pinyin
from voices.frontend.aligned import Aligned
from voices.frontend.clean import clean
from voices.frontend.words import Word
from voices.types import Entry, Language

_FIRST = 0xE000
_ROOM = 0x1900
PLACE = "[\ue000-\uf8ff]"
"""A pattern of the characters that stand for words of the lexicon; `clean` leaves none of its own."""

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_SYLLABLE = re.compile(r"[a-zü:]{1,7}[1-5]$", re.IGNORECASE)
_HAN = r"(?:(?!(?<=\d)元|(?<=\d )元)[\u3400-\u9fff])"
_ALNUM = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")


@dataclass(frozen=True)
class Reading:
    """A word of the lexicon as it is spoken: the text for engines that take text, and phonemes."""

    label: str
    phonemes: str


Readings = Mapping[str, Reading]


def found_word(word: str) -> str:
    """The word as it is looked for in a cleaned line."""
    text = " ".join(clean(word).text.split())
    return text if any(char.isalnum() for char in text) else ""


def set_aside(text: Aligned, entries: Sequence[Entry], language: Language) -> tuple[Aligned, dict[str, Reading]]:
    """The cleaned line with its words of the lexicon as private-use characters, and what each of those stands for.

    The longest word wins; an entry for the language wins over one for both; words of Latin letters and digits match whole only. In an
    English line, Chinese characters are set aside as well.
    """
    known: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.language is not None):
        word = found_word(entry.word)
        if word and entry.language in (None, language):
            known[word.casefold()] = entry
    patterns = [_whole(word) for word in sorted(known, key=len, reverse=True)]
    if language == "en":
        patterns.append(rf"(?:{''.join(f'(?!{word})' for word in patterns)}{_HAN})+")
    if not patterns:
        return text, {}
    pattern = re.compile("|".join(patterns), re.IGNORECASE)
    places: dict[str, str] = {}
    readings: dict[str, Reading] = {}

    def place(match: re.Match[str]) -> str | None:
        word = " ".join(match.group().split()).casefold()
        if len(places) >= _ROOM or (word not in known and not re.match(_HAN, word)):
            return None
        if word not in places:
            places[word] = chr(_FIRST + len(places))
            readings[places[word]] = reading(known[word], language) if word in known else _name(word)
        return f" {places[word]} " if language == "en" else places[word]

    return text.sub(pattern, place), readings


def _whole(word: str) -> str:
    first = rf"(?<!{_ALNUM.pattern})" if _ALNUM.match(word[0]) else ""
    last = rf"(?!{_ALNUM.pattern})" if _ALNUM.match(word[-1]) else ""
    return first + r"\s+".join(re.escape(part) for part in word.split()) + last


def syllable(piece: str) -> str | None:
    """Pinyin with its tone as a digit: mǐ and mi3 -> mi3; None for what is no pinyin with a tone."""
    plain = unicodedata.normalize("NFD", piece.replace("u:", "ü").replace("v", "ü"))
    marks = [char for char in plain if char in _TONES]
    if len(marks) == 1 and not any(char.isdigit() for char in plain):
        bare = unicodedata.normalize("NFC", "".join(char for char in plain if char not in _TONES))
        piece = bare + _TONES[marks[0]]
    piece = piece.replace("u:", "ü").lower()
    if not _SYLLABLE.fullmatch(piece) or not pinyin.known(piece):
        return None
    return piece.replace("ü", "v")


def reading(entry: Entry, language: Language) -> Reading:
    """How an entry is spoken in a line of that language; without phonemes where nothing of it can be said."""
    pieces = [(syllable(piece), piece) for piece in entry.spoken.split()]
    groups = []
    for spelt, group in groupby(pieces, lambda pair: pair[0] is not None):
        parts = list(group)
        if not spelt:
            groups.append(_read(" ".join(piece for _, piece in parts), language))
        elif language == "zh":
            groups.append(Reading(entry.word, "".join(pinyin.ipa(sound) for sound, _ in parts if sound)))
        else:
            groups.append(_anglicised([sound for sound, _ in parts if sound]))
    whole = language == "zh" and any(sound for sound, _ in pieces)
    label = entry.word if whole else " ".join(group.label for group in groups if group.label)
    return Reading(label, " ".join(group.phonemes for group in groups if group.phonemes))


def _anglicised(syllables: Sequence[str]) -> Reading:
    """Pinyin as an English voice says it."""
    return Reading(" ".join(re.sub(r"\d", "", s).replace("v", "yu") for s in syllables), " ".join(map(pinyin.anglicised, syllables)))


def _name(match: str) -> Reading:
    """Chinese characters in an English line."""
    return _anglicised(pinyin.syllables(match))


def _read(text: str, language: Language) -> Reading:
    from voices.frontend.prepare import room  # here: prepare needs this module

    cleaned, readings = set_aside(clean(text), (), language)
    found = [w for w in room(language).words(room(language).normalise(cleaned), readings) if not w.is_pause]
    joint = " " if language == "en" else ""
    return Reading(joint.join(w.label for w in found), "".join(w.phonemes + (" " if w.space else "") for w in found).strip())


def words(text: Aligned, readings: Readings, read: Callable[[Aligned], list[Word]]) -> list[Word]:
    """The words of a text in which private-use characters stand for words of the lexicon; `read` reads what is between them."""
    made: list[Word] = []
    at = 0
    for match in re.finditer(PLACE, text.text):
        made.extend(_between(text.cut(at, match.start()), read))
        at = match.end()
        if (known := readings.get(match.group())) and known.phonemes:
            made.append(Word(known.label, known.phonemes, text.text[at : at + 1].isspace() or at == len(text.text), text.span(at - 1, at)))
    return [*made, *_between(text.cut(at, len(text.text)), read)]


def _between(text: Aligned, read: Callable[[Aligned], list[Word]]) -> list[Word]:
    return read(text) if text.text.strip() else []
