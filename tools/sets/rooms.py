"""The sets: each function furnishes an empty scene. `wide` tells a landscape picture from a portrait one."""

import math
from collections.abc import Callable

import numpy as np
from blocks import arch, ball, bottle, box, jar, lamp, lathe, leaf, paint, plant, sky, sun, tiles, wood
from places import market, outdoors, study

GREENS = ((0.10, 0.26, 0.10), (0.16, 0.34, 0.14), (0.07, 0.20, 0.09))
BACK = 1.9  # distance of the wall behind the host


def _greens() -> list[object]:
    return [paint(c, 0.5) for c in GREENS]


def _sides(wide: bool) -> tuple[float, ...]:
    """Centres of the furniture left and right of the host, out to the picture's edges."""
    return (-1.75, -0.72, 0.72, 1.75) if wide else (-0.66, 0.66)


def boutique(wide: bool) -> None:
    """A warm boutique: plaster, a lit arch, oak shelves with flacons and bags, hanging lamps, a plant."""
    rng = np.random.default_rng(4)
    sky((1, 0.93, 0.86), 0.35)
    plaster = paint((0.78, 0.62, 0.50), 0.85, grain=0.06)
    oak, brass = wood((0.56, 0.34, 0.18), (0.40, 0.22, 0.11)), paint((0.85, 0.60, 0.30), 0.25, 1)
    box((0, BACK + 0.1, 1.5), (9, 0.2, 4), plaster)
    box((0, 0, -0.05), (9, 8, 0.1), wood((0.5, 0.34, 0.22), (0.38, 0.24, 0.15)))
    arch(0, BACK - 0.07, 0, 1.0 if not wide else 1.15, 2.25, 0.05, paint((0.90, 0.78, 0.67), 0.8, grain=0.04))
    arch(0, BACK - 0.012, 0, 1.12 if not wide else 1.27, 2.31, 0.01, paint((1, 0.72, 0.42), glow=1.8))
    pastel = [(0.78, 0.36, 0.34), (0.90, 0.72, 0.60), (0.45, 0.55, 0.42), (0.92, 0.88, 0.82), (0.62, 0.30, 0.36), (0.86, 0.60, 0.36)]
    skins = [paint(c, 0.3) for c in pastel]
    for x in _sides(wide):
        for k, z in enumerate((0.42, 0.86, 1.30, 1.74, 2.18)):
            box((x, BACK - 0.14, z), (0.86, 0.30, 0.035), oak)
            box((x, BACK - 0.02, z - 0.03), (0.80, 0.02, 0.012), paint((1, 0.70, 0.40), glow=6))
            left = x - 0.36
            while left < x + 0.30:
                skin, height = skins[rng.integers(len(skins))], rng.uniform(0.12, 0.27)
                kind = rng.integers(4)
                at = (left + 0.06, BACK - 0.16, z + 0.018)
                if kind == 0:
                    bottle(at, height, 0.045, skin, brass)
                elif kind == 1:
                    jar(at, height * 0.55, 0.06, skin, brass)
                elif kind == 2:
                    box((at[0], at[1], z + 0.018 + height / 2), (0.11, 0.1, height), skin, turn=rng.uniform(-0.3, 0.3))
                else:
                    lathe(at, [(0, 0), (0.05, 0), (0.065, height * 0.5), (0.02, height * 0.85), (0.03, height)], skin)
                left += rng.uniform(0.13, 0.22)
            if k == 4:
                plant((x + 0.2, BACK - 0.16, z + 0.02), 0.26, paint((0.9, 0.86, 0.8)), _greens(), rng, 20, 0.4)
    for x, z in ((-0.42, 2.12), (0.46, 2.26), *(((-1.2, 2.2), (1.25, 2.1)) if wide else ())):
        lathe((x, 1.1, z), [(0.012, 0.5), (0.012, 0.1), (0.09, 0.06), (0.12, 0)], brass)
        ball((x, 1.1, z), 0.05, paint((1, 0.78, 0.5), glow=28))
    for x in (-2.2, 0.56, 2.3) if wide else (0.52,):
        plant((x, 1.25, 0.02), 1.15, paint((0.85, 0.76, 0.68)), _greens(), rng, 34, 0.9)
    lamp((-2.4, -0.6, 2.6), (0, 1.9, 1.2), 1.6, 95, (1, 0.88, 0.74))
    lamp((2.2, 0.4, 2.2), (0.4, 1.9, 1.0), 1.0, 32, (1, 0.80, 0.66))


