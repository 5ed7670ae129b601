import numpy as np

from livestream.avatar.bands import BAND, CELL, MIXED, OPAQUE, bands, kinds


def test_cells_near_an_edge_are_mixed_and_those_far_from_it_are_not() -> None:
    alpha = np.zeros((40 * CELL, 40 * CELL), np.uint8)
    alpha[:, 20 * CELL :] = 255
    row = kinds(alpha, alpha)[20]
    assert row.tolist() == [0] * 18 + [MIXED] * 4 + [OPAQUE] * 18


def test_a_figure_that_varies_is_opaque_where_it_always_is_and_clear_where_it_never_is() -> None:
    least = np.zeros((10 * CELL, 40 * CELL), np.uint8)
    most = least.copy()
    least[:, 20 * CELL :], most[:, 10 * CELL :] = 255, 255
    row = kinds(least, most)[5]
    assert row.tolist() == [0] * 8 + [MIXED] * 14 + [OPAQUE] * 18


def test_a_picture_whose_sides_are_no_whole_cells_is_told_apart_to_its_edge() -> None:
    alpha = np.full((10 * CELL + 1, 6 * CELL + 3), 255, np.uint8)
    assert kinds(alpha, alpha).shape == (11, 7)
    assert (kinds(alpha, alpha) == OPAQUE).all()


def test_bands_are_as_wide_as_what_is_shown_and_know_their_opaque_core() -> None:
    shown = np.zeros((3 * BAND - 5, 60), np.uint8)
    shown[BAND:, 10:50] = MIXED
    shown[BAND:, 12:16] = OPAQUE
    shown[BAND:, 20:40] = OPAQUE
    shown[-1, 20:22] = MIXED
    found = bands(shown)
    assert [(b.top, b.bottom, b.left, b.right, b.core) for b in found] == [
        (BAND, 2 * BAND, 10, 50, (20, 40)),
        (2 * BAND, 3 * BAND - 5, 10, 50, (22, 40)),
    ]
    assert found[0].strips == ((0, 10 * CELL, False), (10 * CELL, 30 * CELL, True), (30 * CELL, 40 * CELL, False))


def test_a_narrow_core_is_not_worth_a_strip() -> None:
    shown = np.full((BAND, 30), MIXED, np.uint8)
    shown[:, 5:16] = OPAQUE
    assert bands(shown)[0].strips == ((0, 30 * CELL, False),)
