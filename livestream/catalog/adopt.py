"""A product's pictures made the shop's own: files beside a product file, and addresses where the merchant asks for it."""

from collections.abc import Sequence
from pathlib import Path

from livestream.catalog.images import MAX_BYTES, PictureError, fetch_picture, keep_picture
from livestream.catalog.pictures import is_address, locate, picture_problem
from livestream.catalog.problems import Problem


def adopt_pictures(images: Sequence[str], *, beside: Path | None = None, fetch: bool = False) -> tuple[list[str], list[Problem]]:
    """Names for Product.images that `locate` finds, and what went wrong.

    A path may lie under `beside` (the folder of a product's JSON file); an address is fetched only with `fetch`, else it stays as it is.
    A picture that cannot be had is left out and told; an address that fails stays, so that it can be tried again.
    """
    kept: list[str] = []
    problems: list[Problem] = []
    for number, image in enumerate(images, 1):
        try:
            if is_address(image):
                kept.append(keep_picture(fetch_picture(image)) if fetch else image)
            elif locate(image):
                kept.append(image)
            else:
                kept.append(keep_picture(_read(image, beside)))
        except PictureError as error:
            problems.append(Problem("images", f"item {number}: {error}", f"第 {number} 项：{error.zh}"))
            if is_address(image):
                kept.append(image)
    return kept, problems


def _read(image: str, beside: Path | None) -> bytes:
    path = (beside / image).resolve() if beside is not None and not picture_problem(image) else None
    if path is None or beside is None or not path.is_relative_to(beside.resolve()) or not path.is_file():
        raise PictureError(f"There is no picture {image[:80]}.", f"找不到图片 {image[:80]}。")
    if path.stat().st_size > MAX_BYTES:
        raise PictureError(
            f"The picture {image[:80]} has more than {MAX_BYTES // 1_000_000} MB.", f"图片 {image[:80]} 超过 {MAX_BYTES // 1_000_000} MB。"
        )
    return path.read_bytes()
