"""Models of the Chinese goods; each builder takes 1 (hero) or 2 (second picture) and gives the shot."""

import math
import random
from pathlib import Path

from labels import label
from materials import glass, light, mist, printed, soft, solid, speckled, wood, woven
from shapes import box, grain, scatter, sheet, tube, turned, wrap
from studio import Shot, lamp_light

WALNUT = ("#3b2114", "#6d4429")
OAK = ("#b98d5e", "#d9b78a")


def kettle(view: int, work: Path) -> Shot:
    """细水流温控手冲壶."""
    green, steel = solid("#2f4a3f", 0.42, 0.25, grainy=0.05, scale=120), solid("#c9c9c6", 0.22, 1.0)
    black = solid("#1c1d1e", 0.45, grainy=0.04)
    walnut = wood(*WALNUT, along="z")
    turned("base", [(0, 0), (1.02, 0, 0.06), (1.02, 0.2, 0.07), (0.8, 0.22), (0, 0.22)], black)
    turned("ring", [(0.80, 0.215), (0.93, 0.215, 0.02), (0.93, 0.245, 0.02), (0.80, 0.245)], steel)
    turned(
        "body",
        [(0, 0.24), (0.92, 0.24, 0.1), (0.86, 0.75), (0.66, 1.5, 0.1), (0.55, 1.56), (0.52, 1.58), (0.52, 1.5)],
        green,
    )
    turned("lid", [(0.515, 1.555), (0.535, 1.6, 0.03), (0.45, 1.66, 0.06), (0.12, 1.70, 0.04), (0.0, 1.70)], green)
    turned("stem", [(0.05, 1.69), (0.05, 1.78), (0, 1.78)], steel)
    turned("knob", [(0, 1.76), (0.12, 1.77, 0.05), (0.14, 1.86, 0.06), (0.08, 1.95, 0.05), (0, 1.95)], walnut)
    tube(
        "spout",
        [
            (0.72, 0, 0.5, 0.15),
            (1.12, 0, 0.58, 0.105),
            (1.3, 0, 1.05, 0.075),
            (1.42, 0, 1.5, 0.06),
            (1.72, 0, 1.62, 0.05),
            (1.86, 0, 1.52, 0.045),
        ],
        green,
    )
    tube("arm", [(-0.62, 0, 1.42, 0.05), (-0.95, 0, 1.52, 0.05), (-1.16, 0, 1.44, 0.05)], steel, flat=0.6)
    tube("handle", [(-1.1, 0, 1.47, 0.085), (-1.3, 0, 1.34, 0.115), (-1.31, 0, 0.95, 0.105), (-1.22, 0, 0.62, 0.07)], walnut, flat=1.3)
    dial = turned("dial", [(0, 0), (0.12, 0, 0.02), (0.12, 0.09, 0.03), (0, 0.09)], steel, (0.25, -0.98, 0.11))
    dial.rotation_euler = (math.radians(90), 0, math.radians(14))
    if view == 1:
        return Shot(aim=(0.2, 0, 0.92), distance=8.0, height_deg=10, side_deg=-8, backdrop="#d6cdb9")
    _cup(at=(1.9, -1.0, 0), filled="#2a1408")
    bean = grain("bean", (0.10, 0.065, 0.05), solid("#3a1f10", 0.35, coat=0.3), 3, 0.1)
    rng = random.Random(4)
    scatter(bean, [(0.9 + rng.gauss(0, 0.35), -1.75 + rng.gauss(0, 0.16), 0.05) for _ in range(26)], 2, 0.15)
    return Shot(aim=(1.05, -0.4, 0.9), distance=7.2, height_deg=17, side_deg=16, backdrop="#cfc3ae", blur=2.8, focus=(1.4, -0.3, 1.2))


def _cup(at: tuple[float, float, float], filled: str, glaze: str = "#efe9dd") -> None:
    glazed = speckled(glaze, "#8d7a62")
    turned(
        "cup",
        [
            (0, 0.03),
            (0.28, 0.0, 0.03),
            (0.33, 0.04),
            (0.46, 0.3, 0.2),
            (0.5, 0.68, 0.02),
            (0.46, 0.69, 0.02),
            (0.42, 0.3, 0.2),
            (0.3, 0.08),
            (0, 0.06),
        ],
        glazed,
        at,
    )
    turned("drink", [(0, 0.55), (0.46, 0.55)], solid(filled, 0.05, coat=0.6), at)


