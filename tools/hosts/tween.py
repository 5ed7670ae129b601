"""How pixels of a gesture's in-between pictures are found in the rendered frames around them. Geometry only, nothing is rendered.

    python tween.py KEY WORKDIR OUTDIR [GESTURE ..]

The arm is posed at every in-between phase and a ray is cast for every pixel of the box in which anything moves from one rendered frame to
the next: the point of cloth or skin that it shows is looked up in both, and whether it can be seen there. tween_<gesture>_<j>.npz (j of
STEPS): `box`, `a`, `b` the numbers of the frames (0 is rest), `to_a`, `to_b` (h, w, 2) displacement in pixels, `see_a`, `see_b` (h, w) 0 hidden, 1 seen, `what` (h, w): number of the
surface, FREE beside the figure, `edge` (h, w) where one surface or limb ends before another."""
import sys
from pathlib import Path
import bpy
import cv2
import numpy as np
import spec as specs
from pack import FREE, STEPS, rendered
from stage import H, W, Stage

EDGE = 5                          # pixels by which a surface reaches over its outline, for the soft edge
DEPTH = .010                      # m: nearer than this to what is seen there counts as seen
BESIDE = np.ones((5, 5))           # how near to an outline a frame is not looked up
AROUND = 16                       # pixels beside what moves
STILL = .5                        # pixels that what stands still may seem to move


class Posed:
    """Where every vertex is at one phase, and what the rays through a box meet."""

    def __init__(s, st):
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

    def look(s, st, box):
        """Casts the rays; the figure must be in this pose"""
        dg = bpy.context.evaluated_depsgraph_get()
        x, y, w, h = box
        org = st.cam.matrix_world.translation
        tr, _, bl, tl = (st.cam.matrix_world @ v for v in st.cam.data.view_frame(scene=st.sc))
        right, down = (tr - tl) / W, (bl - tl) / H
        names = sorted(s.verts)
        s.names = names
        index = {k: i for i, k in enumerate(names)}
        s.shape = h, w
        s.what = np.full(s.shape, -1, np.int16)
        s.face = np.zeros(s.shape, np.int32)
        s.point = np.zeros((*s.shape, 3), np.float32)
        cast = st.sc.ray_cast
        for j in range(s.shape[0]):
            row = tl + down * (y + j + .5)
            for i in range(s.shape[1]):
                p = row + right * (x + i + .5)
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
    cx, cy = np.meshgrid(box[0] + np.arange(w) + .5, box[1] + np.arange(h) + .5)
    nearest, farthest = cv2.erode(frame.depth, BESIDE), cv2.dilate(frame.depth, BESIDE)
    for k, name in enumerate(at.names):
        m = at.what == k
        if not m.any():
            continue
        corners = at.polys[name][at.face[m]]
        share = weights(at.verts[name][corners], at.point[m])
        p, d = eye.pixels((frame.verts[name][corners] * share[..., None]).sum(1))
        move[m] = p - np.stack([cx[m], cy[m]], 1)
        i, j = (p[:, 0] - box[0]).astype(int), (p[:, 1] - box[1]).astype(int)
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


def edges(at):
    """Where a surface ends, or one of its parts before another: depth jumps or the surface changes from a pixel to the next"""
    near, far = (f(at.depth, np.ones((3, 3))) for f in (cv2.erode, cv2.dilate))
    low, high = (f(at.what, np.ones((3, 3))) for f in (cv2.erode, cv2.dilate))
    return (far - near > DEPTH) | (low != high)


def stirred(eye, phases, box):
    """The part of a box in which anything moves through the phases"""
    low, high = [], []
    for name in phases[0].verts:
        at = np.stack([eye.pixels(p.verts[name])[0] for p in phases])
        moved = at[:, np.abs(at - at[0]).max((0, 2)) > STILL].reshape(-1, 2)
        if len(moved):
            low.append(moved.min(0))
            high.append(moved.max(0))
    x, y, w, h = box
    (x0, y0), (x1, y1) = np.min(low, 0) - AROUND, np.max(high, 0) + AROUND
    x0, y0, x1, y1 = max(x, int(x0)), max(y, int(y0)), min(x + w, int(x1)), min(y + h, int(y1))
    return [x0, y0, x1 - x0, y1 - y0]


def put(path, eye, at, ends, box):
    """Writes how the picture `at` is found in the frames at both ends"""
    data = {'box': box, 'what': np.where(at.what < 0, FREE, at.what).astype(np.uint8), 'edge': edges(at)}
    for end, (number, frame) in ends.items():
        move, seen = looked_up(eye, at, frame, box)
        over_the_edge(at, frame, move, seen)
        data |= {end: number, f'to_{end}': move.astype(np.float16), f'see_{end}': seen.astype(np.uint8)}
    np.savez_compressed(path, **data)
    print(path.stem, *(number for number, _ in ends.values()), flush=True)


def fits(path, a, b):
    """Whether a file is there and was made between these frames"""
    if not path.exists():
        return False
    with np.load(path) as d:
        return (int(d['a']), int(d['b'])) == (a, b)


def make(key, work, out, *only):
    spec, work = specs.load(key), Path(work) / key
    st = None
    for name in only or spec['gesture']:
        there = [0, *rendered(work, Path(out) / key, name)]
        path = lambda j: work / f'tween_{name}_{j}.npz'
        gaps = [(a, b, [j for j in range(a + 1, b) if not fits(path(j), a, b)]) for a, b in zip(there, there[1:])]
        if there[-1] != STEPS or not any(inside for *_, inside in gaps):
            continue
        st = st or Stage(spec, 1, hair=False, quick=True)
        eye = Eye(st)

        def posed(number):
            st.host.gesture(name, number / STEPS)
            return Posed(st)
        for a, b, inside in gaps:
            if not inside:
                continue
            box = stirred(eye, [posed(j) for j in (a, (a + b) / 2, b)], spec['gesture'][name]['box'])
            frames = {}
            for j in (a, b, *inside):
                frames[j] = posed(j)
                frames[j].look(st, box)
            for j in inside:
                put(path(j), eye, frames[j], {'a': (a, frames[a]), 'b': (b, frames[b])}, box)


if __name__ == '__main__':
    make(*sys.argv[1:])
