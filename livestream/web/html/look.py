"""The merchant's own set, logo and colour as they are kept."""

from livestream.catalog.loops import is_loop
from livestream.web.html.base import esc
from livestream.web.looks import KEPT
from livestream.web.strings import t


def moving(address: str, kind: str) -> str:
    """A picture, or a video that plays by itself without its sound."""
    if is_loop(address):
        return f'<video class="{kind}" src="{esc(address)}" autoplay muted loop playsinline></video>'
    return f'<img class="{kind}" src="{esc(address)}" alt="">'


def tile(kept: str, name: str, language: str) -> str:
    """A kept picture or video with the button that takes it back; `name` is what it is called."""
    remove = esc(t("look.remove", language))
    return (
        f'<div class="own-tile">{moving(f"{KEPT}/{kept}", "own-picture")}'
        f'<button type="button" class="mini" data-act="remove" aria-label="{remove}: {esc(name)}">{remove}</button></div>'
    )


def swatch(colour: str, language: str) -> str:
    """The browser's own field for a colour, and the button that takes it back where there is one."""
    label, remove = esc(t("look.colour.pick", language)), esc(t("look.remove", language))
    back = (
        f'<button type="button" class="mini" data-act="remove" aria-label="{remove}: {esc(t("look.colour", language))}">{remove}</button>'
        if colour
        else ""
    )
    kind = "swatch" if colour else "swatch swatch-none"
    return (
        f'<div class="swatch-row"><label class="{kind}" title="{label}"><input type="color" value="{esc(colour or "#c2453f")}" '
        f'aria-label="{label}"></label>{back}</div>'
    )
