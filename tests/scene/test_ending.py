"""The end of an offer: read from its words, shown as it is stated, the same however long the take is."""

from datetime import datetime

import numpy as np
import pytest

from livestream.catalog.values import SHAPES
from livestream.scene.deadline import deadline
from livestream.scene.ending import Ending
from livestream.scene.layouts import layout
from livestream.scene.themes import themes

TODAY = datetime(2026, 11, 20, 9, 0)


@pytest.mark.parametrize(
    ("offer", "language", "shown"),
    [
        ("满200减20，11月30日晚8点截止", "zh", "11月30日 20:00 截止"),
        ("12月1日前下单送杯刷", "zh", "12月1日 截止"),
        ("20% off until November 30, 8 pm", "en", "Ends 30 Nov, 20:00"),
    ],
)
def test_the_stated_end_is_shown_and_does_not_move(offer, language, shown):
    end = deadline(offer, TODAY)
    assert end is not None and end.shown(language) == shown
    plate = Ending(end, themes()["studio"], layout(SHAPES["portrait"], "portrait"), language)
    frames = [np.full((1280, 720, 3), 128, np.uint8) for _ in range(3)]
    for t, frame in zip((1.0, 2.0, 3602.0), frames, strict=True):
        plate.draw(frame, t, 1.0)
    assert (frames[1] != 128).any() and (frames[1] == frames[2]).all()


@pytest.mark.parametrize("offer", ["包邮", "until supplies last", "11月10日截止", "2月30日截止"])
def test_no_end_is_shown_where_none_is_stated_or_it_is_over(offer):
    assert deadline(offer, TODAY) is None
