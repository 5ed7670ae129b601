"""What is lifted out of a sentence, and that it is heard, but little."""

import numpy as np
import pytest

from voices import Delivery, Shift, VoiceChoice, say
from voices.frontend.emphasis import spans
from voices.frontend.prepare import sentences
from voices.prosody import LIFT, STRETCH, shape_f0, stress_curve, tempo
from voices.tones import TABLE

from .measure import f0


@pytest.mark.parametrize(
    ("line", "language", "lifted"),
    [
        ("原价199元，现在只要99.9元！", "zh", ["199元", "99.9元"]),
        ("￥1,099.00起，8折，满300减50", "zh", ["￥1,099.00", "8折", "满300减50"]),
        ("买一送一，包邮，1.8L大容量", "zh", ["买一送一", "包邮", "1.8L"]),
        ("iPhone 17只要9块", "zh", ["9块"]),
        ("Now $9.99, 20% off, was 15 dollars", "en", ["$9.99", "20% off", "15 dollars"]),
        ("It holds 1.8L. Buy one get one.", "en", ["Buy one get one", "1.8L"]),
        ("两米乘两米三，重2.5公斤，七天内可退", "zh", ["两米", "两米三", "2.5公斤", "七天"]),
        ("一米五五都能穿，有三个颜色，用一天，A4纸，iPhone 17 Pro", "zh", ["一米五五"]),
        ("A 6.5-inch screen lasts two days; 3 in a box, USB 3.0", "en", ["6.5-inch", "two days"]),
    ],
)
def test_prices_and_offers_are_found(line: str, language: str, lifted: list[str]) -> None:
    assert [line[first:last] for first, last in spans(line, language, ())] == lifted  # type: ignore[arg-type]


def test_names_are_lifted_wherever_they_stand() -> None:
    line = "羊绒外套99元，这款羊绒外套很暖。"
    words = [w for s in sentences(line, "zh", Delivery(stressed=("羊绒外套", ""))) for w in s.words]
    assert "".join(w.label for w in words if w.stressed) == "羊绒外套九十九元羊绒外套"
    assert not any(w.stressed for s in sentences(line, "zh", Delivery()) for w in s.words if "外套" in w.label)


def test_curves() -> None:
    stressed = np.array([False, False, True, False, False])
    frames = np.array([10, 10, 10, 10, 10])
    curve = stress_curve(stressed, frames)
    assert len(curve) == 100
    assert curve[49] == pytest.approx(1)
    assert curve[:30].max() == curve[70:].max() == 0
    assert float(np.abs(np.diff(curve)).max()) < 0.25
    given: list[tuple[str, int | None]] = [("a", 0), ("i", 1), ("u", 2)]
    assert tempo(given, stressed, TABLE["warm"], 1.0).tolist() == pytest.approx([1, 1, STRETCH, 1, 1])
    lifted = shape_f0(np.full(100, 200, np.float32), TABLE["warm"], curve)
    assert 12 * np.log2(lifted[49] / lifted[0]) == pytest.approx(LIFT, abs=0.01)


def test_a_stressed_name_is_slower_and_higher_but_little() -> None:
    line, voice = "We have the lemon bottle in our store.", VoiceChoice("en", "female")
    plain, lifted = say(line, voice), say(line, voice, Delivery(stressed=("lemon bottle",)))

    def part(speech, first: str, last: str) -> tuple[float, float]:  # type: ignore[no-untyped-def]
        marks = {m.label: m for m in speech.marks if m.kind == "word"}
        start, end = marks[first].start, marks[last].end
        return end - start, float(np.median(f0(speech.samples[int(start * 48000) : int(end * 48000)], 48000)))

    (time_a, pitch_a), (time_b, pitch_b) = part(plain, "lemon", "bottle"), part(lifted, "lemon", "bottle")
    assert 1.04 < time_b / time_a < 1.2
    assert 0.3 < 12 * np.log2(pitch_b / pitch_a) < 1.6
    assert part(lifted, "in", "store")[0] == pytest.approx(part(plain, "in", "store")[0], abs=0.06)


def test_a_manner_shifts_every_tone() -> None:
    row = TABLE["calm"].shifted(Shift(speed=1.1, semitones=1, f0_range=1.2, energy=1.05))
    assert row.speed == pytest.approx(TABLE["calm"].speed * 1.1)
    assert row.semitones == pytest.approx(TABLE["calm"].semitones + 1)
    assert row.pauses == TABLE["calm"].pauses
