"""Beats: which point is called out when, which picture is shown."""

import pytest

from livestream.catalog.values import Line
from livestream.scene.beats import headline, make_beat


def test_a_call_out_comes_with_the_first_word_that_speaks_of_its_point(cup, speak):
    text = "这款杯子保温 12 小时，用的是 316 不锈钢内胆。"
    speech = speak(text)
    beat = make_beat(Line("point", text, (0, 1)), speech, 10.0, cup, "zh", end=20.0)
    at = {call.point: call.start for call in beat.callouts}
    marks = {m.span[0]: m.start for m in speech.marks}
    assert at[1] == pytest.approx(10.0 + marks[text.index("12")], abs=0.6)
    assert at[0] == pytest.approx(10.0 + marks[text.index("内胆")], abs=1.6)
    assert at[1] < at[0] and all(call.end == 20.0 for call in beat.callouts)


def test_a_sentence_that_does_not_speak_of_the_point_calls_nothing_out(cup, speak):
    text = "大家晚上好呀"
    assert make_beat(Line("point", text, (0,)), speak(text), 0.0, cup, "zh").callouts == ()


def test_a_sentence_that_only_shares_a_word_with_a_point_told_in_the_next_does_not_call_it_out(cup, speak):
    cup.points = ["stainless steel, three compartments", "fits about 1.2 litres"]
    first, second = "If you ask about material: it's stainless steel, with three compartments.", "It fits about 1.2 litres."
    line = Line("point", f"{first} {second}", (0, 1))
    called = [[call.point for call in make_beat(line, speak(text), 0.0, cup, "en").callouts] for text in (first, second)]
    assert called == [[0], [1]]


def test_points_and_demos_show_pictures_in_turn_and_offers_show_the_price(cup, speak):
    cup.images = ["assets/shop/a.webp", "assets/shop/b.webp"]
    shown = [
        make_beat(Line(part, "好", ()), speak("好"), 0.0, cup, "zh", picture=k) for k, part in enumerate(("point", "demo", "point", "hook"))
    ]
    assert [beat.picture for beat in shown] == [0, 1, 0, None]
    assert make_beat(Line("offer", "好", ()), speak("好"), 0.0, cup, "zh").price and not shown[3].price


def test_an_index_without_a_point_is_left_out(cup, speak):
    assert make_beat(Line("point", "保温 12 小时", (1, 9)), speak("保温 12 小时"), 0.0, cup, "zh").callouts[0].point == 1


@pytest.mark.parametrize(
    ("point", "language", "short"),
    [
        ("保温 12 小时，早上泡的茶到晚上还烫嘴", "zh", "保温 12 小时"),
        ("316 不锈钢内胆，无异味", "zh", "316 不锈钢内胆，无异味"),
        ("Boils 0.8 L in under 4 minutes, so breakfast never waits for it", "en", "Boils 0.8 L in under 4 minutes"),
        ("Quiet", "en", "Quiet"),
        ("0.8 L gooseneck spout for a slow, even, controlled pour every single time", "en", "0.8 L gooseneck spout"),
        ("Holds your exact temperature for 60 minutes so the second cup is as good", "en", "Holds your exact temperature for 60 minutes"),
    ],
)
def test_headlines(point, language, short):
    assert headline(point, language) == short
