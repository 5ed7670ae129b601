"""Building blocks of the rendered sets: materials, solids, plants, lights, camera.

Metres; the camera looks along +Y, the host stands at the origin.
"""

import math
from collections.abc import Sequence
from typing import Any

import bpy
import numpy as np

Colour = tuple[float, float, float]
Point = Sequence[float]


def reset(exposure: float = 0.0, look: str = "AgX - Medium High Contrast") -> Any:
    """An empty Cycles scene on two threads with a denoiser; returns it."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.use_denoising, cycles.denoiser = "CPU", True, "OPENIMAGEDENOISE"
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.04
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 5, 3, 2
    cycles.sample_clamp_indirect = 3
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.render.image_settings.file_format = "PNG"
    scene.view_settings.view_transform, scene.view_settings.look = "AgX", look
    scene.view_settings.exposure = exposure
    return scene


def paint(colour: Colour, rough: float = 0.55, metal: float = 0.0, glow: float = 0.0, alpha: float = 1.0, grain: float = 0.0) -> Any:
    """A plain material; `glow` makes it shine [W], `grain` mottles its colour."""
    material = bpy.data.materials.new("paint")
    material.use_nodes = True
    tree = material.node_tree
    shader = tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1)
    shader.inputs["Roughness"].default_value = rough
    shader.inputs["Metallic"].default_value = metal
    if alpha < 1:
        shader.inputs["Transmission Weight"].default_value = 1 - alpha
    if glow:
        shader.inputs["Emission Color"].default_value = (*colour, 1)
        shader.inputs["Emission Strength"].default_value = glow
    if grain:
        noise, ramp = tree.nodes.new("ShaderNodeTexNoise"), tree.nodes.new("ShaderNodeValToRGB")
        noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = 3.0, 6.0
        for stop, factor in zip(ramp.color_ramp.elements, (1 - grain, 1 + grain), strict=True):
            stop.color = (*(min(c * factor, 1) for c in colour), 1)
        tree.links.new(noise.outputs["Fac"], ramp.inputs["Fac"])
        tree.links.new(ramp.outputs["Color"], shader.inputs["Base Color"])
    return material


def wood(colour: Colour, dark: Colour, scale: float = 1.6, along: str = "X") -> Any:
    """Wood with a soft grain along one axis."""
    material = paint(colour, 0.5)
    tree = material.node_tree
    where, stretch = tree.nodes.new("ShaderNodeTexCoord"), tree.nodes.new("ShaderNodeMapping")
    noise, ramp = tree.nodes.new("ShaderNodeTexNoise"), tree.nodes.new("ShaderNodeValToRGB")
    stretch.inputs["Scale"].default_value = tuple(scale * (0.6 if axis == along else 14) for axis in "XYZ")
    noise.inputs["Detail"].default_value = 5
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (*dark, 1), (*colour, 1)
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.35, 0.62
    tree.links.new(where.outputs["Object"], stretch.inputs["Vector"])
    tree.links.new(stretch.outputs["Vector"], noise.inputs["Vector"])
    tree.links.new(noise.outputs["Fac"], ramp.inputs["Fac"])
    tree.links.new(ramp.outputs["Color"], tree.nodes["Principled BSDF"].inputs["Base Color"])
    return material


def tiles(colour: Colour, joint: Colour, size: float = 0.12) -> Any:
    """Glazed wall tiles."""
    material = paint(colour, 0.18)
    tree = material.node_tree
    where, brick = tree.nodes.new("ShaderNodeTexCoord"), tree.nodes.new("ShaderNodeTexBrick")
    turn = tree.nodes.new("ShaderNodeMapping")
    turn.inputs["Rotation"].default_value = (math.pi / 2, 0, 0)
    for name, value in (("Color1", colour), ("Color2", tuple(c * 0.93 for c in colour)), ("Mortar", joint)):
        brick.inputs[name].default_value = (*value, 1)
    brick.inputs["Scale"].default_value, brick.inputs["Mortar Size"].default_value = 1.0, 0.004
    brick.inputs["Brick Width"].default_value, brick.inputs["Row Height"].default_value = size * 2, size
    tree.links.new(where.outputs["Object"], turn.inputs["Vector"])
    tree.links.new(turn.outputs["Vector"], brick.inputs["Vector"])
    tree.links.new(brick.outputs["Color"], tree.nodes["Principled BSDF"].inputs["Base Color"])
    return material


def mesh(vertices: Sequence[Point], faces: Sequence[Sequence[int]], material: Any, smooth: bool = False, bevel: float = 0.0) -> Any:
    """A mesh object of one material."""
    data = bpy.data.meshes.new("mesh")
    data.from_pydata([tuple(v) for v in vertices], [], [list(f) for f in faces])
    data.polygons.foreach_set("use_smooth", np.full(len(data.polygons), smooth))
    data.materials.append(material)
    thing = bpy.data.objects.new("mesh", data)
    bpy.context.scene.collection.objects.link(thing)
    if bevel:
        modifier = thing.modifiers.new("bevel", "BEVEL")
        modifier.width, modifier.segments = bevel, 3
    return thing


def box(centre: Point, size: Point, material: Any, bevel: float = 0.006, turn: float = 0.0) -> Any:
    """A box with rounded edges, turned about the vertical [rad]."""
    x, y, z = (s / 2 for s in size)
    corners = [(a * x, b * y, c * z) for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    thing = mesh(corners, faces, material, bevel=bevel)
    thing.location, thing.rotation_euler = centre, (0, 0, turn)
    return thing


def lathe(base: Point, profile: Sequence[tuple[float, float]], material: Any, sides: int = 32) -> Any:
    """A turned solid: `profile` = (radius, height) from the bottom up."""
    rings = [[(r * math.cos(a), r * math.sin(a), z) for a in np.linspace(0, 2 * math.pi, sides, endpoint=False)] for r, z in profile]
    faces = [
        (k * sides + i, k * sides + (i + 1) % sides, (k + 1) * sides + (i + 1) % sides, (k + 1) * sides + i)
        for k in range(len(rings) - 1)
        for i in range(sides)
    ]
    thing = mesh([p for ring in rings for p in ring], faces, material, smooth=True)
    thing.location = base
    return thing


def ball(centre: Point, radius: float, material: Any, squash: float = 1.0) -> Any:
    """A sphere, flattened by `squash`."""
    angles = np.linspace(-math.pi / 2, math.pi / 2, 17)
    return lathe(centre, [(radius * math.cos(a), radius * squash * math.sin(a)) for a in angles], material)


def arch(x: float, y: float, z: float, width: float, height: float, depth: float, material: Any) -> Any:
    """A slab with a round top, its foot at z, its face at y."""
    r = width / 2
    line = [(-r, 0.0), (r, 0.0)] + [(r * math.cos(a), height - r + r * math.sin(a)) for a in np.linspace(0, math.pi, 40)]
    n = len(line)
    points = [(px, 0, pz) for px, pz in line] + [(px, depth, pz) for px, pz in line]
    faces = [tuple(range(n)), tuple(range(2 * n - 1, n - 1, -1))] + [(i, i + n, (i + 1) % n + n, (i + 1) % n) for i in range(n)]
    thing = mesh(points, faces, material, bevel=0.008)
    thing.location = (x, y, z)
    return thing


def bottle(base: Point, height: float, radius: float, body: Any, cap: Any) -> None:
    """A bottle with a cap."""
    h, r = height, radius
    outline = [
        (0, 0),
        (r * 0.96, 0),
        (r, h * 0.04),
        (r, h * 0.62),
        (r * 0.8, h * 0.7),
        (r * 0.4, h * 0.74),
        (r * 0.4, h * 0.8),
        (0, h * 0.8),
    ]
    lathe(base, outline, body)
    lathe((base[0], base[1], base[2] + h * 0.79), [(0, 0), (r * 0.5, 0), (r * 0.5, h * 0.2), (0, h * 0.2)], cap)


def jar(base: Point, height: float, radius: float, body: Any, lid: Any) -> None:
    """A jar with a lid."""
    lathe(base, [(0, 0), (radius, 0), (radius, height * 0.8), (radius * 0.9, height * 0.84), (0, height * 0.84)], body)
    lathe((base[0], base[1], base[2] + height * 0.84), [(0, 0), (radius, 0), (radius, height * 0.16), (0, height * 0.16)], lid)


def leaf(root: Point, tip: Point, width: float, material: Any, droop: float = 0.3) -> Any:
    """One bent leaf from root to tip."""
    a, b = np.array(root, float), np.array(tip, float)
    along = b - a
    side = np.cross(along, (0, 0, 1.0))
    side = side / (np.linalg.norm(side) + 1e-6)
    points: list[Any] = []
    for t in np.linspace(0, 1, 9):
        w = width * math.sin(math.pi * min(t * 0.93 + 0.05, 1)) ** 0.8
        p = a + along * t - np.array((0, 0, droop * np.linalg.norm(along) * t * t))
        points += [p - side * w, p + side * w]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(8)]
    return mesh(points, faces, material, smooth=True)


def plant(
    base: Point, size: float, pot: Any, green: Sequence[Any], rng: np.random.Generator, leaves: int = 26, upright: float = 1.0
) -> None:
    """A leafy pot plant."""
    r = size * 0.16
    lathe(
        base,
        [(0, 0), (r * 0.72, 0), (r, size * 0.26), (r * 1.06, size * 0.3), (r * 0.9, size * 0.3), (r * 0.86, size * 0.27), (0, size * 0.27)],
        pot,
    )
    root = np.array(base) + np.array((0, 0, size * 0.26))
    for k in range(leaves):
        angle, reach = rng.uniform(0, 2 * math.pi), rng.uniform(0.25, 0.55) * size
        rise = rng.uniform(0.3, 0.85) * size * upright
        tip = root + np.array((reach * math.cos(angle), reach * math.sin(angle), rise))
        leaf(root + rng.uniform(-0.02, 0.02, 3), tip, size * rng.uniform(0.04, 0.075), green[k % len(green)], rng.uniform(0.1, 0.45))


def lamp(at: Point, aim: Point, size: float, watts: float, colour: Colour = (1, 1, 1)) -> None:
    """A soft area light [W] aimed at a point."""
    light = bpy.data.lights.new("lamp", "AREA")
    light.size, light.energy, light.color = size, watts, colour
    _aim(bpy.data.objects.new("lamp", light), at, aim)


def sun(at: Point, aim: Point, strength: float, colour: Colour, angle: float = 0.02) -> None:
    """Sunlight from `at` to `aim`."""
    light = bpy.data.lights.new("sun", "SUN")
    light.energy, light.color, light.angle = strength, colour, angle
    _aim(bpy.data.objects.new("sun", light), at, aim)


def _aim(thing: Any, at: Point, aim: Point) -> None:
    from mathutils import Vector

    bpy.context.scene.collection.objects.link(thing)
    thing.location = at
    thing.rotation_euler = (Vector(aim) - Vector(at)).to_track_quat("-Z", "Y").to_euler()


def sky(colour: Colour, strength: float) -> None:
    """Even light from all around."""
    world = bpy.data.worlds.new("sky")
    world.use_nodes = True
    node = world.node_tree.nodes["Background"]
    node.inputs["Color"].default_value, node.inputs["Strength"].default_value = (*colour, 1), strength
    bpy.context.scene.world = world


def camera(fov: float, height: float, distance: float, stop: float, x: float = 0.0) -> None:
    """A camera `distance` in front of the host, focused on it; `fov` [deg] spans the picture's height; a lower `stop` blurs more."""
    lens = bpy.data.cameras.new("camera")
    lens.sensor_fit, lens.sensor_height = "VERTICAL", 36
    lens.lens = 18 / math.tan(math.radians(fov) / 2)
    lens.dof.use_dof, lens.dof.focus_distance, lens.dof.aperture_fstop = True, distance - 0.1, stop
    thing = bpy.data.objects.new("camera", lens)
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing
    thing.location, thing.rotation_euler = (x, -distance, height), (math.pi / 2, 0, 0)
