"""What is said beside the facts: fitting, never twice, in the persona's form of address, and claiming nothing more."""

import re
from typing import get_args

import pytest
from fakes import ScriptedModel, basket, brief, kettle

from livestream.catalog.demo import demo_products
from livestream.catalog.models import Product
from livestream.catalog.values import PERSONAS, Brief, Line, Part
from livestream.writing.begin import TURNS, beginnings, greeting, turn
from livestream.writing.manners import MANNERS
from livestream.writing.plan import Slot
from livestream.writing.remarks import (
    ASIDES,
    FORMAL,
    MEANINGS,
    QUESTIONS,
    QUIET,
    VIEWS,
    aside,
    exclaimed,
    meaning,
    openers,
    question,
    remark,
    you,
)
from livestream.writing.script import write_script
from livestream.writing.subjects import Kind
from livestream.writing.verify import Task, mark_faults, place_faults, sentence_faults, truth_faults
from livestream.writing.wording import lists
from voices.types import TONES, Language, Tone, VoiceChoice

BARE = [basket(points=["灰色"], offer="", stock=None), kettle(points=["grey"], offer="")]
"""Goods of which next to nothing is stated: not even a stock that words of scarcity could rest on."""


def asked(fact: str, language: str, persona: str = "bestie", others: tuple[Line, ...] = (), seed: int = 0) -> str:
    return question(fact, Brief(VoiceChoice(language, "female"), persona=persona, seed=seed), others)


@pytest.mark.parametrize(
    ("fact", "language", "word"),
    [
        ("低档运行约26分贝", "zh", "夜里|睡"),
        ("配料只有茶叶和桂花", "zh", "配料表|小字"),
        ("缺水自动停机", "zh", "开关"),
        ("USB-C供电，充电宝也能带", "zh", "充电"),
        ("灯罩可转90度", "zh", "常调"),
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


@pytest.mark.parametrize("goods", BARE, ids=lambda p: p.language)
def test_no_question_claims_anything(goods: Product) -> None:
    for kind, topics in lists(QUESTIONS)[goods.language].items():
        task = Task(goods, goods.language, Slot("hook" if kind == "goods" else "point"))
        asked = [(words.format(you="你"), task) for topic in topics for words in topic["ask"]]
        hook = Task(goods, goods.language, Slot("hook"))
        asked += [(words.format(you="你"), hook) for topic in topics for words in topic.get("need", [])]
        assert not [words for words, task in asked if sentence_faults(words, words, task)]


def test_an_opener_is_about_the_goods_and_the_seed_changes_it() -> None:
    goods = kettle(name="Gooseneck Kettle", category="", audience="")
    asked_of = [openers(goods, Brief(VoiceChoice("en", "female"), seed=seed), [])[0] for seed in range(8)]
    assert set(asked_of) == {"Is the kettle on at your place?", "How do you take your tea?"}
    assert openers(kettle(name="Unheard-of Thing", category="", audience=""), brief("en"), []) == []


@pytest.mark.parametrize(
    ("name", "language", "word"),
    [
        ("抗风面包羽绒服", "zh", "衣"),
        ("白茶雪松洗衣凝珠", "zh", "大扫除|家里的活"),
        ("柴火铁锅小米锅巴", "zh", "嘴馋|追剧"),
        ("灯工小金鱼耳坠", "zh", "项链|自己挑"),
        ("泡泡枕头卸妆巾", "zh", "往脸上|镜子"),
        ("Five Rascals Finger Puppets", "en", "parents|kids"),
        ("Slow Hammer Silver Bangle", "en", "shopping|treat"),
        ("Porch Quilt Jacket", "en", "outfit|wardrobe"),
    ],
)
def test_an_opener_is_not_about_a_word_within_a_name(name: str, language: Language, word: str) -> None:
    asked_of = openers(kettle(name=name, category="", audience=""), brief(language), [])
    assert asked_of and all(re.search(word, words) for words in asked_of)


def test_a_meaning_follows_from_its_fact_and_is_told_once() -> None:
    host = brief()
    first = meaning("枕套可拆洗", host, [])
    assert "拆" in first and not meaning("坐垫可拆洗", host, [Line("point", first, (0,))])
    assert not meaning("玫红色", host, [])


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("慢回弹记忆棉枕芯", "按"),
        ("不粘涂层", "铁铲|钢丝球"),
        ("推开不粘，可碰手机屏", ""),
        ("橡胶大底，齿深5mm", "底"),
        ("内填海绵", ""),
        ("非油炸烘烤", "油锅"),
        ("热风烘干，自动开门散湿", ""),
        ("运行约28分贝", "听"),
        ("主动降噪42dB", "坐车"),
        ("每袋250g", "一袋"),
        ("可做披肩", "披肩"),
        ("30支装：黑22支、红4支", ""),
        ("headphone jack", "quiet|headphones"),
        ("lug rubber sole", "underneath|ground"),
        ("ribs lift soles out of the puddle", ""),
        ("keeps warm for 60 minutes", "phone call|waits"),
        ("USB-C powered, 1.5 m cable", "outlet"),
        ("on at dusk automatically", "Evening|switch"),
        ("Colors: oatmeal, dusk, pale clay", "color|Color"),
        ("colloidal oatmeal and shea butter", "avoid|label"),
        ("notes: cedar, bergamot, vetiver", "first"),
        ("notes column on the right", ""),
        ("wide toe box", "toes"),
        ("wide toenail clipper", ""),
        ("60 x 60 x 85 cm", "hands|where it would go"),
        ("2.6 inches across", "hands|tape"),
        ("about 350 in a bag", ""),
    ],
)
def test_a_meaning_is_about_its_fact(fact: str, words: str) -> None:
    language: Language = "en" if fact.isascii() else "zh"
    said = {meaning(fact, Brief(VoiceChoice(language, "female"), seed=seed), []) for seed in range(12)}
    assert all(re.search(words, text) for text in said) if words else said == {""}


