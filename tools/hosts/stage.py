"""A host in front of its camera: the boxes of a pack, renders by box, the position map."""
import time
import bpy
import numpy as np
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector
import mhlib as mh
from host import Host
from scene import B, camera, lights, render, reset

W, H = 720, 1280
DIST = 2.6                                        # metres from the camera to the figure
EYE_AT = .22                                      # eyes: this part of the frame's height below its top


class Stage:
    def __init__(s, spec, threads=2, hair=True, quick=False):
        s.spec = spec
        s.sc = reset(threads)
        if quick:
            s.sc.cycles.max_bounces, s.sc.cycles.adaptive_threshold = 5, .05
        t = time.time()
        s.host = Host(spec, hair=hair, quick=quick)
        cam, ez = spec['camera'], B(s.host.eye)[2]
        s.drop = (.5 - EYE_AT) * cam['height']
        s.cam = camera((cam['shift'], 0, ez - s.drop), DIST, cam['height'], W, H, elev=s.drop)
        lights(ez, hair=spec['hair']['light'])
        bpy.context.view_layer.update()
        s.boxes = s.make_boxes()
        print('set-up', round(time.time() - t, 1), flush=True)

    # ---------------- pixels
    def px(s, p):
        """Blender point -> pixel"""
        q = world_to_camera_view(s.sc, s.cam, Vector(p))
        return np.array([q.x * W, (1 - q.y) * H])

    def head_joint(s, name):
        M = s.host.M[mh.wmat()[0].index('head')]
        return M[:3, :3] @ mh.bone(s.host.v0, name) + M[:3, 3]

    def make_boxes(s):
        """[x, y, w, h] of mouth, eyes, head (the part rendered with more samples) and face, in the posed head's place"""
        m = s.px(B((s.head_joint('eye.L') + s.head_joint('eye.R')) / 2))
        k = np.linalg.norm(s.px(B(s.head_joint('eye.L'))) - s.px(B(s.head_joint('eye.R')))) / 2      # half the eyes' distance

        def box(x0, y0, x1, y1):
            x, y = int(m[0] + x0 * k), int(m[1] + y0 * k)
            w, h = int((x1 - x0) * k) // 4 * 4, int((y1 - y0) * k) // 4 * 4
            return [max(0, x), max(0, y), w, h]
        return {'mouth': box(-2.25, .80, 2.25, 4.75), 'eyes': box(-2.6, -1.5, 2.6, 1.75), 'head': box(-5., -5.6, 5., 6.), 'face': box(-3.2, -2.6, 3.2, 5.)}

    def render(s, path, spp, box=None, scale=1.):
        s.sc.render.resolution_percentage = int(round(scale * 100))
        if box is None:
            return render(path, None, spp)
        x, y, w, h = box
        e = 1e-4
        return render(path, ((x + e) / W, (x + w + e) / W, 1 - (y + h - e) / H, 1 - (y - e) / H), spp)

    # ---------------- for the player's 2.5D warp
    def position_map(s, step=4):
        """(H/step, W/step, 3) world position of what each pixel block shows, NaN where there is nothing"""
        dg = bpy.context.evaluated_depsgraph_get()
        org = s.cam.matrix_world.translation
        tr, br, bl, tl = (s.cam.matrix_world @ v for v in s.cam.data.view_frame(scene=s.sc))
        gx, gy = W // step, H // step
        pos = np.full((gy, gx, 3), np.nan, np.float32)
        for j in range(gy):
            for i in range(gx):
                p = tl + (tr - tl) * ((i + .5) / gx) + (bl - tl) * ((j + .5) / gy)
                ok, loc, *_ = s.sc.ray_cast(dg, org, (p - org).normalized())
                if ok:
                    pos[j, i] = loc
        return pos

    def camera_data(s):
        return {'lens': s.cam.data.lens, 'sensor_height': s.cam.data.sensor_height, 'matrix': [list(r) for r in s.cam.matrix_world],
                'distance': DIST, 'focal_px': s.cam.data.lens / s.cam.data.sensor_height * H}

    def joints(s):
        """posed world positions, metres"""
        names, h = mh.wmat()[0], s.host

        def at(bone_, joint):
            M = h.M[names.index(bone_)]
            return B(M[:3, :3] @ mh.bone(h.v0, joint) + M[:3, 3]).tolist()
        return {'head': at('head', 'head'), 'neck01': at('neck01', 'neck01'), 'neck02': at('neck02', 'neck02'), 'spine01': at('spine01', 'spine01'),
                'eye.L': at('head', 'eye.L'), 'eye.R': at('head', 'eye.R')}
