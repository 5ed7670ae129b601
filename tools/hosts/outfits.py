"""Outfits: which faces of which MakeHuman garment, with which fabric."""
import numpy as np
import bpy
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