@pytest.mark.parametrize("goods", demo_products(), ids=lambda p: p.name)
def test_no_meaning_claims_more_than_its_fact(goods: Product) -> None:
    task = Task(goods, goods.language, Slot("point"))
    host = Brief(VoiceChoice(goods.language, "female"))
    said = [words for fact in goods.facts if (words := meaning(fact, host, []))]
    assert not [(words, found) for words in said if (found := truth_faults(words, task))]


def every(listed: object) -> list[str]:
    """All words that lists within lists hold."""
    return [listed] if isinstance(listed, str) else [w for x in (listed.values() if isinstance(listed, dict) else listed) for w in every(x)]


@pytest.mark.parametrize("goods", BARE, ids=lambda p: p.language)
def test_words_of_persona_and_tone_claim_nothing(goods: Product) -> None:
    own, turns = lists(ASIDES)[goods.language], lists(TURNS)[goods.language]
    said: dict[Part, list[object]] = {"hook": [own["hook"], turns["whom"]], "offer": [own["offer"], turns["onward"]]}
    said["point"] = [own["points"], own["fact"], turns["tones"], turns["called"], lists(VIEWS)[goods.language]]
    said["close"] = [own["close"], turns["returns"]]
    for ways in turns["opens"].values():
        said["hook"].append(ways)
    for persona in turns["personas"].values():
        said["hook"].append(persona["greet"])
        said["point"] += [persona[kind] for kind in ("point", "more", "subject", "answer")]
        said["offer"].append(persona["price"])
        said["close"].append(persona["close"])
    for part, listed in said.items():
        task = Task(goods, goods.language, Slot(part))
        filled = dict.fromkeys(("subject", "Subject", "fact", "name", "audience"), "")
        for words in (words.format(you="你", **filled) for words in every(listed)):
            assert not truth_faults(words, task) and not mark_faults(words, task) and not place_faults(words, task), words
            assert not any(mark.isdigit() for mark in words)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_persona_and_tone_has_many_words_and_says_none_twice(language: Language) -> None:
    own, turns = lists(ASIDES)[language], lists(TURNS)[language]
    assert set(own["points"]) == set(turns["personas"]) == set(PERSONAS)
    toned = [own[place] for place in ("hook", "fact", "offer", "close")] + [turns["tones"]]
    assert all(set(listed) == set(TONES) and all(len(words) >= 10 for words in listed.values()) for listed in toned)
    assert all(len(listed["any"]) >= 12 for listed in own["points"].values())
    for persona in turns["personas"].values():
        assert all(len(persona[kind]) >= 8 for kind in ("greet", "point", "close")) and len(persona["subject"]) >= 6
    views = lists(VIEWS)[language]
    assert set(views) == set(PERSONAS) and all(set(kinds) == {*get_args(Kind)} - {"use"} for kinds in views.values())
    assert all(len(words) >= 3 for kinds in views.values() for words in kinds.values())
    assert len(every([own, views])) == len(set(every([own, views])))
    for persona in PERSONAS:
        for tone in TONES:
            host, said = Brief(VoiceChoice(language, "female", tone), persona=persona), list[Line]()
            while words := aside(host, said):
                said.append(Line("point", words))
            assert len(said) >= 8, (persona, tone)
            assert tone not in QUIET or not re.search("[!?！？]", "".join(line.text for line in said))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_tone_keeps_its_marks(language: Language) -> None:
    own, turns = lists(ASIDES)[language], lists(TURNS)[language]["tones"]

    def of(tone: str) -> list[str]:
        return every([*(own[place][tone] for place in ("hook", "fact", "offer", "close")), turns[tone]])

    assert all(re.search("[!！]", words) for words in of("energetic"))
    assert not any(re.search("[!！]", words) for tone in ("calm", "premium", "warm") for words in of(tone))
    assert not any(re.search("[?？]", words) for tone in ("calm", "premium") for words in of(tone))
    assert sum(bool(re.search("[?？]", words)) for words in of("playful")) > len(of("playful")) / 2
    pressing = (
        "最后|仅剩|只剩|没了|倒计时|截止|今晚|今天|明天|抢|卖完|售罄|库存|last|left|only|ends|tonight|today|sold|stock|gone|minute|offer"
    )
    assert not [words for words in of("urgent") if re.search(pressing, words.lower())]


