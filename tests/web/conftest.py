"""A web app over a catalogue of its own and a studio that films plain colour."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.config import settings
from livestream.web.server import create_api, create_app
from tests.web import browsers
from tests.web.double import Double


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The settings' data directory is a temporary one."""
    monkeypatch.setenv("YIBO_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with its tables and nothing in it, made once."""
    path = tmp_path_factory.mktemp("catalogue") / "products.db"
    Store(f"sqlite:///{path}", demo=False).close()
    return path


@pytest.fixture
def store(data_dir: Path, empty_database: Path) -> Iterator[Store]:
    """An empty catalogue."""
    shutil.copy(empty_database, data_dir / "products.db")
    opened = Store(f"sqlite:///{data_dir / 'products.db'}", demo=False)
    yield opened
    opened.close()


@pytest.fixture
def studio(store: Store, data_dir: Path) -> Iterator[Double]:
    """The stand-in over the catalogue."""
    made = Double(store, data_dir / "data" / "takes")
    yield made
    made.close()


@pytest.fixture
def mug(store: Store) -> Product:
    """A stored product."""
    return store.save_product(parse_product({"name": "Fern mug", "price": 24.5, "currency": "EUR", "points": ["holds 350 ml"]})[0])


@pytest.fixture
def address(studio: Double, store: Store) -> Iterator[str]:
    """The studio, listening."""
    with browsers.serving(create_app(studio, store)) as url:
        yield url


@pytest.fixture
def unhurried(studio: Double) -> None:
    """Takes last long enough to be watched."""
    studio.pace, studio.frames = 0.15, 100


@pytest.fixture
def client(studio: Double, store: Store) -> Iterator[TestClient]:
    """The API, asked without a network."""
    with TestClient(create_api(studio, store), raise_server_exceptions=False) as asked:
        yield asked
