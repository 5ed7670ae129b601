from collections.abc import Iterator, Sequence

import pytest
from fakes import ScriptedModel, basket, brief, kettle

from livestream.catalog.values import Brief
from livestream.writing.sheet import fact_sheet
from livestream.writing.teller import Teller, built
from voices.types import VoiceChoice
from yi_core.prompt import Message
from yi_core.sampling import Sampling


def test_calm_and_premium_do_not_exclaim() -> None:
    calm = Brief(VoiceChoice("zh", "female", "calm"))
    teller = Teller(basket(), calm, ScriptedModel([], {"直径28cm": "直径是28cm！"}), fact_sheet(basket(), [0, 1, 2, 3]))
    assert teller.fact(1) == "直径是28cm。"


def test_a_third_sentence_in_a_row_is_not_built_like_the_two_before() -> None:
    class Varied(ScriptedModel):
        def stream(self, messages: Sequence[Message], sampling: Sampling) -> Iterator[str]:
            yield "它的直径是28cm。" if sampling.temperature < 0.4 else "直径是28cm。"

    varied, it = Teller(basket(), brief(), Varied([]), fact_sheet(basket(), [0, 1, 2, 3])), built("它的材质是304不锈钢。", "zh")
    assert varied.fact(1) == varied.fact(1, before=[it]) == varied.fact(1, before=[it, frozenset()]) == "它的直径是28cm。"
    assert varied.fact(1, before=[it, it]) == "直径是28cm。"


def test_where_the_model_has_no_other_sentence_the_note_is_said() -> None:
    it_is = built("Next, quick: it's made of wool.", "en")
    model = ScriptedModel([], {"304 stainless steel inside": "It's 304 stainless steel inside."})
    teller = Teller(kettle(), brief("en"), model, fact_sheet(kettle(), [0, 1, 2, 3]))
    assert teller.fact(3, before=[it_is]) == "It's 304 stainless steel inside."
    assert teller.fact(3, before=[it_is, it_is]) == "304 stainless steel inside."


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("内胆是316不锈钢的。", {"是的"}),
        ("容我再提一句，它是真空双层的。", {"是的", "它"}),
        ("晾晒杆有8根。", {"有"}),
        ("没有味道。", set()),
        ("直径28cm。", set()),
        ("Keep up: there's an 8-hour timer.", {"there"}),
        ("They come in a cotton pouch.", {"has"}),
        ("It's got a light.", {"has"}),
        ("The strap is adjustable.", set()),
    ],
)
def test_how_a_sentence_is_built(text: str, ways: set[str]) -> None:
    assert built(text, "en" if text.isascii() else "zh") == ways


def test_the_words_of_an_offer_keep_their_order() -> None:
    told = {"3 jars ship free": "It ships for 3 jars, free.", "lid included": "A lid is included."}
    tellers = [Teller(goods := kettle(offer=offer), brief("en"), ScriptedModel([], told), fact_sheet(goods, [0])) for offer in told]
    assert [teller.offer() for teller in tellers] == ["3 jars ship free.", "A lid is included."]
