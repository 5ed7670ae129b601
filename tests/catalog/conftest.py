"""A catalogue of its own for each test: SQLite, and PostgreSQL too where YIBO_TEST_POSTGRES holds the address of a server's database.

The user of that address must be allowed to create databases; each test makes one and drops it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from livestream.catalog.database import connect
from livestream.catalog.store import Store

POSTGRES = os.environ.get("YIBO_TEST_POSTGRES", "")


def _run(statement: str) -> None:
    engine = connect(POSTGRES)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty database of the PostgreSQL server; skips where none is given."""
    if not POSTGRES:
        pytest.skip("YIBO_TEST_POSTGRES names no PostgreSQL server")
    name = f"yibo_test_{uuid4().hex[:12]}"
    _run(f'CREATE DATABASE "{name}"')
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    _run(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", *(["postgresql"] if POSTGRES else [])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'products.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    yield opened
    opened.close()
