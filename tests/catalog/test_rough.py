"""Pasted words become suggestions that stand in the text."""

import pytest

from livestream.catalog.product import parse_product
from livestream.catalog.rough import suggest
from livestream.catalog.talk import is_talk


def test_chinese_words() -> None:
    fields = suggest("细水流手冲壶 239元 原价299 304不锈钢 鹅颈细口 送100张滤纸 库存260").fields
    assert fields == {
        "name": "细水流手冲壶",
        "price": "239",
        "list_price": "299",
        "currency": "CNY",
        "points": ["304不锈钢", "鹅颈细口"],
        "offer": "送100张滤纸",
        "stock": 260,
        "language": "zh",
    }


def test_english_words() -> None:
    text = "Flipwise Crepe Pan by Marlotte, $32.99 (was $45), cast aluminum, works on gas and induction. Free spatula in every box"
    suggestion = suggest(text)
    assert suggestion.missing == []
    product, _ = parse_product(suggestion.fields)
    assert (product.name, product.brand, str(product.price), str(product.list_price)) == (
        "Flipwise Crepe Pan",
        "Marlotte",
        "32.99",
        "45.00",
    )
    assert product.points == ["cast aluminum", "works on gas and induction"]
    assert product.offer == "Free spatula in every box"


def test_labelled_lines() -> None:
    fields = suggest("品牌：山岚\n商品名：手冲壶\n价格：1,299元\n卖点：不锈钢\n- 细口\n材质：钢\n满200元减20").fields
    assert (fields["brand"], fields["name"], fields["price"], fields["offer"]) == ("山岚", "手冲壶", "1299", "满200元减20")
    assert fields["points"] == ["不锈钢", "细口"] and fields["specs"] == {"材质": "钢"}


def test_a_listing_as_shops_paste_it() -> None:
    text = """整竹无胶菜板
今天直播价68元，日常价89元，包邮
1. 整竹无胶：5年生毛竹，一整片展平，没有拼接缝
2. 双面可用：一面切熟食，一面剁肉
3. 用完立起来就干
规格：40×28×2厘米，1.6公斤
质保：开裂一年内包换
故事：竹子都是自家后山砍的，霜降以后才砍。砍下来晾半年。"""
    fields = suggest(text).fields
    assert (fields["name"], fields["price"], fields["list_price"], fields["offer"]) == ("整竹无胶菜板", "68", "89", "包邮")
    assert fields["points"] == ["整竹无胶：5年生毛竹，一整片展平，没有拼接缝", "双面可用：一面切熟食，一面剁肉", "用完立起来就干"]
    assert fields["specs"] == {"规格": "40×28×2厘米，1.6公斤", "质保": "开裂一年内包换"}
    assert fields["story"] == ["竹子都是自家后山砍的，霜降以后才砍。", "砍下来晾半年。"]


def test_a_price_of_several_is_an_offer_and_a_bare_count_is_nothing() -> None:
    fields = suggest("辣椒酱 25元 一瓶 两瓶45 微辣").fields
    assert (fields["price"], fields["offer"], fields["points"]) == ("25", "两瓶45", ["微辣"])
    assert suggest("Goat Milk Soap, $7, 3 for $20, unscented").fields["offer"] == "3 for $20"


@pytest.mark.parametrize(
    ("text", "name", "price", "points"),
    [
        (
            "So we make this lunch box, right, it's stainless steel inside, I sell it for 34 dollars, and it seals really tight.",
            "Lunch box",
            "34",
            ["it's stainless steel inside", "it seals really tight"],
        ),
        (
            "Hey everyone, this is our hot sauce, a bottle costs $9.50, it's aged for six months.",
            "Hot sauce",
            "9.50",
            ["it's aged for six months"],
        ),
        ("我们家这个便当盒呢，分三格，卖58块钱，而且倒过来都不漏。", "便当盒", "58", ["分三格", "倒过来都不漏"]),
        ("大家好，今天给大家带来一款真丝眼罩，绑带可以调松紧。价格是69。", "真丝眼罩", "69", ["绑带可以调松紧"]),
        ("iPhone case, 12 bucks, slim", "iPhone case", "12", ["slim"]),
        ("大家乐火锅底料，19元，微辣", "大家乐火锅底料", "19", ["微辣"]),
    ],
)
def test_goods_that_are_introduced_in_a_sentence(text: str, name: str, price: str, points: list[str]) -> None:
    fields = suggest(text).fields
    assert (fields["name"], fields["price"], fields["points"]) == (name, price, points)