def kitchen(wide: bool) -> None:
    """A bright kitchen: tiles, oak shelves with crockery and jars, a worktop with fruit, morning light from a window."""
    rng = np.random.default_rng(11)
    sky((0.92, 0.96, 1), 0.5)
    oak = wood((0.66, 0.44, 0.25), (0.50, 0.31, 0.16))
    white, cream, copper = paint((0.88, 0.87, 0.84), 0.25), paint((0.86, 0.78, 0.66), 0.4), paint((0.85, 0.42, 0.26), 0.22, 1)
    box((0, BACK + 0.1, 1.5), (9, 0.2, 4), tiles((0.84, 0.86, 0.83), (0.70, 0.71, 0.69), 0.10))
    box((0, BACK - 0.32, 0.86), (9, 0.64, 0.05), oak)
    box((0, BACK - 0.30, 0.42), (9, 0.56, 0.84), paint((0.42, 0.53, 0.46), 0.5))
    for x in np.arange(-3, 3.1, 0.6):
        box((x, BACK - 0.60, 0.62), (0.16, 0.03, 0.014), paint((0.80, 0.62, 0.34), 0.3, 1), 0.004)
        box((x + 0.3, BACK - 0.583, 0.42), (0.008, 0.004, 0.8), paint((0.26, 0.34, 0.29)))
    glass = [(0.86, 0.60, 0.30), (0.72, 0.24, 0.16), (0.50, 0.58, 0.30), (0.90, 0.80, 0.58), (0.45, 0.28, 0.18)]
    for x in _sides(wide):
        for z in (1.38, 1.76, 2.14):
            box((x, BACK - 0.13, z), (0.92, 0.26, 0.035), oak)
            left = x - 0.40
            while left < x + 0.36:
                at, kind = (left + 0.06, BACK - 0.14, z + 0.018), rng.integers(4)
                if kind == 0:
                    jar(at, rng.uniform(0.15, 0.24), 0.058, paint(glass[rng.integers(len(glass))], 0.15), oak)
                elif kind == 1:
                    for n in range(4):
                        lathe(
                            (at[0] + 0.03, at[1], at[2] + 0.022 * n),
                            [(0, 0), (0.05, 0), (0.085, 0.05), (0.08, 0.05), (0, 0.01)],
                            (white, cream)[n % 2],
                        )
                elif kind == 2:
                    lathe(
                        at,
                        [(0, 0), (0.045, 0), (0.05, 0.1), (0.045, 0.1), (0, 0.02)],
                        (white, cream, paint((0.36, 0.50, 0.55), 0.3))[rng.integers(3)],
                    )
                else:
                    plant(at, rng.uniform(0.2, 0.28), cream, _greens(), rng, 22, 0.9)
                left += rng.uniform(0.17, 0.24)
    for x, z in ((-0.15, 2.2), (0.12, 2.24), *(((-1.28, 1.4), (1.2, 1.42)) if wide else ())):
        lathe((x, BACK - 0.12, z - 0.2), [(0, 0), (0.1, 0.0), (0.11, 0.1), (0.1, 0.1), (0, 0.01)], copper).rotation_euler = (
            math.pi / 2,
            0,
            0,
        )
    fruit = [paint(c, 0.35) for c in ((0.92, 0.42, 0.06), (0.80, 0.12, 0.08), (0.92, 0.72, 0.12), (0.50, 0.66, 0.18))]
    for x in (-1.3, -0.42, 1.5) if wide else (-0.42,):
        lathe((x, BACK - 0.4, 0.885), [(0, 0), (0.07, 0), (0.16, 0.09), (0.15, 0.09), (0, 0.02)], white)
        for k in range(9):
            a = k * 2.4
            ball((x + 0.09 * math.cos(a) * (k < 6), BACK - 0.4 + 0.09 * math.sin(a) * (k < 6), 0.98 + 0.07 * (k > 5)), 0.052, fruit[k % 4])
    for x in (0.46, -1.9, 2.2) if wide else (0.46,):
        lathe((x, BACK - 0.35, 0.885), [(0, 0), (0.09, 0), (0.1, 0.2), (0.09, 0.2), (0, 0.02)], cream)
        for k in range(6):
            lathe(
                (x + 0.05 * math.cos(k), BACK - 0.35 + 0.05 * math.sin(k), 1.0),
                [(0.008, 0), (0.008, 0.25), (0.028, 0.31), (0.0, 0.36)],
                oak,
            )
    for x, z in ((-0.05, 2.02), *(((-1.2, 2.02), (1.2, 2.02)) if wide else ())):
        lathe((x, 0.9, z + 0.2), [(0.008, 0.6), (0.008, 0.12), (0.05, 0.1), (0.16, 0)], paint((0.93, 0.90, 0.84), 0.4))
        ball((x, 0.9, z + 0.2), 0.05, paint((1, 0.82, 0.58), glow=20))
    lamp((-2.6, 0.3, 2.0), (0.2, 1.9, 1.2), 1.5, 120, (1, 0.93, 0.82))
    lamp((1.6, -1.2, 2.6), (0, 1.9, 1.2), 1.6, 45, (0.90, 0.95, 1))


