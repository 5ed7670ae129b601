"""Products and other documents given as JSON files on a command line."""

import json
from pathlib import Path
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product


class InputError(Exception):
    """A file given is not what it should be; the message says which and why."""


def read_json(path: Path) -> Any:
    """A JSON document in UTF-8. Raises InputError."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise InputError(f"{path}: {problem.strerror or problem}") from problem
    except ValueError as problem:
        raise InputError(f"{path}: is not JSON in UTF-8 ({problem})") from problem


def read_product(path: Path) -> tuple[Product, list[str]]:
    """A product from a JSON file, and warnings that name the file. Raises InputError, ProductError."""
    product, warnings = parse_product(read_json(path))
    return product, [f"{path}: {warning}" for warning in warnings]
