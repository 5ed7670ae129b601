"""Captions: length, breaks and times."""

import re
from itertools import pairwise

import pytest

from livestream.scene.captions import LIMITS, split, units, word_times
from livestream.scene.wrap import atoms

ZH = [
    "冬天出门，一杯热茶喝到晚上还是烫嘴的，你信吗？",
    "这款内胆用的是 316 不锈钢，没有异味，保温 12 小时，容量 480 毫升，单手就能打开，放进背包也不会漏水。",
    "日常价 199 元，今天直播间只要 129.90 元，下单再加赠价值 19.9 元的杯刷一支！",
    "全家人从早到晚都离不开的这样一只杯子真的可以陪你走过一年四季每一个需要热水的时刻",
    "GentleBrew 温控电热水壶支持 40℃到 100℃、1500W 快速加热。",
]
EN = [
    "If your pour-over tastes different every morning, it is probably the water.",
    "It is $59.90 today, down from $79.90; it holds 0.8 L and boils in under 4 minutes, so breakfast never waits for the kettle again.",
    "Pick the temperature to the degree (40 to 100 °C), and it holds it for 60 minutes. That is the whole trick!",
]
CASES = [(text, "zh") for text in ZH] + [(text, "en") for text in EN]
UNBROKEN = re.compile(r"\d[\d.,]*\s?(?:小时|毫升|元|℃|W|L\b|minutes|°C)|\$[\d.]+")


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize(("text", "language"), CASES)
def test_lines_are_short_and_break_where_they_may(text, language, wide, speak):
    speech = speak(text)
    cues = split(text, word_times(speech), language, 2.0, 2.0 + speech.duration, wide)
    assert cues
    for cue in cues:
        assert len(cue.lines) <= 2
        assert all(line and units(line, language) <= LIMITS[language, wide] and len(line) <= 42 for line in cue.lines)
        assert all(line[0] not in "，。！？、；：,.!?)" for line in cue.lines)
    shown = [line for cue in cues for line in cue.lines]
    for match in UNBROKEN.finditer(text):
        assert any(match.group() in line for line in shown), match.group()
    kept = re.sub(r"[\s，。；：、,]", "", "".join(shown))
    assert kept == re.sub(r"[\s，。；：、,]", "", text)


@pytest.mark.parametrize(("text", "language"), CASES)
def test_times_follow_the_words(text, language, speak):
    speech = speak(text)
    cues = split(text, word_times(speech), language, 2.0, 2.0 + speech.duration)
    first = speech.marks[0]
    assert cues[0].start == pytest.approx(2.0 + first.start)
    for cue, following in pairwise(cues):
        assert cue.start < cue.end <= following.start - 0.079
    assert cues[-1].end <= 2.0 + speech.duration + 1e-6
    for cue in cues:
        assert all(cue.lines[w.line][w.first : w.last].strip() for w in cue.words)
        assert all(cue.start <= w.start < w.end for w in cue.words)


def test_a_brand_is_never_cut():
    text = "今天给大家带来的是云上小屋家居好物系列"
    words = [(k, k + 1, 0.2 * k, 0.2 * k + 0.2) for k in range(len(text))]
    cues = split(text, words, "zh", keep=("云上小屋家居",))
    assert any("云上小屋家居" in line for cue in cues for line in cue.lines)


def test_speech_without_marks_is_spread_evenly(speak):
    from dataclasses import replace

    speech = replace(speak("一杯热茶，喝到晚上。"), marks=())
    words = word_times(speech)
    assert words[0][2] == 0 and words[-1][3] == pytest.approx(speech.duration)
    assert split(speech.text, words, "zh")


def test_atoms_cover_the_text_and_hold_figures_together():
    text = "容量 480 毫升，¥1,299.00，40–100℃，3.5 mm，5折"
    spans = atoms(text)
    assert [text[a:b] for a, b in spans] and "".join(text[a:b] for a, b in spans) == text
    parts = [text[a:b].strip() for a, b in spans]
    for whole in ("480 毫升，", "¥1,299.00，", "40–100℃，", "3.5 mm，", "5折"):
        assert whole in parts
