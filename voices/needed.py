"""What is told where a package that is needed is not installed (by the standard library alone)."""

from collections.abc import Callable, Collection
from typing import NoReturn

ADVICE = "run `make setup` (or `pip install -r requirements.lock`)"


def sentence(error: ModuleNotFoundError) -> str:
    """The package and what to do."""
    return f"the package {error.name} is not installed: {ADVICE}"


def refusal(error: ModuleNotFoundError, names: Collection[str]) -> Callable[[str], NoReturn]:
    """A module's `__getattr__` that tells of the package when one of `names` is asked for."""

    def asked(name: str) -> NoReturn:
        if name in names:
            raise ImportError(sentence(error)) from error
        raise AttributeError(name)

    return asked