def test_a_quiet_tone_hushes_the_turns_of_a_persona() -> None:
    goods = {"zh": basket(), "en": kettle()}
    for language in goods:
        for seed in range(20):
            host = Brief(VoiceChoice(language, "female", "calm"), persona="hype", seed=seed)
            begun = [greeting(goods[language], host)]
            for place in range(4):
                begun.append(turn(Slot("point", (place,)), goods[language], host, [Line("point", words) for words in begun[1:]], []))
            assert not re.search("[!！]", "".join(begun)) and not re.search("[?？]", "".join(begun[1:]))


def test_what_is_said_is_not_said_again_exclaimed() -> None:
    host = Brief(VoiceChoice("zh", "female", "energetic"))
    first = aside(host, [])
    assert aside(host, [Line("point", first.replace("。", "！"))]) != first


def test_every_meaning_can_be_worded() -> None:
    for language in ("zh", "en"):
        for topic in lists(MEANINGS)[language]:
            groups = set(re.compile(topic["fact"]).groupindex)
            assert topic["say"] and all(set(re.findall(r"{(\w+)}", words)) <= groups | {"you"} for words in topic["say"])


def test_as_often_as_its_manner_says_a_persona_says_what_it_thinks_of_such_a_fact() -> None:
    for key in PERSONAS:
        host, views = brief(persona=key), lists(VIEWS)["zh"][key]
        said = [remark(["0.8升容量"], "measure", place, host, []) in views["measure"] for place in range(6)]
        assert said == [place % MANNERS[key].own == 1 for place in range(6)]
        first = Line("point", views["material"][0].format(you=you(host)))
        assert remark(["甲乙丙丁"], "material", 1, host, [first, Line("point", "")]) in views["material"]
        assert remark(["0.8升容量"], "measure", 1, host, [first]) == meaning("0.8升容量", host, [])  # not in two lines running
        spent = [Line("point", words) for words in views["material"]]
        assert remark(["甲乙丙丁"], "material", 1, host, [*spent, Line("point", "")]) == aside(host, spent)


def test_what_a_fact_of_no_sure_kind_means_comes_before_words_of_the_personas_own() -> None:
    for key in PERSONAS:
        host = brief(persona=key)
        assert remark(["提手可挂"], "use", 1, host, []) == meaning("提手可挂", host, []) != ""
        assert remark(["甲乙丙丁"], "use", 1, host, []) == aside(host, [])


def test_a_crier_exclaims_in_any_tone_but_a_quiet_one() -> None:
    for tone in TONES:
        host = Brief(VoiceChoice("zh", "female", tone), persona="hype")
        assert exclaimed("点链接。", "close", host) == ("点链接。" if tone in QUIET else "点链接！")


