"""Merchants' pictures: taken, turned upright, refused with a reason, fetched from the open internet only."""

import io
import zlib
from pathlib import Path

import httpx
import pytest
from PIL import Image

from livestream.catalog.demo import demo_products
from livestream.catalog.images import MAX_BYTES, PictureError, fetch_picture, keep_picture, open_picture
from livestream.catalog.pictures import is_public, locate


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_large_picture_is_kept_smaller(tmp_path: Path) -> None:
    name = keep_picture(encoded(Image.new("RGB", (4000, 2000), "teal"), "JPEG"), tmp_path)
    with Image.open(tmp_path / name.rsplit("/", 1)[-1]) as kept:
        assert (kept.format, kept.size) == ("WEBP", (1600, 800))
    assert [path.suffix for path in tmp_path.iterdir()] == [".webp"]


def test_a_turned_picture_stands_upright_and_tells_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of the merchant"
    picture = open_picture(encoded(Image.new("RGB", (300, 100), "teal"), "JPEG", exif=exif))
    assert picture.size == (100, 300)
    assert not picture.getexif() and not picture.info


def test_transparency_stays() -> None:
    assert open_picture(encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)))).mode == "RGBA"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 bytes"),
        (b"GIF89a", "damaged|not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"%PDF-1.7 hello", "not a picture"),
        (png_that_claims(10_000, 6_000), "60 are|60 megapixels"),
        (png_that_claims(60_000, 60_000), "pixels"),
        (png_that_claims(1, 1), "too small"),
        (png_that_claims(200, 200), "damaged"),
        (encoded(Image.new("RGB", (500, 500)))[:200], "damaged"),
        (b"\xff" * (MAX_BYTES + 1), "MB"),
    ],
)
def test_what_is_no_picture_is_told(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=said) as caught:
        keep_picture(data, tmp_path)
    assert caught.value.field == "images" and caught.value.text("zh") != caught.value.text("en")
    assert list(tmp_path.iterdir()) == []


PUBLIC = {"img.example.com": ["93.184.216.34"], "inner.example.com": ["10.0.0.7"], "mixed.example.com": ["93.184.216.34", "127.0.0.1"]}


def fetch(url: str, answer: httpx.Response | None = None, asked: list[httpx.Request] | None = None) -> bytes:
    def handle(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request)
        return answer or httpx.Response(200, content=b"picture")

    return fetch_picture(url, transport=httpx.MockTransport(handle), resolve=lambda host, port: PUBLIC.get(host, [host]))


def test_a_public_address_is_fetched_at_the_number_that_was_judged() -> None:
    asked: list[httpx.Request] = []
    assert fetch("https://img.example.com/a.png?x=1", asked=asked) == b"picture"
    assert str(asked[0].url) == "https://93.184.216.34/a.png?x=1"
    assert asked[0].headers["host"] == "img.example.com" and asked[0].extensions["sni_hostname"] == "img.example.com"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a.png",
        "http://localhost:8000/a.png",
        "http://[::1]/a.png",
        "http://[::ffff:10.0.0.1]/a.png",
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/a.png",
        "http://0x7f000001/a.png",
        "http://2130706433/a.png",
        "http://inner.example.com/a.png",
        "http://mixed.example.com/a.png",
        "ftp://img.example.com/a.png",
        "file:///etc/passwd",
        "http://user:word@img.example.com/a.png",
        "http://",
    ],
)
def test_private_addresses_are_not_asked(url: str) -> None:
    asked: list[httpx.Request] = []
    with pytest.raises(PictureError):
        fetch(url, asked=asked)
    assert asked == []


def test_redirects_are_judged_again() -> None:
    with pytest.raises(PictureError, match="private"):
        fetch("http://img.example.com/a", httpx.Response(302, headers={"location": "http://127.0.0.1/secret"}))
    with pytest.raises(PictureError, match="too often"):
        fetch("http://img.example.com/a", httpx.Response(302, headers={"location": "/a"}))


def test_what_cannot_be_fetched_is_told() -> None:
    with pytest.raises(PictureError, match="404"):
        fetch("http://img.example.com/a", httpx.Response(404))
    with pytest.raises(PictureError, match="could not be fetched"):
        fetch("http://img.example.com/a", httpx.Response(302, headers={"location": "http://[bad"}))
    with pytest.raises(PictureError, match="more than"):
        fetch("http://img.example.com/a", httpx.Response(200, content=b"0" * (MAX_BYTES + 1)))


@pytest.mark.parametrize(
    ("number", "public"), [("8.8.8.8", True), ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1", False), ("2002:7f00:1::", False)]
)
def test_numbers(number: str, public: bool) -> None:
    assert is_public(number) is public


def test_only_pictures_of_the_shop_are_found() -> None:
    assert locate("README.md") is None
    assert locate("assets/shop/products.json") is not None
    assert locate("assets/../README.md") is None
    assert locate("https://img.example.com/a.png") is None


def test_the_demo_shop_has_its_pictures() -> None:
    for product in demo_products():
        assert len(product.images) == 2
        for image in product.images:
            path = locate(image)
            assert path is not None, f"{image} is missing"
            assert path.stat().st_size <= 80_000
            with Image.open(path) as picture:
                assert (picture.format, picture.size) == ("WEBP", (1000, 1000))
