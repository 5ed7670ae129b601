"""The stage: one frame of a take at a time."""

import numpy as np

from livestream.avatar.types import Pose
from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.scene.badge import badge
from livestream.scene.beats import Beat
from livestream.scene.callouts import CallOuts
from livestream.scene.card import MARGIN, card
from livestream.scene.layouts import Box, layout, layout_for
from livestream.scene.motion import Glide, back
from livestream.scene.panel import Panel
from livestream.scene.pictures import pictures
from livestream.scene.shade import Player, shade
from livestream.scene.sprites import Pixels, Sprite
from livestream.scene.sticker import Sticker
from livestream.scene.subtitles import Subtitles
from livestream.scene.themes import background, theme_for
from voices.types import Language

_BEAT = 0.6  # seconds the card swells when the price becomes the matter
_SWELL = 0.045
_MADE_WAY = 0.3  # how far the panel may still be there when the price comes


class Stage:
    """Composes frames of one take. Make the player with the height `host_height(size)` tells. One stage serves one thread.

    Raises ValueError for an unknown set or a frame size without a layout.
    """

    def __init__(
        self,
        product: Product,
        brief: Brief,
        size: tuple[int, int],
        player: Player | None = None,
        *,
        language: Language | None = None,
        layout_key: str | None = None,
    ) -> None:
        self.size, self.player = size, player
        self.language: Language = language or brief.voice.language
        self.layout = layout(size, layout_key or layout_for(size, product.category, brief.persona))
        self.theme = theme_for(product, brief.set)
        shown = pictures(product, self.theme, self.language, round(self.layout.panel.width * 1.12))
        self._base = background(self.theme, size)
        self._canvas = np.empty_like(self._base)
        self._badge = badge(self.layout, self.language)
        self._card = card(product, self.theme, self.layout, self.language, shown[0])
        self.layout = self.layout.raised(self.layout.card.height - self.card_box().height)
        self._swollen: dict[int, Sprite] = {}
        self._panel = Panel(self.layout, shown)
        self._sticker = Sticker(product, self.theme, self.layout, self.language)
        self._callouts = CallOuts(self.theme, self.layout, self.language)
        self._subtitles = Subtitles(self.theme, self.layout, self.language)
        self._step = Glide(0.7, self.layout.centre, self.layout.centre, self.layout.centre)
        self._priced: float | None = None
        self._shade: Sprite | None = None

    @staticmethod
    def host_height(size: tuple[int, int], layout_key: str | None = None) -> int:
        """The height in pixels at which the host is shown in a frame of `size`."""
        return layout(size, layout_key).host_height

    def frame(self, pose: Pose, t: float, beat: Beat) -> Pixels:
        """The picture at time t [s] as uint8 (height, width, 3) BGR, valid until the next call. Times must not jump back within a take."""
        canvas = self._canvas
        np.copyto(canvas, self._base)
        here = self._panel.presence(t, beat.picture)
        self._panel.draw(canvas, t)
        aside = beat.picture is not None or bool(beat.callouts) or beat.price
        centre = self._step.toward(self.layout.aside if aside else self.layout.centre, t)
        if self.player is not None:
            left = round(centre) - self.player.size[0] // 2
            if self._shade is None:
                self._shade = shade(self.player, pose, self.layout)
            self._shade.draw(canvas, left, self.layout.top)
            self.player.draw(canvas, pose, left, self.layout.top)
        self._draw_card(canvas, t, beat.price)
        self._sticker.draw(canvas, t, beat.price and here < _MADE_WAY)
        self._callouts.draw(canvas, t, beat.callouts, self._room(max(here, self._sticker.presence)))
        self._subtitles.draw(canvas, t, beat.captions)
        self._badge.draw(canvas, self.layout.badge.x, self.layout.badge.y)
        return canvas

    def card_box(self) -> Box:
        """Where the card stands, without its shadow."""
        margin = 2 * self.layout.px(MARGIN)
        return Box(self.layout.card.x, self.layout.card.y, self._card.width - margin, self._card.height - margin)

    def badge_box(self) -> Box:
        """Where the badge stands."""
        return Box(self.layout.badge.x, self.layout.badge.y, self._badge.width, self._badge.height)

    def _room(self, here: float) -> Box:
        """Where call-outs go: their own box, or from the panel's place on while no picture is shown."""
        box = self.layout.callouts
        top = self.layout.panel.y if not self.layout.wide else box.y
        y = round(top + (box.y - top) * here)
        return Box(box.x, y, box.width, box.bottom - y)

    def _draw_card(self, canvas: Pixels, t: float, price: bool) -> None:
        x, y = self.layout.card.x - self.layout.px(MARGIN), self.layout.card.y - self.layout.px(MARGIN)
        self._priced = None if not price else t if self._priced is None or t < self._priced else self._priced
        since = t - self._priced if self._priced is not None else _BEAT
        if since >= _BEAT:
            self._card.draw(canvas, x, y)
            return
        step = round(12 * (back(min(1.0, since / 0.28)) if since < 0.28 else 1 - (since - 0.28) / (_BEAT - 0.28)))
        sprite = self._swollen.get(step) or self._swollen.setdefault(step, self._card.scaled(1 + _SWELL * step / 12))
        sprite.draw(canvas, x, y - (sprite.height - self._card.height) // 2)
