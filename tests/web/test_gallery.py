"""Host and set are chosen by looking: faces that fit the voice, a voice that follows a face, pictures loaded when they are seen."""

from io import BytesIO
from typing import Any

import gradio as gr
import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from livestream.avatar.pack import hosts
from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.web import looks
from livestream.web.choices import AUTO, faces, scenes
from livestream.web.localize import Ui
from livestream.web.pages.create import CreatePage
from livestream.web.server import create_app
from tests.web import browsers


@pytest.fixture
def page(studio: Any, store: Store) -> CreatePage:
    with gr.Blocks():
        return CreatePage(studio, Ui(gr.State("en"), store))


def test_every_host_is_shown_and_one_of_another_gender_says_what_it_changes() -> None:
    shown = {choice.key: choice for choice in faces("zh", "male")}
    assert next(iter(shown)) == AUTO and set(shown) == {AUTO, *(host.key for host in hosts())}
    assert shown["victor"].fits and shown["victor"].name == "老顾" and "银发" in shown["victor"].lead
    assert not shown["lin"].fits and shown["lin"].lead.endswith("将改用女声")


def test_a_host_that_fits_no_more_gives_way(page: CreatePage) -> None:
    host = page.host
    kept = host.draw("en", "victor", "male")
    assert kept[host.chosen] == "victor" and kept[host.box].count('aria-checked="true"') == kept[host.box].count('tabindex="0"') == 1
    assert host.draw("en", "victor", "female")[host.chosen] == host.draw("en", "nobody", "male")[host.chosen] == AUTO
    assert page.set.draw("en", "kitchen")[page.set.chosen] == "kitchen" and page.set.draw("en", "moon")[page.set.chosen] == AUTO


def test_every_picture_is_there_small_and_holds_a_face(studio: Any, store: Store) -> None:
    with TestClient(create_app(studio, store)) as client:
        for choice in (*faces("en", "female"), *scenes("en")):
            if choice.picture:
                answer = client.get(choice.picture)
                assert answer.status_code == 200 and len(answer.content) < 60_000, choice
        assert client.get(f"{looks.FACES}/nobody.webp").status_code == 404
    for host in hosts():
        seen = np.asarray(Image.open(BytesIO(looks.face(host.key))).convert("RGBA"))[..., 3]
        assert (seen[60:90, 60:84] > 200).all() and seen[:3].max() < 128, host.key  # the face in the middle, nothing cut above it


@pytest.mark.browser
@browsers.needs_chromium
def test_in_the_browser(address: str, store: Store, mug: Product) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.click("#goods .product-card")
        page.click('#hosts [data-id="victor"]')
        page.wait_for_selector('#gender label.selected input[value="male"]')
        page.wait_for_selector("#stage .look-words :text('Victor is ready')")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector('#stage .look-host[src*="/chen/"]')
        assert page.evaluate("document.activeElement.dataset.id") == "chen"
        assert not [url for url in asked if "/looks/sets/" in url and "kitchen" in url]
        page.click("#more > button")
        page.click('#sets [data-id="kitchen"]')
        page.wait_for_selector('#stage .look-set[src*="kitchen"]')
        page.click('.switch [data-id="zh"]')
        page.wait_for_selector('#hosts [data-id="chen"][aria-checked="true"][aria-label^="小陈"]')
        page.click("#generate")
        page.wait_for_selector("#exports .zip")
        brief = Store.brief(store.takes()[0])
        assert (brief.host, brief.set, brief.voice.gender) == ("chen", "kitchen", "male")
        page.click("#gender label:nth-of-type(1)")
        page.wait_for_selector('#hosts [data-id="auto"][aria-checked="true"]')
        assert page.errors == [] and page.outside == []
