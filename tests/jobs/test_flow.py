import threading
import time

import pytest

from livestream.jobs.flow import ahead


def test_order_and_completeness():
    assert list(ahead(range(50), 3)) == list(range(50))


def test_runs_ahead_of_its_consumer_but_not_further_than_its_queue():
    made = []

    def source():
        for i in range(10):
            made.append(i)
            yield i

    items = ahead(source(), 2)
    assert next(items) == 0
    deadline = time.monotonic() + 2
    while len(made) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert 2 <= len(made) <= 4  # one taken, two queued, one waiting to be queued
    items.close()


def test_an_error_arrives_where_it_belongs():
    def source():
        yield 1
        raise RuntimeError("broken")

    items = ahead(source())
    assert next(items) == 1
    with pytest.raises(RuntimeError, match="broken"):
        next(items)


def test_closing_stops_and_closes_the_source():
    closed = threading.Event()

    def source():
        try:
            n = 0
            while True:
                yield n
                n += 1
        finally:
            closed.set()

    items = ahead(source())
    next(items)
    items.close()
    assert closed.wait(2)
