"""How pixels of a gesture's in-between pictures are found in the rendered frames around them. Geometry only, nothing is rendered.

    python tween.py KEY WORKDIR

The arm is posed at every in-between phase and rays are cast: the point of cloth or skin that a pixel shows is looked up in the two
rendered frames beside it, and whether it can be seen there. tween_<gesture>_<j>.npz (j of STEPS): `a`, `b` the frames (of GESTURE_FRAMES,
0 is rest), `to_a`, `to_b` (h/2, w/2, 2) displacement in pixels, `see_a`, `see_b` (h/2, w/2) 0 hidden, 1 seen, `what` (h/2, w/2): number of
the surface, FREE beside the figure."""
import sys
from pathlib import Path
import bpy
import cv2
import numpy as np
import spec as specs
from pack import FREE, GESTURE_FRAMES, GRID, STEPS
from stage import H, W, Stage

EDGE = 3                          # cells by which a surface reaches over its outline, for the soft edge
DEPTH = .010                      # m: nearer than this to what is seen there counts as seen
STILL = .5                        # pixels that what stands still may seem to move


class Posed:
    """What the rays through a box meet at one phase, and where every vertex is."""

    def __init__(s, st, box):
        bpy.context.view_layer.update()
        dg = bpy.context.evaluated_depsgraph_get()
        s.verts, s.polys = {}, {}
        for ob in bpy.context.scene.objects:
            if ob.type != 'MESH':
                continue
            ev = ob.evaluated_get(dg)
            me = ev.to_mesh()
            co = np.empty(len(me.vertices) * 3, np.float32)
            me.vertices.foreach_get('co', co)
            M = np.array(ob.matrix_world)
            s.verts[ob.name] = co.reshape(-1, 3) @ M[:3, :3].T + M[:3, 3]
            n = np.empty(len(me.polygons), np.int32)
            me.polygons.foreach_get('loop_start', n)
            loops = np.empty(len(me.loops), np.int32)
            me.loops.foreach_get('vertex_index', loops)
            ends = np.append(n[1:], len(loops))
            s.polys[ob.name] = np.stack([loops[np.minimum(n + k, ends - 1)] for k in range(4)], 1)
            ev.to_mesh_clear()
        x, y, w, h = box
        org = st.cam.matrix_world.translation
        tr, _, bl, tl = (st.cam.matrix_world @ v for v in st.cam.data.view_frame(scene=st.sc))
        right, down = (tr - tl) / W, (bl - tl) / H
        names = sorted(s.verts)
        s.names = names
        index = {k: i for i, k in enumerate(names)}
        s.shape = h // GRID, w // GRID
        s.what = np.full(s.shape, -1, np.int16)
        s.face = np.zeros(s.shape, np.int32)
        s.point = np.zeros((*s.shape, 3), np.float32)
        cast = st.sc.ray_cast
        for j in range(s.shape[0]):
            row = tl + down * (y + (j + .5) * GRID)
            for i in range(s.shape[1]):
                p = row + right * (x + (i + .5) * GRID)
                ok, loc, _, face, ob, _ = cast(dg, org, (p - org).normalized())
                if ok and ob.name in index:
                    s.what[j, i], s.face[j, i], s.point[j, i] = index[ob.name], face, loc
        s.depth = np.where(s.what >= 0, np.linalg.norm(s.point - np.array(org, np.float32), axis=2), 9.).astype(np.float32)


def weights(P, q):
    """shares of a polygon's corners (n,4,3) at points q (n,3)"""
    def bary(a, b, c):
        u, v, d = b - a, c - a, q - a
        uu, uv, vv, du, dv = (np.einsum('ni,ni->n', s, t) for s, t in ((u, u), (u, v), (v, v), (d, u), (d, v)))
        k = uu * vv - uv * uv
        k = np.where(np.abs(k) < 1e-18, 1e-18, k)
        y, z = (vv * du - uv * dv) / k, (uu * dv - uv * du) / k
        return np.stack([1 - y - z, y, z], 1)
    one, two = bary(P[:, 0], P[:, 1], P[:, 2]), bary(P[:, 0], P[:, 2], P[:, 3])
    first = (one.min(1) >= two.min(1))[:, None]
    zero = np.zeros(len(q))
    return np.where(first, np.stack([one[:, 0], one[:, 1], one[:, 2], zero], 1), np.stack([two[:, 0], zero, two[:, 1], two[:, 2]], 1)).clip(-.2, 1.2)


