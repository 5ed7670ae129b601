"""What in a translation looks wrong at a glance: a word spelled by its sound, left as it was, left out or added,
a thing for another, harm, a length out of all proportion."""

import json
import re
from functools import cache

from livestream.catalog.text import other_language
from livestream.writing.memory import untold
from livestream.writing.things import exchanged
from livestream.writing.wording import CJK, LATIN, common, english_words, stem
from voices.types import Language
from yi_core.examples import records

_SYLLABLE = "|".join(
    (
        "[jqx](?:iang|iong|ing|iao|ian|uan|ia|ie|iu|in|ue|un|i|u)",
        "[gkh](?:uang|uai|uan|ang|eng|ong|ai|an|ao|ei|en|ou|ua|ui|un|uo|a|e|u)",
        "(?:[zcs]h?|r)(?:uang|uai|uan|ang|eng|ong|ai|an|ao|en|ou|ua|ui|un|uo|a|e|i|u)",
        "[bpmf](?:iao|ian|ang|eng|ing|ai|an|ao|ei|en|ie|in|ou|a|i|o|u)",
        "[dtnl](?:iang|iao|ian|uan|ang|eng|ing|ong|ai|an|ao|ei|en|ia|ie|in|iu|ou|ue|un|uo|a|e|i|u)",
        "w(?:ang|eng|ai|an|ei|en|a|o|u)",
        "y(?:ang|ing|ong|uan|an|ao|in|ou|ue|un|a|e|i|u)",
        "ang|ai|an|ao|er|ou",
    )
)
_BY_SOUND = re.compile(rf"(?:{_SYLLABLE}){{2,}}|[a-z]*(?:uang|[^b]iang|zh[aeiou])[a-z]*|[qx](?:i[aeou]|u[ae])[a-z]*")
_ENGLISH = (
    "antenna bakelite banana bangle cacao ceramide chinese data dune fireside jujube longan miniature mochi pale patina quartz ramie "
    "rouge sesame tangerine tuning yuan"
)  # words that are spelled as Chinese is, and that the corpus does not use
_LEFT = re.compile(r"(?<![A-Za-z-])[a-z]{4,}(?![A-Za-z-])")
_LENGTH = {"en": (0.2, 1.2), "zh": (0.6, 5.0)}
"""Words of English for a sign of Chinese, and signs for a word: how few and how many are usual."""
_HARM = {
    "zh": re.compile(r"[烧烫受砸]伤|伤[口亡害]|死|中毒|疾病|流血"),
    "en": re.compile(r"\b(?:injur|hurt|wound|poison|dead\b|death|diseas|kill|die[sd]?\b(?!-)|blood)", re.IGNORECASE),
}
"""Of which hardly any goods speak: "burns for 50 hours" became 烧伤约50小时."""
_FEWER, _MORE = 1, 4  # than that, in short texts


def mistranslated(source: str, translation: str, to: Language) -> bool:
    """Whether a translation should be read by someone who knows both languages."""
    words = LATIN.findall(translation)
    strange = [word for word in words if word.lower() not in source.lower() and _by_sound(word)]
    left = _LEFT.findall(translation) if to == "zh" else CJK.findall(translation)
    back = other_language(to)
    harm = _HARM[to].search(translation) and not _HARM[back].search(source)
    alone = untold(source, translation, to) or untold(translation, source, back)
    other = exchanged(source, translation, to)
    return bool(strange or left or harm or alone or other or _out_of_proportion(source, translation, to))


def _by_sound(word: str) -> bool:
    """Whether a word is spelled as Chinese is, and no English one."""
    plain = word.lower()
    return bool(_BY_SOUND.fullmatch(plain)) and stem(plain) not in _english()


@cache
def _english() -> frozenset[str]:
    """Stems of the English words that the authored corpus uses in running text."""
    texts = [json.dumps([r["script"], r["qa"], r["product"]["points"]]) for r in records() if r["lang"] == "en"]
    listed = {stem(word) for text in texts for word in LATIN.findall(text.lower())}
    return frozenset(listed | english_words("stop") | common("en", "words") | {stem(word) for word in _ENGLISH.split()})


def _out_of_proportion(source: str, translation: str, to: Language) -> bool:
    low, high = _LENGTH[to]
    long, said = _length(source), _length(translation)
    return said > high * long + _MORE or said + _FEWER < low * long


def _length(text: str) -> int:
    """Words of English and signs of Chinese."""
    return len(LATIN.findall(text)) + len(CJK.findall(text))
