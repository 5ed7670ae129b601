"""Materials of the product models. Colours are sRGB hex."""

from pathlib import Path
from typing import Any

import bpy


def linear(hex_colour: str) -> tuple[float, float, float, float]:
    """sRGB hex to linear RGBA."""
    parts = [int(hex_colour.lstrip("#")[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return r, g, b, 1.0


def _new(name: str) -> tuple[bpy.types.Material, Any, Any]:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    return material, tree, tree.nodes["Principled BSDF"]


def _bump(tree: Any, shader: Any, height: Any, strength: float, distance: float = 0.02) -> None:
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = strength
    bump.inputs["Distance"].default_value = distance
    tree.links.new(height, bump.inputs["Height"])
    tree.links.new(bump.outputs["Normal"], shader.inputs["Normal"])


def _noise(tree: Any, scale: float, detail: float = 3, stretch: tuple[float, float, float] = (1, 1, 1)) -> Any:
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    mapping = tree.nodes.new("ShaderNodeMapping")
    mapping.inputs["Scale"].default_value = stretch
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = scale, detail
    tree.links.new(coordinates.outputs["Object"], mapping.inputs["Vector"])
    tree.links.new(mapping.outputs["Vector"], noise.inputs["Vector"])
    return noise.outputs["Fac"]


def _ramp(tree: Any, factor: Any, stops: list[tuple[float, str]]) -> Any:
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = stops[0][0], stops[-1][0]
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = linear(stops[0][1]), linear(stops[-1][1])
    for position, colour in stops[1:-1]:
        ramp.color_ramp.elements.new(position).color = linear(colour)
    tree.links.new(factor, ramp.inputs["Fac"])
    return ramp.outputs["Color"]


def solid(
    colour: str, rough: float = 0.4, metal: float = 0.0, coat: float = 0.0, grainy: float = 0.0, scale: float = 60
) -> bpy.types.Material:
    """A plain surface; `grainy` gives it a fine bump (powder coat, leather, stone)."""
    material, tree, shader = _new(f"solid {colour}")
    shader.inputs["Base Color"].default_value = linear(colour)
    shader.inputs["Roughness"].default_value, shader.inputs["Metallic"].default_value = rough, metal
    shader.inputs["Coat Weight"].default_value = coat
    shader.inputs["Coat Roughness"].default_value = 0.1
    if grainy:
        _bump(tree, shader, _noise(tree, scale), grainy)
    return material


def wood(dark: str, light: str, along: str = "x", rough: float = 0.45) -> bpy.types.Material:
    """Straight-grained wood, its grain along an axis."""
    material, tree, shader = _new("wood")
    stretch = {"x": (0.6, 9, 9), "y": (9, 0.6, 9), "z": (9, 9, 0.6)}[along]
    colour = _ramp(tree, _noise(tree, 1.6, 8, stretch), [(0.3, dark), (0.5, light), (0.62, dark), (0.75, light)])
    tree.links.new(colour, shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = rough
    _bump(tree, shader, _noise(tree, 1.6, 8, stretch), 0.15)
    return material


def speckled(colour: str, fleck: str, rough: float = 0.25, scale: float = 55) -> bpy.types.Material:
    """Glazed stoneware with flecks."""
    material, tree, shader = _new("speckled")
    tree.links.new(_ramp(tree, _noise(tree, scale, 2), [(0.30, fleck), (0.36, colour), (1.0, colour)]), shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value, shader.inputs["Coat Weight"].default_value = rough, 0.4
    return material


def woven(colour: str, dark: str, scale: float = 90, depth: float = 0.6, rough: float = 0.9) -> bpy.types.Material:
    """Plain-woven cloth: two crossing waves in UV or object space."""
    material, tree, shader = _new("woven")
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    heights = []
    for axis in ("X", "Z"):
        wave = tree.nodes.new("ShaderNodeTexWave")
        wave.bands_direction = axis
        wave.inputs["Scale"].default_value = scale / 6
        wave.inputs["Distortion"].default_value = 0.6
        tree.links.new(coordinates.outputs["Object"], wave.inputs["Vector"])
        heights.append(wave.outputs["Fac"])
    product = tree.nodes.new("ShaderNodeMath")
    product.operation = "MULTIPLY"
    tree.links.new(heights[0], product.inputs[0])
    tree.links.new(heights[1], product.inputs[1])
    tree.links.new(_ramp(tree, product.outputs[0], [(0.0, dark), (0.6, colour)]), shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = rough
    shader.inputs["Sheen Weight"].default_value = 0.15
    _bump(tree, shader, product.outputs[0], depth)
    return material


def heather(colour: str, dark: str, scale: float = 60) -> bpy.types.Material:
    """Knitted cloth of two mixed yarns."""
    material, tree, shader = _new("heather")
    noise = _noise(tree, scale, 2, (1, 1, 1.6))
    tree.links.new(_ramp(tree, noise, [(0.35, dark), (0.6, colour)]), shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.9
    shader.inputs["Sheen Weight"].default_value = 0.3
    _bump(tree, shader, noise, 0.7)
    return material


def glass(colour: str, rough: float = 0.0) -> bpy.types.Material:
    """Tinted glass for a thick-walled body."""
    material, _, shader = _new("glass")
    shader.inputs["Base Color"].default_value = linear(colour)
    shader.inputs["Transmission Weight"].default_value = 1.0
    shader.inputs["Roughness"].default_value, shader.inputs["IOR"].default_value = rough, 1.45
    return material


def soft(colour: str, glow: str, rough: float = 0.5, weight: float = 0.6) -> bpy.types.Material:
    """Light goes a little into it: wax, cream, silicone."""
    material, _, shader = _new("soft")
    shader.inputs["Base Color"].default_value = linear(colour)
    shader.inputs["Subsurface Weight"].default_value = weight
    shader.inputs["Subsurface Radius"].default_value = linear(glow)[:3]
    shader.inputs["Subsurface Scale"].default_value = 0.12
    shader.inputs["Roughness"].default_value = rough
    return material


def light(colour: str, strength: float) -> bpy.types.Material:
    """Shines by itself."""
    material, _, shader = _new("light")
    shader.inputs["Base Color"].default_value = (0, 0, 0, 1)
    shader.inputs["Emission Color"].default_value = linear(colour)
    shader.inputs["Emission Strength"].default_value = strength
    return material


def printed(picture: Path, rough: float = 0.5, metal: float = 0.0) -> bpy.types.Material:
    """A picture with alpha on its sheet."""
    material, tree, shader = _new(picture.stem)
    image = tree.nodes.new("ShaderNodeTexImage")
    image.image = bpy.data.images.load(str(picture))
    tree.links.new(image.outputs["Color"], shader.inputs["Base Color"])
    tree.links.new(image.outputs["Alpha"], shader.inputs["Alpha"])
    shader.inputs["Roughness"].default_value, shader.inputs["Metallic"].default_value = rough, metal
    return material


def mist(strength: float = 0.5) -> bpy.types.Material:
    """A breath of mist on a sheet: dense below, fading up and to the sides."""
    material, tree, shader = _new("mist")
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    split = tree.nodes.new("ShaderNodeSeparateXYZ")
    tree.links.new(coordinates.outputs["UV"], split.inputs[0])

    def maths(operation: str, a: Any, b: Any) -> Any:
        node = tree.nodes.new("ShaderNodeMath")
        node.operation = operation
        node.use_clamp = True
        for socket, value in zip(node.inputs, (a, b), strict=False):
            if isinstance(value, float):
                socket.default_value = value
            else:
                tree.links.new(value, socket)
        return node.outputs[0]

    u = maths("MULTIPLY", split.outputs[0], maths("SUBTRACT", 1.0, split.outputs[0]))
    sides = maths("POWER", maths("MULTIPLY", u, 4.0), 1.6)
    up = maths("POWER", maths("SUBTRACT", 1.0, split.outputs[1]), 1.2)
    start = maths("MULTIPLY", split.outputs[1], 9.0)
    cloud = maths("MULTIPLY", _noise(tree, 2.2, 4, (1, 1, 0.6)), 1.3)
    alpha = maths("MULTIPLY", maths("MULTIPLY", maths("MULTIPLY", sides, up), start), maths("MULTIPLY", cloud, strength))
    tree.links.new(alpha, shader.inputs["Alpha"])
    shader.inputs["Base Color"].default_value = (1, 1, 1, 1)
    shader.inputs["Emission Color"].default_value = (1, 1, 1, 1)
    shader.inputs["Emission Strength"].default_value = 0.5
    shader.inputs["Roughness"].default_value = 1.0
    return material
