"""Tests hear what is made now, not what an earlier run kept."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def nothing_kept() -> Iterator[None]:
    """The cache of spoken sentences is off, except where a test turns it on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YIBO_VOICE_CACHE_MB", "0")
        yield
