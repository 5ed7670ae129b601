"""Models of the English goods; each builder takes 1 (hero) or 2 (second picture) and gives the shot."""

import math
import random
from pathlib import Path

from labels import dots, label, mountain
from materials import glass, heather, light, printed, soft, solid, speckled, wood, woven
from shapes import box, grain, scatter, sheet, tube, turned, wrap
from studio import Shot

BAMBOO = ("#c39a62", "#e2c08c")


def skillet(view: int, work: Path) -> Shot:
    """Emberline 10-Inch Cast Iron Skillet."""
    iron = solid("#1b1a1a", 0.38, 0.55, coat=0.12, grainy=0.18, scale=70)
    turned("pan", [(0, 0), (1.02, 0, 0.12), (1.3, 0.46, 0.03), (1.34, 0.5, 0.02), (1.27, 0.5, 0.02), (1.0, 0.09, 0.12), (0, 0.08)], iron)
    grip = [(1.22, 0, 0.42, 0.2), (1.5, 0, 0.45, 0.12), (2.1, 0, 0.52, 0.13), (2.42, 0, 0.56, 0.17), (2.5, 0, 0.57, 0.1)]
    tube("handle", grip, iron, flat=0.45)
    ear = [(-1.22, -0.36, 0.42, 0.07), (-1.52, -0.24, 0.46, 0.075), (-1.6, 0, 0.47, 0.075)]
    tube("helper", [*ear, *((x, -y, z, r) for x, y, z, r in reversed(ear[:2]))], iron)
    turned("eye", [(0, 0.635), (0.07, 0.635)], solid("#4d4740", 0.9), (2.34, 0, 0.01))
    rng = random.Random(2)
    if view == 1:
        box("board", (4.6, 3.2, 0.16), 0.05, wood("#6b4426", "#96683f"), (0.25, 0.1, -0.09), (0, 0, 4))
        _rosemary((-1.75, -1.05, 0.02))
        return Shot(aim=(0.35, 0, 0.2), distance=8.6, height_deg=24, side_deg=-14, backdrop="#c3b09a", ground=-0.17, key=560)
    white, yolk = soft("#fdfaf2", "#f5e6cc", 0.25, 0.5), soft("#f5a51d", "#f08a10", 0.12, 0.5)

    for cx, cy, turn in ((-0.38, 0.12, 0.0), (0.42, -0.22, 2.0)):

        def egg(u: float, v: float, cx: float = cx, cy: float = cy, turn: float = turn) -> tuple[float, float, float]:
            a = 2 * math.pi * u
            r = v * (0.46 + 0.05 * math.sin(3 * a + turn) + 0.035 * math.sin(5 * a + 2 * turn))
            return cx + r * math.cos(a), cy + r * math.sin(a), 0.095 + 0.055 * (1 - v**4)

        sheet("white", egg, white, (96, 16))
        turned("yolk", [(0.24, 0.12), (0.22, 0.2, 0.06), (0.1, 0.27, 0.08), (0, 0.275)], yolk, (cx + 0.03, cy, 0))
    scatter(
        grain("pepper", (0.016, 0.016, 0.012), solid("#2b2018", 0.7), 1),
        [(rng.gauss(0, 0.38), rng.gauss(0, 0.25), 0.16) for _ in range(42)],
        3,
    )
    leaf = grain("herb", (0.07, 0.03, 0.012), solid("#3f6b2c", 0.5), 4, 0.3)
    scatter(leaf, [(rng.gauss(0, 0.4), rng.gauss(0, 0.3), 0.17) for _ in range(14)], 5, tilt=0.4)
    box("board", (4.8, 3.4, 0.16), 0.05, wood("#6b4426", "#96683f"), (0.25, 0.1, -0.09), (0, 0, 4))
    _rosemary((1.55, -1.15, 0.02))
    return Shot(aim=(0.25, -0.05, 0.15), distance=8.2, height_deg=58, side_deg=-18, backdrop="#a98f74", ground=-0.17, key=600)


