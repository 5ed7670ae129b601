import pytest
from fakes import basket, brief, kettle

from livestream.catalog.values import PERSONAS, PersonaKey
from livestream.writing.manners import MANNERS
from livestream.writing.plan import Slot, ahead, lengthened, make_plan
from livestream.writing.remarks import needs
from livestream.writing.size import needed


@pytest.mark.parametrize("seconds", [15, 30, 40, 60, 120])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plan_opens_closes_and_offers_once(seconds: int, seed: int) -> None:
    parts = [slot.part for slot in make_plan(basket(), brief(seconds=seconds, seed=seed), [0, 1, 2, 3]).slots]
    assert parts[0] == "hook"
    assert parts[-2:] == ["offer", "close"]
    assert parts.count("offer") == 1


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("free", [True, False])
def test_every_point_is_covered_once_if_the_length_allows(persona: PersonaKey, free: bool) -> None:
    plan = make_plan(basket(story=["我们从一家小店做起"]), brief(seconds=40, persona=persona), [0, 1, 2, 3, 4], free)
    told = [i for slot in plan.slots for i in slot.about]
    assert {0, 1, 2, 3} <= set(told) and len(told) == len(set(told))
    assert all(len(slot.about) <= 2 for slot in plan.slots)


def order(persona: PersonaKey, **changes: object) -> list[int]:
    """The points of a kettle in the order of a persona."""
    points = ["30 x 20 cm", "pours without a drip", "304 stainless steel", "three colors", "machine washable sleeve", "cup included"]
    plan = make_plan(kettle(**{"points": points, **changes}), brief("en", seconds=60, persona=persona), [0, 1, 2, 3, 4, 5])
    return [i for slot in plan.slots for i in slot.about]


def test_each_persona_tells_the_facts_that_it_cares_about_first() -> None:
    assert order("hype") == order("comic") == [0, 1, 2, 3, 4, 5]
    assert order("bestie") == [1, 3, 2, 4, 5, 0]
    assert order("expert") == [2, 0, 1, 4, 3, 5]
    assert order("homemaker") == [4, 1, 0, 2, 5, 3]
    assert order("concierge") == [2, 3, 0, 1, 4, 5]


def test_what_leans_on_a_fact_stays_behind_it() -> None:
    points = ["30 cm wide trays", "holds a chicken", "trays wipe clean", "2 kg", "pours well", "40 cm cord"]
    assert order("homemaker", points=points) == [4, 0, 2, 1, 3, 5]  # the care of trays waits for the trays


def test_the_story_comes_first_with_a_founder_and_is_not_left_out_for_time() -> None:
    goods, facts = basket(story=["我们从一家小店做起", "我们每周一开炉"]), [0, 1, 2, 3, 4, 5]
    plans = [make_plan(goods, brief(seconds=40, persona="founder", seed=seed), facts, free=False) for seed in range(6)]
    assert all(set(facts) <= plan.covered for plan in plans)
    assert all([i for slot in plan.slots for i in slot.about][:2] == [4, 5] for plan in plans)


def test_a_crier_tells_the_price_among_the_facts_and_lengthens_behind_them() -> None:
    goods = basket(specs={"高": "12cm"})
    plan = make_plan(goods, brief(seconds=45, persona="hype"), [0, 1, 2, 3, 4], free=False)
    parts = [slot.part for slot in plan.slots]
    assert parts.count("offer") == 1 and parts[-1] == "close" and parts[parts.index("offer") + 1] == "point"
    place = len(parts) - 1
    assert lengthened(plan, parts.index("offer"), 5, goods, "zh") == plan
    assert [slot.about for slot in lengthened(plan, place, 5, goods, "zh").slots[-2:]] == [(4,), ()]


def test_a_script_opens_in_the_ways_of_its_persona_with_a_need_that_one_of_its_facts_answers() -> None:
    goods = basket(story=["我们从一家小店做起"], points=["可拆洗", "304不锈钢材质", "圆孔3mm，米粒不漏", "两侧加宽手柄"])
    for persona in PERSONAS:
        host = [brief(persona=persona, seed=seed) for seed in range(12)]
        plans = [make_plan(goods, one, [0, 1, 2, 3, 4], free=False) for one in host]
        assert {plan.opening for plan in plans} <= set(MANNERS[persona].opens)
        for plan in plans:
            assert (plan.opening == "need") == (plan.need is not None)
            assert plan.need is None or needs(goods.facts[plan.need], host[0])
            assert plan.need is None or plan.need in {slot.about[0] for slot in plan.slots if slot.about}


