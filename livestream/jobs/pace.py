"""When may a video that is still being made start to play?"""


def head_start(total: float, rate: float) -> float:
    """Seconds of video that must be ready before playing, so that it never stalls.

    `total` is the expected length in seconds, `rate` the seconds of video made per second of wall time. A player started with h
    seconds in hand catches up with a slower maker after h / (1 - rate) seconds, which must not come before the end: h = total * (1 - rate).
    A tenth of the rate is kept in reserve, and one second is the least.
    """
    return min(total, max(1.0, total * (1.0 - 0.9 * rate)))
