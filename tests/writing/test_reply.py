import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from asking import NEVER, ask, ask_en
from fakes import ScriptedModel, basket, brief, kettle

from livestream.catalog.authored import product_of
from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.config import ROOT
from livestream.writing.matching import holds
from livestream.writing.reply import Reply, answer
from livestream.writing.topics import read
from livestream.writing.verify import admits
from voices.types import Language
from yi_core.examples import records


@pytest.mark.parametrize(
    "comment",
    [
        "能退货吗",
        "包邮不",
        "几天到啊",
        "孕妇能用吗",
        "过敏的人可以用吗",
        "几岁能用",
        "对身体安全吗",
        "能治颈椎病吗",
        "保修多久",
        "能进微波炉吗",
    ],
)
def test_delicate_questions_never_reach_the_model(comment: str) -> None:
    model = ScriptedModel(NEVER)
    reply = ask(comment, model)
    assert reply.source == "shop" and admits(reply.text, "zh")
    assert model.asked == []


@pytest.mark.parametrize(
    "comment",
    [
        "can i return it",
        "do you ship to canada??",
        "is it safe for my 8 month old",
        "ok during pregnancy?",
        "any warranty",
        "is it bpa free",
        "is it microwave safe",
        "can it go in the oven?",
    ],
)
def test_delicate_questions_in_english_never_reach_the_model(comment: str) -> None:
    model = ScriptedModel(NEVER)
    reply = ask_en(comment, model)
    assert reply.source == "shop" and admits(reply.text, "en")
    assert model.asked == []


def test_what_the_sheet_states_is_quoted() -> None:
    reply = ask("包邮吗", offer="全国包邮，送锅铲1把")
    assert reply.source == "sheet" and "全国包邮" in reply.text
    reply = ask_en("how long is the warranty", points=["1200 W", "2-year warranty"])
    assert reply.source == "sheet" and "2-year warranty" in reply.text
    reply = ask_en("can my toddler use it", specs={"Age": "from 3 years"})
    assert reply.source == "sheet" and "from 3 years" in reply.text


def test_a_price_is_said_by_rule_and_a_small_model_is_not_asked() -> None:
    model = ScriptedModel(["一份29.9元，两份的。"])
    reply = ask("多少钱呀", model)
    assert reply.source == "sheet" and "29.9元" in reply.text and "两份" not in reply.text and not model.asked


def test_a_model_that_obeys_is_asked_the_price_again_where_it_is_wrong() -> None:
    model = ScriptedModel(["19.9元。", "29.9元，送锅铲1把。"])
    model.obeys = True
    assert ask("多少钱呀", model) == Reply("29.9元，送锅铲1把。", "price", "model")


def test_a_fact_is_answered_from_the_facts() -> None:
    assert ask("直径多大", ScriptedModel(["直径是28cm的哦。"])) == Reply("直径是28cm的哦。", "fact", "model")
    for wrong in ("直径30cm。", "直径是28cm，家用够了。"):
        reply = ask("直径多大", ScriptedModel([wrong]))
        assert reply.source == "sheet" and "28cm" in reply.text and "家用" not in reply.text


@pytest.mark.parametrize(
    ("comment", "said", "points"),
    [
        ("id fall off lol", "The seat is padded and the base rocks, so it's more stable than a chair.", ["base rocks", "padded seat"]),
        ("an inkjet is cheap", "An inkjet prints both sides too.", ["prints both sides"]),
        ("is there a case", "Yes, it's molded with each socket.", ["molded case, each part has its place", "sizes marked on every socket"]),
        ("how many stools", "Four, on the table and on the four legs.", ["table for six with four stools"]),
        ("ok for a bearded dragon", "I don't have a dragon's voice. I'll ask the shop.", ["24-hour timer"]),
    ],
)
def test_what_a_small_model_adds_to_the_facts_is_not_said(comment: str, said: str, points: list[str]) -> None:
    reply = ask_en(comment, ScriptedModel([said]), points=points)
    assert reply.source != "model" and said not in reply.text


def test_a_fact_is_answered_in_a_sentence_that_tells_it_and_no_more() -> None:
    told = ask("直径多少", ScriptedModel(NEVER[:1], {"直径28cm": "直径是28cm的呢。"}))
    assert told.text.endswith("直径是28cm的呢。") and told.source == "sheet"
    invented = ask("直径多少", ScriptedModel(NEVER[:1], {"直径28cm": "直径是28cm，放得下一家人的菜。"}))
    assert "直径28cm" in invented.text and "一家人" not in invented.text


