"""How the benchmark counts what a recogniser heard."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # as benchmarks/speech.py does

from speech_hearing import Counts, figures_right


@pytest.mark.parametrize(
    ("line", "heard", "right", "right_with_tones"),
    [
        ("只要69.8元。", "只要69块8。", [True], [True]),
        ("只要69.9元。", "只要六十九块酒。", [True], [True]),  # 酒 and 九 are one syllable in one tone: nobody hears them apart
        ("容量6升。", "容量六省。", [True], [False]),
        ("长两米，宽20厘米。", "长2米,宽20厘米。", [True, True], [True, True]),
        ("长两米。", "长粮米。", [True], [False]),  # two low tones in a row: 两 is said as 粮
        ("电池5000毫安时。", "电池5K毫安时。", [True], [True]),
        ("还剩80件。", "还剩18件。", [False], [False]),
        ("用316不锈钢做的。", "用316不秀钢做的。", [True], [True]),
        ("用316不锈钢做的。", "用1316不秀钢做的。", [False], [False]),
        ("每袋350克。", "每袋350.5克。", [False], [False]),
    ],
)
def test_chinese_figures_are_counted_by_their_sound(line: str, heard: str, right: list[bool], right_with_tones: list[bool]) -> None:
    assert figures_right(line, heard, "zh") == right
    assert figures_right(line, heard, "zh", tones=True) == right_with_tones


def test_english_figures_are_counted_by_their_words() -> None:
    assert figures_right("It holds 2.5 liters for $30.", "It holds 2.5 litres for $30.", "en") == [True, True]
    assert figures_right("It holds 2.5 liters for $30.", "It holds 25 liters for $13.", "en") == [False, False]


def test_counts_give_both_shares() -> None:
    counts = Counts()
    counts.add("容量6升，重80克。", "容量六省,重80克。", "zh")
    row = counts.row()
    assert (row["figures_right"], row["figures_right_with_tones"]) == (1.0, 0.5)
    assert 0 < row["error"] < 0.2