def _rosemary(at: tuple[float, float, float]) -> None:
    rng = random.Random(6)
    x, y, z = at
    tube(
        "twig", [(x - 0.5, y, z + 0.03, 0.018), (x, y + 0.05, z + 0.04, 0.016), (x + 0.55, y - 0.04, z + 0.03, 0.01)], solid("#6a5a34", 0.7)
    )
    needle = grain("needle", (0.13, 0.016, 0.014), solid("#4b6640", 0.5), 4, 0.1)
    scatter(needle, [(x - 0.5 + 1.0 * k / 60, y + rng.gauss(0, 0.05), z + 0.05 + rng.random() * 0.05) for k in range(60)], 8, 0.2, 0.5)


def _speaker(at: tuple[float, float, float], turn: float, cloth: str, dark: str, work: Path) -> None:
    fabric, rubber = heather(cloth, dark), solid("#26282a", 0.6, grainy=0.05)

    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def place(x: float, y: float, z: float) -> tuple[float, float, float]:
        return at[0] + x * c - y * s, at[1] + x * s + y * c, at[2] + z

    def pebble(u: float, v: float) -> tuple[float, float, float]:
        a, b = 2 * math.pi * u, math.pi * (v - 0.5)

        def power(value: float, k: float) -> float:
            return math.copysign(abs(value) ** k, value)

        return place(
            1.25 * power(math.cos(b), 0.62) * power(math.cos(a), 0.62),
            0.55 * power(math.cos(b), 0.62) * power(math.sin(a), 0.62),
            0.86 + 0.80 * power(math.sin(b), 0.62),
        )

    sheet("pebble", pebble, fabric, (160, 90))
    top = box("top", (1.3, 0.46, 0.1), 0.045, rubber, place(0, 0, 1.63), (0, 0, turn))
    for k in (-1, 0, 1):
        turned(
            "button", [(0, 0.02), (0.09, 0.015, 0.01), (0.1, 0)], solid("#3a3d40", 0.5), place(k * 0.42, 0, top.location.z - at[2] + 0.05)
        )
    box("foot", (1.35, 0.6, 0.12), 0.05, rubber, place(0, 0, 0.05), (0, 0, turn))
    tube(
        "loop",
        [
            (*place(1.17, 0, 1.15), 0.06),
            (*place(1.52, 0.02, 1.2), 0.06),
            (*place(1.62, 0.02, 0.9), 0.06),
            (*place(1.5, 0.0, 0.6), 0.06),
            (*place(1.17, 0, 0.62), 0.06),
        ],
        woven("#d9683c", "#a8481f", 200),
        flat=0.35,
    )
    badge = box("badge", (0.62, 0.03, 0.15), 0.014, rubber, place(0, -0.565, 0.62), (0, 0, turn))
    logo = printed(label(work / "northhum.png", (640, 150), [("NORTHHUM", 0.5, 0.55)], "#e9e4da"))
    sheet("logo", lambda u, v: place((u - 0.5) * 0.56, -0.583, 0.555 + 0.13 * v), logo, (2, 2))
    badge.location.z = at[2] + 0.62


def speaker(view: int, work: Path) -> Shot:
    """Pebble Go Bluetooth Speaker."""
    _speaker((0, 0, 0), 18 if view == 1 else 12, "#3d5a73", "#26394a", work)
    if view == 1:
        return Shot(aim=(0.1, 0, 0.85), distance=9.4, height_deg=12, side_deg=0, backdrop="#d8c7b4")
    _speaker((-1.9, 1.9, 0), 28, "#c9bfae", "#958a76", work)
    return Shot(aim=(-0.45, 0.3, 0.85), distance=9.2, height_deg=18, side_deg=-4, backdrop="#a9bcae", blur=3.2, focus=(0, -0.5, 0.8))


