from decimal import Decimal

from fakes import ScriptedModel, basket, kettle
from scripted import Host, call, written

from livestream.writing.complete import complete
from livestream.writing.ground import Ground
from livestream.writing.plan import Slot
from livestream.writing.verify import Task


def test_a_price_said_twice_does_not_cost_the_offer_line() -> None:
    lines, notes = written(ScriptedModel(Host({"[offer]": ["现在29.9元，还是29.9元。"] * 9})))
    assert [line.text.count("29.9") for line in lines if line.part == "offer"] == [1] and notes == []


def test_a_list_price_that_the_model_left_out_is_told() -> None:
    listed = {"list_price": Decimal("39.90"), "list_price_basis": "七天内成交价"}
    lines, _ = written(ScriptedModel(Host({})), **listed)
    assert ["标价39.9元。" in line.text for line in lines if line.part == "offer"] == [True]
    lines, _ = written(ScriptedModel(Host({"[offer]": ["原价39.9元，现在29.9元。"]})), **listed)
    assert [line.text.count("39.9") for line in lines if line.part == "offer"] == [1]


def test_a_list_price_that_is_told_has_all_its_cents() -> None:
    goods, slot = kettle(list_price=Decimal("62.50"), list_price_basis="sold at it in May", offer=""), Slot("offer")
    said = complete("It's $49.50.", slot, Task(goods, "en", slot, ground=Ground(goods, "en")))
    assert said == "It's $49.50. The list price is $62.50."


def test_a_stock_that_the_model_left_out_is_told() -> None:
    lines, _ = written(ScriptedModel(Host({})), stock=21)
    assert [line.text.count("还有21件。") for line in lines if line.part == "offer"] == [1]
    lines, _ = written(ScriptedModel(Host({"[offer]": ["现在29.9元，库存21件。"]})), stock=21)
    assert [line.text.count("21") for line in lines if line.part == "offer"] == [1]


def test_a_line_that_tells_little_of_its_point_gives_way_to_the_point() -> None:
    points = ["304不锈钢，盆身加厚到0.8毫米，卷边", "直径28cm", "圆孔3mm，米粒不漏", "两侧手柄加宽"]
    lines, _ = written(ScriptedModel(Host({"[point]": ["盆身加厚。"]})), points=points)
    assert "，304不锈钢，盆身加厚到0.8毫米，卷边。" in lines[1].text


def test_specifications_are_read_out_as_they_stand() -> None:
    lines, notes = written(ScriptedModel(Host({})), seconds=60, specs={"容量": "5升", "自重": "620克"})
    assert ["容量5升。自重620克。" in line.text for line in lines if line.about == (4, 5)] == [True] and notes == []


def test_an_offer_that_the_model_left_out_is_told_in_the_merchants_words() -> None:
    lines, _ = written(ScriptedModel(Host({"[offer]": ["现在29.9元。"] * 3})))
    assert ["现在29.9元。送硅胶锅铲1把。" in line.text for line in lines if line.part == "offer"] == [True]


def test_a_call_ends_with_the_name_of_the_goods() -> None:
    lines, _ = written(ScriptedModel(Host({"[close]": ["点开云朵沥水篮，周末一起去看看。"]})))
    assert call(lines).endswith("，点开云朵沥水篮。")
    lines, _ = written(ScriptedModel(Host({"[close]": ["点开购物车，选好颜色。我们从一家小店做起。"]})))
    assert call(lines).endswith("点开购物车，选好颜色。") and "小店" not in lines[-1].text
    lines, _ = written(ScriptedModel(Host({"[close]": ["点链接，把云朵沥水篮加进购物车。"]})))
    assert call(lines).endswith("，点链接，带走云朵沥水篮。")
    lines, _ = written(ScriptedModel(Host({"[close]": ["点链接，收起来云朵沥水篮。"]})))
    assert call(lines).endswith("，点下面的链接，下单云朵沥水篮。")
    lines, _ = written(ScriptedModel(Host({"[close]": ["点链接，把云朵的云朵沥水篮带回家。"]})))
    assert call(lines).endswith("，点链接，带走云朵沥水篮。")


