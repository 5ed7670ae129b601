"""Every word of the studio in English and Chinese: one table, a file for each page, so that neither language can lack a line."""

from collections.abc import Mapping
from typing import Final, Literal

from livestream.web.strings.create import CREATE
from livestream.web.strings.products import PRODUCTS
from livestream.web.strings.settings import SETTINGS
from livestream.web.strings.shell import SHELL
from livestream.web.strings.takes import TAKES
from livestream.web.strings.voices import VOICES

UiLanguage = Literal["en", "zh"]
DEFAULT: Final[UiLanguage] = "en"

STRINGS: Final[dict[str, tuple[str, str]]] = SHELL | CREATE | TAKES | PRODUCTS | VOICES | SETTINGS


def t(key: str, language: str, **values: object) -> str:
    """The text of `key` in "zh", or English for any other language; `values` fill its {places}. KeyError for an unknown key."""
    english, chinese = STRINGS[key]
    text = chinese if language == "zh" else english
    return text.format(**values) if values else text


def words_in(language: str, words: Mapping[str, str]) -> str:
    """What stands in `words` for the language, else for English, else nothing."""
    return words.get(language) or words.get("en", "")


def pick_language(wanted: str | None, accept: str | None) -> UiLanguage:
    """The studio's language: what was chosen before, else the first of the browser's Accept-Language that we have, else English."""
    if wanted in ("en", "zh"):
        return "zh" if wanted == "zh" else "en"
    for part in (accept or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return DEFAULT
