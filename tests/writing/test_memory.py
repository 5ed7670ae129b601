import pytest

from livestream.writing.memory import memory, near, words
from livestream.writing.translate import in_language
from livestream.writing.wording import lists
from voices.types import Language
from yi_core.examples import held_out, records


@pytest.mark.parametrize(
    ("text", "to", "shown"),
    [
        ("Burns about 50 hours", "zh", "燃烧"),
        ("reusable as a tea cup", "zh", "可当杯子"),
        ("双面防霉竹托盘", "en", "mould-resistant"),
        ("定制滤网", "en", "strainer"),
    ],
)
def test_what_is_shown_says_the_words_of_the_text(text: str, to: Language, shown: str) -> None:
    assert shown in " ".join(b for _, b in near([text], to, 4))


def test_no_word_is_shown_twice_while_others_wait() -> None:
    shown = near(["防霉防霉防霉", "不锈钢内胆"], "en", 2)
    assert any("防霉" in a for a, _ in shown)
    assert any("不锈钢" in a or "内胆" in a for a, _ in shown)


def test_a_text_of_unknown_words_is_shown_nothing() -> None:
    assert near(["Xylqua", "12 x 30"], "zh", 4) == []
    assert near([], "en", 4) == []


def test_held_out_copy_is_not_remembered() -> None:
    learned = {(r["product"]["name"], r["tr"]["name"]) for r in records() if not held_out(r)}
    unseen = {(r["product"]["name"], r["tr"]["name"]) for r in records() if held_out(r)} - learned
    known = {*memory("en").pairs, *memory("zh").pairs}
    assert unseen
    assert not unseen & known


def test_the_glossary_is_in_both_languages_and_says_each_once() -> None:
    entries = [entry for group in lists("glossary.yaml").values() for entry in group.items()]
    assert len({zh for zh, _ in entries}) == len(entries)
    for zh, en in entries:
        assert words(zh, "zh"), zh
        assert in_language(en, "en"), en
