"""Pictures at web addresses on the Products page: told, fetched by a button and shown; what could not be had is told and stays."""

import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.web.localize import Ui
from livestream.web.pages.products_form import ProductForm
from tests.catalog.pictures import OTHER, PICTURE, picture, web
from tests.web import browsers


@pytest.fixture(autouse=True)
def one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    web(monkeypatch, {PICTURE: picture("teal")})


def test_typed_addresses_of_a_stored_product_are_kept_at_once_and_those_of_a_new_one_on_saving(
    studio: Any, store: Store, mug: Product
) -> None:
    with gr.Blocks():
        form = ProductForm(studio, Ui(gr.State("zh"), store))
    new = form.bring("zh", None, [], f"{PICTURE}\n{OTHER}\n")
    assert len(new[form.images]) == 1 and new[form.addresses] == OTHER
    assert "保存商品" in new[form.told] and f"图片：{OTHER}：" in new[form.told]
    assert store.product(mug.id or 0).images == []  # type: ignore[union-attr]
    kept = form.bring("en", mug.id, [], PICTURE)
    assert "Save" not in kept[form.told] and kept[form.addresses] == ""
    assert store.product(mug.id or 0).images == kept[form.images]  # type: ignore[union-attr]


@pytest.mark.browser
@browsers.needs_chromium
@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_import_to_the_shelf_and_out_again(address: str, store: Store, tmp_path: Path, width: int) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(json.dumps([{"name": "Mug", "price": 5, "currency": "USD", "points": ["blue"], "images": [PICTURE, OTHER]}]))
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address, width)
        page.click('.nav [data-page="products"]')
        page.click("#import-open")
        page.set_input_files("#import-file input[type=file]", str(feed))
        page.click("#import-go")
        page.wait_for_selector("#import-report :text('Pictures at web addresses: 2')")
        page.click("#import-fetch")
        page.wait_for_selector(f"#import-report :text('{OTHER}')")
        page.click(".shelf .product-card:has(img)")
        page.wait_for_selector("#form-strip img")
        assert page.input_value(browsers.field("form-addresses")) == OTHER
        page.fill(browsers.field("form-addresses"), "")
        page.wait_for_selector("#form-fetch", state="hidden")
        page.fill(browsers.field("form-addresses"), OTHER)
        page.click("#form-fetch")
        page.wait_for_selector(f"#form-told :text('{OTHER}')")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.fill(browsers.field("form-addresses"), "")
        page.click("#form-save")
        page.wait_for_selector("#products-note .note-ok")
        assert len(store.products()[0].images) == 1
        with page.expect_download() as download:
            page.click("#export")
        assert "data/uploads/" in download.value.path().read_text(encoding="utf-8-sig")
        assert page.outside == [] and page.errors == []
