"""The catalogue's database: connecting and bringing its tables up to date."""

from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_S = 30
_POSTGRES_LOCK = 0x79_69_62_6F  # "yibo": one process at a time migrates
_migrating = Lock()


class StoreError(Exception):
    """The catalogue cannot be opened; the message says why and what to do."""


def connect(url: str) -> Engine:
    """An engine for `url` (sqlite:/// or postgresql://). SQLite: WAL, foreign keys on, waits up to 30 s for another writer."""
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1) if url.startswith("postgres://") else url)
    except ArgumentError as error:
        raise StoreError(f"DATABASE_URL is not a database address: {error}") from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if backend != "sqlite":
        raise StoreError(f"DATABASE_URL names {backend}; use postgresql:// or sqlite:///")
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_S, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _set_up(driver: Any, _: Any) -> None:
        driver.isolation_level = None  # transactions are begun below, so that tables change in them too
        for pragma in (f"busy_timeout={BUSY_S * 1000}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            driver.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: SQLite takes the lock at their beginning and so never fails half-way."""
    return engine.execution_options(writes=True)


def upgrade(engine: Engine) -> None:
    """Brings the tables to the newest version in one transaction: all or nothing, whoever dies meanwhile."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with _migrating, writing(engine).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"The catalogue was written by a newer version of Yibo ({error}). Update Yibo or open another one.") from error
    except OperationalError as error:
        raise StoreError(f"The catalogue cannot be opened: {error.orig}. Is the disk full, write-protected or the server down?") from error
    except DatabaseError as error:
        where = engine.url.database or engine.url.render_as_string()
        raise StoreError(f"{where} cannot be read as a catalogue: {error.orig}. Move the file away to start a new one.") from error