def notebook(view: int, work: Path) -> Shot:
    """Lay-Flat Dotted Notebook and Pen Set."""
    cloth, paper = woven("#35594a", "#223c31", 230, 0.6), solid("#f3ecdc", 0.8)
    brass, black = solid("#c79a4b", 0.25, 1.0), solid("#1d1f21", 0.35, coat=0.3)
    if view == 1:
        box("back", (1.52, 2.12, 0.05), 0.02, cloth, (0, 0, 0.025))
        box("pages", (1.44, 2.04, 0.24), 0.01, paper, (0.02, 0, 0.16))
        box("front", (1.52, 2.12, 0.05), 0.02, cloth, (0, 0, 0.3))
        spine = box("spine", (0.1, 2.12, 0.32), 0.05, cloth, (-0.74, 0, 0.162))
        spine.location.x = -0.735
        box("band", (0.06, 2.16, 0.36), 0.012, solid("#c58b3a", 0.7), (0.56, 0, 0.165))
        mark = printed(label(work / "fielding.png", (640, 200), [("FIELDING PAPER", 0.5, 0.36)], "#d9b565"), 0.35, 0.6)
        sheet("mark", lambda u, v: (-0.55 + 0.86 * u, -0.78 + 0.27 * v, 0.3275), mark, (2, 2))
        _pen((1.1, -0.1, 0.09), 74, brass, black)
        return Shot(aim=(0.2, -0.02, 0.12), distance=7.6, height_deg=47, side_deg=-20, backdrop="#d3b99d", lens=85)
    for side in (-1, 1):

        def page(u: float, v: float, side: int = side) -> tuple[float, float, float]:
            rise = 0.16 * math.exp(-(((u - 0.13) / 0.2) ** 2)) + 0.07 * (1 - u)
            return side * (0.01 + 1.46 * u), (v - 0.5) * 2.06, 0.06 + rise * (0.3 + 0.7 * min(1, u * 9))

        picture = dots(work / f"page{side}.png", (1040, 1460), side == 1)
        obj = sheet("page", page, printed(picture, 0.85), (60, 8))
        if side == -1:
            for loop in obj.data.uv_layers[0].data:
                loop.uv.x = 1 - loop.uv.x
        for layer in range(1, 6):
            sheet(
                "under",
                lambda u, v, side=side, layer=layer: (
                    side * (0.01 + (1.45 + 0.004 * layer) * u),
                    (v - 0.5) * 2.06,
                    page(u, v)[2] - 0.011 * layer,
                ),
                paper,
                (30, 2),
            )
    box("cover", (3.08, 2.14, 0.04), 0.02, cloth, (0, 0, 0.021))
    _pen((0.95, -0.55, 0.2), 38, brass, black)
    return Shot(
        aim=(0.12, -0.1, 0.05), distance=7.4, height_deg=50, side_deg=10, backdrop="#c8a98a", lens=80, blur=6, focus=(0.7, -0.4, 0.1)
    )


def _pen(at: tuple[float, float, float], turn: float, brass: object, black: object) -> None:
    sections = [
        ("barrel", [(0, -0.9), (0.02, -0.9), (0.035, -0.82), (0.075, -0.6, 0.05), (0.085, 0.1), (0, 0.1)], black),
        ("collar", [(0, 0.1), (0.09, 0.1, 0.01), (0.09, 0.15, 0.01), (0, 0.15)], brass),
        ("cap", [(0, 0.15), (0.088, 0.15), (0.085, 0.85, 0.04), (0, 0.87)], black),
        ("tip", [(0, -0.98), (0.012, -0.97), (0.022, -0.89), (0, -0.89)], brass),
    ]
    for name, profile, material in sections:
        part = turned(f"pen {name}", profile, material, at)  # type: ignore[arg-type]
        part.rotation_euler = (math.radians(90), 0, math.radians(turn - 90))
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    # the cap points backwards along the pen: local z runs to -y before the turn
    tube(
        "clip",
        [
            (at[0] - c * k, at[1] - s * k, at[2] + h, r)
            for k, h, r in ((0.84, 0.08, 0.03), (0.78, 0.13, 0.028), (0.35, 0.11, 0.024), (0.3, 0.1, 0.03))
        ],
        brass,
        flat=0.6,
    )  # type: ignore[arg-type]


def _bottle(at: tuple[float, float, float], colour: str, turn: float, work: Path, ink: str = "#f4efe4") -> None:
    coat, black, steel = solid(colour, 0.5, 0.1, grainy=0.2, scale=160), solid("#202224", 0.5, grainy=0.06), solid("#cfd0d0", 0.2, 1.0)
    turned("bottle", [(0, 0), (0.5, 0, 0.05), (0.52, 0.08, 0.03), (0.52, 2.05, 0.22), (0.36, 2.32, 0.05), (0.36, 2.4), (0, 2.4)], coat, at)
    turned("base", [(0, -0.001), (0.49, -0.001, 0.02), (0.505, 0.05), (0, 0.05)], steel, at)
    turned("neck", [(0, 2.38), (0.345, 2.38), (0.345, 2.46), (0, 2.46)], steel, at)
    turned("lid", [(0, 2.45), (0.39, 2.45, 0.02), (0.39, 2.78, 0.06), (0, 2.8)], black, at)
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    arch = ((-0.36, 2.66), (-0.34, 2.98), (0, 3.1), (0.34, 2.98), (0.36, 2.66))
    tube("loop", [(at[0] + x * c, at[1] + x * s, at[2] + z, 0.065) for x, z in arch], black, flat=0.6)
    peak = printed(mountain(work / f"ridge{ink[1:]}.png", 512, ink))
    place = wrap(0.5235, 1.22, 1.62, 44, -90 + turn)
    obj = sheet("peaks", place, peak, (24, 4))
    obj.location = at
    text = printed(label(work / f"ridgeback{ink[1:]}.png", (900, 180), [("RIDGEBACK", 0.5, 0.62)], ink))
    obj = sheet("name", wrap(0.5235, 0.98, 1.13, 82, -90 + turn), text, (40, 2))
    obj.location = at