def test_a_no_in_the_facts_is_not_turned_into_a_yes() -> None:
    reply = ask("能机洗吗", ScriptedModel(["可以机洗的。"]), points=["不可机洗"])
    assert "不可机洗" in reply.text


def test_what_is_not_stated_is_not_invented() -> None:
    reply = ask("能放冰箱吗", ScriptedModel(["可以放冰箱。"]))
    assert reply.source == "shop" and admits(reply.text, "zh")
    reply = ask("能放冰箱吗", ScriptedModel(["冰箱没写，我去问店家。"]))
    assert reply == Reply("冰箱没写，我去问店家。", "unknown", "model")


def test_the_same_seed_gives_the_same_words_and_others_vary() -> None:
    assert ask("能退货吗") == ask("能退货吗")
    said = {answer(basket(), "能退货吗", brief(seed=s), ScriptedModel(NEVER)).text for s in range(8)}
    assert len(said) > 1


def test_a_discount_is_answered_from_the_offer_and_another_appliance_does_not_answer_for_the_microwave() -> None:
    model = ScriptedModel(["Yes, of course!"])
    bowl = kettle(points=["850 ml stoneware bowl", "dishwasher safe"], offer="free shipping today")
    assert "free shipping today" in answer(bowl, "can i get a discount? saw it for 20 elsewhere", brief("en"), model).text
    assert answer(bowl, "is it microwave safe?", brief("en"), model).source == "shop"
    assert "dishwasher" in answer(bowl, "is it dishwasher safe?", brief("en"), ScriptedModel(["Yes, it is dishwasher safe."])).text
    assert model.asked == []


def test_how_long_is_not_answered_with_a_fact_that_shares_a_word() -> None:
    reply = ask("能保温几小时", ScriptedModel(["送保温袋1个。"]), offer="送保温袋1个")
    assert reply.source == "shop" and admits(reply.text, "zh")
    assert ask("要自己组装不", ScriptedModel(["你好呀！"])).source == "shop"
    assert ask("能治痛经不", ScriptedModel(NEVER), points=["红枣、桂圆、老姜、红糖"]).source == "shop"
    assert "无糖" in ask("糖尿病能吃吗", ScriptedModel(NEVER), points=["无糖配方"]).text


@pytest.mark.parametrize("said", ["不用自己组装。", "不是古法的，是304不锈钢。", "是意大利产的。"])
def test_where_no_fact_bears_a_small_model_says_nothing_but_facts(said: str) -> None:
    reply = ask("要自己组装不", ScriptedModel([said]))
    assert (reply.source, reply.kind) == ("shop", "unknown") and admits(reply.text, "zh")
    assert ask("要自己组装不", ScriptedModel(["直径28cm。"])).source == "shop"  # a fact, but not an answer


@pytest.fixture(scope="module")
def goods() -> dict[str, Product]:
    """The demo shop's products by name, the authored ones by id."""
    shop = [parse_product(listed)[0] for listed in json.loads((ROOT / "assets/shop/products.json").read_text(encoding="utf-8"))]
    return {**{product.name: product for product in shop}, **{record["id"]: product_of(record) for record in records()}}


def questions() -> list[tuple[Language, str, str, str]]:
    listed = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
    return [(language, key, *asked) for language, products in listed.items() for key, group in products.items() for asked in group]


@pytest.mark.parametrize(("language", "key", "comment", "fact"), questions())
def test_what_is_stated_is_told_and_what_is_not_is_passed_on(
    goods: dict[str, Product], language: Language, key: str, comment: str, fact: str
) -> None:
    reply = answer(goods[key], comment, brief(language), ScriptedModel(NEVER))
    if fact:
        assert fact.lower() in reply.text.lower()
    else:
        assert reply.source == "shop" and admits(reply.text, language)


