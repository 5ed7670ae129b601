import pytest
from fakes import basket, kettle

from livestream.catalog.values import Line
from livestream.writing.ground import Ground
from livestream.writing.plan import Slot
from livestream.writing.verify import Task, faults, says_name, says_price
from livestream.writing.wording import restates
from voices.types import Language

POINT = Slot("point", (2,))


def zh(text: str, slot: Slot = POINT, **more: object) -> list[str]:
    return faults(text, Task(basket(), "zh", slot, **more))  # type: ignore[arg-type]


def en(text: str, slot: Slot | None = None, **more: object) -> list[str]:
    return faults(text, Task(kettle(), "en", slot or Slot("point", (2,)), **more))  # type: ignore[arg-type]


def test_a_line_that_follows_from_the_facts_holds() -> None:
    assert zh("你看图上这个孔，3mm的小圆孔，水能走，米粒走不了。") == []
    assert en("Someone else gets up later? It keeps warm for 60 minutes.") == []


@pytest.mark.parametrize(
    "text",
    [
        "圆孔只有2mm，米粒走不了，淘米方便。",
        "圆孔小，米粒走不了，两百斤也压不坏。",
        "圆孔小，米粒走不了，还通过了质检认证。",
        "圆孔小，米粒走不了，支持七天无理由退货。",
        "圆孔小，米粒走不了，全国包邮到家。",
        "圆孔小，米粒走不了，能防水还防滑。",
        "圆孔小，米粒走不了，比Vasuko的好用。",
        "The holes are small, so rice stays in.",
        "[point] 圆孔小，米粒走不了。",
        "卖点2说的是圆孔，米粒不漏。",
        "两侧的手柄很宽，湿手也好端。",
        "圆孔小，米粒走不了。圆孔小，米粒走不了。",
        "圆孔小，米粒走不了，现在29.9元。",
        "圆孔3mm，米粒不漏，我自己用了很久。",
    ],
)
def test_stray_figures_claims_names_and_forms_are_sent_back(text: str) -> None:
    assert zh(text)


@pytest.mark.parametrize(
    "text",
    [
        "It keeps warm for 90 minutes, so take your time.",
        "It keeps warm for sixty minutes and saves forty percent energy.",
        "It keeps warm for 60 minutes, and doctors recommend it.",
        "It keeps warm for 60 minutes, with a two-year warranty.",
        "It keeps warm for 60 minutes, just like your Philips.",
        "它能保温60分钟。",
        "It keeps warm for 60 minutes, as the sheet says.",
        "It keeps warm for 60 minutes, the best kettle in the world.",
        "The steel inside is easy to wipe.",
    ],
)
def test_stray_english_lines_are_sent_back(text: str) -> None:
    assert en(text)


def test_an_offer_line_says_the_exact_price() -> None:
    offer = Slot("offer")
    assert zh("现在29.9元，再送硅胶锅铲1把。", offer) == []
    assert zh("价格很划算，再送硅胶锅铲1把。", offer)
    assert says_price("It's $49.50 today", kettle()) and says_price("It's $49.5 today", kettle())
    assert not says_price("It's $149.5 today", kettle()) and not says_price("It's $49.55", kettle())


def test_the_name_counts_whatever_its_case_and_spaces() -> None:
    assert says_name("This is the gooseneck kettle 0.9L.", kettle())
    assert not says_name("This is the gooseneck kettle.", kettle())


def test_what_was_said_before_is_not_said_again() -> None:
    before = [Line("point", "3mm的小圆孔，水能走，米粒走不了。", (2,))]
    assert zh("3mm的小圆孔，水能走，米粒也走不了。", before=before)


@pytest.mark.parametrize(
    ("text", "fact", "language", "whole"),
    [
        ("There's a hazelnut and brown sugar in it.", "tastes of hazelnut and brown sugar", "en", False),
        ("Two speeds. The 400 rpm is for small jobs.", "two speeds, 400 and 1500 rpm", "en", False),
        ("The work light. It's a 2.2 lb light.", "LED work light, 2.2 lb", "en", False),
        ("The amber glass keeps it as a tumbler.", "amber glass to keep as a tumbler", "en", False),
        ("The battery charges over USB-C in 2.5 hours.", "charges over USB-C in 2.5 hours", "en", True),
        ("Double-wall stainless steel, with a cap of 24 oz.", "24 oz double-wall stainless steel", "en", False),
        ("它的内胆是316不锈钢。", "316不锈钢内胆", "zh", True),
        ("热水冲泡约200ml。", "热水冲泡约200ml，微辣", "zh", False),
        ("尺寸38乘30，放得下14寸电脑。", "尺寸38×30×12cm，放得下14寸电脑", "zh", False),
        ("老姜、红糖，12g一盒，15条。", "12g×15条老姜红糖", "zh", False),
        ("提手可挂，孩子也够得着它。", "提手可挂", "zh", False),
    ],
)
def test_a_fact_is_restated_whole_and_hardly_more(text: str, fact: str, language: Language, whole: bool) -> None:
    assert restates(text, fact, "battery: up to 14 hours", language) == whole


def test_points_of_later_lines_wait_for_their_turn() -> None:
    assert zh("圆孔3mm，米粒不漏，两侧加宽手柄。", later=[3])
    assert zh("圆孔3mm，米粒不漏，淘米方便。", later=[3]) == []


def test_a_name_of_the_example_does_not_leak() -> None:
    assert zh("沐安的圆孔小，米粒走不了。", strangers=("沐安",))
    assert zh("禾小厨的圆孔小，米粒走不了。", strangers=("禾小厨",)) == []


def test_a_figure_of_another_fact_needs_its_words() -> None:
    product = basket(points=["冷制皂，放置45天", "100g一块"], name="艾草皂", offer="")
    offer = Slot("offer")
    assert faults("现在29.9元，享45天使用。", Task(product, "zh", offer))
    assert faults("现在29.9元，放置45天的皂。", Task(product, "zh", offer)) == []
    assert faults("100g一块，现在29.9元。", Task(product, "zh", offer)) == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [("点链接，带走湖畔桑木平底锅。", True), ("湖畔桑木平底锅，点进去选容量和材质。", False), ("下单湖畔桑木平底锅，备注颜色。", False)],
)
def test_a_small_models_call_asks_for_nothing_but_to_order(text: str, holds: bool) -> None:
    goods = basket(name="湖畔桑木平底锅")
    task = Task(goods, "zh", Slot("close"), ground=Ground(goods, "zh"))
    assert ("ask for nothing but to order" in faults(text, task)) is not holds
    assert "ask for nothing but to order" not in faults(text, Task(goods, "zh", Slot("close")))