def bottle(view: int, work: Path) -> Shot:
    """Ridgeback 24 oz Insulated Bottle."""
    if view == 1:
        _bottle((0, 0, 0), "#c4552f", 14, work)
        return Shot(aim=(0, 0, 1.52), distance=10.0, height_deg=6, side_deg=0, backdrop="#b4c1bb", key=560, rim=360)
    for x, y, colour, turn, ink in (
        (-1.3, 0.5, "#33505a", 4, "#f4efe4"),
        (0, 0, "#c4552f", 10, "#f4efe4"),
        (1.3, 0.5, "#d9cdb4", 16, "#4a4538"),
    ):
        _bottle((x, y, 0), colour, turn, work, ink)
    return Shot(aim=(0, 0.1, 1.75), distance=9.8, height_deg=14, side_deg=8, backdrop="#9aa79b", blur=4, focus=(0, -0.4, 1.8), key=560)


def dogbowl(view: int, work: Path) -> Shot:
    """Waggery Raised Ceramic Dog Bowl."""
    glaze, bamboo, rubber = speckled("#dfe3dc", "#5f6b66", 0.2, 40), wood(*BAMBOO), solid("#3a3a38", 0.7)
    top = 0.95
    turned("ring", [(0.86, top), (1.2, top, 0.04), (1.2, top + 0.16, 0.04), (0.86, top + 0.16, 0.03), (0.86, top)], bamboo)
    for k in range(4):
        a = math.radians(45 + 90 * k)
        tube(
            f"leg {k}",
            [
                (1.05 * math.cos(a), 1.05 * math.sin(a), top + 0.06, 0.13),
                (1.17 * math.cos(a), 1.17 * math.sin(a), 0.5, 0.115),
                (1.28 * math.cos(a), 1.28 * math.sin(a), 0.06, 0.095),
            ],
            wood(*BAMBOO, along="z"),
        )
        turned(f"pad {k}", [(0, 0), (0.11, 0, 0.02), (0.11, 0.07, 0.02), (0, 0.07)], rubber, (1.28 * math.cos(a), 1.28 * math.sin(a), 0))
    turned(
        "bowl",
        [
            (0, 0.56),
            (0.6, 0.56, 0.2),
            (0.9, 1.0),
            (0.98, 1.3, 0.03),
            (0.93, 1.36, 0.03),
            (0.86, 1.32, 0.03),
            (0.78, 1.0, 0.1),
            (0.5, 0.68, 0.2),
            (0, 0.66),
        ],
        glaze,
    )
    sheet(
        "name", wrap(0.968, 1.14, 1.28, 60), printed(label(work / "waggery.png", (800, 170), [("WAGGERY", 0.5, 0.6)], "#3f5a55")), (30, 2)
    )
    kibble = grain("kibble", (0.09, 0.085, 0.06), solid("#8a5530", 0.75), 7, 0.35)
    rng = random.Random(5)
    spots = []
    for _ in range(380):
        r, a = 0.80 * math.sqrt(rng.random()), 2 * math.pi * rng.random()
        spots.append((r * math.cos(a), r * math.sin(a), 1.08 + 0.18 * (1 - (r / 0.8) ** 2) + rng.uniform(-0.05, 0.05)))
    turned("filling", [(0, 1.2), (0.4, 1.15), (0.8, 1.02)], solid("#6a3f22", 0.9))
    scatter(kibble, spots, 2, 0.2)
    if view == 1:
        return Shot(aim=(0, 0, 0.7), distance=8.6, height_deg=17, side_deg=0, backdrop="#c7d0c4")
    scatter(kibble, [(1.5 + rng.gauss(0, 0.25), -1.1 + rng.gauss(0, 0.15), 0.06) for _ in range(12)], 4, 0.2)
    tube(
        "bone",
        [(-1.75, -0.9, 0.14, 0.16), (-1.62, -0.95, 0.13, 0.11), (-1.0, -1.25, 0.12, 0.1), (-0.87, -1.3, 0.14, 0.16)],
        soft("#ead9bd", "#d8b98c", 0.6, 0.3),
    )
    return Shot(aim=(0, -0.15, 0.8), distance=8.2, height_deg=40, side_deg=16, backdrop="#d8b79a", blur=5, focus=(0, -0.5, 1.2))


