"""Small bpy helpers: objects, node building, materials' building blocks, lights, camera, render."""
import math, os, time
import bpy
import numpy as np
from mathutils import Vector
import mhlib as mh


def B(p):
    """base-mesh space (dm, y up) -> Blender (m, z up, the figure looks along -Y)"""
    p = np.asarray(p, float)
    return np.stack([p[..., 0], -p[..., 2], p[..., 1]], -1) * .1


def reset(threads=2, look='AgX - High Contrast', transparent=True):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    sc = bpy.context.scene
    sc.render.engine = 'CYCLES'
    c = sc.cycles
    c.device = 'CPU'
    c.use_denoising = True
    c.denoiser = 'OPENIMAGEDENOISE'
    c.denoising_prefilter = 'ACCURATE'
    c.use_adaptive_sampling = True
    c.adaptive_threshold = .015
    c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces = 8, 3, 3, 6
    c.transparent_max_bounces = 24
    c.sample_clamp_indirect = 4
    r = sc.render
    r.threads_mode, r.threads = 'FIXED', threads
    r.film_transparent = transparent
    r.image_settings.file_format, r.image_settings.color_mode = 'PNG', 'RGBA'
    r.use_persistent_data = True
    sc.view_settings.view_transform = 'AgX'
    sc.view_settings.look = look
    return sc


def mesh_obj(name, verts, faces, uv=None, mat=None, subdiv=0):
    me = bpy.data.meshes.new(name)
    me.from_pydata([tuple(x) for x in verts], [], faces)
    if uv is not None:
        me.uv_layers.new(name='UV').data.foreach_set('uv', np.asarray(uv, np.float32).ravel())
    me.polygons.foreach_set('use_smooth', np.ones(len(faces), bool))
    me.update()
    ob = bpy.data.objects.new(name, me)
    bpy.context.scene.collection.objects.link(ob)
    if mat:
        me.materials.append(mat)
    if subdiv:
        m = ob.modifiers.new('s', 'SUBSURF')
        m.levels = m.render_levels = subdiv
    return ob


def vattr(ob, name, v):
    a = ob.data.attributes.new(name, 'FLOAT_VECTOR', 'POINT')
    a.data.foreach_set('vector', np.asarray(v, np.float32).ravel())


def set_verts(ob, P):
    ob.data.vertices.foreach_set('co', B(P).astype(np.float32).ravel())
    ob.data.update()


def sub_faces(faces, vt, keep):
    """faces [(g,v,t)] filtered -> used base indices, re-indexed faces, uv per corner"""
    sel = [(f, t) for g, f, t in faces if keep(g, f, t)]
    used = sorted({i for f, _ in sel for i in f})
    rm = {i: k for k, i in enumerate(used)}
    return np.array(used, int), [[rm[i] for i in f] for f, _ in sel], [vt[i] for _, t in sel for i in t]


class N:
    """tiny node-tree helper"""

    def __init__(s, mat):
        s.m = mat
        mat.use_nodes = True
        s.t = mat.node_tree
        s.t.nodes.clear()
        s.out = s.t.nodes.new('ShaderNodeOutputMaterial')

    def n(s, typ, **kw):
        x = s.t.nodes.new(typ)
        for k, v in kw.items():
            if hasattr(x, k) and k not in x.inputs:
                setattr(x, k, v)
            else:
                s.set(x, k.replace('__', ' '), v)
        return x

    def set(s, x, k, v):
        if isinstance(v, bpy.types.NodeSocket):
            s.t.links.new(v, x.inputs[k])
        else:
            x.inputs[k].default_value = v

    def link(s, a, b):
        s.t.links.new(a, b)

    def math(s, op, a, b=None, clamp=False):
        x = s.t.nodes.new('ShaderNodeMath')
        x.operation, x.use_clamp = op, clamp
        for i, q in enumerate((a, b)):
            if q is None:
                continue
            if isinstance(q, bpy.types.NodeSocket):
                s.link(q, x.inputs[i])
            else:
                x.inputs[i].default_value = q
        return x.outputs[0]

    def ramp(s, x, stops):
        r = s.n('ShaderNodeValToRGB')
        s.link(x, r.inputs[0])
        e = r.color_ramp.elements
        while len(e) < len(stops):
            e.new(.5)
        for q, (pos, c) in zip(e, stops):
            q.position = pos
            c = (c,) * 3 if np.isscalar(c) else tuple(c)
            q.color = c if len(c) == 4 else c + (1,)
        return r.outputs[0]

    def mix(s, f, a, b, mode='MIX'):
        x = s.t.nodes.new('ShaderNodeMix')
        x.data_type, x.blend_type = 'RGBA', mode
        for i, q in ((0, f), (6, a), (7, b)):
            if isinstance(q, bpy.types.NodeSocket):
                s.link(q, x.inputs[i])
            elif i == 0:
                x.inputs[0].default_value = q
            else:
                x.inputs[i].default_value = (tuple(q) + (1,))[:4]
        return x.outputs[2]

    def attr(s, name):
        return s.n('ShaderNodeAttribute', attribute_name=name)

    def tex(s, path, cs='sRGB', interp='Cubic'):
        i = bpy.data.images.load(path, check_existing=True)
        i.colorspace_settings.name = cs
        return s.n('ShaderNodeTexImage', image=i, interpolation=interp)


