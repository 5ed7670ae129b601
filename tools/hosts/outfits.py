"""Outfits: which faces of which MakeHuman garment, with which fabric."""
import numpy as np
import bpy
from mathutils import Vector
from mathutils.bvhtree import BVHTree
import mats, mhlib as mh


def tex(c, kind):
    import os
    return os.path.join(c.dir, os.path.basename(c.dir) + f'_{kind}.png')


def texmean(path, c, faces_uv):
    """linear mean of a texture over the given faces"""
    im = bpy.data.images.load(path, check_existing=True)
    w, h = im.size
    a = np.array(im.pixels[:], np.float32).reshape(h, w, -1)[..., :3]
    uv = np.array([c.vt[t].mean(0) for t in faces_uv])
    x, y = (uv[:, 0] * w).astype(int).clip(0, w - 1), (uv[:, 1] * h).astype(int).clip(0, h - 1)
    px = a[y, x]
    px = np.where(px <= .04045, px / 12.92, ((px + .055) / 1.055) ** 2.4)
    return float((px @ np.array([.2126, .7152, .0722])).mean())


def by_uv(c, test):
    """faces whose UV island's box passes test(u0, v0, u1, v1); returned as a set of vertex tuples"""
    isl, bb = mh.uv_islands(c)
    ok = {k for k in range(len(bb)) if test(*bb[k])}
    return {tuple(f) for k, (_, f, _) in zip(isl, c.faces) if k in ok}


def hide(s, clo, also=lambda x, y: True):
    v = s.v0
    s.delete |= {i for i in clo.delete if also(abs(v[i, 0]), v[i, 1])}


def man_shirt(s, host_tailor, top, trousers):
    c = mh.clo('clothes', 'male_casualsuit01')
    shirt = by_uv(c, lambda a, b, d, e: (d < .36 and e < .70) or a > .70 and e < .82)
    ts = [t for _, f, t in c.faces if tuple(f) in shirt]
    m = mats.fabric('shirt', top, tex(c, 'diffuse'), texmean(tex(c, 'diffuse'), c, ts), contrast=.9, normal=tex(c, 'normal'), nstr=1.2, fold=.25, weave=(2200, .12), rough=.72, sheen=.1)
    s.jacket = s.add('shirt', c, m, lambda f, t: tuple(f) in shirt, subdiv=1, solid=.0015, mush=18, shape=host_tailor)
    s.add('trousers', c, mats.fabric('trousers', trousers), lambda f, t: tuple(f) not in shirt, subdiv=1, mush=4)
    hide(s, c)


def woman_blouse(s, host_tailor, top, skirt):
    """the striped MakeHuman blouse as plain silk"""
    c = mh.clo('clothes', 'female_elegantsuit01')
    isl = c.islands()
    n = np.bincount(isl)
    bl = n.argmax()
    m = mats.fabric('blouse', top, normal=tex(c, 'normal'), nstr=1., fold=.45, weave=(2500, .06), rough=.48, spec=.4, sheen=.1)
    s.jacket = s.add('blouse', c, m, lambda f, t: isl[f[0]] == bl, subdiv=2, solid=.0015, mush=15, shape=host_tailor)
    s.add('skirt', c, mats.fabric('skirt', skirt, weave=(1500, .2)), lambda f, t: isl[f[0]] != bl, subdiv=1, mush=4)
    hide(s, c)


def suit_parts(c):
    """the suit's shirt and tie, and its trousers, by their places in the texture"""
    shirt = by_uv(c, lambda a, b, d, e: (.33 < a < .37 and e > .97 and d < .51) or (d - a < .05 and e - b < .12 and ((.30 < a < .40 and b > .5) or (a > .88 and b > .5))))
    trousers = by_uv(c, lambda a, b, d, e: e < .53 and d < .745)
    return shirt, trousers


def inner(s, clo, mat, test, margin=2, low=4):
    """top under a jacket: what shows in the opening and `margin` rings more (`low` more at the bottom), kept behind the lapels"""
    P = clo.fit(s.v0)
    J = BVHTree.FromPolygons([tuple(x) for x in s.jacket.P0], s.jacket.faces)
    seen = lambda x: J.ray_cast(Vector(x), Vector((0, 0, 1)), 1.5)[0] is None
    show = np.array([seen(x) and seen(x - np.array([0, 0, .35])) for x in P])        # a point just outside the jacket counts as covered
    F = [f for _, f, _ in clo.faces if test(f)]
    vis = np.zeros(len(P), bool)
    vis[[i for f in F for i in f if show[i] and abs(P[i, 0]) < .95 and (P[i, 2] > .2 or P[i, 1] > s.nk - .9)]] = True
    for k in range(margin + low):
        grown = vis.copy()
        for f in F:
            if vis[f].any() and (k < margin or P[f, 1].max() < s.nk - 1.9):
                grown[f] = True
        vis = grown

    def tuck(v, Q):                               # what goes under the lapels stays 0.1 dm behind their outside
        Q = Q.copy()
        for i in np.where(Q[:, 1] < s.nk - 1.05)[0]:
            hit = J.ray_cast(Vector((Q[i, 0], Q[i, 1], 6)), Vector((0, 0, -1)))[0]
            if hit is not None and hit[2] > 0:
                Q[i, 2] = min(Q[i, 2], hit[2] - .11)
        return Q
    s.add('tee', clo, mat, lambda f, t: test(f) and vis[f].all(), subdiv=2, solid=.0015, mush=0, shape=tuck)


def blazer(s, host_tailor, jacket, top, trousers, wide, mush):
    """the MakeHuman suit's jacket over a plain round-necked top (shirt and tie left out); wide: half the top's width, dm"""
    c = mh.clo('clothes', 'male_elegantsuit01')
    shirt, legs = suit_parts(c)
    is_jacket = lambda f: tuple(f) not in shirt and tuple(f) not in legs
    jk = [t for _, f, t in c.faces if is_jacket(f)]
    m = mats.fabric('blazer', jacket, tex(c, 'diffuse'), texmean(tex(c, 'diffuse'), c, jk), contrast=1.25, fold=.80, weave=(1500, .28), rough=.78, sheen=.25)
    s.jacket = s.add('blazer', c, m, lambda f, t: is_jacket(f), subdiv=1, solid=.0022, mush=mush, shape=host_tailor)
    s.add('trousers', c, mats.fabric('trousers', trousers), lambda f, t: tuple(f) in legs, subdiv=1, mush=4)
    tee = mh.clo('clothes', 'female_casualsuit01')      # the closest-fitting one
    P = tee.fit(s.v0)
    inner(s, tee, mats.fabric('tee', top, weave=(2200, .15), rough=.72, sheen=.15), lambda f: P[f, 1].mean() > s.nk - 4.2 and np.abs(P[f, 0]).mean() < wide)
    hide(s, tee)
    hide(s, c, lambda x, y: x > wide + .1 or y < s.nk - 1.6)


def woman_blazer(s, host_tailor, **colors):
    blazer(s, host_tailor, **colors, wide=1.45, mush=40)


def man_blazer(s, host_tailor, **colors):
    blazer(s, host_tailor, **colors, wide=1.55, mush=25)
