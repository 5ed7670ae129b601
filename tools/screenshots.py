"""Take the studio's screenshots for the docs: every page in English and Chinese at 1280 and 390 pixels.

    python tools/screenshots.py [--out docs/img] [--take]

Starts the studio with a data directory of its own and the demo shop. With --take it first makes a take of each language and shows it on the
Create page. Needs Chromium (apt install chromium) and the development packages.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("create", "products", "voices", "library", "settings")
SIZES = ((1280, 900), (390, 844))
LOCALES = {"en": "en-US", "zh": "zh-CN"}
_STILL = """() => {
  const video = document.querySelector('#stage video');
  video.autoplay = false;
  video.src = video.dataset.final;
  video.onloadeddata = () => { video.pause(); video.currentTime = 6; };
}"""
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise SystemExit(f"The studio does not answer at {url}.")


def _ready(page: Page, url: str, language: str) -> None:
    page.goto(url)
    page.wait_for_selector(".nav [aria-current]")
    page.wait_for_function(f"document.documentElement.lang === '{language}' && document.cookie.includes('yibo_language')")
    page.wait_for_function("[...document.images].every(image => image.complete || image.loading === 'lazy')")
    page.wait_for_timeout(1500)


def _take(page: Page, language: str) -> None:
    """A short take of the first product in the language, until it is done."""
    page.click(f'#goods .product-card[data-language="{language}"]')
    page.click("#more > button")
    page.fill("#seconds input[type=number]", "40")
    page.press("#seconds input[type=number]", "Enter")
    page.click("#more > button")
    page.click("#generate")
    page.wait_for_selector("#exports .zip", timeout=600_000)
    page.evaluate(_STILL)
    page.wait_for_function("document.querySelector('#stage video').currentTime > 5 && !document.querySelector('#stage video').seeking")
    page.wait_for_timeout(800)


def _shots(url: str, chromium: str, out: Path, with_take: bool) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=ARGS)
        for language, locale in LOCALES.items():
            page = browser.new_context(viewport={"width": 1280, "height": 900}, locale=locale).new_page()
            _ready(page, url, language)
            if with_take:
                _take(page, language)
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                for name in PAGES:
                    page.click(f'.nav [data-page="{name}"]')
                    page.evaluate("scrollTo(0, 0)")
                    page.wait_for_timeout(800)
                    if width > 500:  # the whole page in one view: what sticks to its edges stays where it belongs
                        page.set_viewport_size({"width": width, "height": max(height, page.evaluate("document.body.scrollHeight"))})
                        page.wait_for_timeout(600)
                    _save(page.screenshot(), out / f"{name}-{language}-{width}.webp")
                    page.set_viewport_size({"width": width, "height": height})
            page.context.close()
        browser.close()


def _save(png: bytes, path: Path) -> None:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(png)
        file.flush()
        Image.open(file.name).convert("RGB").save(path, "WEBP", quality=86, method=6)


def main() -> None:
    """Start the studio, walk through its pages, stop it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "img", help="folder of the pictures (default docs/img)")
    parser.add_argument("--take", action="store_true", help="make a take first and show it")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is missing: apt install chromium")
    given.out.mkdir(parents=True, exist_ok=True)
    port = _port()
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "YIBO_DATA_DIR": data, "DATABASE_URL": ""}
        studio = subprocess.Popen([sys.executable, str(ROOT / "app.py"), "--port", str(port)], cwd=ROOT, env=env)
        try:
            _wait(f"http://127.0.0.1:{port}/docs")
            _shots(f"http://127.0.0.1:{port}", chromium, given.out, given.take)
        finally:
            studio.terminate()
            studio.wait(60)


if __name__ == "__main__":
    main()
