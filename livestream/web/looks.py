"""How a take will look before its first frame: the set and the host that the brief asks for, as pictures of the page."""

from dataclasses import dataclass

from livestream.avatar.pack import HOSTS
from livestream.catalog.models import Product
from livestream.catalog.pictures import locate
from livestream.catalog.values import Brief
from livestream.jobs.casting import host_for
from livestream.scene.themes import SETS, theme_for

ADDRESS = "/looks"
KEPT = "/api/pictures"


@dataclass(frozen=True)
class Look:
    """Addresses of the set (a picture or a video), the host and the logo, "" where there is none; `wide` for a landscape picture."""

    set: str = ""
    host: str = ""
    logo: str = ""
    wide: bool = False


def look_of(brief: Brief, product: Product) -> Look:
    """The look of a brief; raises ValueError for a set that does not exist."""
    wide = brief.shape == "landscape"
    background = SETS / f"{theme_for(product, brief.set).key}_{'landscape' if wide else 'portrait'}.webp"
    host = HOSTS / host_for(brief) / "base.webp"
    usual = f"{ADDRESS}/sets/{background.name}" if background.is_file() else ""
    return Look(
        set=_kept(brief.backdrop) or usual,
        host=f"{ADDRESS}/hosts/{host.parent.name}/base.webp" if host.is_file() else "",
        logo=_kept(brief.logo),
        wide=wide,
    )


def _kept(name: str) -> str:
    return f"{KEPT}/{name}" if name and locate(name) else ""
