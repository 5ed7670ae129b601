"""A studio killed in the middle of a render: the next start shows the take as interrupted, and a press resumes it to its end."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.config import ROOT
from livestream.media.probe import probe
from tests.web import browsers
from tests.web.rendering import TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600), browsers.needs_chromium]


SPOKEN = "count => document.querySelector('#script .line[data-start]') && document.querySelectorAll('#script .line').length >= count"
"""All lines are written and at least one is spoken."""


@contextmanager
def running(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The studio's address and process."""
    port = browsers.free_port()
    env = {**os.environ, "YIBO_DATA_DIR": str(data), "DATABASE_URL": ""}
    process = subprocess.Popen([sys.executable, "-m", "tests.web.rendering", str(port)], cwd=ROOT, env=env)
    try:
        browsers.wait_for(f"http://127.0.0.1:{port}/docs", 180)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def whole(data: Path) -> bool:
    """Whether the database file is intact."""
    with sqlite3.connect(data / "products.db") as driver:
        return bool(driver.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def test_a_killed_render_is_shown_and_resumed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'products.db'}"
    store = Store(url, demo=False)
    tray = {"name": "Oak Tray", "price": 19.9, "currency": "USD", "points": ["40 cm wide"], "language": "en"}
    store.save_product(parse_product(tray)[0])
    store.close()
    with browsers.chromium() as browser:
        with running(tmp_path) as (address, process):
            page = browsers.visit(browser, address)
            page.click("#goods .product-card")
            page.wait_for_selector('#goods .product-card[aria-pressed="true"]')
            page.click("#generate")
            page.wait_for_function(SPOKEN, arg=len(TEXTS), timeout=180_000)
            process.send_signal(signal.SIGKILL)
            process.wait()
        page.context.close()
        assert whole(tmp_path)
        store = Store(url, demo=False)
        (take,) = store.takes()
        assert (take.status, store.count_products()) == ("running", 1)
        script_id = take.script_id
        script = store.script(script_id or 0)
        assert script is not None and tuple(line.text for line in store.lines(script)) == TEXTS
        with running(tmp_path) as (address, _):
            page = browsers.visit(browser, f"{address}#library")
            page.wait_for_selector("#takes .status-interrupted:has-text('Interrupted')")
            page.click('#takes [data-act="resume"]')
            page.wait_for_selector("#exports .zip", timeout=300_000)
            shown = page.locator("#script textarea")
            assert tuple(shown.nth(number).input_value() for number in range(shown.count())) == TEXTS
            browsers.playing(page)
            assert page.errors == []
        taken = store.take(take.id)
        assert taken is not None and (taken.status, taken.script_id) == ("done", script_id)
        assert [line.text for line in store.lines(store.script(script_id or 0))] == list(TEXTS)  # type: ignore[arg-type]
        assert probe(tmp_path / "data" / "takes" / take.id / "take.mp4").duration == pytest.approx(taken.duration, abs=0.1)
        assert whole(tmp_path)
        store.close()