def test_a_draft_of_the_model_points_to_the_fact_that_is_then_quoted() -> None:
    holder = {"name": "Leather Card Holder", "points": ["six card slots", "4 mm thin", "RFID-blocking lining"], "offer": ""}
    reply = ask_en("will a scanner read them", ScriptedModel(["No, the RFID-blocking lining stops every scanner there is."]), **holder)
    assert "RFID-blocking lining" in reply.text and "every" not in reply.text
    assert reply.source == "shop" and admits(reply.text, "en")
    silent = ScriptedModel(["A coin pocket isn't listed, I'll ask the shop."])
    assert "lining" not in ask_en("is there a coin pocket", silent, **holder).text


def test_how_old_or_heavy_a_child_may_be_is_read_from_whom_the_goods_are_for() -> None:
    book = {"points": ["100 experiments"], "offer": "", "audience": "children aged 6 to 12"}
    reply = ask_en("is it ok for a 5 year old", **book)
    assert "aged 6 to 12" in reply.text and reply.source == "shop"
    assert "parents" not in ask_en("ok for my toddler?", points=["1200 W"], offer="", audience="parents").text


def test_a_quantity_is_answered_only_by_a_fact_with_its_unit() -> None:
    fan = kettle(name="Tower Fan 90 cm", points=["3 speeds and sleep mode", "8-hour timer", "14 cm base"], offer="")
    reads = {q: read(q, fan, "en").facts for q in ("how many decibels", "how heavy is it", "how many speeds", "how thick is it")}
    assert reads == {"how many decibels": (), "how heavy is it": (), "how many speeds": ("3 speeds and sleep mode",), "how thick is it": ()}
    assert read("how much does it weigh", kettle(points=["6.1 kg", "holds up to 120 kg"]), "en").facts == ("6.1 kg",)


def test_a_fact_that_bears_on_a_part_is_told_with_the_rest_left_to_the_shop() -> None:
    case = kettle(name="Cabin Suitcase", points=["built-in combination lock", "6.4 lb"])
    reply = answer(case, "is the lock tsa", brief("en"), ScriptedModel(NEVER))
    assert (reply.kind, reply.source) == ("unknown", "shop")
    assert "combination lock" in reply.text and admits(reply.text, "en")


def test_a_number_is_held_by_the_span_or_the_bound_that_a_fact_gives() -> None:
    assert holds("孕3月到孕9月可穿", "8") and not holds("孕3月到孕9月可穿", "10")
    assert holds("height 58 to 80 cm", "75") and not holds("height 58 to 80 cm", "90")
    assert holds("holds up to 120 kg", "100") and not holds("holds up to 120 kg", "130")
    assert holds("建议3岁以上", "5") and not holds("建议3岁以上", "2")
    assert holds("一面不锈钢，两层鞋架", "2") and holds("table with four stools", "4")


def test_the_price_of_something_else_is_not_said_to_be_that_of_the_goods() -> None:
    said = ScriptedModel(["Polish is $49.5."])
    reply = ask_en("the polish is how much", said, offer="Free copper polish today")
    assert "Free copper polish" in reply.text and "Gooseneck Kettle 0.9 L is $49.5" in reply.text.replace("The price of ", "")
    reply = ask_en("how much are spare filters", said)
    assert reply.source == "shop" and admits(reply.text, "en") and "Gooseneck Kettle" in reply.text
    assert said.asked == []


def test_a_small_model_may_not_turn_a_fact_round_or_leave_out_its_figure() -> None:
    drill = {"points": ["2.0 Ah battery, 2 included", "works on gas hobs"], "offer": ""}
    assert "2 included" in ask_en("how many batteries", ScriptedModel(["Two, for the two speeds."]), **drill).text
    assert "works on gas hobs" in ask_en("does it work on gas hobs", ScriptedModel(["No, not on gas hobs."]), **drill).text


@pytest.mark.parametrize("said", ["It works on gas hobs. The hob is dimmed by 2 batteries.", "Yes, it works on gas hobs."])
def test_of_a_fact_a_small_model_says_one_sentence(said: str) -> None:
    points = ["2.0 Ah battery, 2 included", "works on gas hobs"]
    reply = ask_en("does it work on gas hobs", ScriptedModel([said]), points=points, offer="")
    assert reply.source == "model" and "works on gas hobs" in reply.text and "batter" not in reply.text


def test_of_a_fact_a_small_model_draws_no_conclusion() -> None:
    drawn = ScriptedModel(["12 cm, so they are the right size for a plate."])
    reply = ask_en("how big are the waffles", drawn, name="Mini Waffle Maker", points=["12 cm plate, non-stick"], offer="")
    assert reply.source == "sheet" and "right size" not in reply.text


