"""Pictures beside a product file, or at web addresses, become the shop's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from livestream.catalog.adopt import fetch_each, fetch_for, fetched_before, pictures_beside
from livestream.catalog.models import Product
from livestream.catalog.pictures import locate
from livestream.catalog.product import parse_product
from livestream.catalog.store import NotFound, Store
from livestream.config import settings
from tests.catalog.pictures import OTHER, PICTURE, picture, web


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "data_dir", tmp_path / "shop")


def mug(store: Store, *images: str) -> Product:
    return store.save_product(parse_product({"name": "Mug", "price": 5, "points": ["blue"], "images": list(images)})[0])


def test_pictures_beside_a_file(tmp_path: Path) -> None:
    (tmp_path / "mug.png").write_bytes(picture("teal"))
    (tmp_path / "text.png").write_text("no picture")
    kept, problems = pictures_beside(["mug.png", "none.png", "text.png", PICTURE], tmp_path)
    assert kept[0].startswith("data/uploads/") and locate(kept[0]) is not None
    assert kept[1:] == [PICTURE]
    assert [problem.message.split(":")[0] for problem in problems] == ["none.png", "text.png"]
    assert pictures_beside(kept, tmp_path) == (kept, [])


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret.png").write_bytes(picture("teal"))
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    for image in ("../secret.png", "link.png", str(tmp_path / "secret.png")):
        kept, problems = pictures_beside([image], inner)
        assert kept == [] and len(problems) == 1


def test_fetched_pictures_take_the_place_of_their_addresses_and_the_others_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "https://img.example.com/page.html"
    asked = web(monkeypatch, {PICTURE: picture("teal"), text: b"<html>"})
    stored = mug(store, OTHER, PICTURE, text)
    [(product, fetched)] = fetch_each(store, [stored.id or 0, 10_000])
    assert sorted(asked) == sorted([OTHER, PICTURE, text])
    assert product.images == [OTHER, fetched.own[PICTURE], text] and locate(product.images[1]) is not None
    assert [problem.message_zh.split("：")[0] for problem in fetched.problems] == [OTHER, text]
    assert "404" in fetched.problems[0].message and "not a picture" in fetched.problems[1].message
    assert fetched_before([OTHER, PICTURE]) == [OTHER, fetched.own[PICTURE]]


def test_what_a_merchant_changed_during_the_fetch_is_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = mug(store, PICTURE)
    web(monkeypatch, {PICTURE: picture("teal"), OTHER: picture("navy")})

    def asked() -> Iterator[str]:
        stored.offer = "Free delivery"
        store.save_product(stored)
        yield from (OTHER, PICTURE)

    product, fetched = fetch_for(store, stored.id or 0, asked())
    assert product.offer == "Free delivery" and product.images == [fetched.own[PICTURE], fetched.own[OTHER]]
    with pytest.raises(NotFound):
        fetch_for(store, 10_000, [])
