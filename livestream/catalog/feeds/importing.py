"""Keeping the good rows of a preview in the catalogue."""

from dataclasses import dataclass, field
from typing import Literal

from livestream.catalog.adopt import fetched_before
from livestream.catalog.feeds.values import Preview
from livestream.catalog.models import Product
from livestream.catalog.product import product_json
from livestream.catalog.store import Store

Existing = Literal["update", "skip", "add"]


@dataclass
class Imported:
    """Ids of the products that were added or changed, how many were there already as they are, and how many rows had problems."""

    added: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0


def import_products(found: Preview, store: Store, existing: Existing = "update") -> Imported:
    """Keeps every product of a preview in one transaction.

    A product is there already where name and brand are the same: "update" changes it (pictures stay where the row has none),
    "skip" leaves it, "add" keeps both. An address whose picture was fetched before becomes that picture.
    """
    known = {} if existing == "add" else {_identity(product): product for product in store.products()}
    done = Imported(refused=sum(row.product is None for row in found.rows))
    fresh: dict[object, Product] = {}
    changed: dict[int, Product] = {}
    for place, product in enumerate(found.products):
        product.images = fetched_before(product.images)
        key: object = place if existing == "add" else _identity(product)
        old = known.get(_identity(product))
        if old is None or old.id is None:
            done.unchanged += key in fresh  # a second row of the same good in one file: the later row counts
            fresh[key] = product
        elif existing == "skip" or not _changes(product, old):
            done.unchanged += 1
        else:
            product.id = old.id
            product.images = product.images or old.images
            changed[old.id] = product
    saved = store.save_products([*fresh.values(), *changed.values()])
    done.added = [product.id for product in saved[: len(fresh)] if product.id is not None]
    done.updated = list(changed)
    return done


def _identity(product: Product) -> tuple[str, str]:
    return product.name.casefold(), product.brand.casefold()


def _changes(new: Product, old: Product) -> bool:
    ours, theirs = product_json(new), product_json(old)
    if not new.images:
        theirs["images"] = []
    theirs.pop("id", None)
    ours.pop("id", None)
    return ours != theirs