def tech(wide: bool) -> None:
    """A tech bench: dark slats, light strips, a desk with a screen, loudspeakers and gadgets."""
    rng = np.random.default_rng(7)
    sky((0.45, 0.55, 0.85), 0.16)
    slate, black = paint((0.055, 0.068, 0.10), 0.6), paint((0.02, 0.022, 0.03), 0.35)
    walnut = wood((0.20, 0.115, 0.07), (0.12, 0.068, 0.04), along="Z")
    steel = paint((0.55, 0.58, 0.64), 0.3, 1)
    box((0, BACK + 0.1, 1.5), (9, 0.2, 4), slate)
    for x in np.arange(-2.6, 2.61, 0.075):
        if abs(x) > (0.62 if wide else 0.36):
            box((x, BACK - 0.02, 1.5), (0.042, 0.05, 3), walnut, 0.004)
    cyan, violet, amber = paint((0.16, 0.62, 1), glow=9), paint((0.52, 0.26, 1), glow=8), paint((1, 0.52, 0.2), glow=9)
    for x, skin in ((-0.34, cyan), (0.34, violet)) if not wide else ((-0.60, cyan), (0.60, violet), (-2.3, violet), (2.3, cyan)):
        box((x, BACK - 0.03, 1.5), (0.018, 0.02, 3), skin, 0.002)
    gadget = [paint(c, 0.3) for c in ((0.80, 0.82, 0.85), (0.10, 0.11, 0.13), (0.82, 0.42, 0.16), (0.16, 0.30, 0.62), (0.55, 0.57, 0.6))]
    for x in _sides(wide):
        for z in (1.36, 1.80, 2.22):
            box((x, BACK - 0.16, z), (0.66, 0.26, 0.03), walnut)
            box((x, BACK - 0.06, z - 0.022), (0.62, 0.02, 0.012), amber)
            left = x - 0.27
            while left < x + 0.22:
                at, kind, skin = (left + 0.06, BACK - 0.17, z + 0.016), rng.integers(4), gadget[rng.integers(5)]
                if kind == 0:
                    h = rng.uniform(0.16, 0.24)
                    box((at[0], at[1], at[2] + h / 2), (0.13, 0.13, h), skin, 0.012)
                    ball((at[0], at[1] - 0.06, at[2] + h * 0.62), 0.04, steel, 0.9)
                elif kind == 1:
                    lathe(at, [(0, 0), (0.05, 0), (0.056, 0.02), (0.056, 0.16), (0.05, 0.18), (0, 0.18)], skin)
                elif kind == 2:
                    box((at[0], at[1], at[2] + 0.05), (0.16, 0.12, 0.10), skin, 0.02, rng.uniform(-0.3, 0.3))
                else:
                    lathe(
                        (at[0], at[1], at[2] + 0.11),
                        [(0.07, -0.022), (0.085, -0.01), (0.085, 0.01), (0.07, 0.022), (0.06, 0), (0.07, -0.022)],
                        skin,
                    ).rotation_euler = (math.pi / 2, 0, 0)
                    lathe(at, [(0, 0), (0.05, 0), (0.012, 0.02), (0.012, 0.05)], steel)
                left += rng.uniform(0.17, 0.24)
    box((0, BACK - 0.35, 0.80), (9, 0.7, 0.04), wood((0.30, 0.18, 0.11), (0.2, 0.115, 0.07)))
    for x in (-1.25, 0.0, 1.3) if wide else (-0.36, 0.62):
        box((x, BACK - 0.28, 1.06), (0.62, 0.025, 0.37), black, 0.01)
        box((x, BACK - 0.295, 1.06), (0.59, 0.004, 0.34), paint((0.10, 0.22, 0.55), glow=1.4), 0.001)
        for k in range(6):
            h = rng.uniform(0.05, 0.24)
            box((x - 0.22 + 0.088 * k, BACK - 0.30, 0.92 + h / 2), (0.05, 0.003, h), (cyan, violet, amber)[k % 3], 0.001)
        box((x, BACK - 0.26, 0.85), (0.16, 0.14, 0.02), steel)
    for x in (-2.1, 2.15) if wide else (0.22,):
        plant((x, BACK - 0.35, 0.82), 0.42, paint((0.75, 0.76, 0.78)), _greens(), rng, 24)
    lamp((-2.2, 0.2, 2.4), (0, 1.9, 1.2), 1.2, 48, (0.62, 0.78, 1))
    lamp((2.4, 0.2, 1.9), (0.2, 1.9, 1.2), 1.0, 42, (0.80, 0.58, 1))
    lamp((0, -1.4, 2.9), (0, 1.9, 1.0), 1.6, 26, (1, 0.9, 0.8))


