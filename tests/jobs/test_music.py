"""Music in a take: the mix is as loud as the law of the house says, and the lips see the speech alone."""

from decimal import Decimal
from typing import get_args

import numpy as np
import pytest

from livestream.avatar.animator import Animator
from livestream.catalog.briefs import brief_from_json, brief_json
from livestream.catalog.models import Product
from livestream.catalog.values import MUSIC, Brief, Line
from livestream.jobs.take import render_take
from voices import mastering
from voices.music import MOODS
from voices.types import VoiceChoice

VOICE = VoiceChoice("en", "female", "warm")
LINES = (Line("hook", "Good evening everyone. Look at this tray, it is made of one piece of oak."), Line("offer", "It is $19.90 today."))


def test_the_choices_are_the_moods_of_the_music():
    assert ("none", *MOODS) == MUSIC == get_args(Brief.__annotations__["music"])


def test_a_stored_brief_keeps_its_music_and_an_older_one_has_none():
    stored = brief_json(Brief(VOICE, music="night"))
    assert brief_from_json(stored).music == "night"
    del stored["music"]
    assert brief_from_json(stored).music == "none"


@pytest.mark.slow
def test_music_plays_under_the_speech_at_the_usual_loudness_and_the_lips_keep_the_dry_sound(tmp_path, monkeypatch):
    heard = []
    perform = Animator.perform

    def listen(self, cue):
        heard[-1].append(cue.samples)
        return perform(self, cue)

    monkeypatch.setattr(Animator, "perform", listen)
    product = Product(name="Oak Tray", price=Decimal("19.90"), points=["one piece"], language="en")
    made = []
    for music in ("none", "bright"):
        heard.append([])
        made.append(render_take(product, Brief(VOICE, music=music), LINES, tmp_path / f"{music}.mp4").samples)
    dry, mixed = made
    np.testing.assert_array_equal(np.concatenate(heard[0]), np.concatenate(heard[1]))
    np.testing.assert_array_equal(np.concatenate(heard[1]), dry)
    assert len(mixed) == len(dry) and np.abs(mixed - dry).max() > 0.01
    assert mastering.loudness(mixed) == pytest.approx(-16, abs=1)
    assert mastering.true_peak(mixed) <= -1.5