class Eye:
    def __init__(s, st):
        s.M = np.array(st.cam.matrix_world)
        s.f = st.cam.data.lens / st.cam.data.sensor_height * H

    def pixels(s, p):
        q = (p - s.M[:3, 3]) @ s.M[:3, :3]
        return np.stack([W / 2 - q[..., 0] / q[..., 2] * s.f, H / 2 + q[..., 1] / q[..., 2] * s.f], -1), np.linalg.norm(p - s.M[:3, 3], axis=-1)


def looked_up(eye, at, frame, box):
    """-> displacement of every pixel of `at` to where its point is in `frame`, and whether it is seen there"""
    h, w = at.shape
    move, seen = np.zeros((h, w, 2), np.float32), np.zeros((h, w), np.float32)
    cx, cy = np.meshgrid(box[0] + (np.arange(w) + .5) * GRID, box[1] + (np.arange(h) + .5) * GRID)
    nearest, farthest = cv2.erode(frame.depth, np.ones((3, 3))), cv2.dilate(frame.depth, np.ones((3, 3)))
    for k, name in enumerate(at.names):
        m = at.what == k
        if not m.any():
            continue
        corners = at.polys[name][at.face[m]]
        share = weights(at.verts[name][corners], at.point[m])
        p, d = eye.pixels((frame.verts[name][corners] * share[..., None]).sum(1))
        move[m] = p - np.stack([cx[m], cy[m]], 1)
        i, j = ((p[:, 0] - box[0]) / GRID).astype(int), ((p[:, 1] - box[1]) / GRID).astype(int)
        inside = (i >= 0) & (j >= 0) & (i < w) & (j < h)
        i, j = i.clip(0, w - 1), j.clip(0, h - 1)
        still = np.linalg.norm(move[m], axis=1) < STILL
        # not beside an outline there, which may be another one here; what stands still keeps its own
        alone = (nearest[j, i] > d - 2 * DEPTH) & ((farthest[j, i] < d + 2 * DEPTH) | still)
        seen[m] = inside & (np.abs(d - frame.depth[j, i]) < DEPTH) & alone
    return move, seen


def over_the_edge(at, frame, move, seen):
    """Beside the figure all stays where it is: hair and soft outlines are taken over from where there is the same outline; a moving one
    has nothing beside it."""
    out = (at.what < 0).astype(np.uint8)
    dist, label = cv2.distanceTransformWithLabels(out, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    source = np.zeros(label.max() + 1, int)
    source[label[out == 0]] = np.flatnonzero(out == 0)
    moving = (np.linalg.norm(move, axis=2) > STILL).ravel()[source[label]]
    taken = cv2.dilate((frame.what >= 0).astype(np.uint8), np.ones((2 * EDGE - 1,) * 2)) > 0
    free = out > 0
    near = free & (dist <= EDGE)
    seen[free] = ~taken[free]
    seen[near] = (frame.what < 0)[near] & ~moving[near]


def make(key, work):
    spec, work = specs.load(key), Path(work) / key
    st = None
    for name, g in spec['gesture'].items():
        rendered = [0] + sorted(int(p.stem.rsplit('_', 1)[1]) for p in work.glob(f'gesture_{name}_[0-9].png'))
        if rendered[-1] != GESTURE_FRAMES:
            continue
        box = [v // GRID * GRID for v in g['box']]
        per = STEPS // GESTURE_FRAMES
        todo = [j for j in range(1, STEPS) if j % per or j // per not in rendered]
        if all((work / f'tween_{name}_{j}.npz').exists() for j in todo):
            continue
        st = st or Stage(spec, 1, hair=False, quick=True)
        eye = Eye(st)

        def posed(t):
            st.host.gesture(name, t)
            return Posed(st, box)
        frames = {}
        for j in todo:
            path = work / f'tween_{name}_{j}.npz'
            if path.exists():
                continue
            a, b = max(i for i in rendered if i * per < j), min(i for i in rendered if i * per > j)
            frames = {i: frames[i] if i in frames else posed(i / GESTURE_FRAMES) for i in (a, b)}
            at = posed(j / STEPS)
            data = {'a': a, 'b': b, 'what': np.where(at.what < 0, FREE, at.what).astype(np.uint8)}
            for end, i in (('a', a), ('b', b)):
                move, seen = looked_up(eye, at, frames[i], box)
                over_the_edge(at, frames[i], move, seen)
                data |= {f'to_{end}': move.astype(np.float16), f'see_{end}': seen.astype(np.uint8)}
            np.savez_compressed(path, **data)
            print(path.name, a, b, flush=True)


if __name__ == '__main__':
    make(*sys.argv[1:3])