def studio(wide: bool) -> None:
    """A plain studio: blush plaster, round forms, pampas grass, the shadow of a window on the wall."""
    rng = np.random.default_rng(3)
    sky((1, 0.94, 0.90), 0.55)
    wall = paint((0.80, 0.58, 0.50), 0.9, grain=0.03)
    box((0, BACK + 0.1, 1.5), (9, 0.2, 4), wall)
    box((0, 0, -0.05), (9, 8, 0.1), paint((0.78, 0.60, 0.52), 0.8))
    cream, rose, sand = paint((0.93, 0.85, 0.78), 0.8), paint((0.74, 0.42, 0.38), 0.8), paint((0.86, 0.68, 0.50), 0.8)
    shift = 0.7 if wide else 0.0
    arch(-0.52 - shift, BACK - 0.10, 0, 0.74, 1.72, 0.10, rose)
    arch(-0.40 - shift, BACK - 0.20, 0, 0.58, 1.28, 0.10, cream)
    lathe((0.42 + shift, BACK - 0.04, 1.78), [(0, 0), (0.42, 0), (0.42, 0.03), (0, 0.03)], sand, 64).rotation_euler = (math.pi / 2, 0, 0)
    for x, y, r, h, skin in (
        (-0.48 - shift, 1.0, 0.26, 0.55, cream), (-0.20 - shift, 1.2, 0.20, 0.34, sand), (0.58 + shift, 1.15, 0.24, 0.72, cream),
        (0.40 + shift, 0.95, 0.18, 0.36, rose),
    ):  # fmt: skip
        lathe((x, y, 0), [(0, 0), (r, 0), (r, h - 0.01), (r - 0.01, h), (0, h)], skin, 48)
    ball((-0.52 - shift, 1.0, 0.66), 0.11, paint((0.90, 0.62, 0.48), 0.5))
    ball((0.40 + shift, 0.95, 0.44), 0.08, cream)
    vase = (0.60 + shift, 1.15, 0.72)
    lathe(vase, [(0, 0), (0.07, 0), (0.11, 0.1), (0.10, 0.2), (0.045, 0.27), (0.05, 0.31)], paint((0.95, 0.90, 0.84), 0.4))
    straw = [paint(c, 0.9) for c in ((0.86, 0.72, 0.54), (0.78, 0.60, 0.42), (0.92, 0.80, 0.66))]
    for _ in range(9):
        a, lean = rng.uniform(0, 6.28), rng.uniform(0.1, 0.34)
        root = np.array((vase[0], vase[1], vase[2] + 0.3))
        top = root + np.array((lean * math.cos(a), lean * math.sin(a) * 0.6, rng.uniform(0.5, 0.82)))
        for k in range(40):
            t = 0.45 + 0.55 * k / 40
            p = root + (top - root) * t
            leaf(p, p + rng.uniform(-0.06, 0.06, 3) + (0, 0, 0.05), 0.006, straw[k % 3], 0.4)
        leaf(root, top, 0.004, straw[1], 0.0)
    frame = paint((0.2, 0.2, 0.2))
    for k in (-1, 0, 1, 2):  # a window out of the picture: its bars cut the sunlight
        box((-3.0, -0.9 + 0.55 * k, 3.0), (0.06, 0.06, 3.2), frame)
    for z in (1.9, 2.55, 3.2, 3.85):
        box((-3.0, -0.6, z), (0.06, 2.6, 0.06), frame)
    for y in (-3.2, 2.1):
        box((-3.0, y, 3.0), (0.05, 3.0, 5), frame)
    for _ in range(26):
        y, z = rng.uniform(-0.9, 0.6), rng.uniform(2.0, 3.6)
        leaf((-2.7, y, z), (-2.7, y + rng.uniform(-0.25, 0.25), z + rng.uniform(-0.2, 0.25)), 0.05, frame)
    sun((-4.2, -1.7, 3.9), (0, 1.9, 1.3), 4.2, (1, 0.82, 0.62), 0.025)
    lamp((1.8, -1.6, 2.6), (0, 1.9, 1.2), 2.0, 42, (1, 0.92, 0.88))


