"""Where a product's pictures lie, and which names and addresses are allowed for them."""

import ipaddress
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from livestream.config import ROOT, settings

_LOCAL_NAMES = ("localhost", "localhost.localdomain")
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def is_address(image: str) -> bool:
    """Whether `image` is a web address and not a path."""
    return "://" in image or image.startswith(("//", "data:"))


def picture_problem(image: str) -> tuple[str, str] | None:
    """What speaks against a picture's path or address, in English and Chinese; None where nothing does. Looks no name up."""
    if is_address(image):
        return address_problem(image)
    path = PurePosixPath(image.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in image or (len(image) > 1 and image[1] == ":"):
        return "leads out of the shop's picture folders", "指向了店铺图片目录之外"
    return None


def address_problem(url: str) -> tuple[str, str] | None:
    """What speaks against fetching `url`, as far as its text tells."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip(".").lower(), parts.port
    except ValueError:
        return "is not a valid address", "不是有效的网址"
    if parts.scheme not in ("http", "https"):
        return "is not an http or https address", "不是 http 或 https 网址"
    if not host:
        return "names no host", "缺少主机名"
    if parts.username or parts.password:
        return "holds a user name or password", "含有用户名或密码"
    if host in _LOCAL_NAMES or host.endswith(_LOCAL_ENDINGS) or ("." not in host and ":" not in host) or _is_private_number(host):
        return f"leads to a private address ({host[:60]})", f"指向内网地址（{host[:60]}）"
    return None


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the open internet (not loopback, private, link-local, shared, multicast or reserved)."""
    address = ipaddress.ip_address(ip.split("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None:
        address = inner
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_private_number(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        last = host.rsplit(".", 1)[-1]
        return last.isdigit() or last.startswith("0x")  # 127.1, 2130706433, 0x7f.1: other spellings of numbers


def locate(image: str) -> Path | None:
    """The file of a product's picture, None where there is none.

    "assets/..." lies in the repository, "data/uploads/..." under the data directory; addresses must be fetched first.
    """
    if is_address(image) or picture_problem(image):
        return None
    for base in (settings().data_dir, ROOT):
        path = (base / image).resolve()
        if path.is_relative_to(base.resolve()) and path.is_file() and _is_picture_folder(path):
            return path
    return None


def _is_picture_folder(path: Path) -> bool:
    folders = (ROOT / "assets", settings().uploads_dir)
    return any(path.is_relative_to(folder.resolve()) for folder in folders)
