"""Bad input through the API and the page: told by field and line, stored nowhere, and the studio goes on."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fastapi.testclient import TestClient

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.web.localize import Ui
from livestream.web.pages.common import problem_line, said
from livestream.web.pages.create import CreatePage
from livestream.web.pages.products_form import ProductForm
from livestream.web.pages.products_import import ImportPanel
from tests.web import browsers

GOOD = {"name": "Linen throw", "price": "49.90", "currency": "EUR", "points": "Woven in Portugal", "list_price": ""}
WRONG = [
    ({"name": ""}, "Name"),
    ({"price": "abc"}, "Price"),
    ({"price": "-1"}, "Price"),
    ({"price": "NaN"}, "Price"),
    ({"list_price": "10"}, "List price"),
    ({"points": ""}, "Selling points"),
    ({"points": "x" * 10_000}, "Selling points"),
    ({"addresses": "mug.png"}, "Pictures"),
]
ODD = ["🧣🔥 Scarf 👩‍👩‍👧", "كوب شاي أزرق", "<script>alert(1)</script><b>Mug</b>", "‮evil‬ \u0000mug"]


def png(width: int, height: int) -> bytes:
    """A file that claims to be a picture of this size and holds none."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A workbook of some kilobytes that would unpack to more than is opened."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(31):
                member.write(b" " * 4_000_000)
    return packed.getvalue()


PICTURES = {"empty": (b"", "empty"), "text": (b"no picture", "picture"), "huge": (png(10_000, 6_000), "megapixels")}


@pytest.fixture
def form(studio: Any, store: Store) -> ProductForm:
    with gr.Blocks():
        return ProductForm(studio, Ui(gr.State("en"), store))


def saved(form: ProductForm, language: str, files: list[str] | None = None, **change: str) -> tuple[Product | None, str]:
    """What became of the form with these fields: the product, or what the visitor is told."""
    given = {**GOOD, **change}
    values = [given.get(name, "") for name in ("name", "brand", "category", "price", "currency", "list_price", "basis", "points", "offer")]
    try:
        return form.save(None, [], files, *values, "", "en", "", "", "", given.get("addresses", ""))[0], ""
    except Exception as error:
        return None, " ".join(said(error, language))


def test_a_list_price_that_stays_hidden_is_told_by_the_names_of_the_form(form: ProductForm) -> None:
    values = ["Mug", "", "", "24", "EUR", "30", "", "blue", "", "", "en", "", "", "", ""]
    _, warnings = form.save(None, [], None, *values)
    assert [problem_line(warning, "en") for warning in warnings] == ["List price: has no basis, so it is kept but neither shown nor spoken"]
    assert problem_line(warnings[0], "zh") == "划线价：没有填写依据，会保留但不展示、不口播"


@pytest.mark.parametrize("change, field", WRONG)
def test_the_form_names_the_field_and_keeps_nothing(form: ProductForm, store: Store, change: dict[str, str], field: str) -> None:
    product, told = saved(form, "en", **change)
    assert product is None and told.startswith(f"{field}:") and store.count_products() == 0
    assert "：" in saved(form, "zh", **change)[1]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_kept_and_never_become_markup(client: TestClient, form: ProductForm, store: Store, studio: Any, name: str) -> None:
    answer = client.post("/api/products", json={"name": name, "price": 5, "points": ["blue"]})
    assert answer.status_code == 201 and "\u0000" not in answer.json()["name"]
    product, told = saved(form, "en", name=name)
    assert product is not None, told
    with gr.Blocks():
        page = CreatePage(studio, Ui(gr.State("en"), store))
    updates = page.sell("en", product.id or 0)
    assert "<script>" not in updates[page.goods.grid] and "<b>" not in updates[page.goods.grid]


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_of_no_use(client: TestClient, form: ProductForm, store: Store, mug: Product, tmp_path: Path, kind: str) -> None:
    data, words = PICTURES[kind]
    answer = client.post(f"/api/products/{mug.id}/pictures", files={"file": ("x.png", data, "image/png")})
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "images")
    assert words in answer.json()["error"]["message"] and answer.json()["error"]["message_zh"]
    path = tmp_path / "x.png"
    path.write_bytes(data)
    product, told = saved(form, "en", [str(path)])
    assert product is None and told.startswith("Pictures:") and words in told
    assert saved(form, "zh", [str(path)])[1].startswith("图片：")
    assert store.count_products() == 1 and store.product(mug.id or 0).images == []  # type: ignore[union-attr]