def festive(wide: bool) -> None:
    """A festive room: deep red, gold fans, lanterns, presents, a curtain of small lights."""
    rng = np.random.default_rng(9)
    sky((1, 0.75, 0.6), 0.22)
    red, deep = paint((0.50, 0.035, 0.03), 0.7, grain=0.10), paint((0.34, 0.02, 0.022), 0.6)
    gold, glow = paint((0.95, 0.62, 0.22), 0.28, 1), paint((1, 0.55, 0.18), glow=9)
    box((0, BACK + 0.1, 1.5), (9, 0.2, 4), red)
    box((0, 0, -0.05), (9, 8, 0.1), deep)
    for x in np.arange(-2.8, 2.9, 0.28):
        lathe((x, BACK - 0.03, 0), [(0.07, 0), (0.07, 3)], deep if round(x / 0.28) % 2 else red, 16)
    lathe((0, BACK - 0.16, 1.52), [(0.56, 0), (0.60, 0), (0.60, 0.04), (0.56, 0.04), (0.56, 0)], gold, 72).rotation_euler = (
        math.pi / 2,
        0,
        0,
    )
    for x, z, r in ((-0.62, 1.12, 0.24), (0.66, 1.00, 0.20), *(((-1.5, 1.5, 0.3), (1.6, 1.3, 0.28)) if wide else ())):
        for k in range(18):
            a = math.pi * (k + 0.5) / 18
            for s in (1, -1):
                leaf(
                    (x, BACK - 0.2, z),
                    (x + s * r * math.cos(a), BACK - 0.22, z + s * r * math.sin(a)),
                    0.022,
                    gold if k % 2 else paint((0.75, 0.10, 0.07)),
                    0.0,
                )
    silk = paint((0.72, 0.02, 0.012), 0.5, glow=0.35)
    hung = [(-0.50, 2.12, 0.20), (0.54, 2.26, 0.17), (-0.22, 2.40, 0.12)] + (
        [(-1.45, 2.2, 0.22), (1.35, 2.12, 0.24), (-2.2, 2.3, 0.18), (2.2, 2.3, 0.2)] if wide else []
    )
    for x, z, r in hung:
        ball((x, 1.2, z), r, silk, 0.82)
        for k in range(10):
            a = math.pi * k / 10
            lathe(
                (x, 1.2, z), [(r * 1.005 * math.cos(b), r * 0.825 * math.sin(b)) for b in np.linspace(-1.4, 1.4, 15)], gold, 3
            ).rotation_euler = (0, 0, a)
        for s in (-1, 1):
            lathe((x, 1.2, z + s * r * 0.8), [(0, -0.02), (r * 0.42, -0.02), (r * 0.42, 0.02), (0, 0.02)], gold)
        lathe((x, 1.2, z - r * 0.8 - 0.2), [(0.028, 0), (0.02, 0.2)], gold, 12)
    for _ in range(110 if wide else 70):
        x = rng.uniform(-2.8, 2.8) if wide else rng.uniform(-1.05, 1.05)
        ball((x, rng.uniform(1.3, 1.75), rng.uniform(0.5, 2.75)), 0.0075, glow)
    spots = ((-0.52, 0.0), (0.55, 0.0), (-0.30, 0.0), (-0.48, 0.42), (0.50, 0.36))
    for sx in (0.0, -1.3, 1.3) if wide else (0.0,):
        for n, (x, z) in enumerate(spots):
            w, h = rng.uniform(0.30, 0.40) * (0.8 if z else 1), 0.42 if z == 0 else 0.28
            skin, band = ((deep, gold), (gold, red), (paint((0.90, 0.80, 0.68), 0.5), red))[n % 3]
            turn = rng.uniform(-0.4, 0.4)
            box((x + sx, 1.0, z + h / 2 + 0.3), (w, w, h), skin, 0.008, turn)
            box((x + sx, 1.0, z + h / 2 + 0.3), (w * 0.16, w * 1.02, h * 1.02), band, 0.003, turn)
            ball((x + sx, 1.0, z + h + 0.33), 0.05, band, 0.6)
    box((0, 1.0, 0.27), (9, 0.6, 0.06), wood((0.30, 0.10, 0.06), (0.2, 0.06, 0.03)))
    lamp((-2.2, -0.4, 2.5), (0, 1.9, 1.3), 1.4, 75, (1, 0.78, 0.56))
    lamp((2.2, 0.2, 2.3), (0.2, 1.9, 1.2), 1.2, 40, (1, 0.66, 0.44))


ROOMS: dict[str, Callable[[bool], None]] = {
    "boutique": boutique,
    "kitchen": kitchen,
    "tech": tech,
    "studio": studio,
    "festive": festive,
    "study": study,
    "market": market,
    "outdoors": outdoors,
}
EXPOSURE: dict[str, float] = {  # stops
    "boutique": -0.35,
    "kitchen": -0.2,
    "tech": 0.25,
    "studio": -0.2,
    "festive": 0.1,
    "study": 0.0,
    "market": -0.2,
    "outdoors": -0.3,
}
