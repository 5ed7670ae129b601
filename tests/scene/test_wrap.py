"""Where lines break."""

import pytest

from livestream.scene.callouts import _rows
from livestream.scene.layouts import layout
from livestream.scene.text import Style, wrapped


@pytest.mark.parametrize(
    ("text", "language", "rows"),
    [
        ("304不锈钢壶身，哑光墨绿喷涂", "zh", ["304不锈钢壶身", "哑光墨绿喷涂"]),
        ("保温12小时，早上的茶晚上还烫嘴", "zh", ["保温12小时", "早上的茶晚上还烫嘴"]),
        ("内胆采用316不锈钢", "zh", ["内胆采用316不锈钢"]),
        ("machined smooth cooking surface", "en", ["machined smooth", "cooking surface"]),
        ("10-inch pan pre-seasoned with flaxseed oil", "en", ["10-inch pan", "pre-seasoned", "with flaxseed oil"]),
    ],
)
def test_call_outs_break_after_clauses_and_not_inside_words(text, language, rows):
    plan = layout((720, 1280))
    found, _ = _rows(text, Style(29 if language == "zh" else 25, "bold", language), plan.callouts.width - 80, plan)
    assert [row.strip() for row in found] == rows


def test_a_date_stays_on_one_line():
    rows = wrapped("2026年3月1日至5月31日旗舰店日常成交价", Style(20), 260)
    assert len(rows) == 2 and all(any(date in row for row in rows) for date in ("2026年3月1日", "5月31日"))


def test_what_is_cut_is_cut_between_words():
    (row,) = wrapped("a chainmail scrubber in every box", Style(20, "bold", "en"), 220, 1)
    assert row.endswith("…") and "a chainmail scrubber in every box".startswith(row[:-1] + " ")


def test_a_number_keeps_what_a_hyphen_joins_to_it():
    rows = wrapped("Today, the Emberline 10-Inch Cast Iron Skillet.", Style(20, "bold", "en"), 260)
    assert [row.startswith("10-Inch") for row in rows] == [False, True]
