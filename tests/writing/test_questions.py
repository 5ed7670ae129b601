"""Questions to the viewers: on the fact, never twice, in the persona's form of address, and claiming nothing."""

import pytest
from fakes import ScriptedModel, basket, brief, kettle

from livestream.catalog.demo import demo_products
from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.writing.plan import Slot
from livestream.writing.questions import FILE, FORMAL, openers, question
from livestream.writing.script import write_script
from livestream.writing.verify import Task, sentence_faults
from livestream.writing.wording import lists
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
        ("灯罩可转90度", "zh", "怎么调|开大"),
        ("works on gas, induction, oven and campfire", "en", "cook"),
        ("IP67 dust and water rating", "en", "rain|wet"),
        ("weighs 4.4 lb", "en", "heavy|weighed"),
        ("A lightweight case", "en", ""),
    ],
)
def test_a_question_is_about_its_fact(fact: str, language: str, word: str) -> None:
    words = asked(fact, language)
    assert any(w in words for w in word.split("|")) if word else not words


def test_a_subject_is_asked_of_once() -> None:
    first = Line("point", asked("0.8升容量", "zh"), (0,))
    assert first.text and not asked("1升水箱", "zh", others=(first,))
    assert asked("缺水自动停机", "zh", others=(first,))


def test_formal_personas_say_nin() -> None:
    assert all("您" in asked("0.8升容量", "zh", persona) for persona in FORMAL)
    assert "你" in asked("0.8升容量", "zh", "bestie")


@pytest.mark.parametrize("goods", [demo_products()[0], demo_products()[-1]], ids=lambda p: p.language)
def test_no_question_claims_anything(goods: Product) -> None:
    for kind, topics in lists(FILE)[goods.language].items():
        task = Task(goods, goods.language, Slot("hook" if kind == "goods" else "point"))
        for words in (words.format(you="你") for topic in topics for words in topic["ask"]):
            assert not sentence_faults(words, words, task), words


def test_an_opener_is_about_the_goods_and_the_seed_changes_it() -> None:
    goods = kettle(name="Gooseneck Kettle", category="", audience="")
    asked_of = [openers(goods, Brief(VoiceChoice("en", "female"), seed=seed), [])[0] for seed in range(8)]
    assert set(asked_of) == {"Is the kettle on at your place?", "How do you take your tea?"}
    assert openers(kettle(name="Unheard-of Thing", category="", audience=""), brief("en"), []) == []


def test_a_script_asks_after_every_other_fact_where_all_points_fit() -> None:
    goods = basket(points=["304不锈钢材质", "篮身可拆，好清洗", "圆孔3mm，米粒不漏", "两侧防滑手柄"])
    lines = [i for i in write_script(goods, brief(seconds=60), ScriptedModel(["全国销量第一，包邮！"])) if isinstance(i, Line)]
    body = [line.text for line in lines if line.part in ("point", "demo")]
    assert body[0].startswith("你看，") and "？" not in body[0] and "？" in body[1] and "？" in body[3]
    short = [i for i in write_script(goods, brief(seconds=15), ScriptedModel(["全国销量第一，包邮！"])) if isinstance(i, Line)]
    assert not any("？" in line.text for line in short if line.part in ("point", "demo"))
