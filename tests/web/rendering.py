"""Run by the test of a killed studio: the real studio, voice, host and encoder; only the language model is replaced by fixed lines.

python -m tests.web.rendering PORT
"""

import sys
from collections.abc import Iterator
from typing import Any

import uvicorn

from livestream.catalog.models import Product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief, Line
from livestream.config import settings
from livestream.jobs import writer
from livestream.jobs.service import Studio
from livestream.web.server import create_app

TEXTS = ("Meet the Oak Tray.", "It is 40 cm wide.", "It is $19.90 today.", "Tap the cart below.")
PARTS = ("hook", "point", "offer", "close")


class Usage:
    """What the writing took: nothing."""

    def record(self) -> dict[str, Any]:
        return {}


class Model:
    """Stands for the language model."""

    name, usage = "fixed lines", Usage()


def written(product: Product, brief: Brief, model: Model) -> Iterator[Line]:
    """A script, at once."""
    for part, text in zip(PARTS, TEXTS, strict=True):
        yield Line(part, text)  # type: ignore[arg-type]


class Quiet(Studio):
    """Loads nothing ahead."""

    def _warm(self) -> None:
        return


if __name__ == "__main__":
    writer.open_model = lambda key, config: Model()  # type: ignore[assignment,return-value]
    writer.write_script = written  # type: ignore[assignment]
    store = Store.open()
    uvicorn.run(create_app(Quiet(store, settings()), store), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
