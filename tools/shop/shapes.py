"""Meshes for product models: turned bodies, rounded boxes, tubes, label sheets, scattered grains. Lengths in decimetres."""

import itertools
import math
import random
from collections.abc import Callable, Sequence

import bmesh
import bpy

Point = tuple[float, float, float]
SEGMENTS = 96


def _object(name: str, mesh: bpy.types.Mesh, material: bpy.types.Material | None, smooth_deg: float = 45) -> bpy.types.Object:
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(obj)
    if material:
        mesh.materials.append(material)
    mesh.shade_smooth()
    mesh.set_sharp_from_angle(angle=math.radians(smooth_deg))
    return obj


def rounded(profile: Sequence[tuple[float, ...]], steps: int = 6) -> list[tuple[float, float]]:
    """A profile of (radius, height[, corner radius]) with its corners rounded."""
    out: list[tuple[float, float]] = []
    for i, point in enumerate(profile):
        corner = point[2] if len(point) > 2 else 0.0
        if corner <= 0 or i in (0, len(profile) - 1):
            out.append((point[0], point[1]))
            continue
        ends = []
        for other in (profile[i - 1], profile[i + 1]):
            dx, dz = other[0] - point[0], other[1] - point[1]
            length = math.hypot(dx, dz) or 1.0
            reach = min(corner, length * 0.5)
            ends.append((point[0] + dx / length * reach, point[1] + dz / length * reach))
        for k in range(steps + 1):
            t = k / steps
            out.append(tuple((1 - t) ** 2 * ends[0][j] + 2 * t * (1 - t) * point[j] + t * t * ends[1][j] for j in (0, 1)))  # type: ignore[arg-type]
    return out


def turned(name: str, profile: Sequence[tuple[float, ...]], material: bpy.types.Material, at: Point = (0, 0, 0)) -> bpy.types.Object:
    """A body turned around z from a profile; a radius of 0 closes it."""
    points = rounded(profile)
    mesh = bpy.data.meshes.new(name)
    bm = bmesh.new()
    rings = []
    for r, z in points:
        if r < 1e-5:
            rings.append([bm.verts.new((0, 0, z))])
        else:
            rings.append(
                [bm.verts.new((r * math.cos(a), r * math.sin(a), z)) for a in (2 * math.pi * k / SEGMENTS for k in range(SEGMENTS))]
            )
    for low, high in itertools.pairwise(rings):
        for k in range(SEGMENTS):
            corners = [low[k % len(low)], low[(k + 1) % len(low)], high[(k + 1) % len(high)], high[k % len(high)]]
            unique = list(dict.fromkeys(corners))
            if len(unique) > 2:
                bm.faces.new(unique)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    bm.to_mesh(mesh)
    bm.free()
    obj = _object(name, mesh, material)
    obj.location = at
    return obj


def box(
    name: str, size: Point, radius: float, material: bpy.types.Material, at: Point = (0, 0, 0), turn: Point = (0, 0, 0), segments: int = 6
) -> bpy.types.Object:
    """A box with round edges, its centre at `at`, turned by degrees."""
    mesh = bpy.data.meshes.new(name)
    bm = bmesh.new()
    bmesh.ops.create_cube(bm, size=1)
    bmesh.ops.scale(bm, vec=size, verts=bm.verts)
    bmesh.ops.bevel(bm, geom=bm.edges[:], offset=radius, segments=segments, profile=0.5, affect="EDGES")
    bm.to_mesh(mesh)
    bm.free()
    obj = _object(name, mesh, material, 60)
    obj.location, obj.rotation_euler = at, tuple(map(math.radians, turn))
    return obj


