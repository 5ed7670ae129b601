"""Products and takes as cards."""

from collections.abc import Sequence
from datetime import datetime

from livestream.catalog.models import Product, Take
from livestream.catalog.money import written
from livestream.catalog.pictures import locate
from livestream.media.export import COVER
from livestream.web.html.base import clock, esc, icon
from livestream.web.strings import t


def picture(product: Product | None) -> str:
    """A product's first picture that exists, else the first letter of its name."""
    if product is not None and product.id is not None:
        for number, image in enumerate(product.images):
            if (path := locate(image)) is not None:
                stamp = int(path.stat().st_mtime)
                return f'<img src="/api/products/{product.id}/pictures/{number}?v={stamp}" alt="" loading="lazy">'
    letter = next(iter(product.name.strip()), "·") if product is not None else "·"
    return f'<span class="letter" aria-hidden="true">{esc(letter.upper())}</span>'


def picture_strip(images: Sequence[str], language: str) -> str:
    """Kept pictures, small, each with a button that removes it."""
    label = esc(t("products.picture.remove", language))
    shown = "".join(
        f'<span><img src="/api/pictures/{esc(image)}" alt="" loading="lazy"><button type="button" data-act="remove" '
        f'data-image="{esc(image)}" aria-label="{label}" title="{label}">×</button></span>'
        for image in images
        if locate(image)
    )
    return f'<div class="strip">{shown}</div>' if shown else ""


def product_card(product: Product, language: str, chosen: bool = False) -> str:
    """One product as a button."""
    listed = product.shown_list_price
    foreign = product.language != language
    tag = f'<span class="tag">{esc(t(f"language.{product.language}", language))}</span>' if foreign else ""
    struck = f" <s>{esc(written(listed, product.currency))}</s>" if listed else ""
    return (
        f'<button type="button" class="product-card" data-act="pick" data-id="{product.id}" aria-pressed="{str(chosen).lower()}" '
        f'data-language="{esc(product.language)}">'
        f'<span class="product-picture">{picture(product)}{tag}</span>'
        f'<span class="product-name" dir="auto">{esc(product.name)}</span>'
        f'<span class="product-price">{esc(written(product.price, product.currency))}{struck}</span></button>'
    )


def product_grid(products: Sequence[Product], total: int, language: str, chosen: int | None = None, searched: bool = False) -> str:
    """Picture cards of the products found; says so where there are more, or none at all or for what was searched."""
    if not products:
        return f'<p class="grid-note" role="status">{esc(t("create.no_match" if searched else "create.no_goods", language))}</p>'
    more = f'<p class="grid-note">{esc(t("create.shown", language, n=len(products), all=total))}</p>' if total > len(products) else ""
    cards = "".join(product_card(product, language, product.id == chosen) for product in products)
    return f'<div class="product-grid">{cards}</div>{more}'


def status_tag(status: str, language: str) -> str:
    """Where a take stands, as a coloured word."""
    return f'<span class="status status-{esc(status)}">{esc(t("status." + status, language))}</span>'


def _moment(moment: datetime) -> str:
    """A moment in UTC, which the page shows in the visitor's own time."""
    return f'<time datetime="{moment.isoformat()}">{moment:%Y-%m-%d %H:%M}</time>'


def take_card(take: Take, product: Product | None, language: str, covered: bool = False) -> str:
    """One take: its cover, if it has one, or its product, how it stands, and what can be done with it."""
    name = product.name if product is not None else t("library.gone", language)
    buttons = [
        f'<button type="button" class="mini" data-act="open" data-id="{esc(take.id)}">'
        f"{icon('play')}{esc(t('take.open', language))}</button>"
    ]
    if take.status in ("interrupted", "failed", "cancelled"):
        buttons.append(
            f'<button type="button" class="mini strong" data-act="resume" data-id="{esc(take.id)}">'
            f"{icon('again')}{esc(t('take.resume', language))}</button>"
        )
    if take.status == "done":
        buttons.append(f'<a class="mini" href="/api/takes/{esc(take.id)}/export.zip" download>{icon("file")}ZIP</a>')
    voice = take.brief.get("voice", {}) if isinstance(take.brief, dict) else {}
    about = [t(f"{kind}.{voice[kind]}", language) for kind in ("language", "gender", "tone") if voice.get(kind)]
    length = clock(take.duration) if take.duration else f"{round(take.progress * 100)} %"
    cover = f'<img src="/api/takes/{esc(take.id)}/files/{COVER}" alt="" loading="lazy">'
    shown = cover if covered else picture(product)
    return (
        f'<article class="take-card"><span class="take-picture">{shown}<span class="take-length">{length}</span></span>'
        f'<div class="take-body"><h3 dir="auto">{esc(name)}</h3><p class="take-meta">'
        f"{status_tag(take.status, language)}<span>{esc(' · '.join(about))}</span></p>"
        f'<p class="take-meta">{_moment(take.created_at)}</p>'
        f'<div class="take-actions">{"".join(buttons)}</div></div></article>'
    )
