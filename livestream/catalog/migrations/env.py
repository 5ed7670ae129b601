"""Alembic's entry: runs in the store's own transaction, or alone for `alembic -c livestream/catalog/alembic.ini`."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from livestream.catalog import models  # noqa: F401  (fills SQLModel.metadata)
from livestream.catalog.database import connect, writing
from livestream.config import settings


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with writing(connect(settings().url)).begin() as own:
        _run(own)