def test_a_call_is_one_sentence() -> None:
    slot, goods = Slot("close"), (basket(), kettle())
    zh, en = Task(goods[0], "zh", slot, ground=Ground(goods[0], "zh")), Task(goods[1], "en", slot, ground=Ground(goods[1], "en"))
    assert complete("评论区打个字。然后点链接，带走云朵沥水篮。", slot, zh) == "点链接，带走云朵沥水篮。"
    said = "write the name in a comment. Then order the Gooseneck Kettle 0.9 L."
    assert complete(said, slot, en) == "order the Gooseneck Kettle 0.9 L."


def test_prices_have_their_currency() -> None:
    goods, slot = kettle(list_price=Decimal("62"), list_price_basis="sold at it in May", offer=""), Slot("offer")
    for said, told in (("List price 62, now 49.5.", "List price $62, now $49.50."), ("It's $49.50.",) * 2, ("49.5 dollars.", "$49.50.")):
        assert complete(said, slot, Task(goods, "en", slot)) == told


def test_the_stock_does_not_take_the_offer_with_it() -> None:
    goods, slot = kettle(stock=21), Slot("offer")
    said = complete("It's $49.50, and the last 21 get a free coffee scoop.", slot, Task(goods, "en", slot, ground=Ground(goods, "en")))
    assert said == "It's $49.50. Coffee scoop included. There are 21 in stock."
    dated = kettle(offer="flash price until Sunday", list_price=Decimal("62"), list_price_basis="sold at it in May")
    said = complete("List price $62, now $49.50.", slot, Task(dated, "en", slot, ground=Ground(dated, "en")))
    assert said == "List price $62, now $49.50. Flash price until Sunday."
    said = complete("It's $49.50 now, with a scoop, and 21 are in stock.", slot, Task(goods, "en", slot, ground=Ground(goods, "en")))
    assert ". and" not in said and "21 are in stock." in said


def test_a_price_line_calls_nobody_to_order() -> None:
    goods, slot = basket(stock=None, offer=""), Slot("offer")
    task = Task(goods, "zh", slot, ground=Ground(goods, "zh"))
    assert complete("现在29.9元，再拍云朵沥水篮。", slot, task) == "现在29.9元。"
    assert complete("云朵沥水篮，现在29.9元。", slot, task) == "云朵沥水篮，现在29.9元。"


def test_the_terms_of_an_offer_are_the_merchants_own() -> None:
    model = ScriptedModel(Host({"[offer]": ["现在29.9元，送保温杯刷2盒。"]}))
    lines, _ = written(model, offer="买2盒送保温杯刷", points=["304不锈钢材质", "直径28cm", "圆孔3mm，米粒不漏", "两侧加宽手柄"])
    assert "现在29.9元。买2盒送保温杯刷。" in lines[-2].text and "2盒。" not in lines[-2].text


def test_a_call_does_not_sell_the_gift() -> None:
    lines, _ = written(ScriptedModel(Host({"[close]": ["点下面的链接，再拍1把硅胶锅铲。"]})))
    assert call(lines).endswith("，点下面的链接。")


def test_a_fact_in_other_forms_of_its_words_gives_way_to_the_fact_itself() -> None:
    goods = kettle(points=["amber glass to keep as a tumbler", "burns for 50 hours"])
    slots = Slot("point", (0,)), Slot("point", (1,))
    bent, plain = (Task(goods, "en", slot, ground=Ground(goods, "en")) for slot in slots)
    assert complete("The amber glass keeps it as a tumbler.", slots[0], bent) == "Amber glass to keep as a tumbler."
    assert complete("It burns for 50 hours.", slots[1], plain) == "It burns for 50 hours."


def test_an_offer_line_keeps_to_price_and_stock_where_there_is_no_offer() -> None:
    model = ScriptedModel(Host({"[offer]": ["现在29.9元，库存600件，直径28cm。"]}))
    lines, _ = written(model, offer="")
    said = next(line.text for line in lines if line.part == "offer")
    assert "28" not in said and "库存600件" in said


def test_the_stock_counts_what_is_sold() -> None:
    lines, _ = written(
        ScriptedModel(Host({"[offer]": ["现在29.9元，库存600只。"]})), points=["304不锈钢材质", "直径28cm", "一套3只", "两侧加宽手柄"]
    )
    assert "库存600件" in next(line.text for line in lines if line.part == "offer")
