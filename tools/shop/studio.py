"""The photo studio: backdrop, lights, camera and the render itself (Cycles, CPU)."""

import math
from dataclasses import dataclass
from pathlib import Path

import bpy
from materials import linear
from mathutils import Vector
from shapes import sheet


@dataclass(frozen=True)
class Shot:
    """Camera and light of a picture. Lengths in decimetres, angles in degrees; `exposure` in stops."""

    aim: tuple[float, float, float] = (0, 0, 0.9)
    distance: float = 9.0
    height_deg: float = 12
    side_deg: float = 0
    lens: float = 75
    backdrop: str = "#e8e2d8"
    ground: float = 0.0
    key: float = 520
    fill: float = 0.55
    rim: float = 260
    exposure: float = 0.0
    blur: float = 0.0
    focus: tuple[float, float, float] | None = None


def clear() -> None:
    """An empty scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)


def set_up(shot: Shot, size: int, samples: int) -> None:
    """Backdrop, lights, camera and render settings for a shot."""
    _backdrop(shot)
    _softbox("key", (-4.2, -3.6, 5.6), shot.key, 4.2, "#fff6ea", shot.aim)
    _softbox("rim", (4.6, 3.4, 4.8), shot.rim, 2.8, "#f2f6ff", shot.aim)
    _softbox("front", (3.4, -8.5, 5.2), shot.key * 0.3, 4.5, "#ffffff", shot.aim)
    world = bpy.data.worlds.new("room")
    bpy.context.scene.world = world
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs["Color"].default_value = linear("#f4f1ec")
    world.node_tree.nodes["Background"].inputs["Strength"].default_value = shot.fill
    camera = bpy.data.cameras.new("camera")
    holder = bpy.data.objects.new("camera", camera)
    bpy.context.collection.objects.link(holder)
    up, side = math.radians(shot.height_deg), math.radians(shot.side_deg)
    offset = Vector((math.sin(side) * math.cos(up), -math.cos(side) * math.cos(up), math.sin(up))) * shot.distance
    holder.location = Vector(shot.aim) + offset
    holder.rotation_euler = (-offset).to_track_quat("-Z", "Y").to_euler()
    camera.lens = shot.lens
    if shot.blur:
        camera.dof.use_dof = True
        camera.dof.aperture_fstop = shot.blur
        camera.dof.focus_distance = (holder.location - Vector(shot.focus or shot.aim)).length
    scene = bpy.context.scene
    scene.camera = holder
    scene.render.engine = "CYCLES"
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.03
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = "OPENIMAGEDENOISE"
    scene.cycles.max_bounces = 6
    scene.cycles.diffuse_bounces, scene.cycles.glossy_bounces, scene.cycles.transmission_bounces = 2, 3, 6
    scene.cycles.transparent_max_bounces = 12
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    scene.cycles.seed = 7
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = shot.exposure


def render(path: Path) -> None:
    """Renders the scene to a PNG."""
    bpy.context.scene.render.filepath = str(path)
    bpy.context.scene.render.image_settings.file_format = "PNG"
    bpy.ops.render.render(write_still=True)


def lamp_light(at: tuple[float, float, float], watts: float, colour: str) -> None:
    """The light that a modelled lamp gives: a disc that shines downwards."""
    lamp = bpy.data.lights.new("lamp", "AREA")
    lamp.shape, lamp.size = "DISK", 1.3
    lamp.energy, lamp.color = watts, linear(colour)[:3]
    holder = bpy.data.objects.new("lamp", lamp)
    holder.location = at
    bpy.context.collection.objects.link(holder)


def _backdrop(shot: Shot) -> None:
    material = bpy.data.materials.new("backdrop")
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = linear(shot.backdrop)
    shader.inputs["Roughness"].default_value = 0.42
    shader.inputs["Specular IOR Level"].default_value = 0.28

    def point(u: float, v: float) -> tuple[float, float, float]:
        x, run, bend = (u - 0.5) * 40, v * 26 - 10, 3.5
        back = 6.0
        if run < back:
            return x, run, shot.ground
        arc = min((run - back) / bend, math.pi / 2)
        return x, back + bend * math.sin(arc), shot.ground + bend * (1 - math.cos(arc)) + max(0.0, run - back - bend * math.pi / 2)

    sheet("backdrop", point, material, (4, 120))


def _softbox(name: str, at: tuple[float, float, float], watts: float, size: float, colour: str, aim: tuple[float, float, float]) -> None:
    lamp = bpy.data.lights.new(name, "AREA")
    lamp.energy, lamp.size, lamp.color = watts, size, linear(colour)[:3]
    holder = bpy.data.objects.new(name, lamp)
    holder.location = at
    holder.rotation_euler = (Vector(aim) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(holder)
