"""What people typed stays text in every piece of HTML."""

from decimal import Decimal
from pathlib import Path

import pytest

from livestream.catalog.feeds import preview
from livestream.catalog.models import Product, Take
from livestream.catalog.money import written
from livestream.catalog.values import Line
from livestream.jobs.types import TakeState
from livestream.web.html import base, cards, feed, script, take

NASTY = '<img src=x onerror="alert(1)">'
NASTY_PRODUCT = Product(id=1, name=NASTY, brand=NASTY, price=Decimal("9.90"), points=[NASTY], currency="USD", language="en")
LINES = [script.ShownLine(Line("hook", NASTY), 0.0, 1.5), script.ShownLine(Line("close", "</textarea>" + NASTY, muted=True))]


@pytest.mark.parametrize(
    "drawn",
    [
        cards.product_card(NASTY_PRODUCT, "en"),
        cards.take_card(Take(id="a", product_id=1, status="done"), NASTY_PRODUCT, "zh"),
        script.editor(LINES, "en"),
        script.reading(LINES, "zh", writing=True),
        base.message("error", [NASTY]),
        take.progress(TakeState("a", "failed", message=NASTY), "en"),
        take.exports("a", [NASTY + ".mp4"], "en"),
    ],
)
def test_markup_in_data_is_shown_and_not_run(drawn: str) -> None:
    assert "<img src=x" not in drawn and 'onerror="' not in drawn
    assert "&lt;img src=x" in drawn


def test_a_failed_take_says_why_in_the_language_of_the_studio() -> None:
    state = TakeState("a", "failed", failure="voice", message="no model in voices/x")
    assert "could not be recorded" in take.progress(state, "en") and "配音没有完成" in take.progress(state, "zh")
    assert "no model in voices/x" in take.progress(state, "zh")


def test_a_feeds_cells_and_columns_are_text(data_dir: Path) -> None:
    drawn = feed.report(preview(f"名称,价格,{NASTY.replace(',', '')}\n{NASTY},1,2\n{NASTY},abc,2\n".encode(), "x.csv"), "en")
    assert "<img" not in drawn and "&lt;img" in drawn
    assert "line 3" in drawn


def test_a_feeds_problems_name_the_fields_as_the_form_does(data_dir: Path) -> None:
    found = preview(b"name,price,points,language\nMug,abc,,en\n", "x.csv")
    assert "第 2 行，价格" in (drawn := feed.report(found, "zh")) and "第 2 行，卖点" in drawn
    assert "line 2, Selling points" in feed.report(found, "en")


def test_a_muted_line_and_the_ends_of_the_list_have_fitting_tools() -> None:
    drawn = script.editor(LINES, "en")
    assert drawn.count(" disabled") == 2
    assert 'aria-pressed="true"' in drawn and "Speak this line" in drawn


def test_a_list_price_without_a_basis_is_not_shown() -> None:
    product = Product(id=1, name="x", price=Decimal(5), list_price=Decimal(9), points=["y"], currency="EUR")
    assert "€9" not in cards.product_card(product, "en")
    product.list_price_basis = "our shop until May"
    assert "<s>€9</s>" in cards.product_card(product, "en")


@pytest.mark.parametrize("amount, currency, shown", [("129.00", "CNY", "¥129"), ("1299.50", "EUR", "€1,299.50"), ("12.5", "GBP", "£12.50")])
def test_prices_are_written_as_in_a_shop(amount: str, currency: str, shown: str) -> None:
    assert written(Decimal(amount), currency) == shown


def test_time_left_is_told_in_fitting_units() -> None:
    assert "about 12 s left" in take.progress(TakeState("a", "running", "rendering", 0.5, 12.2), "en")
    assert "约剩 3 分钟" in take.progress(TakeState("a", "running", "rendering", 0.5, 170), "zh")


def test_a_take_that_was_done_before_it_could_be_played_plays_when_it_is_shown() -> None:
    assert " autoplay" in take.player("a1", "portrait", "en", done=True, start=True)
    assert " autoplay" not in take.player("a1", "portrait", "en", done=True)
    assert "data-hls" in take.player("a1", "portrait", "en", done=False)
