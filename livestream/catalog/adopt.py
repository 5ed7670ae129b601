"""A product's pictures made the shop's own: files beside a product file, and web addresses where the merchant asks for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from livestream.catalog.images import MAX_BYTES, PictureError, fetch_picture, keep_picture, picture_name
from livestream.catalog.models import Product
from livestream.catalog.pictures import is_address, locate, picture_problem
from livestream.catalog.problems import Problem
from livestream.catalog.store import NotFound, Store

_AT_ONCE = 4


@dataclass(frozen=True)
class Fetched:
    """The shop's own pictures by the address that each came from, and what is wrong with the addresses that gave none."""

    own: dict[str, str]
    problems: list[Problem]

    def problems_of(self, product: Product) -> list[Problem]:
        """The problems with the name of the product before each, for a list of many products."""
        return [replace(p, message=f"{product.name}: {p.message}", message_zh=f"{product.name}：{p.message_zh}") for p in self.problems]


def addresses(images: Iterable[str]) -> list[str]:
    """Those of a product's pictures that are web addresses: no page and no video shows them."""
    return [image for image in images if is_address(image)]


def fetch_pictures(asked: Iterable[str]) -> Fetched:
    """The pictures at these addresses, fetched because the merchant asked for it."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(_fetch, dict.fromkeys(asked)))
    return Fetched(
        {address: name for address, name in answers if isinstance(name, str)},
        [_problem(address, error) for address, error in answers if isinstance(error, PictureError)],
    )


def fetch_for(store: Store, product_id: int, asked: Iterable[str]) -> tuple[Product, Fetched]:
    """Fetches pictures for a stored product: in its list they take the place of their addresses, new ones come last.

    An address that fails stays. What else changed in the product meanwhile is kept. Raises NotFound.
    """
    fetched = fetch_pictures(asked)
    product = store.product(product_id)
    if product is None:
        raise NotFound(f"there is no product {product_id}")
    product.images = _owned([*product.images, *fetched.own], fetched.own)
    return store.save_product(product), fetched


def fetch_each(store: Store, product_ids: Iterable[int]) -> Iterator[tuple[Product, Fetched]]:
    """One product after the other with its fetched pictures, each kept at once; those without an address are passed over."""
    for product_id in product_ids:
        product = store.product(product_id)
        if product is not None and (asked := addresses(product.images)):
            try:
                yield fetch_for(store, product_id, asked)
            except NotFound:
                continue


def fetched_before(images: Sequence[str]) -> list[str]:
    """These pictures with the shop's own in the place of addresses that were fetched already: a feed that comes again takes none away."""
    names = {address: picture_name(address.encode()) for address in addresses(images)}
    return _owned(images, {address: name for address, name in names.items() if locate(name)})


def pictures_beside(images: Iterable[str], folder: Path) -> tuple[list[str], list[Problem]]:
    """Names for Product.images where paths may lie in `folder`, that of a product file; what is not there is left out and told."""
    kept: list[str] = []
    problems: list[Problem] = []
    for image in images:
        try:
            kept.append(image if is_address(image) or locate(image) else keep_picture(_read(image, folder)))
        except PictureError as error:
            problems.append(_problem(image, error))
    return kept, problems


def _fetch(address: str) -> tuple[str, str | PictureError]:
    try:
        return address, keep_picture(fetch_picture(address), given=address.encode())
    except PictureError as error:
        return address, error


def _owned(images: Iterable[str], own: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(own.get(image, image) for image in images))


def _problem(image: str, error: PictureError) -> Problem:
    shown = image if len(image) <= 80 else f"{image[:40]}…{image[-39:]}"
    return Problem("images", f"{shown}: {error}", f"{shown}：{error.zh}")


def _read(image: str, folder: Path) -> bytes:
    path = (folder / image).resolve()
    if picture_problem(image) or not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise PictureError("The picture is not there.", "找不到这张图片。")
    if path.stat().st_size > MAX_BYTES:
        raise PictureError(f"The picture has more than {MAX_BYTES // 1_000_000} MB.", f"图片超过 {MAX_BYTES // 1_000_000} MB。")
    return path.read_bytes()