def test_a_script_says_more_than_its_facts_only_where_all_of_them_fit() -> None:
    goods = basket(points=["304不锈钢材质", "篮身可拆，好清洗", "圆孔3mm，米粒不漏", "两侧防滑手柄"], audience="")

    def written(seconds: int) -> list[Line]:
        return [i for i in write_script(goods, brief(seconds=seconds), ScriptedModel(["全国销量第一，包邮！"])) if isinstance(i, Line)]

    listed = lists(ASIDES)["zh"]
    views = lists(VIEWS)["zh"]["bestie"]
    own = [words.format(you="你") for words in every([listed["points"]["bestie"], views, listed["offer"]["warm"]])]
    long, short = written(60), written(15)
    body = [line.text for line in long if line.part in ("point", "demo")]
    assert 0 < sum(text.endswith(tuple(own)) for text in body) < len(body)
    assert any(line.part == "offer" and line.text.endswith(tuple(own)) for line in long)
    assert not any(line.text.endswith(tuple(own)) or "？" in line.text for line in short if line.part != "hook")


@pytest.mark.parametrize(
    ("tone", "part", "text", "said"),
    [
        ("energetic", "hook", "大家好。来看这只锅。", "大家好！来看这只锅！"),
        ("energetic", "offer", "It's $17.90, down from $23. Third mat free.", "It's $17.90, down from $23! Third mat free!"),
        ("energetic", "close", "Take No. 5, a 12 oz. jar...", "Take No. 5, a 12 oz. jar..."),
        ("energetic", "point", "It holds 0.9 L. Compare it with yours.", "It holds 0.9 L. Compare it with yours."),
        ("energetic", "point", "Is it 0.9 L?", "Is it 0.9 L?"),
        ("urgent", "point", "It holds 0.9 L.", "It holds 0.9 L."),
        ("urgent", "close", "点链接，带走它！", "点链接，带走它。"),
        ("urgent", "point", "Quick: it holds 0.9 L! Is it yours?", "Quick: it holds 0.9 L. Is it yours?"),
        ("calm", "offer", "It's $49.", "It's $49."),
        ("energetic", "demo", "它是17音的，C调！你会弹吗？", "它是17音的，C调。你会弹吗？"),
        ("playful", "point", "It's 11 x 11 in! Guess.", "It's 11 x 11 in. Guess."),
        ("playful", "close", "Tap it! Or wink at it.", "Tap it! Or wink at it."),
    ],
)
def test_a_lively_tone_exclaims_and_facts_are_not_shouted(tone: Tone, part: Part, text: str, said: str) -> None:
    language = "en" if text.isascii() else "zh"
    assert exclaimed(text, part, Brief(VoiceChoice(language, "female", tone))) == said


@pytest.mark.parametrize("tone", ["warm", "urgent"])
def test_a_crier_shouts_the_facts_too(tone: Tone) -> None:
    host = Brief(VoiceChoice("zh", "male", tone), persona="hype")
    assert exclaimed("它有5升！听见没有？", "point", host) == "它有5升！听见没有？"
    assert exclaimed("点链接。", "close", host) == "点链接！"


def test_a_quiet_tone_asks_nothing_on_the_way() -> None:
    fact = "双层防烫壶身"
    assert not meaning(fact, Brief(VoiceChoice("zh", "female")), [])
    loud, quiet = (Brief(VoiceChoice("zh", "female", tone)) for tone in ("playful", "premium"))
    assert remark([fact], "use", 4, loud, [Line("point", aside(loud, []))]) == ""
    assert remark([fact], "use", 3, loud, [Line("point", aside(loud, []))]).endswith("？")
    assert remark([fact], "use", 3, quiet, [Line("point", aside(quiet, []))]) == ""
    expert = Brief(VoiceChoice("zh", "female", "playful"), persona="expert")
    assert remark([fact], "use", 3, expert, [Line("point", aside(expert, []))]) == ""


def test_an_audience_stands_inside_its_sentence() -> None:
    said = beginnings(Slot("hook"), kettle(audience="People who pour"), brief("en"), False, [])
    assert any(words.startswith("This one is for people who pour: the ") for words in said)
    named = beginnings(Slot("hook"), kettle(audience="TV fans"), brief("en"), False, [])
    assert any(words.startswith("This one is for TV fans: ") for words in named)