def humidifier(view: int, work: Path) -> Shot:
    """晨雾静音加湿器."""
    white, frost = solid("#f3f1ec", 0.4, coat=0.15), soft("#f4f7f8", "#cfe0ea", 0.25, 0.35)
    walnut = wood(*OAK, along="x")
    turned("foot", [(0, 0), (0.78, 0, 0.03), (0.80, 0.1, 0.03), (0, 0.1)], wood(*OAK, along="x"))
    turned("body", [(0, 0.1), (0.85, 0.1, 0.08), (0.85, 0.95, 0.01), (0, 0.95)], white)
    turned("tank", [(0, 0.97), (0.85, 0.97, 0.02), (0.85, 2.15, 0.5), (0.3, 2.45, 0.12), (0.2, 2.44), (0.16, 2.36), (0, 2.36)], frost)
    turned("seam", [(0.80, 0.94), (0.83, 0.95), (0.83, 0.975), (0.80, 0.98)], solid("#c9c4ba", 0.5))
    turned("nozzle", [(0.14, 2.38), (0.22, 2.40, 0.02), (0.22, 2.49, 0.02), (0.15, 2.49, 0.01), (0.13, 2.4)], walnut)
    knob = turned("knob", [(0, 0), (0.17, 0, 0.02), (0.16, 0.12, 0.03), (0, 0.12)], walnut, (0, -0.84, 0.52))
    knob.rotation_euler = (math.radians(90), 0, 0)
    sheet("mark", wrap(0.853, 0.68, 0.86, 35), printed(label(work / "qibai.png", (512, 180), [("栖 白", 0.5, 0.62)], "#9a9184")), (24, 2))
    for k, (lean, wide) in enumerate(((0.0, 0.62), (0.25, 0.5), (-0.2, 0.45))):
        y = 0.05 * (k - 1)
        sheet(
            f"mist {k}",
            lambda u, v, lean=lean, wide=wide, y=y: ((u - 0.5) * 2 * (0.16 + wide * v) + lean * v * v, y, 2.44 + v * 1.5),
            mist(0.75),
            (8, 8),
        )
    if view == 1:
        return Shot(aim=(0, 0, 1.55), distance=10.2, height_deg=7, side_deg=-14, backdrop="#9fb6bd", fill=0.45, rim=420)
    box("book", (2.2, 1.5, 0.22), 0.03, woven("#b9806a", "#8d5b48"), (2.1, 0.5, 0.11), (0, 0, 12))
    box("book 2", (1.9, 1.35, 0.18), 0.03, woven("#e3d7c1", "#c4b597"), (2.1, 0.5, 0.32), (0, 0, -6))
    _cup((2.05, 0.35, 0.41), "#7a3d16", "#f6f2ea")
    return Shot(aim=(0.75, 0, 1.3), distance=9.2, height_deg=14, side_deg=20, backdrop="#d8c9b8", blur=2.8, focus=(0, -0.8, 1))


