"""Sprites: what they add to a picture."""

import numpy as np
import pytest

from livestream.scene.sprites import Layer, rounded


@pytest.mark.parametrize("opacity", [1.0, 0.5, 0.1])
def test_a_sprite_blends_its_colour_in_every_channel(opacity):
    layer = Layer(40, 30)
    layer.fill(np.ones((30, 40), np.float32), (200, 120, 40))
    canvas = np.full((60, 80, 3), 100, np.uint8)
    layer.sprite().draw(canvas, 10, 20, opacity)
    wanted = 100 + (np.array((40, 120, 200)) - 100) * opacity
    assert np.abs(canvas[20:50, 10:50] - wanted).max() <= 2
    assert (canvas[:20] == 100).all() and (canvas[:, 50:] == 100).all()


def test_a_sprite_is_cut_at_the_edges_and_may_show_some_columns_only():
    layer = Layer(40, 30)
    layer.fill(rounded(40, 30, 0), (255, 255, 255))
    sprite = layer.sprite()
    canvas = np.zeros((20, 20, 3), np.uint8)
    for x, y in ((-30, -20), (15, 15), (100, 0), (-100, -100)):
        sprite.draw(canvas, x, y, 0.9)
    assert canvas[0, 0, 0] > 200 and canvas[19, 19, 0] > 200 and canvas[10, 12, 0] == 0
    canvas[:] = 0
    sprite.draw(canvas, 0, 0, 1.0, 5, 10)
    assert (canvas[:, 5:10] == 255).all() and (canvas[:, :5] == 0).all() and (canvas[:, 10:] == 0).all()


def test_layers_lay_one_thing_over_another():
    layer = Layer(10, 10)
    layer.fill(np.ones((10, 10), np.float32), (255, 0, 0))
    layer.fill(np.ones((4, 4), np.float32), (0, 0, 255), 3, 3, 0.5)
    assert layer.pixels[5, 5].tolist() == pytest.approx([0.5, 0, 0.5, 1.0]) and layer.pixels[0, 0].tolist() == [1, 0, 0, 1]
