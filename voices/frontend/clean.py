"""What no voice reads: emoji, control and invisible characters, markup; and one form for characters that have several."""

import re
import unicodedata

from voices.frontend.aligned import Aligned

_KEPT_SYMBOLS = frozenset("°℃℉№★☆$€£¥￥+＋=<>~～^|`×÷±≈≤≥≠㎡㎝㎜㎏㎎㎖‰")
_DROPPED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Me"))
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--.*?-->")
_BRACKETS = re.compile(r"[\[\]{}]")
_FOLDED = frozenset(("Nd", "Nl", "No", "Lu", "Ll", "Sm", "Sc", "Pd"))


_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "є": "ye", "і": "i", "ї": "yi", "ґ": "g",
}  # fmt: skip


def _latin(char: str) -> str:
    """A Cyrillic letter in Latin ones, as an English voice reads it best."""
    plain = _CYRILLIC.get(char.lower(), "")
    return plain.capitalize() if char.isupper() else plain


def _fold(char: str) -> str:
    """The plain form of a character: full-width letters and digits, styled letters, superscripts; a space for what is not read."""
    if char in "\n\t\r\v\f\u2028\u2029":
        return "\n" if char in "\n\u2028\u2029" else " "
    if char in "㎡㎝㎜㎏㎎㎖":
        return {"㎡": "m²", "㎝": "cm", "㎜": "mm", "㎏": "kg", "㎎": "mg", "㎖": "ml"}[char]
    if char in "²³℃℉":
        return char
    if "\u0400" <= char <= "\u04ff":
        return _latin(char)
    category = unicodedata.category(char)
    if char in _KEPT_SYMBOLS:
        return unicodedata.normalize("NFKC", char) if "\uff00" <= char <= "\uffef" else char
    if category in _DROPPED_CATEGORIES or "\ufe00" <= char <= "\ufe0f":
        return "" if category in ("Cf", "Me", "Mn") else " "
    if category in _FOLDED or ("\uff01" <= char <= "\uff5e" and char not in "，！？：；（）"):
        return unicodedata.normalize("NFKC", char).replace("\u2044", "/")
    return char


def clean(text: str) -> Aligned:
    """The line without what cannot be read, in one form of each character, mapped to the line as it was given."""
    aligned = Aligned.of(text).sub(_MARKUP, " ").sub(_BRACKETS, " ")
    changes = [(i, i + 1, _fold(char)) for i, char in enumerate(aligned.text) if _fold(char) != char]
    return aligned.replaced(changes) if changes else aligned
