"""Merchants' pictures: checked, turned upright, re-encoded and kept; fetched from the web only when asked."""

import hashlib
import io
import os
import socket
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from livestream.catalog.pictures import address_problem, is_public
from livestream.config import settings
from voices.types import Language

MAX_BYTES = 30_000_000
MAX_PIXELS = 52_000_000
LONGEST, SHORTEST = 1600, 32  # pixels: of what is kept, of what is accepted
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
FETCH_S = 20.0
REDIRECTS = 4

Resolver = Callable[[str, int], list[str]]


class PictureError(ValueError):
    """A picture cannot be taken; the message says why, in English (`str`) and Chinese (`zh`)."""

    field = "images"

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh

    def text(self, language: Language = "en") -> str:
        """The message in `language`."""
        return self.zh if language == "zh" else str(self)


def keep_picture(data: bytes, folder: Path | None = None, *, given: bytes = b"") -> str:
    """Keeps a picture as WebP of at most 1600 px and gives its name for Product.images, made of `given` or else of the picture.

    Raises PictureError.
    """
    made = io.BytesIO()
    open_picture(data).save(made, "WEBP", quality=90, method=4)
    return keep_upload(given or data, made.getvalue(), ".webp", folder)


def picture_name(given: bytes, suffix: str = ".webp") -> str:
    """The name for Product.images of what is kept under `given`."""
    return f"data/uploads/{hashlib.sha256(given).hexdigest()[:24]}{suffix}"


def keep_upload(given: bytes, content: bytes, suffix: str, folder: Path | None = None) -> str:
    """Writes `content` among the uploads under a name made of what was `given`, whole or not at all, and tells its place."""
    uploads = folder or settings().uploads_dir
    uploads.mkdir(parents=True, exist_ok=True)
    name = picture_name(given, suffix)
    with tempfile.NamedTemporaryFile(dir=uploads, suffix=".part", delete=False) as part:
        part.write(content)
    os.replace(part.name, uploads / Path(name).name)  # noqa: PTH105  (also when killed)
    return name


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


def fetch_picture(url: str, *, transport: httpx.BaseTransport | None = None, resolve: Resolver | None = None) -> bytes:
    """The bytes behind an http(s) address, because the merchant asked for it. Raises PictureError.

    Only addresses of the open internet: every name is looked up here, its numbers are judged, and the connection goes to that number;
    redirects are judged again. At most 30 MB, 20 s and 4 redirects.
    """
    deadline = time.monotonic() + FETCH_S
    with httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=8.0) as client:
        for _ in range(REDIRECTS + 1):
            try:
                answer = _get(client, url, resolve or _numbers, deadline)
            except httpx.TimeoutException as error:
                raise PictureError(f"{_host(url)} did not answer in time.", f"{_host(url)} 响应超时。") from error
            except PictureError:
                raise
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # ValueError: a host that cannot be spelled
                raise PictureError(f"The picture could not be fetched from {_host(url)}.", f"无法从 {_host(url)} 获取图片。") from error
            if isinstance(answer, bytes):
                return answer
            url = answer
    raise PictureError("The picture's address redirects too often.", "图片网址重定向次数过多。")


def _get(client: httpx.Client, url: str, resolve: Resolver, deadline: float) -> bytes | str:
    """The body, or the address of a redirect."""
    wrong = address_problem(url)
    if wrong:
        raise PictureError(f"The picture's address {wrong[0]}.", f"图片网址{wrong[1]}。")
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    number = _public_number(host, port, resolve)
    netloc = f"[{number}]:{port}" if ":" in number else f"{number}:{port}"
    direct = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    headers = {"Host": parts.netloc, "Accept": "image/*", "User-Agent": "Yibo"}
    with client.stream("GET", direct, headers=headers, extensions={"sni_hostname": host}) as response:
        if response.is_redirect:
            return str(urljoin(url, response.headers.get("location", "")))
        if response.status_code != 200:
            raise PictureError(
                f"{host} answered {response.status_code} instead of a picture.", f"{host} 返回了 {response.status_code}，没有图片。"
            )
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > MAX_BYTES:
                raise PictureError(f"The picture has more than {MAX_BYTES // 1_000_000} MB.", f"图片超过 {MAX_BYTES // 1_000_000} MB。")
            if time.monotonic() > deadline:
                raise PictureError(f"{host} sends too slowly.", f"{host} 传输太慢。")
        return bytes(body)


def _public_number(host: str, port: int, resolve: Resolver) -> str:
    try:
        numbers = resolve(host, port)
    except OSError as error:
        raise PictureError(f"There is no host {host}.", f"找不到主机 {host}。") from error
    if not numbers or not all(map(is_public, numbers)):
        raise PictureError(f"{host} leads to a private address, which is not fetched.", f"{host} 指向内网地址，不予获取。")
    return numbers[0]


def _numbers(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _host(url: str) -> str:
    return urlsplit(url).hostname or url[:60]


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
