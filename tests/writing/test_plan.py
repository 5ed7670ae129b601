import pytest
from fakes import basket, brief, kettle

from livestream.writing.plan import lengthened, make_plan


@pytest.mark.parametrize("seconds", [15, 30, 40, 60, 120])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plan_opens_closes_and_offers_once(seconds: int, seed: int) -> None:
    parts = [slot.part for slot in make_plan(basket(), brief(seconds=seconds, seed=seed), [0, 1, 2, 3]).slots]
    assert parts[0] == "hook"
    assert parts[-2:] == ["offer", "close"]
    assert parts.count("offer") == 1


def test_every_point_is_covered_in_the_merchants_order_if_the_length_allows() -> None:
    plan = make_plan(basket(), brief(seconds=40), [0, 1, 2, 3])
    assert [i for slot in plan.slots for i in slot.about] == [0, 1, 2, 3]
    assert all(len(slot.about) <= 2 for slot in plan.slots)


def test_a_short_script_keeps_the_first_points() -> None:
    plan = make_plan(basket(), brief(seconds=15), [0, 1, 2, 3])
    assert plan.covered == {0, 1}
    assert plan.size == 60


def test_a_point_left_out_is_not_planned() -> None:
    assert make_plan(basket(), brief(seconds=60), [0, 3]).covered == {0, 3}


def test_the_picture_is_shown_only_where_there_is_one() -> None:
    assert "demo" not in {s.part for s in make_plan(kettle(), brief("en", seconds=60), [0, 1, 2, 3]).slots}
    shown = make_plan(kettle(images=["a.png"]), brief("en", seconds=60), [0, 1, 2, 3])
    assert [s.part for s in shown.slots].count("demo") == 1


def test_the_same_seed_gives_the_same_plan() -> None:
    assert make_plan(basket(), brief(seed=7), [0, 1, 2, 3]) == make_plan(basket(), brief(seed=7), [0, 1, 2, 3])


def test_a_product_without_speakable_points_still_has_its_price_said() -> None:
    assert [s.part for s in make_plan(basket(), brief(), []).slots] == ["hook", "offer", "close"]


def test_a_script_that_falls_short_tells_one_more_point_before_its_offer() -> None:
    plan = make_plan(basket(), brief(seconds=15), [0, 1, 2, 3])
    place = [slot.part for slot in plan.slots].index("offer")
    longer = lengthened(plan, place, 5, "zh")
    assert longer.covered == {0, 1, 2} and [s.part for s in longer.slots[-3:]] == ["point", "offer", "close"]
    assert lengthened(plan, place, 90, "zh") == plan  # long enough
    assert lengthened(plan, 0, 0, "zh") == plan  # not yet known


def test_where_all_is_told_nothing_is_added() -> None:
    plan = make_plan(kettle(), brief("en", seconds=60), [0, 1])
    place = [slot.part for slot in plan.slots].index("offer")
    assert lengthened(plan, place, 3, "en") == plan


def test_where_the_points_do_not_fill_the_time_specifications_and_story_are_told() -> None:
    told = {"story": ["Drawn by a potter."], "specs": {"Weight": "1.1 kg", "Height": "24 cm", "Cord": "0.8 m"}}
    plan = make_plan(kettle(**told), brief("en", seconds=60), [0, 1, 2, 3, 4, 5, 6, 7])
    assert [slot.about for slot in plan.slots if slot.about] == [(0, 1), (2,), (3,), (4,)]
    longer = lengthened(plan, len(plan.slots) - 2, 60, "en")
    assert [slot.about for slot in longer.slots if slot.about] == [(0, 1), (2,), (3,), (4,), (5, 6, 7)]
    assert lengthened(plan, len(plan.slots) - 2, 130, "en") == plan
    short = make_plan(kettle(**told), brief("en", seconds=25), [0, 1, 2, 3, 4, 5, 6, 7])
    assert short.covered == {0, 1, 2, 3} and [slot.about for slot in short.spare] == [(4,), (5, 6, 7)]


def test_a_trouble_is_told_by_a_writer_that_can() -> None:
    product = kettle(audience="people who pour")
    assert make_plan(product, brief("en", seconds=60), [0, 1]).slots[1].part == "pain"
    assert "pain" not in {slot.part for slot in make_plan(product, brief("en", seconds=60), [0, 1], free=False).slots}


def test_a_reason_stands_behind_the_fact_that_it_is_the_reason_of() -> None:
    points = ["烤盘可拆洗", "650W双面加热", "温控指示灯"]
    goods = basket(points=points, story=["烤盘做成可拆，是因为缝不好擦", "我们从一家小店做起"])
    ways = [make_plan(goods, brief(seconds=60, seed=seed), [0, 1, 2, 3, 4], free=False) for seed in range(12)]
    plan = next(plan for plan in ways if plan.opening == "name")
    assert [slot.about for slot in plan.slots[1:-2]] == [(0,), (3,), (1,), (2,), (4,)]
