"""Running talk told from a list, and what it calls the goods where it introduces them."""

import re
from collections.abc import Iterable

from livestream.catalog.text import language_of, plain_lines
from voices.types import Language

BULLET = re.compile(r"^\s*(?:[•·●▪✓✔✅*]|[\-–—](?!\d)|\d{1,2}[.、)）](?!\d))\s*")  # as lists are written
DETAIL = re.compile(r"^([^:：\d，,。]{1,8}|[A-Za-z][A-Za-z ]{1,19})[:：]\s*(\S.*)$")

_SPOKEN: dict[Language, re.Pattern[str]] = {  # how people talk, and lists do not
    "zh": re.compile(r"[呢啊嘛吧呀啦哦]|[我你您咱它这那]|大家|[的了][，。！]|[就都也还]"),
    "en": re.compile(r"\b(?:it|we|you|i|they|she|he|this|that|these|is|are|so|because|which)\b", re.IGNORECASE),
}
_TALK: dict[Language, tuple[int, int]] = {"zh": (40, 4), "en": (120, 5)}  # characters, and spoken words, of the shortest talk
_LINE = 30  # characters a line of a talk has at least, on average

_INTRODUCTION = re.compile(  # what stands before the name where the goods are introduced
    r"^(?:那个|然后)?(?:(?:今天|这次|我|我们)*(?:给|跟|为|向)?(?:大家|你们|各位)?(?:带来|推荐|介绍|分享)(?:一下)?的?(?:是|就是)?)?(?:这是|就是)?"
    r"(?:我们?家?|咱们?家?)?(?:做)?的?(?:[这那一][款个只件条种支双套瓶盒台把盏箱张块袋本]|(?<=的))(?:新[品款])?"
    r"|^(?:(?:so|well|okay|ok|now|and|today),? )*(?:(?:we|I)(?:'ve| have)? (?:make|sell|got|have)|this is|these are"
    r"|here(?:'s| is| are)(?! the (?:thing|deal)\b)|it's(?= an? | our | my )|meet|(?:let me |I'll |I (?:want|wanted|'d like) to )?show you)"
    r" (?:(?:this|these|our|my|the|an?|some) )?(?:(?:brand )?new )?",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[呢啊呀哈嘛吧]+$| (?:at|for)$")
_NAME: dict[Language, re.Pattern[str]] = {  # how far the name goes in a clause that says more
    "zh": re.compile(r"((?:(?!我们|你们|价格?|东西|时候|[它用的这那])[\u4e00-\u9fff]){1,8}?)(?=[呢啊呀哈吧嘛哦]|是|它|$)"),
    "en": re.compile(r"((?:[a-z-]+ ){0,3}?[a-z-]+)(?=$| (?:is|are|in|with|for|that|which|from|and|it|at|by|of)\b)", re.IGNORECASE),
}


def is_talk(text: str) -> bool:
    """Whether a text is running talk rather than a list of what there is to say."""
    lines = plain_lines(text)
    words, language = " ".join(lines), language_of(*lines)
    size, spoken = _TALK[language]
    listed = any(BULLET.match(line) or DETAIL.match(line) for line in lines)
    return not listed and len(words) >= max(size, _LINE * len(lines)) and len(_SPOKEN[language].findall(words)) >= spoken


def introduced(clause: str) -> str:
    """The goods in a clause that is all there is of them, and may introduce them: "So we make this lunch box"."""
    name = _TRAILING.sub("", _INTRODUCTION.sub("", clause, count=1))
    return _capital(name) if name and not clause.startswith(name) else clause


def first_shown(clauses: Iterable[str], language: Language) -> str:
    """What the first clause of a talk that introduces the goods calls them: "this is our folding table in oak"; empty where none does."""
    for clause in map(str.strip, clauses):
        if (introduction := _INTRODUCTION.match(clause)) and (name := _NAME[language].match(clause[introduction.end() :])):
            return _capital(name[1])
    return ""


def _capital(name: str) -> str:
    return f"{name[0].upper()}{name[1:]}"