def tube(
    name: str, points: Sequence[tuple[float, float, float, float]], material: bpy.types.Material, flat: float = 1.0, cyclic: bool = False
) -> bpy.types.Object:
    """A round rod through (x, y, z, radius); `flat` < 1 presses it to a strap."""
    curve = bpy.data.curves.new(name, "CURVE")
    curve.dimensions = "3D"
    curve.use_fill_caps = True
    curve.resolution_u = 16
    spline = curve.splines.new("BEZIER")
    spline.bezier_points.add(len(points) - 1)
    spline.use_cyclic_u = cyclic
    for knot, (x, y, z, r) in zip(spline.bezier_points, points, strict=True):
        knot.co, knot.radius = (x, y, z), r
        knot.handle_left_type = knot.handle_right_type = "AUTO"
    shape = bpy.data.curves.new(f"{name} section", "CURVE")
    shape.dimensions = "2D"
    section = shape.splines.new("BEZIER")
    section.bezier_points.add(3)
    section.use_cyclic_u = True
    for knot, (x, y) in zip(section.bezier_points, ((1, 0), (0, 1), (-1, 0), (0, -1)), strict=True):
        knot.co = (x, y * flat, 0)
        knot.handle_left_type = knot.handle_right_type = "AUTO"
    holder = bpy.data.objects.new(f"{name} section", shape)
    bpy.context.collection.objects.link(holder)
    holder.hide_render = True
    curve.bevel_mode, curve.bevel_object = "OBJECT", holder
    curve.materials.append(material)
    obj = bpy.data.objects.new(name, curve)
    bpy.context.collection.objects.link(obj)
    return obj


def sheet(
    name: str, point: Callable[[float, float], Point], material: bpy.types.Material, cells: tuple[int, int] = (48, 48), thick: float = 0.0
) -> bpy.types.Object:
    """A surface from point(u, v), u and v in 0..1, with the same UV; `thick` makes a slab of it."""
    mesh = bpy.data.meshes.new(name)
    nu, nv = cells
    grid = [(i / nu, j / nv) for j in range(nv + 1) for i in range(nu + 1)]
    faces = [
        (j * (nu + 1) + i, j * (nu + 1) + i + 1, (j + 1) * (nu + 1) + i + 1, (j + 1) * (nu + 1) + i) for j in range(nv) for i in range(nu)
    ]
    mesh.from_pydata([point(u, v) for u, v in grid], [], faces)
    layer = mesh.uv_layers.new(name="UVMap")
    for loop in mesh.loops:
        layer.data[loop.index].uv = grid[loop.vertex_index]
    obj = _object(name, mesh, material, 80)
    if thick:
        solid = obj.modifiers.new("thick", "SOLIDIFY")
        solid.thickness = thick
    return obj


def wrap(radius: float, low: float, high: float, width_deg: float, centre_deg: float = -90) -> Callable[[float, float], Point]:
    """The map of a label around a cylinder; -90 degrees faces the camera."""

    def point(u: float, v: float) -> Point:
        a = math.radians(centre_deg + (u - 0.5) * width_deg)
        return radius * math.cos(a), radius * math.sin(a), low + v * (high - low)

    return point


def grain(name: str, size: Point, material: bpy.types.Material, seed: int = 0, rough: float = 0.25) -> bpy.types.Object:
    """A small lump to be scattered: kibble, bean, flake."""
    rng = random.Random(seed)
    mesh = bpy.data.meshes.new(name)
    bm = bmesh.new()
    bmesh.ops.create_icosphere(bm, subdivisions=2, radius=1)
    for vert in bm.verts:
        vert.co *= 1 + rng.uniform(-rough, rough) * 0.5
    bmesh.ops.scale(bm, vec=size, verts=bm.verts)
    bm.to_mesh(mesh)
    bm.free()
    obj = _object(name, mesh, material, 180)
    return obj


def scatter(model: bpy.types.Object, spots: Sequence[Point], seed: int = 1, vary: float = 0.25, tilt: float = math.pi) -> None:
    """Copies of a grain at spots, turned and sized at random (repeatably); the model itself is hidden."""
    rng = random.Random(seed)
    for spot in spots:
        copy = bpy.data.objects.new(model.name, model.data)
        copy.location = spot
        copy.rotation_euler = (rng.uniform(-tilt, tilt), rng.uniform(-tilt, tilt), rng.uniform(-math.pi, math.pi))
        copy.scale = (1 + rng.uniform(-vary, vary),) * 3
        bpy.context.collection.objects.link(copy)
    model.hide_render = True
