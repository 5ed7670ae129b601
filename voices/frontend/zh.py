"""Chinese text -> words with phonemes: our rules for shop talk, then wetext, then jieba and pypinyin; Latin words are spoken as English."""

import functools
import re
import threading
from typing import Any

from voices.frontend import english, pinyin, zh_rules
from voices.frontend.aligned import Aligned
from voices.frontend.said import PLACE, Readings
from voices.frontend.words import Word, merge

_LOCK = threading.Lock()
_LATIN = r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.&-]*"
_RUNS = re.compile(
    r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    rf"|(?P<latin>{_LATIN}(?:\s+{_LATIN})*)"
    rf"|(?P<own>{PLACE})"
    r"|(?P<digits>\d+(?:\.\d+)?)"
    r"|(?P<pause>[，,、；;：:。．.！!？?…—（）()“”\"《》「」【】\n]+)"
)
_PART = re.compile(r"[^，。！？；\n]{1,120}\d*[，。！？；\n]*|[，。！？；\n]+")
"""What the general normaliser is given at once: its time grows faster than the length."""

_PAUSES = {
    "，": ",", "、": ",", "；": ";", "：": ":", "。": ".", "．": ".", "！": "!", "？": "?", "\n": ".", "（": ",", "）": ",", "(": ",",
    ")": ",", "《": "“", "》": "”", "「": "“", "」": "”", "【": "“", "】": "”", "—": "—", "…": "…",
}  # fmt: skip
_STRENGTH = ".?!…;:—,"


@functools.cache
def _wetext() -> Any:
    from wetext import Normalizer

    return Normalizer(lang="zh", operator="tn")


def normalise(text: Aligned) -> Aligned:
    """Figures, units and symbols as Chinese words."""
    text = zh_rules.apply(text)
    if not re.search(r"[\d%℃°×÷=<>]", text.text):
        return text
    parts = [_general(text.cut(*match.span())) for match in _PART.finditer(text.text)]
    return Aligned("".join(part.text for part in parts), tuple(span for part in parts for span in part.spans))


def _general(text: Aligned) -> Aligned:
    """What the general normaliser makes of a part."""
    from wetext import AlignmentError

    with _LOCK:
        try:
            result = _wetext().normalize_with_mapping(text.text)
        except AlignmentError:
            return text.realigned(_wetext().normalize(text.text))
    return text.replaced([(m.input_start, m.input_end, m.output_text) for m in result.mappings if m.input_text != m.output_text])


def _pause(symbols: str) -> str:
    """One pause symbol for a run of punctuation: the strongest of it."""
    plain = {_PAUSES.get(char, char) for char in symbols}
    return next((char for char in _STRENGTH if char in plain), "")


def words(text: Aligned, readings: Readings) -> list[Word]:
    """Words and pauses of normalised Chinese text; `readings` of the lexicon's words in it."""
    made: list[Word] = []
    for match in _RUNS.finditer(text.text):
        first, last = match.span()
        if match.lastgroup == "han":
            made.extend(_han(text.cut(first, last)))
        elif match.lastgroup == "own":
            if known := readings.get(match.group()):
                made.append(Word(known.label, known.phonemes, True, text.span(first, last)))
        elif match.lastgroup == "latin":
            latin = english.words(text.cut(first, last))
            if latin and not latin[-1].is_pause:
                latin[-1] = Word(latin[-1].label, latin[-1].phonemes, True, latin[-1].span)
            made.extend(latin)
        elif match.lastgroup == "digits":
            made.extend(_han(text.cut(first, last).replaced([(0, last - first, zh_rules.digits(match.group()))])))
        elif (symbol := _pause(match.group())) and made:
            if made[-1].is_pause:
                continue
            made[-1] = Word(made[-1].label, made[-1].phonemes, False, made[-1].span)
            made.append(Word(match.group(), symbol, True, text.span(first, last)))
    return merge(made)


def _han(run: Aligned) -> list[Word]:
    cuts = list(pinyin.cut(run.text))
    made = []
    for i, (word, first, last) in enumerate(cuts):
        before = cuts[i - 1][0] if i else ""
        after = cuts[i + 1][0] if i + 1 < len(cuts) else ""
        phonemes = pinyin.phonemes(word, before, after)
        if phonemes:
            made.append(Word(word, phonemes, True, run.span(first, last)))
    return made