@pytest.mark.parametrize("text", ["", "hello", "满200元减20", "🔥🔥🔥", "<script>alert(1)</script>", "price: abc", "x" * 5000, "卖 卖 卖"])
def test_nothing_is_invented(text: str) -> None:
    suggestion = suggest(text)
    assert "price" in suggestion.missing
    for key in ("name", "offer", "brand"):
        assert suggestion.fields.get(key, "") in text


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("这个锅呢是304的，用着放心，容量1.8升，两口子刚好，煮个面都行，手柄是木头的，我家就用它，现在卖89块", True),
        ("大家好，今天给大家带来一款真丝眼罩，这个眼罩是19姆米的桑蚕丝，摸着很滑，绑带可以调松紧，你侧着睡不勒耳朵", True),
        (
            "So this is our tote, it's made from waxed cotton, the straps are leather and they're long, it holds a laptop, it stands up.",
            True,
        ),
        ("细水流手冲壶 239元 原价299 304不锈钢 鹅颈细口 送100张滤纸 库存260，五档可调，加厚壶身，木柄隔热，一年质保", False),
        (
            "Flipwise Crepe Pan by Marlotte, $32.99 (was $45), cast aluminum, works on gas and induction. Free spatula in every box",
            False,
        ),
        ("这个锅呢\n- 它是304的，我用着放心，就是好\n- 它的容量呢是1.8升，两口子刚好，你也可以煮面，都行的，放心吧", False),
        ("这个锅呢", False),
    ],
)
def test_talk_is_told_from_a_list(text: str, talk: bool) -> None:
    assert is_talk(text) is talk


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我跟你们说啊，我们家这个锅呢是304不锈钢的，直径32厘米，锅底是五层的，煤气灶电磁炉都能用，只要129元，三四口人刚刚好。", "锅"),
        ("大家看一下，这件外套是90%白鹅绒的，帽子可以拆下来，两边有拉链口袋，一共三个颜色，你看黑的、米白的，都有，现在399元。", "外套"),
        ("大家好，今天给大家带来一款真丝眼罩，这个眼罩是19姆米的桑蚕丝，摸着很滑，绑带可以调松紧，你侧着睡不勒耳朵。", "真丝眼罩"),
        ("大家看，这个价格我就不说了，我们家的菜刀是大马士革钢的，刀刃十五度，你切番茄切土豆都行，手柄是胡桃木的。", "菜刀"),
        ("那个我给你们介绍一下我们的新品保温杯哈，它是316的内胆，保温12个小时，你早上倒的水晚上还是热的，现在89元。", "保温杯"),
        (
            "Hi guys, I want to show you our new garlic press, it's zinc alloy, you don't peel the cloves, it's dishwasher safe, $19.",
            "Garlic press",
        ),
        (
            "So here's the thing, we've got these wool socks, they're merino, they don't itch, you get three pairs, it's $24 for the pack.",
            "Wool socks",
        ),
        (
            "This is our folding table, it's made of aluminium, the legs fold in, it weighs only 4 kg so you can carry it, it is $49.",
            "Folding table",
        ),
        (
            "Meet these earbuds. They run 8 hours, they have USB-C and are splash proof, so you can run in rain with them. It is $39.",
            "Earbuds",
        ),
    ],
)
def test_a_talk_names_its_goods_where_it_shows_them(text: str, name: str) -> None:
    assert suggest(text).fields["name"] == name


@pytest.mark.parametrize("text", ["Folding table, only 4 kg, $49", "折叠桌，只要3分钟装好，49元", "折叠桌 只要2.5公斤 49元"])
def test_a_measure_is_no_price(text: str) -> None:
    assert suggest(text).fields["price"] == "49"
