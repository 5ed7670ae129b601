"""How a take will look before its first frame: the set and the host that the brief asks for, and all of both, as pictures of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

from PIL import Image

from livestream.avatar.pack import HOSTS, host_info
from livestream.catalog.models import Product
from livestream.catalog.pictures import locate
from livestream.catalog.values import Brief
from livestream.jobs.casting import host_for
from livestream.scene.themes import SETS, theme_for

ADDRESS = "/looks"
FACES = f"{ADDRESS}/faces"
KEPT = "/api/pictures"
_FACE_PIXELS = 144
_FACE_WIDTH = 2.35  # of the eyes' box: head and shoulders


@dataclass(frozen=True)
class Look:
    """Addresses of the set (a picture or a video), the host and the logo, "" where there is none; `wide` for a landscape picture.

    `name` and `about` are what the host is called and a few words about it, by language.
    """

    set: str = ""
    host: str = ""
    logo: str = ""
    wide: bool = False
    name: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)


def look_of(brief: Brief, product: Product) -> Look:
    """The look of a brief; raises ValueError for a set that does not exist."""
    wide = brief.shape == "landscape"
    background = SETS / f"{theme_for(product, brief.set).key}_{'landscape' if wide else 'portrait'}.webp"
    host = HOSTS / host_for(brief) / "base.webp"
    usual = f"{ADDRESS}/sets/{background.name}" if background.is_file() else ""
    info = host_info(host.parent.name)
    return Look(
        set=_kept(brief.backdrop) or usual,
        host=f"{ADDRESS}/hosts/{host.parent.name}/base.webp" if host.is_file() else "",
        logo=_kept(brief.logo),
        wide=wide,
        name=info.name if info else {},
        about=info.description if info else {},
    )


@cache
def face(host: str) -> bytes:
    """Head and shoulders of a host as a small WebP. Raises LookupError for a host that is not in the box."""
    info = host_info(host)
    if info is None:
        raise LookupError(host)
    left, top, wide, tall = info.eyes
    across, down, half = left + wide / 2, top + tall * 0.3, wide * _FACE_WIDTH / 2
    box = (round(across - half), round(down - half), round(across + half), round(down + half))
    with Image.open(HOSTS / host / "base.webp") as base:
        small = base.crop(box).resize((_FACE_PIXELS, _FACE_PIXELS), Image.Resampling.LANCZOS)
    data = BytesIO()
    small.save(data, "WEBP", quality=88)
    return data.getvalue()


def _kept(name: str) -> str:
    return f"{KEPT}/{name}" if name and locate(name) else ""