def srgb(h):
    if not isinstance(h, str):
        return tuple(h) + (1,) * (4 - len(h))
    h = h.lstrip('#')
    c = [int(h[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    return tuple(x / 12.92 if x <= .04045 else ((x + .055) / 1.055) ** 2.4 for x in c) + (1,)


def curves(name, pts, radius, mat):
    """pts (S,P,3) Blender space -> hair-curves object"""
    S, P, _ = pts.shape
    cu = bpy.data.hair_curves.new(name)
    cu.add_curves([P] * S)
    cu.attributes['position'].data.foreach_set('vector', pts.astype(np.float32).ravel())
    r = np.broadcast_to(np.asarray(radius, np.float32), (S, P))
    at = cu.attributes.get('radius') or cu.attributes.new('radius', 'FLOAT', 'POINT')
    at.data.foreach_set('value', np.ascontiguousarray(r).ravel())
    cu.materials.append(mat)
    ob = bpy.data.objects.new(name, cu)
    bpy.context.scene.collection.objects.link(ob)
    return ob


def area(name, loc, target, size, power, color=(1, 1, 1), sy=None):
    l = bpy.data.lights.new(name, 'AREA')
    l.energy, l.color, l.size = power, color, size
    if sy:
        l.shape, l.size_y = 'RECTANGLE', sy
    o = bpy.data.objects.new(name, l)
    o.location = loc
    o.rotation_euler = (Vector(target) - Vector(loc)).to_track_quat('-Z', 'Y').to_euler()
    bpy.context.scene.collection.objects.link(o)
    return o


def camera(target, dist, height, w, h, elev=0, yaw=0):
    """vertical field = height metres at the target; elev = camera height above the target; yaw in degrees"""
    c = bpy.data.cameras.new('cam')
    c.sensor_fit, c.sensor_height, c.lens = 'VERTICAL', 36, 36 * dist / height
    o = bpy.data.objects.new('cam', c)
    t, a = Vector(target), math.radians(yaw)
    o.location = t + Vector((dist * math.sin(a), -dist * math.cos(a), elev))
    o.rotation_euler = (t - o.location).to_track_quat('-Z', 'Y').to_euler()
    sc = bpy.context.scene
    sc.collection.objects.link(o)
    sc.camera = o
    sc.render.resolution_x, sc.render.resolution_y, sc.render.resolution_percentage = w, h, 100
    return o


def world(strength=.4, hdri='studio'):
    w = bpy.data.worlds.new('w')
    bpy.context.scene.world = w
    w.use_nodes = True
    t = w.node_tree
    t.nodes.clear()
    o, b, e = (t.nodes.new('ShaderNode' + k) for k in ('OutputWorld', 'Background', 'TexEnvironment'))
    e.image = bpy.data.images.load(os.path.join(bpy.utils.resource_path('LOCAL'), 'datafiles/studiolights/world/', hdri + '.exr'))
    b.inputs[1].default_value = strength
    t.links.new(e.outputs[0], b.inputs[0])
    t.links.new(b.outputs[0], o.inputs[0])


def lights(ez, key=34, fill=9, rim=3.5, low=4, hair=24):
    """soft three-point light: large key (viewer's left, above), large weak fill, two rims, low bounce"""
    world(.19)
    t = (0, -.05, ez - .08)
    area('key', (-.80, -1.45, ez + .62), t, .95, key, (1, .965, .925))
    area('fill', (1.35, -1.30, ez + .02), t, 1.6, fill, (.95, .975, 1))
    area('rimL', (-.95, .85, ez + .45), t, .6, rim)
    area('rimR', (.95, .85, ez + .55), t, .6, rim)
    area('hair', (-.15, -.55, ez + 1.15), (0, .05, ez + .1), .7, hair, (1, .97, .93))
    area('low', (0, -1.2, ez - .75), t, .9, low, (1, .95, .92))


def render(path, border=None, samples=None):
    sc = bpy.context.scene
    r = sc.render
    if samples:
        sc.cycles.samples = samples
    if border:
        r.use_border = r.use_crop_to_border = True
        r.border_min_x, r.border_max_x, r.border_min_y, r.border_max_y = border
    else:
        r.use_border = r.use_crop_to_border = False
    r.filepath = os.path.abspath(path)
    t = time.time()
    bpy.ops.render.render(write_still=True)
    return time.time() - t
