from decimal import Decimal

import pytest
from fakes import basket, brief, kettle

from livestream.catalog.values import Brief
from livestream.writing.size import OWN, needed, pace
from voices.types import VoiceChoice


def test_a_calm_voice_says_less_in_its_time_than_an_urgent_one() -> None:
    paces = [pace(Brief(VoiceChoice("zh", "female", tone))) for tone in ("calm", "warm", "urgent")]
    assert paces == sorted(paces) and pace(brief()) == pytest.approx(4.5, rel=0.05)
    assert pace(Brief(VoiceChoice("en", "female", "calm", speed=1.2))) == pytest.approx(
        1.2 * pace(Brief(VoiceChoice("en", "female", "calm")))
    )


def test_a_price_line_needs_all_that_it_has_to_say() -> None:
    plain = basket(offer="", stock=None, audience="")
    bare = needed("offer", (), plain, "zh")
    assert bare == OWN["zh"]["offer"] + len("29.9元")
    assert needed("offer", (), basket(audience=""), "zh") == bare + len("送硅胶锅铲1把" + "还有600件。")
    assert needed("hook", (), basket(), "zh") == needed("hook", (), basket(audience=""), "zh") + len("讲给经常淘米的人听。")
    listed = basket(offer="", stock=None, audience="", list_price=Decimal("39.90"), list_price_basis="七天内成交价")
    assert needed("offer", (), listed, "zh") == bare + len("39.9元")


def test_a_line_on_facts_needs_their_words() -> None:
    one, two = needed("point", (1,), kettle(), "en"), needed("point", (1, 2), kettle(), "en")
    assert one > 7 and two == one + 2 + 5
    assert needed("close", (), kettle(), "en") == OWN["en"]["close"] + 4