def cream(view: int, work: Path) -> Shot:
    """燕麦舒缓保湿面霜."""
    jar, lid = soft("#f2ebdf", "#e8d6bf", 0.35, 0.3), wood(*OAK, along="x")
    outer = [
        (0, 0),
        (0.86, 0, 0.12),
        (0.9, 0.35),
        (0.88, 0.78, 0.1),
        (0.76, 0.84, 0.02),
        (0.74, 0.95),
        (0.68, 0.95, 0.01),
        (0.68, 0.7),
        (0, 0.7),
    ]
    turned("jar", outer, jar)
    rows = [("素 里", 0.24, 0.22), ("燕麦舒缓保湿面霜", 0.56, 0.125), ("OAT CALM CREAM  50 g", 0.8, 0.08)]
    sheet("label", wrap(0.903, 0.14, 0.72, 74), printed(label(work / "suli.png", (1000, 500), rows, "#6b5a45")), (48, 4))
    cap = [(0, 0.0), (0.89, 0.0, 0.02), (0.9, 0.04), (0.9, 0.42, 0.08), (0, 0.43)]
    flake = grain("oat", (0.15, 0.10, 0.028), solid("#dcc394", 0.7), 5, 0.15)
    rng = random.Random(9)
    if view == 1:
        turned("lid", cap, lid, (0, 0, 0.86))
        turned("slab", [(0, 0), (0.62, 0, 0.03), (0.62, 0.55, 0.03), (0, 0.55)], solid("#d9c4ab", 0.6), (1.65, 0.9, 0))
        scatter(
            flake, [(-1.15 + rng.gauss(0, 0.16), -0.45 + rng.gauss(0, 0.12), 0.02 + 0.02 * rng.random()) for _ in range(16)], 6, tilt=0.35
        )
        scatter(flake, [(1.65 + rng.gauss(0, 0.2), 0.9 + rng.gauss(0, 0.2), 0.58 + 0.08 * rng.random()) for _ in range(40)], 7, tilt=0.6)
        return Shot(aim=(0.15, 0, 0.6), distance=7.6, height_deg=14, side_deg=0, backdrop="#e7d5c4", fill=0.5)
    swirl = soft("#fbf6ec", "#f0dfc8", 0.35, 0.7)

    def wave(u: float, v: float) -> tuple[float, float, float]:
        a, r = 2 * math.pi * u, 0.675 * v
        z = 0.80 + 0.09 * math.sin(3.2 * a * 0 + 9.5 * r + a) * (0.35 + 0.65 * v) * (1 - v**6) + 0.17 * math.exp(-((r / 0.13) ** 2))
        return r * math.cos(a), r * math.sin(a), z

    sheet("swirl", wave, swirl, (160, 60))
    turned("lid", cap, lid, (1.5, 0.95, 0))
    tube("spoon", [(0.45, -0.2, 0.92, 0.05), (0.8, -0.45, 1.08, 0.04), (1.35, -0.85, 1.36, 0.055)], wood(*OAK, along="x"), flat=0.5)
    scatter(flake, [(-1.0 + rng.gauss(0, 0.3), -0.7 + rng.gauss(0, 0.22), 0.02 + 0.03 * rng.random()) for _ in range(46)], 6, tilt=0.4)
    return Shot(aim=(0.25, 0.0, 0.5), distance=7.8, height_deg=38, side_deg=6, backdrop="#e3cdb8", blur=4, focus=(0, -0.3, 0.9))


def tote(view: int, work: Path) -> Shot:
    """厚磅帆布通勤托特包."""
    canvas, leather, brass = (
        woven("#e5dac3", "#bfae8c", 260, 0.5),
        solid("#8a4f2b", 0.42, coat=0.1, grainy=0.15, scale=90),
        solid("#c8a45a", 0.25, 1.0),
    )
    inside = woven("#cdbf9f", "#a5946f", 260, 0.5)
    high, half, deep = 2.35, 1.28, 0.48

    def wall(side: int, shrink: float = 0.0) -> None:
        def point(u: float, v: float) -> tuple[float, float, float]:
            z = 0.02 + v * high
            flare = 1 + 0.06 * v
            bulge = 0.11 * math.sin(math.pi * min(1, v * 1.05)) * math.sin(math.pi * u)
            fold = 0.025 * math.sin(7 * u + 3 * v + side) * (1 - v) + 0.014 * math.sin(13 * u - 6 * v)
            d = deep * (1 - 0.42 * v * v) - shrink
            return (u - 0.5) * 2 * (half - shrink) * flare, side * (d + bulge + fold), z

        sheet(f"wall {side}", point, canvas if not shrink else inside, (90, 90), 0.03)

    def gusset(side: int) -> None:
        def point(u: float, v: float) -> tuple[float, float, float]:
            z = 0.02 + v * high
            d = deep * (1 - 0.42 * v * v)
            pinch = 0.24 * v * math.sin(math.pi * u)
            return side * (half * (1 + 0.06 * v) - pinch), (u - 0.5) * 2 * d, z

        sheet(f"gusset {side}", point, canvas, (40, 60), 0.03)

    for side in (-1, 1):
        wall(side)
        gusset(side)
    box("floor", (2 * half, 2 * deep, 0.06), 0.03, canvas, (0, 0, 0.04))
    for side in (-1, 1):
        y = side * (deep * 0.58 + 0.06)
        lean = side * 0.16
        tube(
            f"handle {side}",
            [
                (-0.62, y, 1.75, 0.095),
                (-0.6, y + side * 0.02, 2.35, 0.09),
                (-0.46, y + lean, 3.2, 0.085),
                (0, y + lean * 1.3, 3.52, 0.085),
                (0.46, y + lean, 3.2, 0.085),
                (0.6, y + side * 0.02, 2.35, 0.09),
                (0.62, y, 1.75, 0.095),
            ],
            leather,
            flat=0.32,
        )
        for x in (-0.62, 0.62):
            tab = box(
                f"tab {x}{side}", (0.3, 0.05, 0.42), 0.02, leather, (x, y + side * 0.03 if side > 0 else -0.485, 1.78), (side * -8, 0, 0)
            )
            rivet = turned("rivet", [(0, 0.03), (0.04, 0.02, 0.01), (0.045, 0)], brass, (x, tab.location.y - 0.03, 1.78))
            rivet.rotation_euler = (math.radians(90), 0, 0)
    patch = box("patch", (0.56, 0.03, 0.3), 0.012, leather, (0.0, -0.605, 1.0), (-1, 0, 0))
    sheet(
        "name",
        lambda u, v: ((u - 0.5) * 0.46, patch.location.y - 0.02, 0.9 + 0.2 * v),
        printed(label(work / "mumian.png", (600, 260), [("木棉街", 0.5, 0.55)], "#f0dcb8")),
        (2, 2),
    )
    if view == 1:
        return Shot(aim=(0, 0, 1.68), distance=11.2, height_deg=8, side_deg=-24, backdrop="#c7b6a0", key=640)
    box("laptop", (2.0, 0.1, 1.7), 0.05, solid("#8f9499", 0.3, 0.9), (0.1, 0.0, 1.78), (3, 2, 0))
    tube("scarf", [(-0.95, 0.1, 2.1, 0.2), (-0.8, -0.05, 2.55, 0.22), (-0.35, 0.12, 2.45, 0.2)], woven("#7d8f86", "#5d6e65", 120), flat=0.7)
    return Shot(aim=(0.05, 0, 2.0), distance=9.0, height_deg=20, side_deg=22, backdrop="#b5a28c", blur=4, focus=(0.3, -0.5, 1.9), key=640)


