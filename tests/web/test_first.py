"""The page as it is sent is in the visitor's language already."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from livestream.catalog.store import Store
from livestream.web.server import create_app
from livestream.web.shell import COOKIE
from livestream.web.strings import STRINGS
from tests.web import browsers

ENGLISH, CHINESE = STRINGS["create.title"]


@pytest.mark.parametrize(
    "accept, cookie, seen, unseen",
    [
        ("zh-CN,zh;q=0.9", "", CHINESE, ENGLISH),
        ("en-US", "", ENGLISH, CHINESE),
        ("zh-CN", "en", ENGLISH, CHINESE),
        ("en-US", "zh", CHINESE, ENGLISH),
    ],
)
def test_the_page_is_sent_in_the_language_asked_for(
    studio: Any, store: Store, mug: Any, accept: str, cookie: str, seen: str, unseen: str
) -> None:
    client = TestClient(create_app(studio, store), cookies={COOKIE: cookie} if cookie else {})
    page = client.get("/", headers={"accept-language": accept}).text
    assert seen in page and unseen not in page and "Fern mug" in page
    assert f'<html\n\tlang="{"zh" if seen == CHINESE else "en"}"' in page


@pytest.mark.browser
@browsers.needs_chromium
def test_nothing_english_is_seen_before_a_chinese_page_has_started(address: str, mug: Any) -> None:
    with browsers.chromium() as browser:
        page = browser.new_context(locale="zh-CN").new_page()
        page.route("**/queue/join*", lambda route: route.abort())  # the visit never starts
        page.goto(address)
        page.wait_for_selector(f"h1:has-text('{CHINESE}')")
        assert page.inner_text("#generate") == STRINGS["create.go"][1]
        words = page.inner_text("#page-create") + page.inner_text("#top")
        assert STRINGS["script.empty"][1] in words and STRINGS["create.waiting"][1].format(name="小林") in words
        assert not [english for english, chinese in STRINGS.values() if english != chinese and len(english) > 8 and english in words]
