"""The merchant's logo in the upper right corner."""

import numpy as np
import structlog
from PIL import Image

from livestream.catalog.images import PictureError, open_picture
from livestream.catalog.pictures import locate
from livestream.scene.layouts import Layout
from livestream.scene.sprites import Layer, Sprite, rounded

log = structlog.get_logger(__name__)
_PAD, _INSET = 14, 10  # design pixels: room for the shadow, air between plate and picture


def logo(name: str, layout: Layout) -> tuple[Sprite, int, int] | None:
    """The logo as a sprite and where it stands: a cut-out mark on a soft shadow, another on a white plate; or None."""
    path = locate(name) if name else None
    if path is None:
        if name:
            log.warning("logo.missing", logo=name)
        return None
    try:
        picture = open_picture(path.read_bytes())
    except (PictureError, OSError) as error:
        log.warning("logo.broken", logo=name, reason=str(error))
        return None
    clear = picture.mode == "RGBA" and bool((np.asarray(picture.getchannel("A")) < 128).any())
    box, pad = layout.logo, layout.px(_PAD)
    inset = 0 if clear else layout.px(_INSET)
    room = box.width - 2 * inset, box.height - 2 * inset
    fit = min(room[0] / picture.width, room[1] / picture.height)
    size = max(1, round(picture.width * fit)), max(1, round(picture.height * fit))
    drawn = np.asarray(picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS))
    mask = np.divide(drawn[..., 3], 255, dtype=np.float32)
    wide, tall = size[0] + 2 * inset, size[1] + 2 * inset
    layer = Layer(wide + 2 * pad, tall + 2 * pad)
    if clear:
        layer.shadow(mask, pad, pad + layout.px(2), layout.px(4), 0.30)
    else:
        plate = rounded(wide, tall, layout.px(14))
        layer.shadow(plate, pad, pad + layout.px(3), layout.px(4), 0.24)
        layer.fill(plate, (255, 255, 255), pad, pad)
    layer.picture(drawn[..., :3], mask, pad + inset, pad + inset)
    return layer.sprite(), box.right - wide - pad, box.y + (box.height - tall) // 2 - pad
