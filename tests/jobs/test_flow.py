import threading
import time

import pytest

from livestream.jobs.flow import ahead, held


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


def test_work_begins_before_the_first_item_is_asked_for_and_ends_when_nobody_will():
    begun, closed = threading.Event(), threading.Event()

    def source():
        try:
            begun.set()
            while True:
                yield 1
        finally:
            closed.set()

    items = ahead(source())
    assert begun.wait(2)
    del items
    assert closed.wait(2)


def test_what_is_held_goes_on_when_the_gate_opens_or_the_time_is_over():
    gate, made = threading.Event(), []
    items = held((made.append(i) or i for i in range(3)), gate, 0.05)
    assert next(items) == 0 and made == [0]
    started = time.monotonic()
    assert list(items) == [1, 2] and 0.04 < time.monotonic() - started < 2
    gate.set()
    assert list(held(range(3), gate, 60)) == [0, 1, 2]
