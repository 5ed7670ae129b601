"""A merchant's own pictures: looked at before they are decoded, brought to a fitting size, kept without their metadata."""

import hashlib
import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from livestream.catalog.problems import Problem, ProductError
from livestream.config import settings

MAX_BYTES, MAX_PIXELS, SIDE = 20 * 2**20, 40_000_000, 1600
FORMATS = ("JPEG", "PNG", "WEBP")


def keep_picture(source: Path | bytes, name: str = "") -> str:
    """Stores a JPEG, PNG or WebP picture; gives its path as a product keeps it. Raises ProductError about "images"."""
    shown = (name or (source.name if isinstance(source, Path) else "picture"))[:60]
    data = source if isinstance(source, bytes) else _read(source, shown)
    if not data:
        raise _wrong(shown, "is empty", "是空文件")
    if len(data) > MAX_BYTES:
        raise _wrong(shown, f"is {len(data) >> 20} MB; at most {MAX_BYTES >> 20} MB are allowed", f"有 {len(data) >> 20} MB，最多 {MAX_BYTES >> 20} MB")
    picture = _decoded(data, shown)
    folder = settings().uploads_dir
    folder.mkdir(parents=True, exist_ok=True)
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    out = io.BytesIO()
    picture.convert("RGBA" if alpha else "RGB").save(out, "WEBP", quality=90, method=4)
    path = folder / f"{hashlib.sha256(out.getvalue()).hexdigest()[:20]}.webp"
    if not path.exists():
        path.write_bytes(out.getvalue())
    return f"data/uploads/{path.name}"


def _read(path: Path, shown: str) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        size = path.stat().st_size >> 20
        raise _wrong(shown, f"is {size} MB; at most {MAX_BYTES >> 20} MB are allowed", f"有 {size} MB，最多 {MAX_BYTES >> 20} MB")
    return path.read_bytes()


def _decoded(data: bytes, shown: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is checked right below, before any pixel is decoded
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            width, height = picture.size
            if width * height > MAX_PIXELS:
                size = f"{width} × {height}"
                raise _wrong(shown, f"is {size} pixels; at most {MAX_PIXELS // 10**6} million are allowed", f"尺寸 {size}，最多 {MAX_PIXELS // 10**6} 百万像素")
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
            return upright
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, ProductError):
            raise
        raise _wrong(shown, "is not a JPEG, PNG or WebP picture that can be read", "不是可读取的 JPEG、PNG 或 WebP 图片") from error


def _wrong(shown: str, message: str, message_zh: str) -> ProductError:
    return ProductError([Problem("images", f"“{shown}” {message}", f"“{shown}”{message_zh}")])
