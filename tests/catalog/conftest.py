"""A catalogue of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livestream.catalog.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'products.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    yield opened
    opened.close()