def tea(view: int, work: Path) -> Shot:
    """桂花窨制乌龙茶."""
    teal, gold = solid("#1f3d3f", 0.38, 0.3, coat=0.2), solid("#c9a15a", 0.28, 1.0)
    turned("tin", [(0, 0), (0.68, 0, 0.04), (0.68, 1.42, 0.01), (0, 1.42)], teal)
    for z in (0.1, 1.34):
        turned(f"line {z}", [(0.67, z), (0.687, z), (0.687, z + 0.018), (0.67, z + 0.018)], gold)
    rows = [("桂", 0.17, 0.17), ("花", 0.35, 0.17), ("乌", 0.53, 0.17), ("龙", 0.71, 0.17), ("半山信 · 100克", 0.9, 0.065)]
    paper = printed(label(work / "tea.png", (560, 1000), rows, "#2b3a36", "#efe4cdff", True, 0.02), 0.7)
    sheet("label", wrap(0.686, 0.22, 1.26, 52), paper, (40, 4))
    lid = [(0, 0), (0.70, 0, 0.01), (0.70, 0.3, 0.05), (0.3, 0.345), (0, 0.35)]
    flower = grain("osmanthus", (0.045, 0.045, 0.03), soft("#e8a92c", "#f2c14d", 0.6, 0.3), 2, 0.5)
    leaf = grain("leaf", (0.075, 0.06, 0.05), solid("#2e3a22", 0.6), 8, 0.9)
    rng = random.Random(3)
    if view == 1:
        turned("lid", lid, gold, (0, 0, 1.43))
        cup_at = (1.45, -0.75, 0)
        floor_flowers = [(0.85 + rng.gauss(0, 0.28), -1.1 + rng.gauss(0, 0.12), 0.03) for _ in range(22)]
        shot = Shot(aim=(0.45, 0, 0.85), distance=8.2, height_deg=11, side_deg=0, backdrop="#cfa962", key=480)
    else:
        turned("lid", lid, gold, (-1.35, 0.75, 0))
        cup_at = (0.95, -1.3, 0)
        pile = []
        for _ in range(330):
            r, a = 0.85 * math.sqrt(rng.random()), 2 * math.pi * rng.random()
            pile.append((-0.75 + r * math.cos(a) * 1.1, -1.35 + r * math.sin(a) * 0.55, 0.04 + 0.22 * (1 - r / 0.9) * rng.random()))
        scatter(leaf, pile, 4, 0.35)
        floor_flowers = [(x + rng.gauss(0, 0.1), y + rng.gauss(0, 0.08), z + 0.06) for x, y, z in pile[:70]]
        shot = Shot(
            aim=(0.05, -0.7, 0.55), distance=8.4, height_deg=27, side_deg=-6, backdrop="#b98f4a", blur=3.5, focus=(-0.2, -1.2, 0.3), key=480
        )
    scatter(flower, floor_flowers, 5, 0.3)
    clear = glass("#fdfdfb")
    turned(
        "glass",
        [
            (0, 0.0),
            (0.34, 0.0, 0.06),
            (0.44, 0.5, 0.1),
            (0.46, 0.72, 0.02),
            (0.43, 0.72, 0.01),
            (0.41, 0.5, 0.1),
            (0.31, 0.07, 0.05),
            (0, 0.07),
        ],
        clear,
        cup_at,
    )
    turned("tea", [(0, 0.08), (0.30, 0.08, 0.05), (0.405, 0.48, 0.05), (0.41, 0.56), (0, 0.56)], glass("#e39a35"), cup_at)
    scatter(flower, [(cup_at[0] + rng.gauss(0, 0.14), cup_at[1] + rng.gauss(0, 0.14), 0.57) for _ in range(9)], 8, 0.2)
    return shot


