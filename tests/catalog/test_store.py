"""The database: migrated, filled once, shared by threads, safe when killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from livestream.catalog.database import StoreError, connect
from livestream.catalog.models import Product
from livestream.catalog.store import NotFound, Store
from livestream.catalog.values import PERSONAS, Brief, Line
from voices.types import VoiceChoice

LINES = [Line("hook", "Look."), Line("point", "It pours.", (1, 0)), Line("close", "Get it.", muted=True)]
BRIEF = Brief(VoiceChoice("en", "male", "calm"), "expert", seconds=30)


def test_a_new_database_has_the_shop_and_the_personas(store: Store) -> None:
    products = store.products()
    assert len(products) == store.count_products() >= 10
    assert {product.language for product in products} == {"zh", "en"}
    assert tuple(persona.key for persona in store.personas()) == PERSONAS
    bestie = store.persona("bestie")
    assert bestie is not None and (bestie.host_female, bestie.host_male) == ("lin", "chen")


def test_a_deleted_demo_product_stays_away(url: str) -> None:
    first = Store(url)
    gone = first.products()[0]
    assert gone.id is not None
    assert first.delete_product(gone.id)
    assert not first.delete_product(gone.id)
    first.close()
    again = Store(url)
    assert gone.name not in {product.name for product in again.products()}
    assert again.product(gone.id) is None
    kept = again.product(gone.id, deleted=True)
    assert kept is not None and kept.name == gone.name


def test_migrations_make_what_the_models_say(url: str, store: Store) -> None:
    with connect(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_product_is_kept_and_changed(store: Store) -> None:
    product = store.save_product(Product(name="Mug", price=Decimal("12.30"), points=["blue"], specs={"Size": "3 dl"}))
    assert product.id is not None
    product.price, product.points = Decimal("0.10"), ["blue", "light"]
    assert store.product(product.id).price == Decimal("12.30")  # type: ignore[union-attr]
    created = store.save_product(product).created_at
    again = store.product(product.id)
    assert again is not None
    assert (again.price, again.points, again.specs, again.created_at) == (Decimal("0.10"), ["blue", "light"], {"Size": "3 dl"}, created)
    assert again.created_at.tzinfo is not None
    assert store.products()[0].id == product.id
    assert [found.name for found in store.products(query="mu")] == ["Mug"]
    assert store.products(query="100%") == []


def test_what_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="product 999"):
        store.save_product(Product(id=999, name="Mug", price=Decimal(1)))
    with pytest.raises(NotFound):
        store.save_script(999, "bestie", "warm", "en", LINES)
    with pytest.raises(NotFound):
        store.create_take(999, BRIEF)
    with pytest.raises(NotFound):
        store.update_take("nothing", status="done")
    assert store.script(999) is None and store.take("nothing") is None


def test_scripts_keep_their_lines_in_order(store: Store) -> None:
    product = store.products()[0]
    assert product.id is not None
    script = store.save_script(product.id, "bestie", "warm", "en", LINES, "model", {"tokens": 12})
    assert script.id is not None
    kept = store.script(script.id)
    assert kept is not None and kept.usage == {"tokens": 12}
    assert store.lines(kept) == store.lines(script) == LINES
    changed = store.update_lines(script.id, LINES[::-1])
    assert store.lines(changed) == LINES[::-1]
    assert [store.lines(found) for found in store.scripts(product.id)] == [LINES[::-1]]


def test_two_edits_of_a_script_at_once_are_both_kept(store: Store) -> None:
    script_id = store.save_script(store.products()[0].id or 0, "bestie", "warm", "en", LINES).id or 0
    ended = threading.Event()

    def mute_all() -> None:
        store.edit_lines(script_id, lambda lines: [replace(line, muted=True) for line in lines])
        ended.set()

    other = threading.Thread(target=mute_all)

    def turn_round(lines: list[Line]) -> list[Line]:
        other.start()
        assert not ended.wait(0.3)  # it waits until this edit is stored
        return lines[::-1]

    store.edit_lines(script_id, turn_round)
    other.join()
    assert store.lines(store.script(script_id)) == [replace(line, muted=True) for line in LINES[::-1]]  # type: ignore[arg-type]


def test_takes(store: Store) -> None:
    product = store.products()[0]
    assert product.id is not None
    script = store.save_script(product.id, "bestie", "warm", "en", LINES)
    take = store.create_take(product.id, BRIEF, script.id)
    other = store.create_take(product.id, BRIEF)
    assert (take.status, Store.brief(take)) == ("queued", BRIEF)
    running = store.update_take(take.id, status="running", progress=0.5, timings={"voice": 1.5})
    assert running.updated_at > take.updated_at
    store.update_take(other.id, status="done")
    assert store.mark_interrupted() == [take.id]
    assert store.take(take.id).status == "interrupted"  # type: ignore[union-attr]
    assert store.take(other.id).status == "done"  # type: ignore[union-attr]
    assert [found.id for found in store.takes()] == [other.id, take.id]
    assert [found.id for found in store.takes(status="interrupted")] == [take.id]
    with pytest.raises(ValueError, match="speed"):
        store.update_take(take.id, speed=3)
    with pytest.raises(ValueError, match="status"):
        store.update_take(take.id, status="lost")
    store.delete_product(product.id)
    assert store.take(take.id) is not None
    assert store.delete_take(take.id) and store.take(take.id) is None


def test_threads_write_side_by_side(store: Store) -> None:
    product = store.products()[0]
    assert product.id is not None
    takes = [store.create_take(product.id, BRIEF).id for _ in range(2)]

    def work(number: int) -> None:
        for step in range(25):
            store.update_take(takes[number], progress=step / 25, message=f"{number}")
            store.save_product(Product(name=f"{number}/{step}", price=Decimal(1)))

    before = store.count_products()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (0, 1)))
    assert store.count_products() == before + 50
    assert [store.take(take).message for take in takes] == ["0", "1"]  # type: ignore[union-attr]


def test_two_stores_open_a_new_database_at_once(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: Store(url), range(4)))
    assert len({store.count_products() for store in stores}) == 1
    names = [product.name for product in stores[0].products()]
    assert len(names) == len(set(names))


def test_a_killed_writer_leaves_the_database_whole(url: str, store: Store, tmp_path: Path) -> None:
    before = store.count_products()
    code = (
        "import os, signal, sys\n"
        "from livestream.catalog.database import connect, writing\n"
        f"with writing(connect({url!r})).begin() as connection:\n"
        "    connection.exec_driver_sql('DELETE FROM product')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    died = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONPATH": "."}, check=False)
    assert died.returncode == -signal.SIGKILL
    again = Store(url)
    assert again.count_products() == before
    again.close()
    if url.startswith("sqlite"):
        with sqlite3.connect(tmp_path / "products.db") as driver:
            assert driver.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, only text" * 100)
    with pytest.raises(StoreError, match=r"broken\.db"):
        Store(f"sqlite:///{broken}")
    with pytest.raises(StoreError, match="mysql"):
        Store("mysql://localhost/x")
    newer = tmp_path / "newer.db"
    Store(f"sqlite:///{newer}").close()
    with sqlite3.connect(newer) as driver:
        driver.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        Store(f"sqlite:///{newer}")
