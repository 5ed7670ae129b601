"""What the pages' event handlers share."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from livestream.catalog.feeds import FeedError
from livestream.catalog.images import PictureError
from livestream.catalog.models import Product
from livestream.catalog.problems import Problem, ProductError
from livestream.catalog.store import NotFound, Store
from livestream.jobs.failures import failure_of
from livestream.jobs.types import StudioError
from livestream.web.html import cards
from livestream.web.strings import STRINGS, t
from livestream.writing.errors import ModelError

log = logging.getLogger(__name__)

QUIET: Final[dict[str, Any]] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
IN_ORDER: Final[dict[str, Any]] = {**QUIET, "trigger_mode": "multiple", "concurrency_limit": 1}  # of quick presses the last one holds
GRID_LIMIT = 60
CURRENCY_CHOICES = [("¥ CNY", "CNY"), ("$ USD", "USD"), ("€ EUR", "EUR"), ("£ GBP", "GBP")]


def said(error: Exception, language: str) -> list[str]:
    """The lines that tell a visitor of an error. What nobody foresaw is logged in full and told without its insides."""
    if (
        language == "zh" and isinstance(error, StudioError) and isinstance(error.__cause__, ModelError)
    ):  # a room's own words, which are English
        return [t(f"failure.{failure_of(error)}", language)]
    if isinstance(error, StudioError):
        return [error.message(language)]
    if isinstance(error, ProductError):
        return [problem_line(problem, language) for problem in error.problems]
    if isinstance(error, PictureError | FeedError):
        key = "field.images" if isinstance(error, PictureError) else "field.file"
        return [f"{t(key, language)}{'：' if language == 'zh' else ': '}{error.text('zh' if language == 'zh' else 'en')}"]
    if isinstance(error, NotFound):
        return [t("products.gone", language)]
    log.error("unexpected error in the studio", exc_info=error)
    return [t("error.unexpected", language)]


def problem_line(problem: Problem, language: str) -> str:
    """A problem with the field called as the form calls it."""
    key = f"field.{problem.field}"
    name = t(key, language) if key in STRINGS else problem.field
    return f"{name}：{problem.message_zh}" if language == "zh" else f"{name}: {problem.message}"


def grid(store: Store, language: str, query: str = "", chosen: int | None = None) -> str:
    """The product cards for a search, those in the language of the page first."""
    found: Sequence[Product] = store.products(query=query or "", limit=GRID_LIMIT)
    total = len(found) if len(found) < GRID_LIMIT or query else store.count_products()
    own_first = sorted(found, key=lambda product: product.language != language)
    return cards.product_grid(own_first, total, language, chosen, searched=bool(query))


def specs_of(text: str | None) -> dict[str, str]:
    """Specifications from a text area: a name and a value a line."""
    pairs: dict[str, str] = {}
    for line in lines_of(text):
        name, _, value = line.replace("：", ":", 1).partition(":")
        pairs[name.strip()] = value.strip()
    return pairs


def specs_text(specs: Mapping[str, str]) -> str:
    """Specifications as specs_of reads them."""
    return "\n".join(f"{name}: {value}" for name, value in specs.items())


def lines_of(text: str | None) -> list[str]:
    """The lines of a text box, without empty ones."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
