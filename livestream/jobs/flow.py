"""Run the stages of a take beside each other: each pulls from the one before it through a short queue."""

import itertools
import queue
import threading
import weakref
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_END = object()


def ahead(items: Iterable[T], size: int = 2) -> Iterator[T]:
    """The same items, made from now on by a thread of its own up to `size` items ahead. An error is raised where it would have come;
    closing the iterator, or letting go of it, stops the thread before its next item."""
    slots: queue.Queue[object] = queue.Queue(size)
    stop = threading.Event()
    errors: list[BaseException] = []

    def put(item: object) -> None:
        while not stop.is_set():
            try:
                return slots.put(item, timeout=0.1)
            except queue.Full:
                continue

    def run() -> None:
        iterator = iter(items)
        try:
            for item in iterator:
                put(item)
                if stop.is_set():
                    break
        except BaseException as error:
            errors.append(error)
        finally:
            close = getattr(iterator, "close", None)
            if close:
                close()
            put(_END)

    def pull() -> Iterator[T]:
        try:
            while (item := slots.get()) is not _END:
                yield item  # type: ignore[misc]
            if errors:
                raise errors[0]
        finally:
            stop.set()

    pulled = pull()
    weakref.finalize(pulled, stop.set)
    threading.Thread(target=run, daemon=True).start()
    return pulled


def held(items: Iterable[T], gate: threading.Event, longest: float) -> Iterator[T]:
    """The same items; the second is not begun before the gate is open, or `longest` seconds have passed."""
    iterator = iter(items)
    yield from itertools.islice(iterator, 1)
    gate.wait(longest)
    yield from iterator