def _candle(at: tuple[float, float, float], lit: bool, work: Path) -> None:
    amber, wax = glass("#c8741f"), soft("#f6ead2", "#f2cf96", 0.4, 0.6)
    turned(
        "tumbler",
        [(0, 0), (0.78, 0, 0.1), (0.8, 0.5), (0.8, 1.85, 0.02), (0.755, 1.85, 0.02), (0.75, 0.5), (0.72, 0.12, 0.08), (0, 0.12)],
        amber,
        at,
    )
    turned("wax", [(0, 0.13), (0.70, 0.13, 0.06), (0.745, 0.5), (0.745, 1.3), (0.66, 1.27), (0, 1.25)], wax, at)
    rows = [("HEARTHLIGHT", 0.26, 0.11), ("fig & cedar", 0.52, 0.15), ("9 oz  ·  50 hours", 0.78, 0.075)]
    paper = printed(label(work / "hearthlight.png", (900, 700), rows, "#3d2a1c", "#f3ead8ff", True, 0.06), 0.7)
    obj = sheet("label", wrap(0.806, 0.42, 1.22, 70), paper, (40, 4))
    obj.location = at
    x, y, z = at
    tube("wick", [(x, y, z + 1.25, 0.018), (x + 0.01, y, z + 1.45, 0.014)], solid("#2a211b", 0.9))
    if lit:
        turned("flame", [(0, 0), (0.055, 0.06, 0.04), (0.05, 0.16, 0.06), (0.0, 0.42)], light("#ffb45c", 38), (x + 0.01, y, z + 1.42))


def candle(view: int, work: Path) -> Shot:
    """Hearthlight Fig and Cedar Candle."""
    _candle((0, 0, 0), True, work)
    if view == 1:
        turned("tray", [(0, -0.12), (1.5, -0.12, 0.03), (1.52, -0.01, 0.03), (0, -0.005)], wood("#4a2e1c", "#7a5233"))
        _figs((1.12, -0.62, 0.0))
        return Shot(aim=(0.1, 0, 0.88), distance=9.6, height_deg=12, side_deg=0, backdrop="#8d6f5a", ground=-0.12, key=380, fill=0.35)
    _candle((-1.75, 1.3, 0), True, work)
    _figs((1.25, -0.75, 0.0))
    box("book", (2.0, 1.4, 0.2), 0.03, woven("#5a4637", "#41321f"), (1.55, 0.9, 0.1), (0, 0, -15))
    return Shot(
        aim=(0.0, 0.1, 0.95),
        distance=8.6,
        height_deg=20,
        side_deg=-6,
        backdrop="#4d3a2e",
        key=240,
        fill=0.3,
        rim=140,
        blur=3,
        focus=(0, -0.8, 0.9),
        exposure=0.3,
    )


def _figs(at: tuple[float, float, float]) -> None:
    skin = solid("#3b2238", 0.4, coat=0.15, grainy=0.06)
    body = [(0, 0), (0.3, 0.02, 0.16), (0.33, 0.3, 0.2), (0.12, 0.62, 0.1), (0.05, 0.74), (0, 0.75)]
    turned("fig", body, skin, at)
    second = turned("fig lying", body, skin, (at[0] + 0.62, at[1] + 0.32, 0.3))
    second.rotation_euler = (math.radians(86), 0, math.radians(40))


GOODS = {"skillet": skillet, "speaker": speaker, "notebook": notebook, "bottle": bottle, "dogbowl": dogbowl, "candle": candle}
