"""The migrations on PostgreSQL, step by step; the other tests of this folder run on it too where YIBO_TEST_POSTGRES is given."""

import os
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from livestream.catalog.database import connect
from livestream.catalog.store import Store

ROOT = Path(__file__).parents[2]


def _alembic(url: str, *words: str) -> str:
    call = [sys.executable, "-m", "alembic", "-c", "livestream/catalog/alembic.ini", *words]
    env = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": "."}
    done = subprocess.run(call, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_migration_goes_up_down_and_up_again(postgres_url: str) -> None:
    for step in ("0001", "0002", "head"):
        _alembic(postgres_url, "upgrade", step)
    store = Store(postgres_url)
    assert store.count_products() >= 10
    store.close()
    with connect(postgres_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    _alembic(postgres_url, "downgrade", "base")
    with connect(postgres_url).connect() as connection:
        left = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
    assert left == ["alembic_version"]
    _alembic(postgres_url, "upgrade", "head")
    assert "0003" in _alembic(postgres_url, "current")


def test_old_takes_gain_the_new_columns(postgres_url: str) -> None:
    _alembic(postgres_url, "upgrade", "0001")
    engine = connect(postgres_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO product (name, brand, category, price, currency, list_price_basis, points, offer, audience, story, specs,"
                " images, language, created_at) VALUES ('Mug', '', '', 12.30, 'EUR', '', '[]', '', '', '[]', '{}', '[]', 'en', now())"
            )
        )
        connection.execute(
            text(
                "INSERT INTO take (id, product_id, status, stage, progress, message, duration, brief, timings, created_at, updated_at)"
                " VALUES ('old', 1, 'done', '', 1, '', 5, '{}', '{}', now(), now())"
            )
        )
    engine.dispose()
    store = Store(postgres_url)
    take = store.take("old")
    assert take is not None and (take.status, take.model, take.failure, take.notes) == ("done", "", "", [])
    store.close()