def lamp(view: int, work: Path) -> Shot:
    """半月可调光阅读台灯."""
    body, brass = solid("#e9e2d5", 0.42, grainy=0.03), solid("#b98b4e", 0.3, 1.0)
    turned("base", [(0, 0), (0.82, 0, 0.06), (0.82, 0.16, 0.08), (0, 0.17)], body)
    turned("touch", [(0, 0.165), (0.14, 0.165, 0.01), (0.14, 0.18, 0.01), (0, 0.18)], brass, (0.3, -0.35, 0))
    tube(
        "stem",
        [(-0.35, 0.1, 0.15, 0.055), (-0.42, 0.1, 1.4, 0.055), (-0.38, 0.1, 2.5, 0.055), (0.0, 0.05, 2.98, 0.05), (0.45, 0.0, 2.96, 0.05)],
        brass,
    )
    dome = [
        (0.0, 0.62),
        (0.1, 0.62, 0.03),
        (0.5, 0.5, 0.2),
        (0.86, 0.1, 0.1),
        (0.88, 0.0),
        (0.85, 0.0),
        (0.82, 0.1, 0.1),
        (0.48, 0.46, 0.2),
        (0.0, 0.57),
    ]
    shade = turned("shade", dome, body, (0.55, 0, 2.3))
    inner = turned("glow", [(0, 0.08), (0.80, 0.06, 0.02), (0.80, 0.03)], light("#ffc98a", 9), (0.55, 0, 2.3))
    lamp_light((0.62, -0.04, 2.28), 46 if view == 1 else 60, "#ffc98a")
    for part in (shade, inner):
        part.rotation_euler = (math.radians(14), math.radians(10), 0)
    if view == 1:
        return Shot(aim=(0.12, 0, 1.5), distance=10.4, height_deg=5, side_deg=-10, backdrop="#93816f", key=330, fill=0.3, rim=240)
    box("book", (1.7, 1.2, 0.2), 0.03, woven("#5f6f66", "#47544d"), (1.35, -0.55, 0.1), (0, 0, 18))
    tube(
        "frame l",
        [(1.0, -0.95, 0.34, 0.02), (1.16, -0.78, 0.34, 0.02), (1.32, -0.95, 0.34, 0.02), (1.16, -1.12, 0.34, 0.02)],
        solid("#2a1d14", 0.25),
        cyclic=True,
    )
    tube(
        "frame r",
        [(1.45, -0.85, 0.34, 0.02), (1.61, -0.68, 0.34, 0.02), (1.77, -0.85, 0.34, 0.02), (1.61, -1.02, 0.34, 0.02)],
        solid("#2a1d14", 0.25),
        cyclic=True,
    )
    tube("bridge", [(1.32, -0.93, 0.35, 0.018), (1.385, -0.88, 0.38, 0.018), (1.45, -0.87, 0.35, 0.018)], solid("#2a1d14", 0.25))
    return Shot(
        aim=(0.6, -0.1, 1.5), distance=9.6, height_deg=14, side_deg=18, backdrop="#5a4a3e", key=150, fill=0.26, rim=160, exposure=0.4
    )


GOODS = {"kettle": kettle, "humidifier": humidifier, "cream": cream, "tote": tote, "tea": tea, "lamp": lamp}
