"""The script and its take in a real browser over the stand-in: what is edited is kept, and what the page shows is true."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from livestream.catalog.store import Store
from livestream.web.server import create_app
from tests.web import browsers

pytestmark = [pytest.mark.browser, browsers.needs_chromium]


@pytest.fixture
def address(studio: Any, store: Store, mug: Any) -> Iterator[str]:
    """The studio, listening; takes last long enough to be watched."""
    studio.pace, studio.frames = 0.15, 100
    with browsers.serving(create_app(studio, store)) as url:
        yield url


def until(page: Any, true: Callable[[], bool], what: str) -> None:
    """Until something on the server is so."""
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError(what)


def test_a_line_edited_twice_is_kept_twice(address: str, store: Store, mug: Any) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address)
        page.click(f'#goods [data-id="{mug.id}"]')
        page.click("#more > button")
        page.click("#script-only")
        first = page.locator("#script textarea").first
        first.wait_for()
        script = store.scripts(mug.id)[0].id
        for text in ("Once.", "Twice.", "Thrice."):
            first.fill(text)
            page.click("#script h2")
            until(page, lambda text=text: Store.lines(store.script(script))[0].text == text, text)  # type: ignore[arg-type, misc]
        assert page.errors == []
