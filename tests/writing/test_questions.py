"""Questions to the viewers: on the fact, never twice, in the persona's form of address, and claiming nothing."""

from itertools import product as pairs

import pytest
from fakes import ScriptedModel, basket, brief

from livestream.catalog.demo import demo_products
from livestream.catalog.values import Brief, Line
from livestream.trust.check import check_line
from livestream.writing.questions import FORMAL, openers, question
from livestream.writing.script import write_script
from voices.types import VoiceChoice


def asked(fact: str, language: str, persona: str = "bestie", others: tuple[Line, ...] = (), seed: int = 0) -> str:
    return question(fact, Brief(VoiceChoice(language, "female"), persona=persona, seed=seed), others)


@pytest.mark.parametrize(
    ("fact", "language", "word"),
    [
        ("低档运行约26分贝", "zh", "夜里|睡"),
        ("配料只有茶叶和桂花", "zh", "配料表|小字"),
        ("缺水自动停机", "zh", "开关"),
        ("USB-C供电，充电宝也能带", "zh", "充电"),
        ("works on gas, induction, oven and campfire", "en", "cook"),
        ("IP67 dust and water rating", "en", "rain|wet"),
        ("weighs 4.4 lb", "en", "heavy|weighed"),
    ],
)
def test_a_question_is_about_its_fact(fact: str, language: str, word: str) -> None:
    assert any(w in asked(fact, language) for w in word.split("|"))


def test_no_question_is_asked_twice_and_none_are_left_at_last() -> None:
    said: list[Line] = []
    for _ in range(20):
        if not (words := asked("1米长", "zh", others=tuple(said))):
            break
        assert words not in [line.text for line in said]
        said.append(Line("point", words, (0,)))
    assert 2 <= len(said) < 20


def test_formal_personas_say_nin() -> None:
    assert all("您" in asked("0.8升容量", "zh", persona) for persona in FORMAL)
    assert "你" in asked("0.8升容量", "zh", "bestie")


@pytest.mark.parametrize("goods", demo_products(), ids=lambda p: p.name)
def test_questions_on_the_demo_shop_claim_nothing(goods) -> None:  # type: ignore[no-untyped-def]
    for fact, seed in pairs(goods.facts, range(3)):
        said: list[Line] = []
        while words := asked(fact, goods.language, others=tuple(said), seed=seed):
            assert words.endswith(("？", "?", "。", ".")) and not check_line(words, goods, goods.language)
            said.append(Line("point", words))


def test_openers_start_with_the_first_points_and_the_seed_changes_them() -> None:
    goods = next(p for p in demo_products() if p.language == "en" and "Bottle" in p.name)
    first, second = (openers(goods, Brief(VoiceChoice("en", "female"), seed=seed), [])[0] for seed in (0, 1))
    assert first != second


def test_a_script_asks_after_every_other_fact_where_all_points_fit() -> None:
    lines = [i for i in write_script(basket(), brief(seconds=60), ScriptedModel(["全国销量第一，包邮！"])) if isinstance(i, Line)]
    body = [line.text for line in lines if line.part in ("point", "demo")]
    assert ["？" in text for text in body[:4]] == [False, True, False, True]
    short = [i for i in write_script(basket(), brief(seconds=15), ScriptedModel(["全国销量第一，包邮！"])) if isinstance(i, Line)]
    assert not any("？" in line.text for line in short if line.part in ("point", "demo"))
