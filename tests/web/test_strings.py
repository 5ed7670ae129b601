"""Both languages are complete, and every key that the code asks for exists."""

import re
from pathlib import Path
from typing import get_args

import pytest

import livestream.web
from livestream.catalog.values import PARTS, SHAPES
from livestream.jobs.failures import Failure
from livestream.web import strings
from livestream.web.strings import STRINGS, pick_language, t
from voices.types import TONES

CODE = [path.read_text(encoding="utf-8") for path in Path(livestream.web.__file__).parent.rglob("*.py") if path.parent.name != "strings"]
PLACES = re.compile(r"\{\w+\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = ("file.",)


@pytest.mark.parametrize("key", STRINGS)
def test_a_string_is_there_in_both_languages(key: str) -> None:
    english, chinese = STRINGS[key]
    assert english.strip() and chinese.strip()
    assert sorted(PLACES.findall(english)) == sorted(PLACES.findall(chinese))
    assert not CHINESE.search(english)
    assert CHINESE.search(chinese) or key.startswith(SAME_IN_BOTH)


def test_every_key_in_the_code_is_in_the_table() -> None:
    asked = {
        key
        for code in CODE
        for key in re.findall(
            r'"((?:app|nav|lang|create|look|script|take|library|products|field|import|settings|voices|own|recording|compare|reply|error)\.[a-z_.]+)"',
            code,
        )
    }
    assert len(asked) > 100
    assert {key for key in asked if key not in STRINGS and not key.endswith((".", ".db", ".csv"))} == set()


def test_no_string_is_left_unused() -> None:
    built = tuple(re.findall(r"""["']([a-z]+\.(?:[a-z]+\.)?)(?:\{|["'] \+)""", "".join(CODE)))
    used = set(re.findall(r"""["']([a-z_]+\.[a-z_.]+)["']""", "".join(CODE)))
    assert [key for key in STRINGS if key not in used and not key.startswith(built)] == []


@pytest.mark.parametrize(
    "kind, keys",
    [("tone", TONES), ("failure", get_args(Failure)), ("part", PARTS), ("create.shape", SHAPES), ("gender", ("female", "male"))],
)
def test_every_value_of_the_other_rooms_has_a_name(kind: str, keys: tuple[str, ...]) -> None:
    assert all(t(f"{kind}.{key}", "zh") != t(f"{kind}.{key}", "en") for key in keys)


@pytest.mark.parametrize(
    "wanted, accept, language",
    [
        ("zh", "en-US", "zh"),
        ("en", "zh-CN", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "de,en;q=0.5,zh;q=0.4", "en"),
        ("xx", None, "en"),
        (None, "fr", "en"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_browsers(wanted: str | None, accept: str | None, language: str) -> None:
    assert pick_language(wanted, accept) == language


def test_no_key_stands_on_two_pages() -> None:
    tables = [strings.SHELL, strings.CREATE, strings.TAKES, strings.PRODUCTS, strings.VOICES, strings.SETTINGS]
    assert sum(len(table) for table in tables) == len(STRINGS)
