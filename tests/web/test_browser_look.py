"""A merchant's own look in a real browser: chosen, refused where it cannot be used, previewed, stored with the take and found again."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from livestream.catalog.models import Take
from livestream.catalog.pictures import locate
from livestream.catalog.store import Store
from livestream.catalog.values import Brief
from tests.web import browsers

pytestmark = [pytest.mark.browser, browsers.needs_chromium, pytest.mark.usefixtures("mug")]

SET, LOGO, COLOUR = (40, 90, 160), (220, 30, 60), "#1E7A5C"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """A set, a logo with a clear ground and two files that are neither, as a merchant has them on the disk."""
    folder = tmp_path / "mine"
    folder.mkdir()
    Image.new("RGB", (360, 640), SET).save(folder / "set.jpg")
    mark = Image.new("RGBA", (120, 60), (0, 0, 0, 0))
    mark.paste((*LOGO, 255), (30, 15, 90, 45))
    mark.save(folder / "mark.png")
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    (folder / "broken.png").write_bytes((folder / "mark.png").read_bytes()[:60])
    return {path.stem: str(path) for path in folder.iterdir()}


def give(page: Any, name: str, file: str) -> None:
    """Choose a file in one of the two boxes."""
    page.set_input_files(f"#own-{name} input[type=file]", file)


def made(page: Any, store: Store) -> tuple[Take, Brief]:
    """The take that Generate makes, and what is stored of it."""
    before = {take.id for take in store.takes()}
    page.click("#generate")
    page.wait_for_function(
        "known => { const v = document.querySelector('#stage video'); return v && !known.includes(v.dataset.take) }", arg=[*before]
    )
    page.wait_for_selector("#exports .zip")
    (take,) = (take for take in store.takes() if take.id not in before)
    return take, Store.brief(take)


def pixels(name: str) -> np.ndarray[Any, Any]:
    """A kept picture as RGBA."""
    path = locate(name)
    assert path is not None, name
    return np.asarray(Image.open(path).convert("RGBA")).astype(int)


def test_the_own_look_is_kept_with_the_take(address: str, store: Store, files: dict[str, str]) -> None:
    with browsers.chromium() as browser:
        page = browsers.visit(browser, address, 390)
        page.click("#goods .product-card")
        page.click("#more > button")
        give(page, "backdrop", files["notes"])
        page.wait_for_selector("#own-backdrop .note-error:has-text('picture')")
        give(page, "backdrop", files["set"])
        page.wait_for_selector("#own-backdrop .own-tile img")
        assert page.locator("#own-backdrop .note-error").count() == 0
        give(page, "logo", files["broken"])
        page.wait_for_selector("#own-logo .note-error")
        give(page, "logo", files["mark"])
        page.wait_for_selector("#own-logo .own-tile img")
        page.fill(browsers.field("own-colour"), "green")
        page.click("#generate")
        page.wait_for_selector("#note .note-error:has-text('Brand colour')")
        page.wait_for_timeout(800)  # the page would have moved on to the stage
        assert 0 < page.locator("#note .note-error").bounding_box()["y"] < 800
        assert store.takes() == []
        page.fill(browsers.field("own-colour"), COLOUR.lower().removeprefix("#"))
        backdrop = page.get_attribute("#own-backdrop .own-tile img", "src")
        page.wait_for_function("src => document.querySelector('#stage .look-set')?.getAttribute('src') === src", arg=backdrop)
        page.click('.switch [data-id="zh"]')
        page.wait_for_selector("#own-logo .mini:has-text('移除')")
        take, brief = made(page, store)
        assert brief.colour == COLOUR and brief.backdrop and backdrop.endswith(brief.backdrop)
        assert np.abs(pixels(brief.backdrop)[..., :3] - SET).max() < 12
        logo = pixels(brief.logo)
        assert logo[0, 0, 3] == 0 and np.abs(logo[30, 60] - (*LOGO, 255)).max() < 12
        page.click('#own-logo [data-act="remove"]')
        page.wait_for_selector("#own-logo .own-tile", state="detached")
        assert made(page, store)[1].logo == "" and Store.brief(store.take(take.id)) == brief  # type: ignore[arg-type]
        assert page.errors == [] and page.outside == []
        page.context.close()
        page = browsers.visit(browser, f"{address}#library")
        page.click(f'#takes [data-act="open"][data-id="{take.id}"]')
        page.click('#detail [data-act="edit"]')
        page.wait_for_selector("#exports .zip")
        page.click("#more > button")
        page.wait_for_selector("#own-logo .own-tile img")
        assert page.input_value(browsers.field("own-colour")) == COLOUR
        page.click("#render")
        page.wait_for_function("id => document.querySelector('#stage video')?.dataset.take !== id", arg=take.id)
        page.wait_for_selector("#exports .zip")
        again = Store.brief(store.takes()[0])
        assert len(store.takes()) == 3 and again == brief
        assert page.errors == []


def test_a_landscape_picture_takes_the_width_beside_the_form(address: str) -> None:
    with browsers.chromium() as browser:
        for width, wide in ((1280, 750), (390, 350)):
            page = browsers.visit(browser, address, width)
            narrow = page.locator("#stage .screen").bounding_box()["width"]
            page.click("#more > button")
            page.get_by_label("Picture", exact=True).first.click()
            page.get_by_role("option", name="16:9").click()
            page.wait_for_selector("#stage .screen-wide")
            page.wait_for_timeout(300)
            stage, script = page.locator("#stage .screen-wide").bounding_box(), page.locator("#script").bounding_box()
            assert stage["width"] > max(wide, narrow) and script["y"] > stage["y"] + stage["height"]
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.context.close()
