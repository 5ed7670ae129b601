import re

import pytest
from fakes import ScriptedModel, basket, brief, kettle
from scripted import TOLD, Host, written

from livestream.catalog.values import Line
from livestream.writing.begin import TURNS, greeting, openings, turn
from livestream.writing.plan import Slot
from livestream.writing.remarks import needs
from livestream.writing.script import Note, Writer, write_script
from livestream.writing.sheet import branded
from livestream.writing.wording import lists
from voices.types import Language


def test_persona_and_tone_are_heard_in_turn_in_how_lines_begin_and_no_turn_is_said_twice() -> None:
    lines, _ = written(ScriptedModel(Host({})))
    spoken = lists(TURNS)["zh"]
    persona, tone = spoken["personas"]["concierge"], [words.format(you="你") for words in spoken["tones"]["warm"]]
    assert lines[0].text.startswith(tuple(persona["greet"])) and "云朵沥水篮" in lines[0].text
    body = [line.text for line in lines if line.part == "point"]
    assert body[0].startswith(tuple(persona["point"])) and body[2].startswith(tuple(tone))
    assert not any(text.startswith((*tone, *persona["point"], *persona["more"])) for text in body[1::2])


def test_a_turn_names_what_its_fact_is_on_unless_the_fact_says_it() -> None:
    def begun(fact: str, place: int = 0) -> str:
        goods = kettle(points=[fact, "Folds flat", "3-year warranty"])
        return turn(Slot("point", (0,)), goods, brief("en"), [Line("point", "")] * place, [])

    assert "size" in begun("30 x 20 cm, in grey").lower() and "capacity" in begun("0.9 L, 1200 W").lower()
    assert begun("Size: 30 x 20 cm") in [*lists(TURNS)["en"]["personas"]["bestie"]["point"]]
    assert begun("two parts: lid and jar")[-1] in ",.!"
    assert begun("30 x 20 cm", place=1) == "" and begun("30 x 20 cm", place=2) in lists(TURNS)["en"]["tones"]["warm"]


def test_a_turn_does_not_say_the_first_word_of_its_line() -> None:
    goods = basket(points=["28×30cm", "304不锈钢材质", "圆孔3mm，米粒不漏", "两侧加宽手柄"])
    for seed in range(12):
        items = write_script(goods, brief(seconds=44, seed=seed), ScriptedModel(Host({})))
        assert not any(re.search("尺寸.*尺寸", item.text) for item in items if isinstance(item, Line))


def test_braces_in_what_a_merchant_typed_do_no_harm() -> None:
    goods = basket(audience="用{大}锅的人", points=["304不锈钢{材质}", "直径{28}cm", "圆孔3mm，米粒不漏", "两侧加宽手柄"])
    for seed in range(8):
        items = list(write_script(goods, brief(seconds=44, seed=seed), ScriptedModel(Host({}))))
        text = "".join(item.text for item in items if isinstance(item, Line))
        assert "云朵沥水篮" in text and "{" not in text


def test_a_hosts_words_change_with_the_goods() -> None:
    host, names = brief(), [f"沥水篮{letter}" for letter in "甲乙丙丁戊己庚辛"]
    begun = {turn(Slot("offer"), basket(name=name), host, [], []) for name in names}
    assert len(begun) > 2 and len({greeting(basket(name=name), host) for name in names}) > 2


def test_scripts_open_in_many_ways_and_tell_a_fact_of_the_hook_once() -> None:
    ways = set()
    for seed in range(12):
        goods = basket(story=["我们先做了三个样子"])
        host = brief(seconds=44, seed=seed, persona="comic" if seed % 2 else "founder")
        items = list(write_script(goods, host, ScriptedModel(Host({}), TOLD)))
        lines = [item for item in items if isinstance(item, Line)]
        ways.add(lines[0].about)
        assert "云朵沥水篮" in lines[0].text and not [item for item in items if isinstance(item, Note) and item.kind != "short"]
        assert sorted(i for line in lines for i in line.about if i < 4) == [0, 1, 2, 3]
    assert ways == {(), (0,), (4,)}


def test_a_fact_that_a_hook_cannot_tell_has_a_line_of_its_own() -> None:
    goods, writer = basket(), None
    for seed in range(40):
        writer = Writer(goods, brief(seed=seed, persona="comic"), ScriptedModel(Host({})), [0, 1, 2, 3])
        if writer.plan.opening == "clue":
            break
    assert writer and writer.plan.slots[0].about == (0,)
    object.__setattr__(writer.product, "points", ["只要9.9元", *goods.points[1:]])  # a price is kept for the offer
    hook = writer.line(writer.plan.slots[0], [])
    assert hook.about == () and writer.plan.slots[1] == Slot("point", (0,))


