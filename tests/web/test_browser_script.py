"""The script and its take in a real browser over the stand-in: what is edited is kept, and what the page shows is true."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from livestream.catalog.store import Store
from tests.web import browsers

pytestmark = [pytest.mark.browser, browsers.needs_chromium, pytest.mark.usefixtures("unhurried", "mug")]


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


def test_a_script_comes_into_view_while_it_is_written_and_a_change_is_taken_back(address: str, studio: Any, mug: Any) -> None:
    studio.pace = 1.0
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address, 390)
        page.click(f'#goods [data-id="{mug.id}"]')
        page.click("#more > button")
        page.click("#script-only")
        page.wait_for_selector("#script .line-next")
        page.wait_for_function(
            "document.querySelector('#script').getBoundingClientRect().top < innerHeight * 0.6 && document.querySelector('.line-next')"
        )
        first = page.locator("#script textarea").first
        first.wait_for()
        words = first.input_value()
        first.fill("Once.")
        page.click("#script h2")
        page.click('#script [data-act="down"][data-index="0"]')
        page.wait_for_function("document.querySelectorAll('#script textarea')[1].value === 'Once.'")
        page.click("#script .undo")
        page.wait_for_function("document.querySelectorAll('#script textarea')[0].value === 'Once.'")
        page.click("#script .undo")
        page.wait_for_selector("#script .undo", state="detached")
        assert first.input_value() == words and page.errors == []


def test_one_take_at_a_time_on_a_page_and_a_reload_finds_it(address: str, studio: Any, store: Store, mug: Any) -> None:
    studio.frames = 200
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address)
        page.click(f'#goods [data-id="{mug.id}"]')
        page.click("#generate")
        page.wait_for_selector("#progress .progress")
        page.click("#generate")
        page.wait_for_selector("#note .note-error:has-text('still filming')")
        assert len(store.takes()) == 1
        page.reload()
        page.click('#progress [data-act="open"]')
        browsers.playing(page)
        page.wait_for_selector("#exports .zip")
        assert page.inner_text("#outdated").strip() == ""
        page.locator("#script textarea").first.fill("Other words, no figures.")
        page.click("#script h2")
        page.wait_for_selector("#outdated:has-text('old words')")
        page.locator("#script textarea").first.fill("Only 3 EUR today.")
        page.click("#script h2")
        page.wait_for_selector("#script .line-wrong .wrong:has-text('3 EUR')")
        page.locator("#script textarea").nth(1).fill("Mornings are busy.")
        page.click("#script h2")
        page.click("#render")
        page.wait_for_selector("#script-warning .note-error:has-text('press again')")
        assert len(store.takes()) == 1
        page.click("#render")
        page.wait_for_selector("#progress .progress-done", state="detached")
        assert len(store.takes()) == 2
        page.click("#cancel")
        page.wait_for_selector("#progress .progress-cancelled")
        page.click(f'#goods [data-id="{mug.id}"]')
        page.click("#more > button")
        page.click("#script-only")
        page.wait_for_selector("#progress .progress", state="detached")
        page.wait_for_selector("#script textarea")
        assert page.locator("#stage video").count() == 0
        assert page.errors == []


def test_a_kept_recording_is_filmed_again_with_its_own_script(address: str, studio: Any, store: Store, mug: Any, tmp_path: Path) -> None:
    studio.frames, sound = 25, tmp_path / "me.wav"
    soundfile.write(sound, 0.2 * np.sin(np.arange(48000) / 50), 24000)
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address)
        page.click(f'#goods [data-id="{mug.id}"]')
        page.click("#more > button")
        page.click("#script-only")
        page.wait_for_selector("#script textarea")
        page.click("#recording > button")
        page.set_input_files("#take-sound input[type=file]", sound)
        page.wait_for_selector("#take-sound [data-testid*='waveform']")
        page.locator("#take-agree input").check()
        page.click("#perform")
        page.wait_for_selector("#progress .progress-done")
        page.click("#script-only")  # another script comes onto the page
        until(page, lambda: len(store.scripts(mug.id)) == 2, "no second script")
        page.wait_for_selector("#script textarea")
        page.click('#recordings [data-act="film"]')
        until(page, lambda: len(store.takes()) == 2, "not filmed again")
        again, first = store.takes()
        assert again.script_id == first.script_id and again.brief["recording"] == first.brief["recording"]
        page.wait_for_selector("#progress .progress-done")
        assert page.errors == []
