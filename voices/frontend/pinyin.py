"""Chinese words -> misaki's phonemes (pinyin turned into IPA with tone arrows), quietly and with our own cache."""

import contextlib
import functools
import io
import logging
import re
from collections.abc import Iterator
from types import ModuleType

from voices.paths import cache_dir

_NUMERAL = re.compile(r"[一二三四五六七八九十百千万两几半每这那]$")
_ADVERB = re.compile(r"(.)\1$|[然速心意松静细]$")


@functools.cache
def _jieba() -> ModuleType:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(cache_dir())
    jieba.dt.cache_file = "jieba.cache"
    jieba.initialize()
    return jieba


@functools.cache
def _misaki() -> ModuleType:
    with contextlib.redirect_stdout(io.StringIO()):
        from misaki import zh
    return zh


@functools.lru_cache(maxsize=4096)
def _ipa(syllable: str) -> str:
    return str(_misaki().ZHG2P.py2ipa(syllable)).replace(chr(815), "")


def cut(run: str) -> Iterator[tuple[str, int, int]]:
    """The words of a run of Chinese characters with their first and last + 1 index."""
    yield from _jieba().tokenize(run)


def phonemes(word: str, before: str = "", after: str = "") -> str:
    """A word's phonemes; `before` and `after` are its neighbours, which settle a few characters with several readings."""
    from pypinyin import Style, lazy_pinyin

    special = _reading(word, before, after)
    syllables = [special] if special else lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    return "".join(_ipa(syllable) for syllable in syllables)


def _reading(word: str, before: str, after: str) -> str | None:
    """Readings of single characters that depend on the neighbours: 一只 zhi1, 慢慢地 de5, 跑得快 de5, 三重 chong2."""
    if word == "只":
        return "zhi1" if _NUMERAL.search(before) else "zhi3"
    if word == "地":
        return "de5" if _ADVERB.search(before) else "di4"
    if word == "得":
        return "dei3" if not before else "de5"
    if word == "重":
        return "chong2" if _NUMERAL.search(before) else "zhong4"
    if word == "行":
        return "hang2" if _NUMERAL.search(before) else "xing2"
    if word == "了":
        return "le5"
    return None


def romanised(text: str) -> str:
    """Chinese characters in plain letters, for voices that speak English only."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text, errors="ignore"))
