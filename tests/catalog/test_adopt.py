"""Pictures beside a product file become the shop's own."""

from pathlib import Path

import pytest
from PIL import Image

from livestream.catalog import adopt
from livestream.catalog.adopt import adopt_pictures
from livestream.catalog.images import PictureError
from livestream.catalog.pictures import locate
from livestream.config import settings


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "data_dir", tmp_path / "shop")


def test_pictures_beside_a_file(tmp_path: Path) -> None:
    Image.new("RGB", (200, 200), "teal").save(tmp_path / "mug.png")
    (tmp_path / "text.png").write_text("no picture")
    kept, problems = adopt_pictures(["mug.png", "none.png", "text.png", "https://img.example.com/a.png"], beside=tmp_path)
    assert kept[0].startswith("data/uploads/") and locate(kept[0]) is not None
    assert kept[1:] == ["https://img.example.com/a.png"]
    assert [problem.message.split(":")[0] for problem in problems] == ["item 2", "item 3"]
    assert adopt_pictures(kept) == (kept, [])


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    Image.new("RGB", (200, 200), "teal").save(tmp_path / "secret.png")
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    for image in ("../secret.png", "link.png", str(tmp_path / "secret.png")):
        kept, problems = adopt_pictures([image], beside=inner)
        assert kept == [] and len(problems) == 1


def test_an_address_that_fails_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(url: str) -> bytes:
        raise PictureError("no answer", "没有响应")

    monkeypatch.setattr(adopt, "fetch_picture", refuse)
    kept, problems = adopt_pictures(["https://img.example.com/a.png"], fetch=True)
    assert kept == ["https://img.example.com/a.png"] and problems[0].field == "images"
