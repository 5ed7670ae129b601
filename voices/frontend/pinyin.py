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
_WHOLE = ("量一量", "称一称", "比一比", "尝一尝")
"""Words that jieba cuts wrongly."""

_ORDINAL = "月号日楼等级流线期代"
_CHILD = re.compile(r"[女婴幼孤健少育胎男宠孩小生童]儿$")
_WHO = re.compile(r"(?:[我你您他她它]们?|大家|咱们?|都|就|也|还|总|非|可|必)$")
_NO_COMPLEMENT = "不所巴记值免舍懂获取觉"
_FIGURES = "零〇一二三四五六七八九十百千万亿点"
_ADVERB = re.compile(r"(.)\1$|[然速心意松静细]$")


_WORDS = {
    "还款": "huan2 kuan3", "还清": "huan2 qing1", "归还": "gui1 huan2", "两行": "liang3 hang2", "长得": "zhang3 de5", "着色": "zhuo2 se4",
    "薄荷": "bo4 he5", "便宜": "pian2 yi5", "处女座": "chu3 nv3 zuo4", "量大": "liang4 da4", "宝藏": "bao3 zang4", "朝阳": "zhao1 yang2",
    "炸鸡": "zha2 ji1", "重磅": "zhong4 bang4", "爆单": "bao4 dan1", "秒杀": "miao3 sha1", "好物": "hao3 wu4", "种草": "zhong4 cao3",
    "拔草": "ba2 cao3", "干货": "gan1 huo4", "相中": "xiang1 zhong4", "折叠": "zhe2 die2", "打折": "da3 zhe2", "卡住": "qia3 zhu4",
    "发卡": "fa4 qia3", "发夹": "fa4 jia1", "夹克": "jia2 ke4", "马甲": "ma3 jia3", "弹力": "tan2 li4", "弹性": "tan2 xing4",
    "头发": "tou2 fa5", "厚薄": "hou4 bao2", "剥虾": "bao1 xia1", "散粉": "san3 fen3", "宝贝": "bao3 bei5", "大夫": "dai4 fu5",
    "数一数": "shu3 yi5 shu3", "量一量": "liang2 yi5 liang2", "一会儿": "yi2 hui4 er5", "扎实": "zha1 shi5",
    "不得了": "bu4 de2 liao3", "小孩儿": "xiao3 hai2 er5",
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
    for word in _WHOLE:
        jieba.add_word(word)
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
    known = _WORDS.get(word) or _reading(word, before, after)
    return "".join(ipa(syllable) for syllable in (known.split() if known else _settled(word)))


def _settled(word: str) -> list[str]:
    """A word's pinyin with what the dictionary leaves open: erhua, 两只 zhi1, 看一看 yi5, 好不好 bu5, 跑得快 de5."""
    made = syllables(word)
    if len(made) != len(word) or len(word) < 2:
        return made
    if word[-1] == "儿" and not _CHILD.search(word):
        made[-1] = "er5"
    if word[-1] == "只" and _NUMERAL.search(word[:-1]):
        made[-1] = "zhi1"
    if word[0] == "一" and made[0] == "yi1" and word[1] not in _FIGURES + _ORDINAL:
        made[0] = "yi2" if made[1][-1] == "4" or word[1] == "个" else "yi4"
    if len(word) == 3 and word[1] in "一不" and word[0] == word[2]:
        made[1] = made[1][:-1] + "5"
    if len(word) == 3 and word[1] == "得" and word[0] not in _NO_COMPLEMENT:
        made[1] = "de5"
    return made


def _sandhi(word: str, before: str, after: str) -> str | None:
    """一 and 不 that stand alone take their tone from what follows: 一款 yi4, 一次 yi2, 不会 bu2; as a figure 一 stays yi1."""
    tone = next(iter(syllables(after)), "")[-1:]
    if word == "不":
        return "bu2" if tone == "4" else "bu4"
    if not tone or after[0] in _FIGURES or (before and before[-1] in "第" + _FIGURES):
        return "yi1"
    return "yi2" if tone == "4" or after[0] == "个" else "yi4"


def _reading(word: str, before: str, after: str) -> str | None:
    """Readings of single characters that depend on the neighbours: 一只 zhi1, 慢慢地 de5, 跑得快 de5, 三重 chong2."""
    if word == "只":
        return "zhi1" if _NUMERAL.search(before) else "zhi3"
    if word == "地":
        return "de5" if _ADVERB.search(before) else "di4"
    if word == "得":
        return "dei3" if not before or _WHO.search(before) else "de5"
    if word == "还":
        return "huan2" if after and after[0] in "钱款债贷清" else "hai2"
    if word in ("一", "不"):
        return _sandhi(word, before, after)
    if word == "一行" and after[:1] in ("字", "代"):
        return "yi4 hang2"
    if word == "扎" and after.startswith("头发"):
        return "za1"
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
