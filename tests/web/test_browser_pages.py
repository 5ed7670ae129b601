"""The studio in a real browser over the stand-in: playing while it grows, editing, two visitors, both languages, narrow screens."""

import pytest

from tests.web import browsers

pytestmark = [pytest.mark.browser, browsers.needs_chromium, pytest.mark.usefixtures("unhurried", "mug")]


def test_a_merchants_way_from_words_to_an_edited_script(address: str) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address)
        page.click("#generate")
        assert "Goods:" in page.inner_text("#note .note-error")
        browsers.describe(page, "Moss <b>mug</b>, 24.50 EUR, holds 350 ml")
        page.fill(browsers.field("confirm-price"), "abc")
        page.click("#generate")
        page.wait_for_selector("#note .note-error:has-text('Price')")
        assert page.input_value(browsers.field("confirm-name")) == "Moss <b>mug</b>"
        page.fill(browsers.field("confirm-price"), "24.50")
        page.click("#generate")
        browsers.playing(page)
        page.wait_for_selector("#exports .zip")
        with page.expect_download() as download:
            page.click("#exports .zip")
        assert download.value.suggested_filename.endswith(".zip")
        lines = page.locator("#script textarea")
        second = lines.nth(1).input_value()
        lines.nth(0).fill("My own first line.")
        page.click('#script [data-act="down"][data-index="0"]')
        page.wait_for_function("document.querySelectorAll('#script textarea')[1].value === 'My own first line.'")
        assert lines.nth(0).input_value() == second
        page.click('#script [data-act="rewrite"][data-index="1"]')
        page.wait_for_function("document.querySelectorAll('#script textarea')[1].value.endsWith('(new)')")
        page.focus("#script .line:nth-child(2) .ways summary")
        for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
            page.keyboard.press(key)
        page.wait_for_function("document.querySelectorAll('#script textarea')[1].value.endsWith('(longer)')")
        assert page.locator("#script .ways[open]").count() == 0
        page.click('.switch [data-id="zh"]')
        page.wait_for_selector("h1:has-text('把商品变成一场直播')")
        assert lines.nth(0).input_value() == second
        assert page.outside == [] and page.errors == []


def test_safari_is_given_the_playlist_and_then_the_finished_video(address: str) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address, before="Object.defineProperty(navigator, 'vendor', {get: () => 'Apple Computer, Inc.'})")
        browsers.describe(page, "Moss mug, 24.50 EUR, holds 350 ml")
        with page.expect_request("**/stream.m3u8"):
            page.click("#generate")
        page.wait_for_selector("#exports .zip")
        page.wait_for_function("document.querySelector('#stage video').src.endsWith('/video.mp4')")


def test_two_browsers_at_once_keep_to_their_own_takes(address: str) -> None:
    with browsers.chromium() as browser:
        pages = [browsers.visit(browser, address), browsers.visit(browser, address)]
        for page, name in zip(pages, ("Red lamp", "Blue lamp"), strict=True):
            browsers.describe(page, f"{name}, 10 USD, bright")
            page.click("#generate")
        for page in pages:
            page.wait_for_selector("#exports .zip")
        texts = ["".join(page.locator("#script textarea").nth(number).input_value() for number in range(4)) for page in pages]
        assert "Red lamp" in texts[0] and "Blue lamp" not in texts[0]
        assert "Blue lamp" in texts[1] and "Red lamp" not in texts[1]
        sources = [page.get_attribute("#stage video", "data-take") for page in pages]
        assert sources[0] != sources[1]


@pytest.mark.parametrize("locale, heading", [("en-US", "Library"), ("zh-CN", "作品")])
def test_nothing_is_cut_off_on_a_phone(address: str, locale: str, heading: str) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address, 390, locale)
        for name in ("products", "voices", "library", "settings", "create"):
            page.click(f'.nav [data-page="{name}"]')
            page.wait_for_selector(f"#page-{name} h1")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.click("#more > button")
        words = page.locator('#own-look [data-testid="upload-text"]')
        words.first.wait_for()
        assert [box.bounding_box()["height"] < 44 for box in words.all()] == [True, True]  # two lines at most
        page.click('.nav [data-page="library"]')
        assert page.inner_text("#page-library h1") == heading
        assert page.outside == [] and page.errors == []