def test_a_picture_at_a_private_address(client: TestClient, store: Store) -> None:
    for address in ("http://127.0.0.1/x.png", "http://169.254.169.254/", "http://[::1]/", "http://10.0.0.1/a.png", "file:///etc/passwd"):
        told = client.post("/api/products", json={"name": "Mug", "price": 5, "points": ["blue"], "images": [address]})
        assert (told.status_code, told.json()["error"]["field"]) == (422, "images"), address
    assert store.count_products() == 0


def test_a_zip_bomb(client: TestClient, studio: Any, store: Store, tmp_path: Path) -> None:
    data = bomb()
    told = client.post("/api/products/import", files={"file": ("bomb.xlsx", data)})
    assert (told.status_code, told.json()["error"]["field"]) == (422, "file") and "unpack" in told.json()["error"]["message"]
    with gr.Blocks():
        panel = ImportPanel(studio, Ui(gr.State("zh"), store))
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(data)
    assert "文件：" in panel._look("zh", str(path), {})[panel.report]
    assert store.count_products() == 0


def test_a_feed_of_ten_thousand_rows(client: TestClient, studio: Any, store: Store, tmp_path: Path) -> None:
    rows = "".join(f"Mug {n},{'abc' if n % 1000 == 0 else n % 90 + 1},blue\n" for n in range(10_000))
    path = tmp_path / "feed.csv"
    path.write_text("name,price,points\n" + rows)
    with gr.Blocks():
        panel = ImportPanel(studio, Ui(gr.State("en"), store))
    shown = panel._look("en", str(path), {})[panel.report]
    assert "Ready to import: 9990" in shown and "line 1002, Price" in shown and len(shown) < 20_000
    done = client.post("/api/products/import", files={"file": ("feed.csv", path.read_bytes())}).json()
    assert len(done["added"]) == 9990 and [problem["line"] for problem in done["problems"]][:2] == [2, 1002]
    assert store.count_products() == 9990 and len(client.get("/api/products").json()) == 100


@pytest.mark.browser
@browsers.needs_chromium
def test_in_the_browser(address: str, store: Store, mug: Product, tmp_path: Path) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, f"{address}#products")
        page.click("#add-product")
        for field, wrong, right in (
            ("form-name", "", "<img src=x onerror=alert(1)>Lamp"),
            ("form-price", "NaN", "12"),
            ("form-points", "", "blue"),
        ):
            page.fill(browsers.field(field), wrong)
            page.click("#form-save")
            page.wait_for_selector("#products-note .note-error")
            assert store.count_products() == 1
            page.fill(browsers.field(field), right)
        picture = tmp_path / "huge.png"
        picture.write_bytes(PICTURES["huge"][0])
        page.set_input_files("#form-pictures input[type=file]", str(picture))
        page.wait_for_selector("#form-pictures :text('huge.png')")
        page.click("#form-save")
        page.wait_for_selector("#products-note .note-error:has-text('megapixels')")
        assert page.input_value(browsers.field("form-price")) == "12"  # nothing typed is lost
        page.click("#form-pictures button[aria-label*='emove'], #form-pictures button[aria-label*='lear']")
        page.click("#form-save")
        page.wait_for_selector(".shelf .product-name:has-text('Lamp')")
        assert store.count_products() == 2 and page.errors == []
        large = tmp_path / "large.csv"
        with large.open("wb") as file:
            file.truncate(65 * 2**20)
        page.click("#import-open")
        page.set_input_files("#import-file input[type=file]", str(large))
        page.wait_for_selector(".note-large:has-text('larger than 64 MB')")
