"""What the browser tests share: the system's Chromium, an app that listens, and how the studio's fields are found."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
needs_chromium = pytest.mark.skipif(not CHROMIUM and os.environ.get("CI") != "true", reason="no Chromium on this machine")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, seconds: float = 90) -> None:
    """Until the address answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            httpx.get(url, timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of the app while it listens on this machine."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    wait_for(f"{url}/docs")
    yield url
    server.should_exit = True
    thread.join(10)


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS)
        yield browser
        browser.close()


def visit(browser: Any, url: str, width: int = 1280, locale: str = "en-US", before: str = "") -> Any:
    """The studio in a browser session of its own; `page.outside` collects requests to other machines, `page.errors` its errors.

    `before` is a script that runs before those of the page.
    """
    page = browser.new_context(viewport={"width": width, "height": 900}, locale=locale).new_page()
    page.set_default_timeout(60_000)
    page.outside, page.errors = [], []
    page.on("request", lambda request: page.outside.append(request.url) if not request.url.startswith((url, "data:", "blob:")) else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    if before:
        page.add_init_script(before)
    page.goto(url)
    page.wait_for_selector(".nav [aria-current]")
    page.wait_for_function(f"document.documentElement.lang === '{locale[:2]}' && document.cookie.includes('yibo_language')")
    return page


def field(name: str) -> str:
    """The box of a text field by the id of its component."""
    return f"#{name} textarea, #{name} input"


def describe(page: Any, words: str) -> None:
    """Type a product never seen before and have it read."""
    page.click("#goods-mode label:nth-of-type(2)")
    page.fill(field("words"), words)
    page.click("#read")
    page.wait_for_selector("#confirm-name")


def playing(page: Any, seconds: float = 0.3, limit: float = 60) -> None:
    """Until the video on the stage has played for some time."""
    page.wait_for_selector("#stage video", timeout=limit * 1000)
    page.wait_for_function(f"document.querySelector('#stage video').currentTime > {seconds}", timeout=limit * 1000)