def test_where_nothing_is_stated_a_small_model_tells_no_other_fact() -> None:
    reply = ask("能放冰箱吗", ScriptedModel(["冰箱没写，直径28cm，我问店家。"]))
    assert reply.source == "shop" and "28" not in reply.text


def test_a_small_model_compares_with_facts_alone_and_knows_no_later_price() -> None:
    compared = ask("跟塑料篮哪个好", ScriptedModel(["塑料篮轻、柔软，这个硬一些，看你习惯哪一种。"]))
    assert compared.source == "sheet" and "柔软" not in compared.text
    later = ask_en("how much", ScriptedModel(["It's $18 until Sunday. After that it's $18."]), price=Decimal(18), offer="Sunday deal")
    assert "After" not in later.text and "18" in later.text


def test_a_comment_is_understood_in_the_other_language_too() -> None:
    assert "28cm" in ask("what is the diameter?").text and "29.9" in ask("how much is it?").text


def test_the_stock_of_the_goods_is_not_that_of_the_gift() -> None:
    assert "600" in ask("还有吗", ScriptedModel(["还有很多。"])).text
    assert "600" not in ask("锅铲还有吗", ScriptedModel(["还有很多。"])).text


def test_a_discount_that_is_not_offered_is_not_promised() -> None:
    assert "29.9" in ask("再便宜点", offer="").text


@pytest.mark.parametrize(
    ("language", "key", "comment", "fact"),
    [
        ("zh", "pzh-1-065", "能装半斤茶叶吗", "可装大米10斤"),
        ("zh", "pzh-1-055", "400斤的人坐会塌吗", "承重150kg"),
        ("zh", "pzh-6-042", "多大", "容量4升"),
        ("en", "pen-1-014", "How big is it?", "0.9 L"),
        ("en", "pen-3-058", "can I bring it on a plane as carry on", "22 x 14 x 9 inches"),
        ("en", "pen-6-105", "how much cocoa", "55 percent dark chocolate"),
        ("en", "pen-2-007", "my dog is 80 lbs will it work", "up to 70 lb"),
    ],
)
def test_what_is_stated_in_part_is_told_in_part(goods: dict[str, Product], language: Language, key: str, comment: str, fact: str) -> None:
    reply = answer(goods[key], comment, brief(language), ScriptedModel(NEVER))
    assert fact in reply.text and reply.source == "shop" and admits(reply.text, language)


def test_another_size_is_not_told_of_a_part_of_the_goods() -> None:
    assert "1.5" not in ask("电池多大", points=["容量1.5升"]).text
    assert "30厘米" not in ask("能上飞机吗", offer="送30厘米短线1根").text


def test_a_weight_is_compared_in_its_own_unit() -> None:
    assert holds("承重150kg", "100") and holds("可装大米10斤", "5") and not holds("可装大米10斤", "10")
    assert read("200斤的人能坐吗", basket(), "zh").words == ("100",)


def test_the_price_with_shipping_is_the_price_and_what_is_stated_of_shipping() -> None:
    reply = ask_en("How much is it with shipping?")
    assert "49.5" in reply.text and reply.source == "shop" and admits(reply.text, "en")
    assert "49.5" in ask_en("how much is it w shipping").text
    reply = ask_en("how much shipped", offer="free shipping today")
    assert "49.5" in reply.text and "free shipping today" in reply.text and reply.source == "sheet"
    assert "29.9" in ask("加上运费多少钱").text
    assert "29.9" not in ask("运费多少钱").text


def test_who_asks_for_less_hears_the_price_and_the_offer() -> None:
    reply = ask("可以便宜点吗")
    assert "29.9" in reply.text and "送硅胶锅铲1把" in reply.text and reply.kind == "price"


def test_how_much_of_it_is_in_is_not_told_by_a_number_of_another_kind() -> None:
    assert ask_en("how much steel is inside").source == "shop"


def test_what_is_real_is_told_only_by_a_fact_that_decides_it() -> None:
    assert "percent" in ask_en("is it real linen", points=["55 percent linen"]).text
    assert ask_en("is it real espresso", points=["6 espresso-size cups"], name="Moka Pot").source == "shop"
