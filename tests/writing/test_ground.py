"""Of what a small model says, the clauses that claim nothing beyond the facts."""

import pytest
from fakes import basket, kettle

from livestream.catalog.values import Line
from livestream.writing.ground import Ground
from livestream.writing.wording import common


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("直径28cm，一颗大生菜掰开放得下。", "直径28cm。"),
        ("两侧手柄加宽，湿手也好端，不打滑。", "两侧手柄加宽。"),
        ("看图，两侧手柄，加宽的，手柄加宽。", "看图，两侧手柄，加宽的。"),
        ("云朵沥水篮，就是云朵沥水篮。", "云朵沥水篮，就是云朵沥水篮。"),
        ("孩子也喜欢吗？", "孩子也喜欢吗？"),
        ("很耐用，孩子也喜欢吗？", ""),
        ("云朵沥水篮是304不锈钢材质，你看图。", "云朵沥水篮是304不锈钢材质，你看图。"),
        ("锅铲是304不锈钢的，能过滤杂质。", ""),
        ("现在29.9，送硅胶锅铲1把，库存600件，越用越亮。", "现在29.9，送硅胶锅铲1把，库存600件。"),
        ("很耐用，孩子也喜欢。", ""),
        ("所以很耐用，圆孔3mm，手边放一个。", "圆孔3mm。"),
    ],
)
def test_chinese(said: str, kept: str) -> None:
    assert Ground(basket(), "zh").keep(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("It holds 0.9 L, so there's a cup for each of you.", "It holds 0.9 L."),
        ("Your coffee tastes better with it.", ""),
        ("It's $49.5 today, and your skin will thank you.", "It's $49.5 today."),
        ("Look here, it keeps warm for 60 minutes, and the handle never gets hot.", "Look here, it keeps warm for 60 minutes."),
        ("The spout is titanium, and you pour slowly.", ""),
        ("Steel inside, steel inside, and it's 1200 W.", "Steel inside, and it's 1200 W."),
    ],
)
def test_english(said: str, kept: str) -> None:
    assert Ground(kettle(), "en").keep(said) == kept


def test_what_harms_is_free_to_name_and_not_to_deny() -> None:
    assert Ground(kettle(), "en").bears("When water spills,")
    assert not Ground(kettle(), "en").bears("it never spills.")
    assert Ground(kettle(points=["lid that never spills"]), "en").bears("it never spills.")


def test_lines_about_the_viewer_may_not_deny_what_no_fact_denies() -> None:
    zh, en = Ground(basket(), "zh"), Ground(kettle(), "en")
    assert zh.keep("周末还在刷锅的，云朵沥水篮，不掉漆，先看看它。", "hook") == ""
    assert zh.keep("周末还在刷锅的，云朵沥水篮，先看看它。", "hook") == "周末还在刷锅的，云朵沥水篮，先看看它。"
    assert zh.keep("是不是不加班也累？", "hook") == "是不是不加班也累？"
    assert en.keep("No time in the morning? Have a look.", "hook") == "No time in the morning? Have a look."


def test_a_line_tells_what_no_other_told_and_its_own_points_in_any_case() -> None:
    ground = Ground(basket(), "zh")
    told = [Line("point", "304不锈钢材质，直径28cm。", (0,)), Line("hook", "圆孔3mm。")]
    before = ground.elsewhere(told, (0,))
    assert ground.keep("304不锈钢材质，圆孔3mm，直径28cm。", before=before) == "304不锈钢材质，圆孔3mm。"
    assert ground.keep("304不锈钢材质，两侧手柄加宽。", before=ground.elsewhere([], (0,), (3,))) == "304不锈钢材质。"


def test_signs_of_a_fact_in_another_order_are_no_fact() -> None:
    ground = Ground(basket(points=["北美黑胡桃整板"]), "zh")
    assert ground.keep("北美黑胡桃，整板。") == "北美黑胡桃，整板。"
    assert ground.keep("美北黑胡桃。") == ""


def test_what_a_hook_says_of_the_goods_needs_a_fact() -> None:
    assert Ground(basket(), "zh").keep("它能隔开油烟。", "hook") == "" and Ground(basket(), "zh").keep("直径28cm，它够大。", "hook")
    assert Ground(kettle(), "en").keep("It's a durable kettle.", "hook") == ""
    assert Ground(kettle(), "en").keep("Cold mornings feel heavy.", "hook") == "Cold mornings feel heavy."


def test_what_is_said_of_each_one_a_fact_says_of_each_one() -> None:
    bags = Ground(basket(points=["5卷共100只", "一袋10g"]), "zh")
    assert bags.keep("里面是5卷，每卷100只。") == "里面是5卷。" and bags.keep("每袋10g。") == "每袋10g。"
    boxes = Ground(kettle(points=["800 ml each", "set of 5"]), "en")
    assert boxes.bears("each holds 800 ml") and not boxes.bears("5 in each set")


def test_the_number_in_stock_is_said_of_the_stock() -> None:
    zh, en = Ground(basket(), "zh"), Ground(kettle(stock=200), "en")
    assert zh.bears("库存600件", "offer") and not zh.bears("600件", "offer")
    assert en.bears("there are 200 in stock", "offer") and not en.bears("there are 200 of them in the box", "offer")


def test_a_call_of_which_only_the_condition_is_left_falls() -> None:
    assert Ground(kettle(), "en").keep("If you cook at home, it never rusts.", "close") == ""
    assert Ground(basket(), "zh").keep("家里有空的，保你满意。", "close") == ""


def test_a_close_calls_and_promises_nothing() -> None:
    said = "Order your Gooseneck Kettle 0.9 L now, and the shine lasts."
    assert Ground(kettle(), "en").keep(said, "close") == "Order your Gooseneck Kettle 0.9 L now."
    assert Ground(basket(), "zh").keep("想换沥水篮的，点下面的小黄车，保你满意。", "close") == "想换沥水篮的，点下面的小黄车。"


def test_the_free_words_praise_nothing() -> None:
    assert not common("en", "words") & {"durabl", "waterproof", "steel", "healthy", "best", "safe", "soft", "guarante"}
    assert not common("zh", "signs") & set("软香甜净防耐钢棉纯贵") and not common("zh", "words") & {"耐用", "舒服", "安全", "环保"}


def test_what_is_said_of_a_part_stands_with_it_in_a_fact() -> None:
    book = kettle(
        name="Dotted Notebook and Pen Set", points=["thread-sewn, so it opens flat", "gel pen with a brass clip", "brass pen loop"]
    )
    ground = Ground(book, "en")
    assert ground.keep("The pen is thread-sewn.") == "" and ground.keep("The clip is brass.") == "The clip is brass."
    assert ground.keep("It is thread-sewn.") == "It is thread-sewn."
    pot = Ground(basket(points=["304不锈钢壶身", "胡桃木手柄不烫手"]), "zh")
    assert pot.keep("手柄是304不锈钢。") == "" and pot.keep("手柄是胡桃木。") == "手柄是胡桃木。"
