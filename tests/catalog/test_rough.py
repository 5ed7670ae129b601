"""Pasted words become suggestions that stand in the text."""

import pytest

from livestream.catalog.product import parse_product
from livestream.catalog.rough import suggest


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


@pytest.mark.parametrize("text", ["", "hello", "满200元减20", "🔥🔥🔥", "<script>alert(1)</script>", "price: abc", "x" * 5000, "卖 卖 卖"])
def test_nothing_is_invented(text: str) -> None:
    suggestion = suggest(text)
    assert "price" in suggestion.missing
    for key in ("name", "offer", "brand"):
        assert suggestion.fields.get(key, "") in text