def test_a_short_script_keeps_the_merchants_first_points() -> None:
    plan = make_plan(basket(), brief(seconds=15), [0, 1, 2, 3])
    assert plan.covered == {0, 1} and [slot.about for slot in plan.spare] == [(2,), (3,)]
    assert plan.size == 65
    assert make_plan(basket(), brief(seconds=30), [0, 1, 2, 3]).covered == {0, 1, 2, 3}


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
    plan = make_plan(basket(), brief(seconds=20), [0, 1, 2, 3])
    place = [slot.part for slot in plan.slots].index("offer")
    longer = lengthened(plan, place, 5, basket(), "zh")
    assert plan.covered == {0, 1} and longer.covered == {0, 1, 2} and [s.part for s in longer.slots[-3:]] == ["point", "offer", "close"]
    assert lengthened(plan, place, 90, basket(), "zh") == plan  # long enough
    assert lengthened(plan, 0, 0, basket(), "zh") == plan  # not yet known


def test_where_all_is_told_nothing_is_added() -> None:
    plan = make_plan(kettle(), brief("en", seconds=60), [0, 1])
    place = [slot.part for slot in plan.slots].index("offer")
    assert lengthened(plan, place, 3, kettle(), "en") == plan


def test_where_the_points_do_not_fill_the_time_specifications_and_story_are_told() -> None:
    told = {"story": ["Drawn by a potter."], "specs": {"Weight": "1.1 kg", "Height": "24 cm", "Cord": "0.8 m"}}
    plan = make_plan(kettle(**told), brief("en", seconds=60, persona="comic"), [0, 1, 2, 3, 4, 5, 6, 7])
    assert [slot.about for slot in plan.slots if slot.about] == [(0, 1), (2,), (3,), (4,)]
    longer = lengthened(plan, len(plan.slots) - 2, 60, kettle(**told), "en")
    assert [slot.about for slot in longer.slots if slot.about] == [(0, 1), (2,), (3,), (4,), (5, 6, 7)]
    assert lengthened(plan, len(plan.slots) - 2, 130, kettle(**told), "en") == plan
    short = make_plan(kettle(**told), brief("en", seconds=26), [0, 1, 2, 3, 4, 5, 6, 7])
    assert short.covered == {0, 1, 2, 3} and [slot.about for slot in short.spare] == [(4,), (5, 6, 7)]


def test_a_trouble_is_told_by_a_writer_that_can() -> None:
    product = kettle(audience="people who pour")
    assert make_plan(product, brief("en", seconds=60), [0, 1]).slots[1].part == "pain"
    assert "pain" not in {slot.part for slot in make_plan(product, brief("en", seconds=60), [0, 1], free=False).slots}


def test_a_reason_stands_behind_the_fact_that_it_is_the_reason_of() -> None:
    points = ["烤盘可拆洗", "温控指示灯", "650W双面加热"]
    goods = basket(points=points, story=["烤盘做成可拆，是因为缝不好擦", "我们从一家小店做起"])
    plan = make_plan(goods, brief(seconds=60, persona="homemaker"), [0, 1, 2, 3, 4], free=False)
    assert [slot.about for slot in plan.slots[1:-2]] == [(0,), (3,), (1,), (2,), (4,)]


def test_a_makers_story_is_told_at_once_where_time_is_short() -> None:
    points = ["304不锈钢材质，不易生锈", "直径28cm，高12cm", "圆孔3mm，米粒不漏", "两侧加宽手柄，拿得稳", "可叠放，省地方"]
    goods = basket(story=["我们从一家小店做起", "我们每周一开炉"], points=points)
    for seed in range(6):
        plan = make_plan(goods, brief(seconds=20, persona="founder", seed=seed), range(7), free=False)
        assert plan.opening == "story" and plan.slots[0].about == (5,)
        assert plan.covered >= {0, 1, 5} and (4,) in [slot.about for slot in plan.spare]


def test_of_a_story_that_has_too_little_time_the_reason_is_told() -> None:
    goods = basket(story=["我们从一家小店做起", "我们每周一开炉", "手柄加宽，是因为湿手端不稳"])
    plan = make_plan(goods, brief(seconds=36, persona="comic"), range(7), free=False)
    assert 6 in plan.covered and not {4, 5} <= plan.covered


def test_what_lies_ahead_counts_all_lines() -> None:
    slots = [Slot("point", (1,)), Slot("offer"), Slot("close")]
    assert ahead(slots, basket(), "zh") == sum(needed(slot.part, slot.about, basket(), "zh") for slot in slots)
    assert ahead([], kettle(), "en") == 0
