"""A shop's own words: the file, where they are found in a line, and how they are said."""

from pathlib import Path

import pytest

from voices import Delivery, Entry, VoiceChoice, lexicon, say
from voices.frontend.prepare import sentences
from voices.lexicon import LexiconError

ENTRIES = (
    Entry("小熊", "xiǎo xióng"),
    Entry("HOTO", "hou4 tuo1", "zh"),
    Entry("HOTO", "hoe toe", "en"),
    Entry("Aesop", "伊索"),
    Entry("X5 Pro", "叉五 pro"),
    Entry("乐扣", "Lock and Lock"),
    Entry("重八", "chong2 ba1"),
)


def _words(line: str, language: str, entries: tuple[Entry, ...] = ENTRIES) -> dict[str, tuple[str, str]]:
    made = sentences(line, language, Delivery(lexicon=entries))  # type: ignore[arg-type]
    return {line[w.span[0] : w.span[1]]: (w.label, w.phonemes) for s in made for w in s.words if w.span and not w.is_pause}


def test_chinese_line() -> None:
    words = _words("小熊电饭煲配HOTO螺丝刀，AESOP香薰，x5  pro版，乐扣杯。", "zh")
    assert words["小熊"] == ("小熊", "ɕjau↓ɕjʊ↗ŋ")
    assert words["HOTO"] == ("HOTO", "xou↘tʰwo→")
    assert words["AESOP"] == ("伊索", "i→swo↓")
    assert words["x5  pro"] == ("叉五pro", "ꭧʰa→ u↓ pɹˈO")
    assert words["乐扣"][1] == "lˈɑk ænd lˈɑk"
    assert words["杯"][1] == "pei→"


def test_english_line() -> None:
    words = _words("The HOTO drill, HOTO's best, and (HOTO)! photos; 小熊 too.", "en")
    assert words["HOTO"] == ("hoe toe", "hˈO tˈO")
    assert words["photos"] == ("photos", "fˈOTOz")
    assert words["小熊"][0] == "xiao xiong"
    assert "ʃ" in words["小熊"][1]


def test_what_is_said_of_a_text_engine_is_the_respelling() -> None:
    [sentence] = sentences("HOTO is new.", "en", Delivery(lexicon=ENTRIES))
    assert sentence.spoken == "hoe toe is new."


def test_the_longest_word_wins_and_latin_words_match_whole_only() -> None:
    entries = (Entry("小米", "da4 mi3"), Entry("小米粥", "xiao3 mi3 zhou1"), Entry("AC", "空调"))
    assert _words("小米粥", "zh", entries)["小米粥"][1] == "ɕjau↓mi↓ꭧou→"
    assert _words("MAC和AC", "zh", entries)["AC"][0] == "空调"
    assert "MAC" in _words("MAC和AC", "zh", entries)


def test_a_word_with_digits_is_not_read_by_the_rules_for_figures() -> None:
    assert _words("型号R7只要99元", "zh", (Entry("R7", "阿七"),))["R7"][0] == "阿七"


def test_the_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "shop" / "lexicon.toml"
    odd = (*ENTRIES, Entry('6" Pan', "six inch pan", "en"), Entry("a\\b", "a b"))
    lexicon.save(odd, path)
    assert set(lexicon.load(path)) == set(odd) - {ENTRIES[0]} | {Entry("小熊", "xiǎo xióng")}
    assert '"小熊" = "xiǎo xióng"' in path.read_text(encoding="utf-8")


def test_an_entry_replaces_the_one_of_the_same_word_and_language() -> None:
    made = lexicon.with_entry(ENTRIES, Entry(" hoto ", "ho to", "en"))
    assert [e.spoken for e in made if e.word.lower() == "hoto"] == ["hou4 tuo1", "ho to"]
    assert len(lexicon.without(made, "HOTO", "zh")) == len(made) - 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("小熊 = xiong", "cannot be read"),
        ('[fr]\n"a" = "b"', "'fr' is unknown"),
        ('"小熊" = "xiao3 xiong2"', "below \\[both\\]"),
        ('[zh]\n"小熊" = 3', "in quotes"),
        ('[zh]\n"小熊" = ""', "is empty"),
        ('[zh]\n"😍" = "xiao4"', "no letters"),
        ('[both]\n"小熊" = "😍"', "cannot be said"),
        ('[zh]\n"小\\u0000熊" = "xiao3"', "plain text"),
        ('[zh]\n"' + "长" * 81 + '" = "xiao3"', "at most 80"),
    ],
)
def test_errors_are_for_people(text: str, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        lexicon.parse(text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        lexicon.load(tmp_path / "none.toml")


def test_private_characters_of_a_line_are_not_taken_for_words() -> None:
    words = _words("\ue000小熊\ue001好", "zh")
    assert list(words) == ["小熊", "好"]


def test_it_is_heard_and_the_caption_stays() -> None:
    line, voice = "The HOTO drill is here.", VoiceChoice("en", "female")
    plain, own = say(line, voice), say(line, voice, Delivery(lexicon=ENTRIES))
    assert [m.label for m in own.marks if m.kind == "phoneme"] != [m.label for m in plain.marks if m.kind == "phoneme"]
    assert [line[m.span[0] : m.span[1]] for m in own.marks if m.kind == "word" and m.span] == ["The", "HOTO", "drill", "is", "here"]
    assert [m.label for m in own.marks if m.kind == "sentence"] == [line]
