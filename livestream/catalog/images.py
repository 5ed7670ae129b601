"""Merchants' pictures: checked, turned upright, re-encoded and kept."""

import hashlib
import io
import os
import tempfile
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from livestream.config import settings
from voices.types import Language

MAX_BYTES = 30_000_000
MAX_PIXELS = 52_000_000
LONGEST, SHORTEST = 1600, 32  # pixels: of what is kept, of what is accepted
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")


class PictureError(ValueError):
    """A picture cannot be taken; the message says why, in English (`str`) and Chinese (`zh`)."""

    field = "images"

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh

    def text(self, language: Language = "en") -> str:
        """The message in `language`."""
        return self.zh if language == "zh" else str(self)


def keep_picture(data: bytes) -> str:
    """Keeps a picture as WebP of at most 1600 px and gives its name for Product.images. Raises PictureError."""
    made = io.BytesIO()
    open_picture(data).save(made, "WEBP", quality=90, method=4)
    return keep_upload(data, made.getvalue(), ".webp")


def keep_upload(given: bytes, content: bytes, suffix: str) -> str:
    """Writes `content` among the uploads under a name made of what was `given`, whole or not at all, and tells its place."""
    uploads = settings().uploads_dir
    uploads.mkdir(parents=True, exist_ok=True)
    name = f"{hashlib.sha256(given).hexdigest()[:24]}{suffix}"
    with tempfile.NamedTemporaryFile(dir=uploads, suffix=".part", delete=False) as part:
        part.write(content)
    os.replace(part.name, uploads / name)  # noqa: PTH105  (also when killed)
    return f"data/uploads/{name}"


def open_picture(data: bytes) -> Image.Image:
    """A picture upright in sRGB, RGB or RGBA, its longest side at most 1600 px; nothing else of the file (place, camera) is kept."""
    if not data:
        raise PictureError("The picture is empty (0 bytes).", "图片是空文件（0 字节）。")
    if len(data) > MAX_BYTES:
        raise PictureError(
            f"The picture has {len(data) // 1_000_000} MB; at most {MAX_BYTES // 1_000_000} MB are taken.",
            f"图片有 {len(data) // 1_000_000} MB，最多 {MAX_BYTES // 1_000_000} MB。",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below, before any pixel is read
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_size(*picture.size)
        picture.draft("RGB", (LONGEST, LONGEST))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return _in_srgb(upright)
    except UnidentifiedImageError as error:
        raise PictureError("The file is not a picture. Give JPEG, PNG or WebP.", "文件不是图片，请提供 JPEG、PNG 或 WebP。") from error
    except Image.DecompressionBombError as error:
        raise PictureError("The picture has far too many pixels.", "图片像素过多。") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError("The picture is damaged or incomplete.", "图片已损坏或不完整。") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureError(
            f"The picture has {width}×{height} = {width * height // 1_000_000} megapixels; at most {MAX_PIXELS // 1_000_000} are taken.",
            f"图片为 {width}×{height}（{width * height // 1_000_000} 百万像素），最多 {MAX_PIXELS // 1_000_000} 百万像素。",
        )
    if min(width, height) < SHORTEST:
        raise PictureError(f"The picture is too small ({width}×{height} pixels).", f"图片太小（{width}×{height} 像素）。")


def _in_srgb(picture: Image.Image) -> Image.Image:
    clear = picture.has_transparency_data
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = converted if converted is not None else picture
        except (ImageCms.PyCMSError, OSError):
            picture = picture.convert("RGB")  # a broken profile: the plain values are the best there is
    plain = picture.convert("RGBA" if clear else "RGB")
    plain.info.clear()
    return plain
