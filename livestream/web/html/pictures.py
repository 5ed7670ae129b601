"""Hosts and sets as pictures to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from livestream.web.html.base import esc, icon


@dataclass(frozen=True)
class Choice:
    """One of them: the address of its picture ("" for the studio's own choice) and a few words about it.

    What does not fit the rest of the form now is shown pale, and `lead` says what choosing it changes.
    """

    key: str
    name: str
    picture: str = ""
    lead: str = ""
    fits: bool = True


def gallery(kind: str, label: str, choices: Sequence[Choice], chosen: str) -> str:
    """A group of radio buttons, each a picture with its name; pictures are loaded once they come into view."""
    cells = "".join(_cell(choice, choice.key == chosen) for choice in choices)
    return f'<div class="gallery gallery-{kind}" role="radiogroup" aria-label="{esc(label)}">{cells}</div>'


def _cell(choice: Choice, chosen: bool) -> str:
    drawn = f'<img src="{esc(choice.picture)}" alt="" loading="lazy" decoding="async">' if choice.picture else icon("create")
    words = f"{choice.name}: {choice.lead}" if choice.lead else choice.name
    kind = "choice" if choice.fits else "choice choice-off"
    return (
        f'<button type="button" role="radio" class="{kind}" data-act="pick" data-id="{esc(choice.key)}" '
        f'aria-checked="{str(chosen).lower()}" tabindex="{0 if chosen else -1}" aria-label="{esc(words)}" title="{esc(words)}">'
        f'<span class="choice-picture">{drawn}</span><span class="choice-name" dir="auto">{esc(choice.name)}</span></button>'
    )
