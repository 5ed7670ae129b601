"""A web for tests: pictures at addresses, fetched by the shop's own code without a network."""

import io
from collections.abc import Mapping
from functools import partial

import httpx
import pytest
from PIL import Image

from livestream.catalog import adopt
from livestream.catalog.images import fetch_picture

PICTURE, OTHER = "https://img.example.com/mug.png", "https://img.example.com/mug-2.png?v=2"


def picture(colour: str) -> bytes:
    """A PNG file."""
    out = io.BytesIO()
    Image.new("RGB", (200, 160), colour).save(out, "PNG")
    return out.getvalue()


def web(monkeypatch: pytest.MonkeyPatch, pages: Mapping[str, bytes]) -> list[str]:
    """Every fetch is answered from `pages`, else with 404; gives the list of addresses that will be asked."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        address = f"{request.url.scheme}://{request.headers['host']}{request.url.raw_path.decode()}"
        asked.append(address)
        return httpx.Response(200, content=pages[address]) if address in pages else httpx.Response(404)

    faked = partial(fetch_picture, transport=httpx.MockTransport(answer), resolve=lambda host, port: ["93.184.216.34"])
    monkeypatch.setattr(adopt, "fetch_picture", faked)
    return asked
