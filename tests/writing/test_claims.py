"""The verifier of claims keeps what was measured on the held-out half of benchmarks/claims.jsonl."""

import runpy
from pathlib import Path

import pytest
from fakes import basket, kettle

from livestream.writing.plan import Slot
from livestream.writing.verify import Task, claim_faults
from livestream.writing.wording import asserted, stated

POINT = Slot("point", (2,))


@pytest.mark.parametrize(
    "text",
    [
        "一条鞋就能穿两双，圆孔还不漏米。",
        "有了它，胶水就没了。",
        "淘米的人家里必备。",
        "用上一年都跟新的一样。",
        "比普通的篮子结实。",
        "洗出来的米更健康，全家都爱。",
    ],
)
def test_chinese_claims_without_ground_are_sent_back(text: str) -> None:
    assert claim_faults(text, Task(basket(), "zh", POINT))


@pytest.mark.parametrize(
    "text",
    [
        "The spout doesn't crack.",
        "You get coffee at exactly the right temperature.",
        "Your whole family will love it.",
        "It brings out the flavour like no other kettle.",
        "It stays warm without being heavy.",
        "It won't rust.",
    ],
)
def test_english_claims_without_ground_are_sent_back(text: str) -> None:
    assert claim_faults(text, Task(kettle(points=["1200 W", "304 stainless steel inside"]), "en", Slot("point", (0,))))


def test_a_claim_holds_where_its_own_word_or_a_synonym_stands_in_the_facts() -> None:
    assert claim_faults("手感柔软。", Task(basket(), "zh", POINT))
    assert claim_faults("手感柔软。", Task(basket(points=["珊瑚绒面料"]), "zh", Slot("point", (0,)))) == []
    assert claim_faults("It won't fray.", Task(kettle(points=["hems that don't fray"]), "en", Slot("point", (0,)))) == []
    assert stated("crunchy", "crisp oat clusters", "en") and not stated("crunchy", "oat clusters", "en")


def test_a_question_claims_nothing_until_it_is_answered() -> None:
    assert asserted("Does it rust? The lid is steel.", "en") == "The lid is steel."
    assert asserted("会生锈吗？不锈钢的。", "zh") == "不锈钢的。"
    assert claim_faults("Is it waterproof? Yes, of course.", Task(kettle(), "en", POINT))


def test_recall_and_precision_on_the_held_out_lines() -> None:
    bench = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "claims.py"))
    of = bench["score"](bench["judge"]("test"))
    assert of.caught + of.missed == of.sent_back + of.let_through == 50
    assert of.recall >= 0.85 and of.precision >= 0.8
