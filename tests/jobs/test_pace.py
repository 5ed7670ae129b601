import pytest

from livestream.jobs.pace import head_start


@pytest.mark.parametrize(("total", "rate"), [(60, 0.5), (60, 0.9), (20, 1.0), (120, 0.3), (5, 3.0)])
def test_a_player_started_with_the_head_start_never_overtakes_the_maker(total, rate):
    ready = head_start(total, rate)
    for tenth in range(int(total * 10) + 1):
        played = tenth / 10
        made = min(total, ready + rate * played)
        assert made >= min(played, total) - 1e-9


def test_a_fast_maker_needs_one_second_and_no_more_than_all_is_asked():
    assert head_start(60, 2.0) == 1.0
    assert head_start(0.5, 2.0) == 0.5
    assert head_start(60, 0.0) == 60
