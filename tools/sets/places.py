"""More sets: a study, a market stall, a terrace outdoors. As in rooms.py, each function furnishes an empty scene."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from blocks import arch, ball, box, jar, lamp, lathe, mesh, paint, plant, sky, sun, wood

BACK = 1.9  # distance of the wall behind the host
_GREENS = ((0.10, 0.26, 0.10), (0.16, 0.34, 0.14), (0.07, 0.20, 0.09))


def _greens() -> list[Any]:
    return [paint(c, 0.5) for c in _GREENS]


def foliage(
    centre: Sequence[float], radii: Sequence[float], count: int, size: float, greens: Sequence[Any], rng: np.random.Generator
) -> None:
    """A leafy mass: loose leaves in an ellipsoid, more of them toward its surface; one mesh a green."""
    at = rng.normal(size=(count, 3))
    at *= (rng.uniform(0.45, 1.0, count) ** 0.6 / np.linalg.norm(at, axis=1))[:, None]
    at = np.asarray(centre) + at * np.asarray(radii)
    across, along = rng.normal(size=(2, count, 3))
    across /= np.linalg.norm(across, axis=1)[:, None]
    along -= across * (along * across).sum(axis=1)[:, None]
    along /= np.linalg.norm(along, axis=1)[:, None]
    long = size * rng.uniform(0.6, 1.3, count)[:, None]
    corners = np.stack([at - along * long, at + across * long * 0.42, at + along * long, at - across * long * 0.42], axis=1)
    for k, green in enumerate(greens):
        part = corners[k :: len(greens)]
        mesh(part.reshape(-1, 3), [(4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3) for i in range(len(part))], green)


def books(x: float, y: float, z: float, width: float, tall: float, skins: Sequence[Any], rng: np.random.Generator) -> None:
    """A row of books that stands on a shelf from x on; the last one leans."""
    left = x
    while left < x + width - 0.05:
        thick, high, deep = rng.uniform(0.022, 0.05), tall * rng.uniform(0.68, 0.96), rng.uniform(0.13, 0.17)
        skin = skins[rng.integers(len(skins))]
        box((left + thick / 2, y - deep / 2, z + high / 2), (thick, deep, high), skin, 0.004)
        if rng.random() < 0.4:
            box(
                (left + thick / 2, y - deep - 0.001, z + high * 0.78), (thick * 0.9, 0.003, 0.012), paint((0.85, 0.68, 0.36), 0.3, 1), 0.001
            )
        left += thick + 0.003
    leaning = box((left + 0.035, y - 0.075, z + tall * 0.38), (0.03, 0.15, tall * 0.76), skins[rng.integers(len(skins))], 0.004)
    leaning.rotation_euler = (0, -0.22, 0)


def study(wide: bool) -> None:
    """A study in the evening: teal panels, oak bookcases full of books, a picture, a desk with a lamp, a globe."""
    rng = np.random.default_rng(21)
    sky((0.80, 0.88, 1), 0.30)
    teal, edge = paint((0.115, 0.235, 0.235), 0.6), paint((0.14, 0.275, 0.27), 0.5)
    oak = wood((0.50, 0.30, 0.16), (0.36, 0.20, 0.10))
    brass, cream = paint((0.85, 0.60, 0.30), 0.25, 1), paint((0.88, 0.82, 0.72), 0.7)
    box((0, BACK + 0.1, 1.5), (9, 0.2, 4), teal)
    for x in np.arange(-3, 3.1, 0.5):
        for z, tall in ((0.45, 0.7), (1.62, 1.35)):
            box((x, BACK - 0.005, z), (0.40, 0.02, tall), edge, 0.012)
            box((x, BACK - 0.018, z), (0.34, 0.014, tall - 0.08), teal, 0.008)
    tints = (
        (0.42, 0.10, 0.08), (0.62, 0.34, 0.14), (0.13, 0.24, 0.32), (0.72, 0.60, 0.42), (0.20, 0.30, 0.20),
        (0.82, 0.76, 0.64), (0.50, 0.22, 0.20), (0.24, 0.20, 0.30), (0.70, 0.44, 0.22),
    )  # fmt: skip
    skins = [paint(c, 0.55) for c in tints]
    for x in (-1.62, -0.62, 0.70, 1.72) if wide else (-0.66, 0.68):
        half = 0.44
        for side in (-half, half):
            box((x + side, BACK - 0.15, 1.3), (0.035, 0.30, 2.7), oak)
        for k, z in enumerate((0.60, 1.00, 1.40, 1.80, 2.20)):
            box((x, BACK - 0.15, z), (2 * half, 0.30, 0.035), oak)
            box((x, BACK - 0.02, z - 0.03), (0.80, 0.02, 0.012), paint((1, 0.72, 0.42), glow=3.5))
            first = x - half + 0.03
            kind = (k + round(x * 10)) % 4
            room = (0.80, 0.50, 0.42, 0.56)[kind]
            books(first if kind != 2 else first + 0.38, BACK - 0.04, z + 0.018, room, 0.31, skins, rng)
            rest = first + (0.16 if kind == 2 else room + 0.17)
            if kind == 1:
                plant((rest, BACK - 0.15, z + 0.018), 0.25, cream, _greens(), rng, 20, 0.6)
            elif kind == 2:
                lathe((rest, BACK - 0.15, z + 0.018), [(0, 0), (0.055, 0), (0.07, 0.08), (0.03, 0.16), (0.034, 0.2), (0, 0.2)], cream)
            elif kind == 3:
                for n in range(3):
                    box(
                        (rest, BACK - 0.14, z + 0.036 + 0.034 * n),
                        (0.2, 0.15, 0.03),
                        skins[(n + k) % len(skins)],
                        0.004,
                        rng.uniform(-0.2, 0.2),
                    )
    box((0.02, BACK - 0.02, 1.62), (0.36, 0.03, 0.50), brass, 0.008)
    box((0.02, BACK - 0.038, 1.62), (0.33, 0.01, 0.47), cream, 0.002)
    arch(0.02, BACK - 0.05, 1.46, 0.16, 0.28, 0.006, paint((0.74, 0.36, 0.24), 0.8))
    disc = lathe((0.06, BACK - 0.055, 1.74), [(0, 0), (0.045, 0), (0.045, 0.006), (0, 0.006)], paint((0.86, 0.62, 0.30), 0.8), 40)
    disc.rotation_euler = (math.pi / 2, 0, 0)
    box((0, 1.15, 0.74), (9, 0.62, 0.045), wood((0.34, 0.19, 0.10), (0.24, 0.13, 0.065)))
    for x in (-1.15, 1.42) if wide else (-0.46,):
        lathe((x, 1.15, 0.763), [(0, 0), (0.085, 0), (0.085, 0.015), (0.014, 0.03), (0.014, 0.34), (0, 0.34)], brass)
        lathe((x, 1.15, 1.06), [(0.17, 0), (0.10, 0.2)], paint((1, 0.80, 0.52), 0.8, glow=2.6), 40)
        ball((x, 1.15, 1.13), 0.045, paint((1, 0.80, 0.55), glow=22))
        lamp((x, 1.05, 1.2), (x, 1.9, 1.15), 0.3, 7, (1, 0.76, 0.46))
    for x in (-0.35, 2.0) if wide else (0.50,):
        lathe((x, 1.15, 0.763), [(0, 0), (0.09, 0), (0.08, 0.02), (0.014, 0.04), (0.014, 0.10), (0, 0.1)], oak)
        ball((x, 1.15, 1.00), 0.135, paint((0.20, 0.42, 0.48), 0.35, grain=0.4))
        lathe((x, 1.15, 1.0), [(0.150, -0.006), (0.156, 0), (0.150, 0.006)], brass, 48).rotation_euler = (1.2, 0.35, 0)
    for n, (w, skin) in enumerate(((0.27, 0), (0.24, 3), (0.25, 2))):
        box(((-0.80 if wide else -0.66) + 0.02 * n, 1.02, 0.785 + 0.036 * n), (w, 0.19, 0.034), skins[skin], 0.005, 0.15 - 0.1 * n)
    lamp((-2.5, -0.5, 2.6), (0, 1.9, 1.3), 1.6, 88, (1, 0.86, 0.68))
    lamp((2.3, 0.2, 2.2), (0.3, 1.9, 1.1), 1.2, 34, (0.78, 0.90, 1))


def market(wide: bool) -> None:
    """A market stall: a striped awning, wooden crates of fruit and greens, hanging bulbs, a slate, paper bags."""
    rng = np.random.default_rng(17)
    sky((0.95, 0.97, 1), 0.42)
    plank = wood((0.52, 0.36, 0.22), (0.38, 0.25, 0.14), along="X")
    crate = wood((0.70, 0.50, 0.30), (0.54, 0.36, 0.20))
    green, white = paint((0.13, 0.40, 0.27), 0.8), paint((0.90, 0.87, 0.79), 0.8)
    for k in range(12):
        box((0, BACK + 0.02, 0.12 + 0.24 * k), (9, 0.04, 0.232), plank, 0.006)
    half = 2.4 if wide else 1.2
    step = 0.20
    for k, x in enumerate(np.arange(-half, half, step)):
        skin = (green, white)[k % 2]
        a, b = x, x + step
        mesh([(a, BACK, 2.66), (b, BACK, 2.66), (b, 0.95, 2.22), (a, 0.95, 2.22)], [(0, 1, 2, 3)], skin)
        line = [(a, 0.95, 2.22), (b, 0.95, 2.22)] + [
            (a + step / 2 + step / 2 * math.cos(t), 0.945, 2.16 - 0.075 * math.sin(t)) for t in np.linspace(0, math.pi, 13)
        ]
        mesh(line, [tuple(range(len(line)))], skin)
    kinds = (
        ((0.93, 0.40, 0.05), 0.050), ((0.78, 0.09, 0.06), 0.046), ((0.95, 0.76, 0.14), 0.048), ((0.42, 0.60, 0.16), 0.048),
        ((0.30, 0.08, 0.20), 0.034), ((0.95, 0.58, 0.42), 0.052), ((0.86, 0.16, 0.10), 0.032), ((0.60, 0.70, 0.24), 0.056),
    )  # fmt: skip
    leaf = [paint(c, 0.55) for c in ((0.16, 0.42, 0.10), (0.26, 0.52, 0.14), (0.12, 0.34, 0.10))]
    wide_crate = 0.46
    columns = np.arange(-2.07, 2.1, wide_crate + 0.02) if wide else np.arange(-0.96, 1.0, wide_crate + 0.02)
    for row, (y, z) in enumerate(((0.95, 0.62), (1.28, 0.86), (1.60, 1.10))):
        box((0, y + 0.05, z - 0.10), (9, 0.34, 0.04), plank)
        for k, x in enumerate(columns):
            x = x + (0.23 if row == 1 else 0)
            for side in (-wide_crate / 2, wide_crate / 2):
                box((x + side, y, z), (0.016, 0.28, 0.15), crate, 0.003)
            for n in (-0.045, 0.03):
                box((x, y - 0.14, z + n), (wide_crate, 0.014, 0.06), crate, 0.003)
            kind = (k * 3 + row * 2 + 1) % (len(kinds) + 2)
            if kind >= len(kinds):
                foliage((x, y, z + 0.08), (0.19, 0.12, 0.09), 420, 0.055, leaf, rng)
                continue
            tint, r = kinds[kind]
            skin = paint(tint, 0.32, grain=0.12)
            for layer in range(2):
                for px in np.arange(-wide_crate / 2 + r, wide_crate / 2 - r * 0.6, 2 * r):
                    for py in np.arange(-0.11, 0.10, 2 * r):
                        j = rng.uniform(-0.008, 0.008, 3)
                        ball((x + px + (r if layer else 0) * 0.7 + j[0], y + py + j[1], z + 0.06 + 1.4 * r * layer + j[2]), r, skin, 0.93)
    glass = paint((1, 0.80, 0.52), glow=13)
    for k, x in enumerate(np.linspace(-1.9, 1.9, 9) if wide else (-0.50, -0.02, 0.48)):
        z = 2.02 - 0.05 * math.cos(k * 1.9)
        lathe((x, 1.25, z), [(0.004, 0.04), (0.004, 0.5)], paint((0.05, 0.05, 0.05)), 8)
        lathe((x, 1.25, z + 0.03), [(0.022, 0), (0.022, 0.05), (0, 0.05)], paint((0.08, 0.07, 0.06), 0.4), 16)
        ball((x, 1.25, z), 0.034, glass, 1.2)
    shelf_at = 1.62
    for x in (-1.45, 1.45) if wide else (-0.52, 0.60):
        box((x, BACK - 0.12, shelf_at - 0.02), (0.62, 0.24, 0.03), crate)
        for n in range(4):
            at = (x - 0.22 + 0.145 * n, BACK - 0.12, shelf_at)
            skin = paint(((0.82, 0.52, 0.16), (0.62, 0.14, 0.10), (0.80, 0.66, 0.40), (0.40, 0.48, 0.18))[n], 0.15)
            jar(at, rng.uniform(0.16, 0.21), 0.055, skin, paint((0.86, 0.80, 0.70), 0.7))
    slate = 0.0 if wide else 0.06
    box((slate, BACK - 0.03, 1.66), (0.40, 0.03, 0.30), crate, 0.006)
    box((slate, BACK - 0.048, 1.66), (0.36, 0.01, 0.26), paint((0.045, 0.055, 0.05), 0.9), 0.002)
    for n, w in enumerate((0.22, 0.16, 0.19)):
        box((slate - 0.02, BACK - 0.056, 1.73 - 0.065 * n), (w, 0.002, 0.014), white, 0.0)
    for x in (-0.72, 0.74) if wide else (-0.62,):
        lathe((x, BACK - 0.08, 1.30), [(0, 0), (0.10, 0), (0.15, 0.16), (0.14, 0.16), (0, 0.02)], crate)
        foliage((x, BACK - 0.08, 1.52), (0.17, 0.12, 0.13), 500, 0.05, leaf, rng)
    lamp((-2.4, -0.8, 2.7), (0, 1.6, 1.0), 1.8, 120, (1, 0.93, 0.82))
    lamp((2.2, -0.4, 2.2), (0.3, 1.7, 1.0), 1.4, 52, (1, 0.88, 0.74))


def outdoors(wide: bool) -> None:
    """A terrace in late sunlight: trees and hills far away, a hedge, a wooden rail with pots, a string of lights."""
    rng = np.random.default_rng(31)
    sky((0.40, 0.66, 1.0), 1.25)
    lit = [paint(c, 0.6) for c in ((0.26, 0.44, 0.10), (0.38, 0.54, 0.14), (0.18, 0.34, 0.10), (0.52, 0.62, 0.18))]
    dark = [paint(c, 0.6) for c in ((0.12, 0.26, 0.09), (0.18, 0.33, 0.10), (0.09, 0.20, 0.08))]
    box((0, 15, -0.35), (60, 34, 0.1), paint((0.30, 0.44, 0.14), 0.9, grain=0.2))
    for x, y, r, tint in ((-9, 42, 13, (0.42, 0.56, 0.66)), (11, 46, 15, (0.50, 0.62, 0.72)), (2, 36, 9, (0.36, 0.52, 0.48))):
        ball((x, y, -r * 0.72), r, paint(tint, 1.0))
    for x, y, z, r in (
        (-2.6, 8.5, 2.5, 1.5),
        (2.9, 9.5, 2.7, 1.7),
        (0.9, 14, 2.2, 1.6),
        (-5.5, 11, 2.6, 2.0),
        (6.2, 12, 2.8, 2.2),
        (-1.4, 17, 2.4, 1.9),
    ):
        lathe((x, y, -0.3), [(0.16, 0), (0.10, z)], paint((0.20, 0.13, 0.08), 0.9), 12)
        foliage((x, y, z), (r, r * 0.8, r * 0.78), 5200, 0.13, lit, rng)
    for x in np.arange(-12, 12.1, 2.4):  # the edge of the wood
        foliage((x, 24 + rng.uniform(-2, 2), rng.uniform(0.8, 1.6)), (2.2, 1.2, rng.uniform(1.6, 2.6)), 1800, 0.3, lit, rng)
    for x in np.arange(-4.5, 4.6, 0.9):
        foliage((x, 5.2 + rng.uniform(-0.2, 0.2), 0.40), (0.62, 0.4, rng.uniform(0.55, 0.75)), 1500, 0.07, dark, rng)
    blossom = [paint(c, 0.6) for c in ((0.95, 0.52, 0.50), (0.98, 0.80, 0.62), (0.96, 0.92, 0.86))]
    for x in (-3.2, -1.15, 1.25, 3.1):
        foliage((x, 4.7, 0.62), (0.55, 0.2, 0.42), 130, 0.05, blossom, rng)
    rail = wood((0.62, 0.42, 0.25), (0.46, 0.29, 0.16))
    box((0, 2.0, 0.86), (9, 0.12, 0.05), rail)
    box((0, 2.0, 0.30), (9, 0.06, 0.05), rail)
    for x in np.arange(-3.0, 3.1, 0.75):
        box((x + 0.38, 2.0, 0.4), (0.07, 0.07, 0.9), rail)
    for x in np.arange(-3.0, 3.1, 0.15):
        box((x, 2.0, 0.58), (0.022, 0.03, 0.54), rail, 0.003)
    pots = [paint(c, 0.7) for c in ((0.72, 0.36, 0.22), (0.88, 0.84, 0.78), (0.30, 0.40, 0.42))]
    places = ((-1.62, 0), (-0.95, 1), (0.62, 0), (1.30, 2), (1.85, 1)) if wide else ((-0.58, 0), (-0.30, 1), (0.56, 2))
    for x, n in places:
        size = rng.uniform(0.20, 0.28)
        lathe((x, 1.98, 0.885), [(0, 0), (0.055, 0), (0.075, 0.12), (0.08, 0.13), (0.068, 0.13), (0, 0.11)], pots[n])
        foliage((x, 1.98, 1.02 + size * 0.42), (size * 0.5, size * 0.4, size * 0.55), 420, 0.036, lit, rng)
        if n == 0:
            foliage((x, 1.94, 1.06 + size * 0.5), (size * 0.5, size * 0.3, size * 0.5), 60, 0.026, blossom[:1], rng)
    for x in (-2.05, 2.05) if wide else (-0.80, 0.82):
        lathe((x, 2.1, 0), [(0.03, 0), (0.03, 2.6)], rail, 12)
    bulb = paint((1, 0.80, 0.48), glow=22)
    ends = 2.05 if wide else 0.82
    for k in range(13 if wide else 7):
        t = -1 + 2 * k / (12 if wide else 6)
        ball((ends * t, 2.1, 2.16 + 0.24 * t * t), 0.028, bulb, 1.2)
    line = [(ends * t, 2.1, 2.21 + 0.24 * t * t) for t in np.linspace(-1, 1, 41)]
    mesh([*line, *((x, y, z + 0.008) for x, y, z in line)], [(i, i + 1, i + 42, i + 41) for i in range(40)], paint((0.06, 0.05, 0.05)))
    sun((-6.5, -4.5, 6.5), (0, 6, 0.6), 4.6, (1, 0.84, 0.58), 0.02)
    sun((7, 18, 6.5), (0, 5, 1.2), 4.5, (1, 0.78, 0.50), 0.02)
