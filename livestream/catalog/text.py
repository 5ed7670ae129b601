"""Merchants' text made plain: no markup, no control characters, spaces in order. Emoji, right-to-left scripts and full-width signs stay."""

import html
import re
import unicodedata

from voices.types import Language

_BLOCK = re.compile(r"<(script|style|iframe|template|noscript)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(-->|$)", re.DOTALL)
_BREAK = re.compile(r"<(br|/p|/div|/li|/tr|/h[1-6])\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<![^<>]*>")
_UNSEEN = {0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # zero-width spaces and direction overrides
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_LINES = re.compile(r"[\r\n\u2028\u2029\v\f]+")
_MARKUP_ROUNDS = 3


def has_markup(text: str) -> bool:
    """Whether `text` holds HTML tags or comments, escaped ones included."""
    if "<" not in text and "&" not in text:
        return False
    seen = html.unescape(text)
    return bool(_TAG.search(seen) or _COMMENT.search(seen))


def plain_lines(text: str) -> list[str]:
    """The lines of `text` without HTML (scripts and styles go with what they hold), empty ones left out."""
    if "<" not in text and "&" not in text:
        return [line for line in map(_tidy, _LINES.split(text)) if line]
    for _ in range(_MARKUP_ROUNDS):  # "&lt;b&gt;" hides a tag
        before = text
        text = _BREAK.sub("\n", _COMMENT.sub("", _BLOCK.sub("", text)))
        text = html.unescape(_TAG.sub("", text))
        if text == before:
            break
    else:
        text = _TAG.sub("", text)
    return [line for line in map(_tidy, _LINES.split(text)) if line]


def plain(text: str) -> str:
    """`text` on one line, without HTML and control characters."""
    return " ".join(plain_lines(text))


def _tidy(line: str) -> str:
    if line.isprintable():
        return " ".join(unicodedata.normalize("NFC", line).split())
    kept = "".join(
        " " if c == "\t" else c for c in line if c == "\t" or (ord(c) not in _UNSEEN and unicodedata.category(c) not in ("Cc", "Cs"))
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())


def language_of(*texts: str) -> Language:
    """zh where Chinese characters carry the text (a Chinese character weighs as much as a Latin word), else en."""
    joined = " ".join(texts)
    return "zh" if len(_CJK.findall(joined)) > len(_LATIN.findall(joined)) else "en"


def other_language(language: str) -> Language:
    """English for Chinese and Chinese for English: what copy is translated from or into."""
    return "en" if language == "zh" else "zh"
