"""End to end, as a merchant would: the real studio in a real browser, from words never seen before to a zip."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from livestream.config import ROOT
from tests.web import browsers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600), browsers.needs_chromium]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """`python app.py` with a data directory of its own."""
    port = browsers.free_port()
    env = {**os.environ, "YIBO_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    process = subprocess.Popen([sys.executable, str(ROOT / "app.py"), "--port", str(port)], cwd=ROOT, env=env)
    try:
        browsers.wait_for(f"http://127.0.0.1:{port}/docs", 180)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def test_a_product_never_seen_before_becomes_a_video(address: str, tmp_path: Path) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address)
        browsers.describe(page, "Tidepool desk fan, 38.50 EUR, runs 14 hours on one charge, three speeds, folds flat")
        page.fill(browsers.field("confirm-name"), "Tidepool desk fan")
        page.click("#more > button")
        page.fill("#seconds input[type=number]", "12")
        page.press("#seconds input[type=number]", "Enter")
        page.click("#generate")
        browsers.playing(page, 0.5, limit=240)
        page.wait_for_selector("#exports .zip", timeout=240_000)
        with page.expect_download() as download:
            page.click("#exports .zip")
        path = tmp_path / "take.zip"
        download.value.save_as(path)
        assert page.errors == [] and page.outside == []
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        script = archive.read("script.txt").decode()
    assert {"take.mp4", "audio.wav", "script.json", "captions.srt", "manifest.json"} <= names
    assert "Tidepool desk fan" in script and "38.5" in script
