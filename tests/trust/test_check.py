"""Lines and products as a whole: true figures pass, invented ones and forbidden claims do not."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from livestream.catalog.models import Product
from livestream.trust.check import check_line, check_product, speakable_points
from livestream.trust.facts import allowed_figures

CORPUS = json.loads(Path(__file__).with_name("lines.json").read_text(encoding="utf-8"))


def kettle(**changes: Any) -> Product:
    fields: dict[str, Any] = {
        "name": "1.5升电热水壶",
        "brand": "沐安",
        "price": Decimal("79.00"),
        "list_price": Decimal("109.00"),
        "list_price_basis": "近30日旗舰店标价",
        "points": ["容量1.5L", "1800W", "内胆304不锈钢", "白、浅蓝、浅灰"],
        "offer": "包邮，一年质保",
        "stock": 260,
        "specs": {"净重": "0.9kg"},
    }
    return Product(**(fields | changes))


def mug(**changes: Any) -> Product:
    fields: dict[str, Any] = {
        "name": "Steel Mug",
        "price": Decimal("19.90"),
        "currency": "USD",
        "points": ["holds 500 ml", "keeps heat for 6 hours"],
        "language": "en",
    }
    return Product(**(fields | changes))


def rules(text: str, product: Product, language: str = "zh") -> list[str]:
    return [f.rule for f in check_line(text, product, language) if f.severity == "block"]


TRUE_ZH = [
    "1.5升电热水壶，现在79元，标价109",
    "七十九块钱，包邮，一年质保",
    "立省30元，相当于7.2折",
    "容量1500毫升，功率1.8千瓦",
    "净重900克",
    "三种颜色：白、浅蓝、浅灰",
    "现货260台",
    "260个，先到先得",
    "便宜了28%",
    "一千八百瓦，烧水快",
]
FALSE_ZH = [
    "现在59元",
    "五十九块九",
    "功率2000W",
    "两小时保温",
    "三年质保",
    "只要7折",
    "半价带走",
    "四种颜色",
    "容量79升",
    "保温109小时",
    "八百毫升",
    "还剩30件",
    "百分之五十的优惠",
]
TRUE_EN = ["It's 19.9 dollars", "nineteen ninety", "holds half a litre", "six hours of heat", "$19.90", "one mug, one link"]
FALSE_EN = ["It's 18 dollars", "eight hours of heat", "twenty percent off", "holds 600 ml", "€19.90", "a dozen mugs", "half price today"]


@pytest.mark.parametrize("text", TRUE_ZH)
def test_true_lines_pass(text: str) -> None:
    assert rules(text, kettle()) == []


@pytest.mark.parametrize("text", FALSE_ZH)
def test_invented_figures_are_blocked(text: str) -> None:
    assert "figure" in rules(text, kettle())


@pytest.mark.parametrize("text", TRUE_EN)
def test_true_english_lines_pass(text: str) -> None:
    assert rules(text, mug(), "en") == []


@pytest.mark.parametrize("text", FALSE_EN)
def test_invented_english_figures_are_blocked(text: str) -> None:
    assert "figure" in rules(text, mug(), "en")


SPEC_ZH = [
    "圆孔只有2mm",
    "直径3cm",
    "装得下500ml",
    "1.5L大容量",
    "20W快充",
    "输出5V",
    "2毫米的孔",
    "只有2元",
    "打2折",
    "2%的损耗",
    "用2小时",
]
SPEC_EN = [
    "holes of 2mm",
    "3cm wide",
    "holds 500ml",
    "a 1.5L bowl",
    "a 20W charger",
    "5V output",
    "2 in wide",
    "just $2",
    "2% fat",
    "2 hours",
]
# every value of the two lists stands in this product, none with its unit
COUNTING = ["两侧手柄", "3种颜色", "500次开合", "1.5倍加厚", "20颗螺丝", "5个口袋", "both sides, a pair", "IP67"]


@pytest.mark.parametrize("text", SPEC_ZH)
def test_a_count_backs_no_measure(text: str) -> None:
    assert "figure" in rules(text, kettle(name="水盆", points=COUNTING, offer="包邮"))


@pytest.mark.parametrize("text", SPEC_EN)
def test_a_count_backs_no_measure_in_english(text: str) -> None:
    assert "figure" in rules(text, kettle(name="Bowl", points=COUNTING, offer="", currency="USD", language="en"), "en")


@pytest.mark.parametrize("field", ["points", "specs"])
def test_a_measure_that_stands_in_the_product_may_be_said(field: str) -> None:
    stated = ["孔2mm", "直径3cm", "500ml", "1.5L", "20W", "5V", "2 in wide", "IP67", "USB 3.0"]
    product = kettle(**{field: stated if field == "points" else dict.fromkeys(stated, "是")})
    for text in (*SPEC_ZH[:7], "IP67防水", "USB 3.0接口", "两毫米", "半升"):
        assert rules(text, product) == [], text
    for text in (*SPEC_EN[:7], "IP67 rated", "two inches"):
        assert rules(text, product, "en") == [], text


@pytest.mark.parametrize("text", ["IP67防水", "IP 67防水", "ip67防水", "USB3.0接口", "USB 3.0接口", "USB-3.0接口"])
def test_a_model_code_that_the_product_states_may_be_said(text: str) -> None:
    assert rules(text, kettle(points=["IP67", "USB 3.0"])) == []


@pytest.mark.parametrize(
    ("text", "language"), [("IP68防水", "zh"), ("USB3接口", "zh"), ("SPF50", "zh"), ("PM2.5过滤", "zh"), ("an IP68 body", "en")]
)
def test_a_model_code_is_backed_only_by_itself(text: str, language: str) -> None:
    stated = ["68个", "IP67", "USB3.1", "50g", "2.5L", "68 pieces", "3档"]
    assert "figure" in rules(text, kettle(points=stated, language=language), language)


def test_the_unit_may_stand_in_the_name_of_a_specification() -> None:
    product = kettle(specs={"重量(g)": "900", "Height (cm)": "30"})
    assert rules("才900克", product) == [] and rules("30cm高", product) == []
    assert rules("900毫升", product) == ["figure"] and rules("30毫米", product) == ["figure"]


def test_bare_figures_of_an_offer_are_money() -> None:
    product = kettle(offer="满200减20")
    assert rules("满200元减20元", product) == [] and rules("200毫升", product) == ["figure"]


def test_a_list_price_without_basis_is_neither_said_nor_counted() -> None:
    product = kettle(list_price_basis=" ")
    assert Decimal(109) not in allowed_figures(product) and Decimal(30) not in allowed_figures(product)
    assert set(rules("标价109，现在79", product)) == {"list-price", "compared-price-zh"}
    assert "figure" in rules("省了30元", product)
    (finding,) = [f for f in check_product(product) if f.rule == "list-price"]
    assert finding.field == "list_price" and finding.severity == "warn"


def test_allowed_figures_hold_the_equivalents() -> None:
    allowed = allowed_figures(kettle())
    assert {Decimal(v) for v in ("79", "109", "30", "7.2", "1.5", "1500", "1800", "1.8", "304", "260", "0.9", "900", "3", "1")} <= allowed
    assert Decimal(59) not in allowed
    assert {Decimal("19.9"), Decimal(500), Decimal("0.5"), Decimal(6), Decimal(360)} <= allowed_figures(mug())


def test_claims_need_what_the_product_states() -> None:
    assert rules("限量发售", kettle()) == [] and rules("限量发售", kettle(stock=None)) == ["scarcity-zh"]
    assert rules("下单送杯刷", kettle()) == [] and rules("下单送杯刷", kettle(offer="")) == ["gift-zh"]
    assert rules("有机棉的", kettle()) == ["food-content-zh"] and rules("有机棉的", kettle(points=["有机棉"])) == []
    assert rules("今天最后一天", kettle(offer="今天24点截止")) == [] and "urgency-zh" in rules("最后一天了", kettle())


def test_a_claim_in_the_products_own_name_is_only_a_warning() -> None:
    product = kettle(name="完美时光杯", points=["容量1.5L"])
    (finding,) = check_line("完美时光杯，79元", product, "zh")
    assert (finding.rule, finding.severity) == ("absolute-zh", "warn")
    assert rules("完美的时光", product) == ["absolute-zh"]


def test_points_with_forbidden_claims_are_left_out_and_named() -> None:
    product = kettle(points=["容量1.5L", "全网最低价", "销量No.1", "能治疗失眠", "100%棉", "最大承重30kg"])
    kept, left_out = speakable_points(product, "zh")
    assert kept == [0, 4, 5]
    assert {f.field for f in left_out} == {"points[1]", "points[2]", "points[3]"}
    assert all(f.quoted and f.message and f.suggestion and f.basis for f in left_out)
    assert speakable_points(mug(points=["cures back pain", "500 ml", "The best mug"]), "en")[0] == [1]


def test_a_line_about_a_forbidden_point_is_noted() -> None:
    product = kettle(points=["容量1.5L", "全网最低价"])
    assert [f.rule for f in check_line("这个价很划算", product, "zh", about=[1])] == ["point"]
    assert check_line("容量1.5L", product, "zh", about=(0, 7)) == []


def test_messages_are_in_the_language_of_the_studio() -> None:
    (finding,) = check_line("现在59元", kettle(), "zh", ui="en")
    assert finding.message == "“59元” does not stand in the product's facts." and "¥79" in finding.suggestion
    assert finding.span == (2, 5) and finding.quoted == "59元"
    (finding,) = check_line("现在59元", kettle(), "zh")
    assert "商品资料" in finding.message and "79" in finding.suggestion
    assert check_product(mug(points=["The best mug"]))[0].message.startswith("“The best”:")


def test_pounds_are_money_in_a_shop_that_sells_in_pounds() -> None:
    product = mug(currency="GBP")
    assert rules("It's £19.90, nineteen ninety", product, "en") == []
    assert rules("20 pounds", mug(currency="GBP", price=Decimal(20)), "en") == []
    assert rules("20 pounds", mug(price=Decimal(20)), "en") == ["figure"]


@pytest.mark.parametrize("case", CORPUS, ids=lambda c: c["product"]["name"])
def test_good_lines_of_our_corpus_pass(case: dict[str, Any]) -> None:
    told = case["product"]
    product = Product(
        **{k: told[k] for k in ("name", "brand", "currency", "points", "stock", "audience")},
        price=Decimal(str(told["price"])),
        list_price=told["list_price"] and Decimal(str(told["list_price"])),
        list_price_basis="list" if told["list_price"] else "",
        offer=told["offer"] or "",
        story=told["story"] or [],
        language=case["language"],
    )
    kept, _ = speakable_points(product, case["language"])
    assert kept == list(range(len(product.points)))
    for line in case["lines"]:
        assert [(f.rule, f.quoted) for f in check_line(line, product, case["language"]) if f.severity == "block"] == [], line
