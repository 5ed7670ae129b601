"""A product's copy that is translated first: what is doubtful in it is told to the merchant before the first line."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.catalog.store import Store
from livestream.catalog.values import Brief
from livestream.config import settings
from livestream.jobs import writer
from livestream.writing.models import Usage
from livestream.writing.sheet import speakable_facts, tellable
from livestream.writing.translate import Doubt, Translated
from voices.types import VoiceChoice

DOUBT = Doubt("offer", "送锅铲1把", "1 guochan as a gift")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each translation that was made."""
    asked: list[str] = []

    def translate(product: Product, to: str, model: Any) -> Translated:
        asked.append(to)
        return Translated(Product(**{**product.model_dump(exclude={"id", "created_at"}), "name": "Tray", "language": to}), (DOUBT,))

    def write(product: Product, brief: Brief, model: Any) -> Iterator[Any]:
        yield from ()

    monkeypatch.setattr(writer, "open_model", lambda *given: SimpleNamespace(name="m", usage=Usage()))
    monkeypatch.setattr(writer, "translate_copy", translate)
    monkeypatch.setattr(writer, "write_script", write)
    return asked


def test_doubtful_translations_are_told_before_the_first_line(tmp_path: Path, made: list[str]) -> None:
    product, _ = parse_product({"name": "橡木托盘", "price": 19.9, "points": ["宽40cm"], "offer": "送锅铲1把", "language": "zh"})
    scripts = writer.ScriptWriter(Store(f"sqlite:///{tmp_path}/t.db"), settings())
    events = list(scripts.write(product, Brief(VoiceChoice("en", "female")), None))
    notes = [event.note for event in events if event.note]
    assert [note.kind for note in notes] == ["translated", "doubtful"] and made == ["en"]
    assert (notes[1].field, notes[1].source, notes[1].said) == ("offer", "送锅铲1把", "1 guochan as a gift")
    assert scripts.localized(product, "zh") is product


def test_what_is_doubtful_is_not_said(tmp_path: Path, made: list[str]) -> None:
    translated = Product(
        name="Tray",
        price=Decimal("19.9"),
        points=["40 cm wide", "A pot of Zhuzhu"],
        offer="1 guochan as a gift",
        story=["From 1999"],
        specs={"Weight": "2 kg", "Bao": "yes"},
        language="en",
    )
    wrong = (("name", "Tray"), ("points", "A pot of Zhuzhu"), ("offer", "1 guochan as a gift"), ("specs", "Bao"))
    sure = Translated(translated, tuple(Doubt(field, "x", said) for field, said in wrong)).sure
    assert (sure.name, sure.points, sure.offer, sure.story) == ("Tray", ["40 cm wide", ""], "", ["From 1999"])
    assert tellable(sure, "en") == [0, 2, 3] and sure.facts[3] == "Weight: 2 kg"
    assert not any(fact == "" or "Zhuzhu" in fact for fact in speakable_facts(sure, "en"))
