"""The stage: one frame of a take at a time."""

from datetime import datetime

import numpy as np

from livestream.avatar.types import Pose
from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.scene.backdrop import STEPS, Backdrop, backdrop
from livestream.scene.badge import badge
from livestream.scene.beats import Beat
from livestream.scene.callouts import CallOuts
from livestream.scene.card import MARGIN, card
from livestream.scene.deadline import deadline
from livestream.scene.ending import Ending
from livestream.scene.layouts import Box, layout, layout_for
from livestream.scene.logo import logo
from livestream.scene.motion import Glide, back
from livestream.scene.panel import Panel
from livestream.scene.pictures import pictures
from livestream.scene.recap import Recap
from livestream.scene.shade import Player, shade
from livestream.scene.sprites import Colour, Pixels, Sprite
from livestream.scene.sticker import Sticker
from livestream.scene.subtitles import Subtitles
from livestream.scene.themes import branded, theme_for
from voices.types import Language

_BEAT = 0.6  # seconds the card swells when the price becomes the matter
_SWELL = 0.045
_MADE_WAY = 0.3  # how far the panel may still be there when the price comes
_PARALLAX = 10  # design pixels by which the set is wider than the frame on either side
_FOLLOW = 0.06  # of the host's way by which the set goes against it
_DRIFT, _DRIFT_S = 3.0, 23.0  # design pixels to which the set drifts, and the seconds it comes and goes in


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
        self.theme = branded(theme_for(product, brief.set), brief.colour)
        shown = pictures(product, self.theme, self.language, round(self.layout.panel.width * 1.12))
        self._set: Backdrop = backdrop(brief, self.theme, size, self.layout.px(_PARALLAX))
        self._canvas, self._ground = np.empty((size[1], size[0], 3), np.uint8), np.empty((size[1], size[0], 3), np.uint8)
        self._stands: tuple[int, int] | None = None
        self._logo = logo(brief.logo, self.layout)
        self._badge = badge(self.layout, self.language)
        self._card = card(product, self.theme, self.layout, self.language, shown[0])
        self.layout = self.layout.raised(self.layout.card.height - self.card_box().height)
        self._panel = Panel(self.layout, shown)
        self._sticker = Sticker(product, self.theme, self.layout, self.language)
        self._recap = Recap(product, self.theme, self.layout, self.language, shown[0])
        self._ending = Ending(deadline(product.offer, datetime.now()), self.theme, self.layout, self.language)
        self._callouts = CallOuts(self.theme, self.layout, self.language)
        self._subtitles = Subtitles(self.theme, self.layout, self.language)
        self._step = Glide(0.7, self.layout.centre, self.layout.centre, self.layout.centre)
        self._priced: float | None = None
        self._shade: Sprite | None = None

    @staticmethod
    def host_height(size: tuple[int, int], layout_key: str | None = None) -> int:
        """The height in pixels at which the host is shown in a frame of `size`."""
        return layout(size, layout_key).host_height

    @staticmethod
    def light(product: Product, brief: Brief) -> Colour:
        """The colour of the light on a host (red, green, blue): that of the set, white before a merchant's own."""
        return (255, 255, 255) if brief.backdrop else theme_for(product, brief.set).light

    def frame(self, pose: Pose, t: float, beat: Beat) -> Pixels:
        """The picture at time t [s] as uint8 (height, width, 3) BGR, valid until the next call. Times must not jump back within a take."""
        canvas = self._canvas
        here = self._panel.presence(t, beat.picture)
        aside = beat.picture is not None or bool(beat.callouts) or beat.price or beat.recap
        centre = self._step.toward(self.layout.aside if aside else self.layout.centre, t)
        left = round(centre) - (self.player.size[0] // 2 if self.player is not None else 0)
        self._draw_ground(canvas, pose, t, centre, left)
        self._panel.draw(canvas, t)
        if self.player is not None:
            self.player.draw(canvas, pose, left, self.layout.top)
        self._draw_card(canvas, t, beat.price)
        self._sticker.draw(canvas, t, beat.price and here < _MADE_WAY)
        self._ending.draw(canvas, t, self._sticker.presence)
        here = max(here, self._recap.draw(canvas, t, beat.recap and here < _MADE_WAY))
        self._callouts.draw(canvas, t, beat.callouts, self._room(max(here, self._sticker.presence)))
        self._subtitles.draw(canvas, t, beat.captions)
        self._badge.draw(canvas, self.layout.badge.x, self.layout.badge.y)
        if self._logo is not None:
            self._logo[0].draw(canvas, *self._logo[1:])
        return canvas

    def _draw_ground(self, canvas: Pixels, pose: Pose, t: float, centre: float, left: int) -> None:
        """The set and the host's shadow on it; drawn anew only where the set or the host has moved on."""
        drift = self.layout.px(_DRIFT) * np.sin(2 * np.pi * t / _DRIFT_S)
        shift = round(STEPS * (drift + _FOLLOW * (centre - self.layout.centre)))
        if self._set.moving or self._stands != (shift, left):
            self._set.draw(self._ground, shift, t)
            if self.player is not None and self.theme.shade > 0:
                if self._shade is None:
                    self._shade = shade(self.player, pose, self.layout, self.theme.shade)
                self._shade.draw(self._ground, left, self.layout.top)
            self._stands = shift, left
        np.copyto(canvas, self._ground)

    def card_box(self) -> Box:
        """Where the card stands, without its shadow."""
        margin = 2 * self.layout.px(MARGIN)
        return Box(self.layout.card.x, self.layout.card.y, self._card.width - margin, self._card.height - margin)

    def badge_box(self) -> Box:
        """Where the badge stands."""
        return Box(self.layout.badge.x, self.layout.badge.y, self._badge.width, self._badge.height)

    def _room(self, here: float) -> Box:
        """Where call-outs go: their own box, or from the panel's place on while no picture is shown above it."""
        box = self.layout.callouts
        top = min(self.layout.panel.y, box.y) if not self.layout.wide else box.y
        y = round(top + (box.y - top) * here)
        return Box(box.x, y, box.width, box.bottom - y)

    def _draw_card(self, canvas: Pixels, t: float, price: bool) -> None:
        x, y = self.layout.card.x - self.layout.px(MARGIN), self.layout.card.y - self.layout.px(MARGIN)
        self._priced = None if not price else t if self._priced is None or t < self._priced else self._priced
        since = t - self._priced if self._priced is not None else _BEAT
        if since >= _BEAT:
            self._card.draw(canvas, x, y)
            return
        swell = back(min(1.0, since / 0.28)) if since < 0.28 else 1 - (since - 0.28) / (_BEAT - 0.28)
        sprite = self._card.scaled(1 + _SWELL * swell)
        sprite.draw(canvas, x, y - (sprite.height - self._card.height) // 2)