def test_a_need_that_a_script_opens_with_is_taken_up_where_a_fact_answers_it_and_only_there() -> None:
    goods = basket(points=["304不锈钢材质", "直径28cm", "圆孔3mm，米粒不漏", "可拆洗"])
    threads, answers = 0, tuple(lists(TURNS)["zh"]["personas"]["homemaker"]["answer"])
    for seed in range(12):
        host = brief(seconds=44, seed=seed, persona="homemaker")
        lines = [item for item in write_script(goods, host, ScriptedModel(Host({}), TOLD)) if isinstance(item, Line)]
        asked = any(words in lines[0].text for words in needs("可拆洗", host))
        taken_up = [line.about for line in lines if line.text.startswith(answers)]
        assert [about[0] for about in taken_up] == ([3] if asked else [])
        threads += asked
    assert threads
    slot, host = Slot("point", (0,)), brief(persona="homemaker")
    two = basket(points=["可拆洗", "机洗"])
    asked, told = Line("hook", needs("可拆洗", host)[0]), Line("point", f"{answers[0]}可拆洗。", (0,))
    assert turn(slot, two, host, [asked], []) in answers
    assert turn(Slot("point", (1,)), two, host, [asked, told], [asked, told]) not in answers  # once


def test_those_called_hear_which_fact_is_theirs() -> None:
    goods, called = basket(points=["淘米不漏", "直径28cm"], audience="天天淘米的人"), lists(TURNS)["zh"]["called"]
    calling, other = Line("hook", "天天淘米的人，来看云朵沥水篮。"), Line("hook", "来看云朵沥水篮。")
    assert turn(Slot("point", (0,)), goods, brief(), [calling], []) in called
    assert turn(Slot("point", (1,)), goods, brief(), [calling], []) not in called
    assert turn(Slot("point", (0,)), goods, brief(), [other], []) not in called


def test_a_storyteller_comes_back_to_the_scene_it_opened_with() -> None:
    spoken = lists(TURNS)["zh"]
    host, hook = brief(persona="storyteller"), spoken["opens"]["scene"][0].format(name="云朵沥水篮")
    assert turn(Slot("close"), basket(), host, [Line("hook", f"朋友们，{hook}")], []) in spoken["returns"]
    assert turn(Slot("close"), basket(), host, [Line("hook", "朋友们，来看云朵沥水篮。")], []) not in spoken["returns"]


def test_after_a_price_among_the_facts_a_crier_goes_on() -> None:
    model, onward = ScriptedModel(Host({}), TOLD), lists(TURNS)["zh"]["onward"]
    lines = [i for i in write_script(basket(), brief(seconds=44, persona="hype"), model) if isinstance(i, Line)]
    parts = [line.part for line in lines]
    assert parts[-2:] == ["point", "close"] and sum(line.text.endswith(tuple(onward)) for line in lines) == 1
    assert lines[parts.index("offer")].text.endswith(tuple(onward))


def test_a_hook_says_whom_the_goods_are_for_if_they_are_people_and_there_is_time() -> None:
    [people, *_], [brisk, *_] = (openings("name", "", basket(), brief(), [], brisk) for brisk in (False, True))
    [uses, *_] = openings("name", "", basket(audience="送女友、通勤佩戴"), brief(), [])
    assert people.startswith(brisk) and "经常淘米的人" in people[len(brisk) :] and uses == brisk
    assert all(words.count("经常淘米的人") == 1 for words in openings("call", "", basket(), brief(), []))


@pytest.mark.parametrize(
    ("brand", "name", "language", "said"),
    [
        ("禾小厨", "云朵沥水篮", "zh", "禾小厨云朵沥水篮"),
        ("Anker", "充电器", "zh", "Anker 充电器"),
        ("禾小厨", "Cloud Colander", "en", "Cloud Colander"),
        ("Whitmoor", "Dinner Set", "en", "Whitmoor Dinner Set"),
        ("Whitmoor", "Whitmoor Dinner Set", "en", "Whitmoor Dinner Set"),
    ],
)
def test_goods_are_first_named_with_their_brand(brand: str, name: str, language: Language, said: str) -> None:
    goods = basket(brand=brand, name=name, language=language)
    assert branded(goods, language) == said and all(said in words for words in openings("name", "", goods, brief(language), []))


def test_those_the_goods_are_for_are_called_once() -> None:
    for seed in range(8):
        goods = basket(audience="经常淘米的人")
        items = write_script(goods, brief(seconds=44, seed=seed), ScriptedModel(Host({}), TOLD))
        text = "".join(item.text for item in items if isinstance(item, Line))
        assert text.count("经常淘米的人") == 1


def test_a_hook_may_name_goods_of_which_a_point_says_the_name_again() -> None:
    goods = basket(name="慢回弹记忆棉枕", points=["慢回弹记忆棉枕芯", "枕套可拆洗", "侧面透气网布"])
    hook = next(iter(write_script(goods, brief(), ScriptedModel(Host({})))))
    assert isinstance(hook, Line) and "禾小厨慢回弹记忆棉枕" in hook.text
