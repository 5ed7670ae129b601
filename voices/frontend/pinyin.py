"""Chinese words -> misaki's phonemes (pinyin turned into IPA with tone arrows), quietly and with our own cache."""

import contextlib
import functools
import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from voices.paths import CacheError, cache_dir

_LOG = logging.getLogger(__name__)

_NUMERAL = re.compile(r"[一二三四五六七八九十百千万两几半每这那]$")
_ADVERB = re.compile(r"(.)\1$|[然速心意松静细]$")


_WORDS = {
    "还款": "huan2 kuan3", "还清": "huan2 qing1", "归还": "gui1 huan2", "两行": "liang3 hang2", "长得": "zhang3 de5", "着色": "zhuo2 se4",
    "薄荷": "bo4 he5", "便宜": "pian2 yi5", "处女座": "chu3 nv3 zuo4", "量大": "liang4 da4", "宝藏": "bao3 zang4", "朝阳": "zhao1 yang2",
    "炸鸡": "zha2 ji1", "重磅": "zhong4 bang4", "爆单": "bao4 dan1", "秒杀": "miao3 sha1", "好物": "hao3 wu4", "种草": "zhong4 cao3",
    "拔草": "ba2 cao3", "干货": "gan1 huo4", "相中": "xiang1 zhong4", "折叠": "zhe2 die2", "打折": "da3 zhe2", "卡住": "qia3 zhu4",
    "发卡": "fa4 qia3", "发夹": "fa4 jia1", "夹克": "jia2 ke4", "马甲": "ma3 jia3", "弹力": "tan2 li4", "弹性": "tan2 xing4",
}  # fmt: skip
"""Words that the dictionaries read wrongly or leave open."""


@functools.cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    try:
        jieba.dt.tmp_dir = str(cache_dir())
        jieba.dt.cache_file = "jieba.cache"
    except CacheError as error:
        _LOG.warning("jieba keeps its dictionary in the temporary folder: %s", error)
    jieba.initialize()
    return jieba


@functools.cache
def _misaki() -> Any:
    with contextlib.redirect_stdout(io.StringIO()):
        from misaki import zh
    return zh


@functools.lru_cache(maxsize=4096)
def ipa(syllable: str) -> str:
    """The phonemes of one syllable of pinyin with its tone as a digit. Raises what misaki raises for no syllable."""
    return str(_misaki().ZHG2P.py2ipa(syllable)).replace(chr(815), "")


def known(syllable: str) -> bool:
    """Whether that is a syllable of pinyin with its tone as a digit."""
    try:
        return bool(ipa(syllable))
    except ValueError:
        return False


def cut(run: str) -> Iterator[tuple[str, int, int]]:
    """The words of a run of Chinese characters with their first and last + 1 index."""
    yield from _jieba().tokenize(run)


def phonemes(word: str, before: str = "", after: str = "") -> str:
    """A word's phonemes; `before` and `after` are its neighbours, which settle a few characters with several readings."""
    special = _reading(word, before, after)
    known = _WORDS.get(word) or special
    return "".join(ipa(syllable) for syllable in (known.split() if known else syllables(word)))


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


def syllables(text: str) -> list[str]:
    """Chinese characters as pinyin with tones as digits."""
    from pypinyin import Style, lazy_pinyin

    return list(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore"))


_ENGLISH = (
    ("[→↗↓↘]", ""), ("ʨʰ|ꭧʰ", "ʧ"), ("ʨ|ꭧ", "ʤ"), ("ʰ", ""), ("ɕ|ʂ", "ʃ"), ("ʦ", "ts"), ("ɻ", "ɹ"), ("xw", "w"), ("x", "h"),
    ("ai", "I"), ("ei", "A"), ("au", "W"), ("ou", "O"), ("a", "ɑ"), ("ɚ", "ɑɹ"), ("ɥe", "wɛ"), ("(?<=[ʃʤʧ])y", "u"), ("y", "ju"),
    ("iŋ", "ɪŋ"), ("əŋ", "ʌŋ"), ("ɤ", "ɜ"), ("ɨ", "ɪ"), ("o", "ɔ"),
)  # fmt: skip
"""Sounds of pinyin -> the English sounds nearest to them, applied in order."""


def anglicised(syllable: str) -> str:
    """The nearest an English voice comes to a syllable of pinyin, stressed."""
    sounds = ipa(syllable)
    for pattern, new in _ENGLISH:
        sounds = re.sub(pattern, new, sounds)
    return re.sub(r"(?=[IAWOiuɑɛeəɜʌɪɔʊ])", "ˈ", sounds, count=1)
