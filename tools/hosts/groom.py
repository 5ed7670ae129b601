"""Hair dos: strands along / over the MakeHuman hair meshes."""
import os, glob
import numpy as np
from scipy.spatial import cKDTree
import hairs as H, mats, mhlib as mh
from scene import *


def _tex(c):
    return sorted(glob.glob(c.dir + '/*.png'))[0]


def smooth(a, b, x):
    t = np.clip((x - a) / (b - a), 0, 1)
    return t * t * (3 - 2 * t)


def split_arcs(P, sts, part):
    """strips that run over the head from tip to tip -> two halves, each ending (root) at the parting x = part(z)"""
    out = []
    for a, b in sts:
        x = P[a, 0] - part(P[a, 2])
        k = np.where((x[:-1] > 0) != (x[1:] > 0))[0]
        k = [i for i in k if P[a[i], 1] > P[:, 1].max() - 1.2]
        if len(a) > 60 and k:
            i = k[0]
            out += [(a[:i + 3], b[:i + 3]), (a[::-1][:len(a) - i + 1], b[::-1][:len(a) - i + 1])]
    return out


class Scalp:
    """signed distance to the head, from a dense point cloud"""

    def __init__(s, v, nk, rng, ey):
        fs = [f for g, f, _ in mh.base()[2] if g == 'body' and v[f].mean(0)[1] > nk + .3 and abs(v[f].mean(0)[0]) < 1.2]
        s.faces = fs
        s.pts, s.n = H.surface_points(v, fs, 30000, rng)
        # without the ears: hair must not be lifted by them
        ear = (np.abs(s.pts[:, 0]) > .70) & (s.pts[:, 1] < ey + .22) & (s.pts[:, 1] > ey - .75) & (s.pts[:, 2] > -.3) & (s.pts[:, 2] < .6)
        s.pts, s.n = s.pts[~ear], s.n[~ear]
        s.t = cKDTree(s.pts)

    def sd(s, p):
        d, i = s.t.query(p, k=3)
        w = 1 / (d + .01)
        w /= w.sum(-1, keepdims=True)
        n = (s.n[i] * w[..., None]).sum(-2)
        n /= np.linalg.norm(n, axis=-1, keepdims=True) + 1e-9
        return (((p[..., None, :] - s.pts[i]) * s.n[i]).sum(-1) * w).sum(-1), n


def hairline_f(s):
    """height of the hairline as a function of z (front: forehead, then temple, ear, nape)"""
    ey = s.eye[1]
    low = s.S['hair'].get('low', 0.)                 # dm that the hairline comes down on the forehead
    return lambda P: np.interp(P[:, 2], [-.9, -.5, -.1, .1, .25, .45, .62, .8, 1.0, 1.3], np.array([-.42, -.40, -.25, -.05, .10, .12, .22, .40 - low / 2, .54 - low, .60 - low]) + ey)


def long_hair(s, quick, n=30000):
    """long01: parted, falling behind the shoulders. Strands follow the mesh's quad strips from the parting down; an undercoat and
    baby hair grow from the scalp (soft hairline, filled parting); the hanging part of the mesh stays below as a dark base."""
    rng = s.rng
    if quick:
        n = 12000
    G = s.S['hair']
    c = mh.clo('hair', 'long01')
    P = c.fit(s.v0)
    P[:, 0] *= 1 - (1 - G['width']) * smooth(s.eye[1] + .3, s.eye[1] - .7, P[:, 1])     # hanging part closer to the neck
    yb = s.nk - .9                                   # waist-long hair -> shoulder blades, so that no tips show behind the arms
    P[:, 1] = np.where(P[:, 1] < yb, yb + (P[:, 1] - yb) * G['short'], P[:, 1])
    faces = [f for _, f, _ in c.faces]
    isl = c.islands()
    big = np.bincount(isl).argmax()
    ymin, ey, nk = P[:, 1].min(), s.eye[1], s.nk
    x0 = G['part']
    part = lambda z: x0 * smooth(-.2, .6, z)
    low = lambda p, q: max(p[1], q[1]) < ymin + .35 * G['short']
    outer = split_arcs(P, H.strips([f for f in faces if isl[f[0]] == big], P, isl, low), part)
    inner = split_arcs(P, H.strips([f for f in faces if isl[f[0]] != big], P, isl, low), part)
    sc = Scalp(s.v0, nk, rng, s.eye[1])
    A, _, _ = H.trace(P, faces, outer, int(n * .60), rng, off=(-.03, .06), cut=(0, .10), npts=30, part=part)
    Bq, _, _ = H.trace(P, faces, inner, int(n * .40), rng, off=(-.05, .04), cut=(0, .16), npts=30, part=part)
    S = np.concatenate([A, Bq])
    # flatter crown, roots pulled on to the scalp
    d, nn = sc.sd(S)
    top = smooth(ey + .1, ey + .8, S[..., 1])
    root = 1 - smooth(0, .16, np.linspace(0, 1, 30))[None]
    side = np.exp(-((S[..., 1] - (ey + .62)) / .34) ** 2) * smooth(.15, .6, abs(S[..., 0]))
    want = d * (1 - (1 - G['flat']) * top) + G['round'] * side
    want = want * (1 - root) + (.012 + .02 * rng.random((len(S), 1))) * root
    S = S + nn * ((want - d) * np.maximum(np.maximum(top, side), root))[..., None]
    # ragged front edge instead of a wig-like arc
    w = smooth(1.08, 1.24, S[:, :, 2].max(1))[:, None] * (1 - smooth(.15, .6, np.linspace(0, 1, 30)))[None] * np.abs(rng.normal(0, .03, (len(S), 1)))
    _, nn = sc.sd(S)
    back = np.array([0, .3, -.95]) - nn * (nn @ np.array([0, .3, -.95]))[..., None]
    S = S + w[..., None] * back
    bad = ((S[..., 2] > .75) & ((S[..., 0] / .60) ** 2 + ((S[..., 1] - ey + .35) / .82) ** 2 < .8)).any(1)
    print('roots off the parting by', np.percentile(abs(S[:, 0, 0] - part(S[:, 0, 2])), [10, 50, 90]).round(3), 'pruned', bad.sum())
    S = S[~bad]
    S, _ = H.clump(S, rng, 1700, .55, .55, key=S[:, 6])
    S, cid = H.clump(S, rng, 320, .34, 1.5)
    S = H.wave(S, rng, cid, G['wave'], G['wl'])
    S = H.fuzz(S, rng, .014)
    # undercoat from the scalp
    hl = hairline_f(s)
    m = int(n * .35)
    fs = [f for f in sc.faces if s.v0[f].mean(0)[1] > hl(s.v0[f].mean(0)[None])[0] - .1]
    R, N_ = H.surface_points(s.v0, fs, m * 2, rng)
    ok = R[:, 1] > hl(R) + np.abs(rng.normal(0, .045, len(R)))
    ok &= np.abs(R[:, 0] - part(R[:, 2])) > .012 * (R[:, 1] > ey + .5)
    R, N_ = R[ok][:m], N_[ok][:m]
    sg = np.where(R[:, 0] > part(R[:, 2]), 1., -1.)[:, None]

    def field(p, nrm):
        up = smooth(ey + .35, ey + .95, p[:, 1:2])
        return sg * np.array([[1., 0, 0]]) * up + np.array([[0, -.85, -.50]]) * (1 - up) + np.array([[0, 0, -.30]]) * up
    L = rng.uniform(.7, 1.7, len(R))
    U = H.grow(R, N_, field, L, .1, sc.t, sc.n, rng.uniform(.008, .05, len(R)), .10, stiff=.72, grav=.05, nmax=14)
    U = H.fuzz(U, rng, .02)
    U = H_resample(U, 30)
    face = ((U[..., 2] > .70) & ((U[..., 0] / .64) ** 2 + ((U[..., 1] - ey + .30) / .80) ** 2 < .95)).any(1)
    U = U[(np.abs(U[..., 0]).max(1) < .92) & ~(face & (rng.random(len(U)) < .985))]
    # flyaways: a few strands standing off the surface
    k = rng.choice(len(S), int(len(S) * .006), replace=False)
    F = H.fuzz(S[k], rng, .05) + 0
    dF, nF = sc.sd(F)
    F = F + nF * (.05 + .07 * rng.random((len(F), 1, 1))) * np.linspace(0, 1, 30)[None, :, None] * (np.abs(dF) < .6)[..., None]
    F = F[~((F[..., 2] > .70) & ((F[..., 0] / .64) ** 2 + ((F[..., 1] - ey + .30) / .80) ** 2 < .95)).any(1)]
    S = np.concatenate([S, U, F])
    S = s.head_xf(S)
    rad = np.linspace(.00026, .00010, S.shape[1])
    s.o_hair = curves('hair', B(S), rad * (1.35 if quick else 1), mats.hair(**s.S['hair']['color']))
    # baby hair: short fine strands that soften the hairline
    R, N_ = H.surface_points(s.v0, fs, 60000, rng)
    e = R[:, 1] - hl(R)
    ok = (R[:, 2] > .80) & (np.abs(R[:, 0]) < .60) & (e > -.05) & (e < .10) & (rng.random(len(R)) < smooth(-.06, .03, e))
    R, N_ = R[ok][:1800], N_[ok][:1800]
    sg = np.where(R[:, 0] > part(R[:, 2]), 1., -1.)[:, None]
    bf = lambda p, nrm: sg * np.array([[.8, 0, 0]]) + np.array([[0, .35, -.55]]) + rng.normal(0, .25, p.shape)
    Y = H.grow(R - N_ * .005, N_, bf, rng.uniform(.12, .32, len(R)), .1, sc.t, sc.n, rng.uniform(.004, .03, len(R)), .25, stiff=.8, grav=.0, nmax=8)
    s.o_baby = curves('baby', B(s.head_xf(Y)), np.linspace(.00013, .00005, 9), mats.hair(**s.S['hair']['color'], name='baby'))
    # the mesh as a base, flattened like the strands and pushed in
    d, nn = sc.sd(P)
    top = smooth(ey + .1, ey + .8, P[:, 1])
    Q = P + nn * ((d * .45 - d) * top)[:, None] - H.vnormals(P, faces) * (.045 * (1 - top))[:, None]
    keepf = [k for k, f in enumerate(faces) if P[f, 1].mean() < ey + .30]      # only the hanging part
    uv = [c.vt[i] for k in keepf for i in c.faces[k][2]]
    mesh_obj('hairbase', B(s.head_xf(Q)), [faces[k] for k in keepf], uv, mats.haircard(_tex(c), '#120a06', mean=.06, gain=1.2), 1)


def H_resample(U, n):
    x = np.linspace(0, U.shape[1] - 1, n)
    i = x.astype(int).clip(0, U.shape[1] - 2)
    f = (x - i)[None, :, None]
    return U[:, i] * (1 - f) + U[:, i + 1] * f


def roots(s, sc, hl, n, tried, lowest, soft):
    """at most n of the places `tried` on the scalp above the hairline hl and the height `lowest`, off the ears, thinned over `soft` at the
    hairline -> points, normals, heights over the hairline"""
    fs = [f for f in sc.faces if s.v0[f].mean(0)[1] > hl(s.v0[f].mean(0)[None])[0] - .12 and s.v0[f].mean(0)[1] > lowest]
    R, N_ = H.surface_points(s.v0, fs, tried, s.rng)
    e = R[:, 1] - hl(R)
    ears = (np.abs(R[:, 0]) > .735) & (R[:, 1] < s.eye[1] + .12) & (R[:, 2] > -.15) & (R[:, 2] < .34)
    ok = (s.rng.random(len(R)) < smooth(*soft, e + s.rng.normal(0, .02, len(R)))) & ~ears
    return R[ok][:n], N_[ok][:n], e[ok][:n]


def curly_hair(s, quick, n=34000, coils=3000):
    """short natural curls: coils stand off the scalp in all directions, shorter at the hairline; a coil is some strands with a common helix"""
    rng, G = s.rng, s.S['hair']
    if quick:
        n, coils = 15000, 2200
    ey, nk, hl = s.eye[1], s.nk, hairline_f(s)
    sc = Scalp(s.v0, nk, rng, ey)
    R, N_, e = roots(s, sc, hl, coils, coils * 3, nk + .35, (-.03, .10))
    front = smooth(.5, 1.1, R[:, 2])[:, None]
    d = N_ + np.array([[0, .10, -.10]]) + front * np.array([[0, .75, -.25]]) + rng.normal(0, .22, R.shape)
    d /= np.linalg.norm(d, axis=1, keepdims=True)
    L = G['length'] * rng.uniform(.72, 1.12, len(R)) * (.34 + .66 * smooth(0, .42, e)) * (.34 + .66 * smooth(ey - .15, ey + .75, R[:, 1]))
    u = np.cross(d, rng.normal(0, 1, d.shape))
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    w = np.cross(d, u)
    i = rng.integers(0, len(R), n)
    t = np.linspace(0, 1, 30)[None, :, None]
    col = lambda x: x[:, None, None]
    l = col(L[i] * rng.uniform(.75, 1.05, n))
    turn = 2 * np.pi * l / G['pitch'] * t * rng.choice([-1, 1], len(R))[i][:, None, None] + col((rng.uniform(0, 6.3, len(R)))[i] + rng.normal(0, .55, n))
    r = G['coil'] * col(rng.uniform(.7, 1.3, len(R))[i] * rng.uniform(.7, 1.25, n)) * np.minimum(1, .35 + 1.6 * t)
    root = R[i] - N_[i] * .012 + rng.normal(0, .022, (n, 3))
    S = root[:, None] + d[i][:, None] * l * t + (u[i][:, None] * np.cos(turn) + w[i][:, None] * np.sin(turn)) * r - np.array([0, .16, 0]) * (l * t * t)
    S = H.fuzz(S, rng, .035)
    dist, nn = sc.sd(S)
    S = S + nn * np.maximum(0, .012 - dist)[..., None]
    s.o_hair = curves('hair', B(s.head_xf(S)), np.linspace(.00020, .00010, 30) * (1.4 if quick else 1), mats.hair(**G['color']))


def beard(s, quick, n=15000):
    """short boxed beard with moustache; it moves with the skin under it (Host.update)"""
    rng, G = s.rng, s.S['beard']
    ey, nk, v = s.eye[1], s.nk, s.v0
    V, vt, fs = mh.base()
    lips = mats.bpy.data.images.load(mh.M + 'textures/mpfb_lips.jpg', check_existing=True)
    lw, lh = lips.size
    red = np.array(lips.pixels[:], np.float32).reshape(lh, lw, -1)[..., 0]
    lip = lambda t: red[(vt[t].mean(0)[1] * lh).astype(int).clip(0, lh - 1), (vt[t].mean(0)[0] * lw).astype(int).clip(0, lw - 1)]
    face = [(f, t) for g, f, t in fs if g == 'body' and v[f].mean(0)[1] > nk - .3 and v[f].mean(0)[1] < ey and v[f].mean(0)[2] > -.1 and abs(v[f].mean(0)[0]) < 1.]
    mouth = np.array([v[f].mean(0) for f, t in face if lip(t) > .5])
    my, mz = np.median(mouth[:, 1]), mouth[:, 2].max()
    q, w = H.scatter(v, [f for f, t in face if lip(t) < .35], n * 9, rng)
    R, N_ = H.at(v, q, w), H.at(H.vnormals(v, [f for f, _ in face]), q, w)
    N_ /= np.linalg.norm(N_, axis=1, keepdims=True) + 1e-9
    x, y = np.abs(R[:, 0]), R[:, 1] + rng.normal(0, .02, len(R))
    cheek = my - .04 + (ey - .20 - my) * smooth(.48, .80, x)                                  # upper edge, from the moustache up to the sideburn
    lash = my + .18 - .17 * smooth(.12, .40, x)                                               # the moustache's upper edge
    neck = nk + .54 - .44 * smooth(.25, 1.05, R[:, 2])                                        # lower edge, from the jaw's angle to below the chin
    low = smooth(-.04, .10, y - neck) * smooth(-.95, -.60, N_[:, 1])
    p = np.maximum(smooth(.05, -.08, y - cheek), smooth(.02, -.03, y - lash) * (x < .42)) * low
    p *= 1 - .85 * np.exp(-((x / .30) ** 2 + ((y - my + .13) / .04) ** 2))                     # thin under the lip
    d = cKDTree(mouth).query(R)[0]
    p *= smooth(.02, .06, d) * (R[:, 2] < mz + .2) * smooth(.74, .64, x)             # not on the ears
    p[(x < .42) & (R[:, 1] > my)] *= 2.2                                                      # a full moustache
    keep = np.where(rng.random(len(R)) < p * .45)[0][:n if not quick else n // 2]
    q, w, R, N_, x = q[keep], w[keep], R[keep], N_[keep], x[keep]
    pts, nrm = H.surface_points(v, [f for f, _ in face], 20000, rng)
    side = np.sign(R[:, :1])
    over = (R[:, 1] > my)[:, None] * (x < .42)[:, None]
    field = lambda P, n_: np.array([[0, -1., .12]]) + over * side * np.array([[.75, 0, 0]]) + rng.normal(0, .18, P.shape)
    edge = smooth(.45, .70, x) + smooth(nk + .32, nk + .15, R[:, 1])                          # short and flat at the sides and under the chin
    L = G['length'] * rng.uniform(.6, 1.15, len(R)) * (1 - .35 * over[:, 0]) * (1 - .5 * edge.clip(0, 1))
    S = H.grow(R - N_ * .006, N_, field, L, .02, cKDTree(pts), nrm, rng.uniform(.006, .03, len(R)) * (1 - .6 * edge.clip(0, 1)), .45 * (1 - edge.clip(0, .9))[:, None], stiff=.72, grav=.02, nmax=7)
    s.strands = (H.fuzz(S, rng, .010), q, w, R)
    s.o_beard = curves('beard', B(s.head_xf(s.strands[0])), np.linspace(.00016, .00006, S.shape[1]) * (1.4 if quick else 1), mats.hair(**G['color'], name='beard'))


def hairline_m(s):
    ey = s.eye[1]

    def f(P):
        h = np.interp(P[:, 2], [-.9, -.5, -.1, .1, .28, .36, .54, .66, .8, 1.0, 1.3], np.array([-.40, -.38, -.25, .0, .08, -.24, -.20, .12, .30, .43, .45]) + ey)
        x = np.abs(P[:, 0])
        return h + .06 * np.exp(-((x - .42) / .14) ** 2) * (P[:, 2] > .75)      # slight temple recess
    return f


def short_hair(s, quick, n=42000):
    """short sides, longer top swept up and back to one side; everything grows from the scalp"""
    rng = s.rng
    if quick:
        n = 16000
    ey, nk = s.eye[1], s.nk
    sc = Scalp(s.v0, nk, rng, s.eye[1])
    hl = hairline_m(s)
    R, N_, e = roots(s, sc, hl, n, n * 2, nk + .4, (-.02, .13))
    isup = lambda p, q: smooth(.34, .72, q[:, 1] + .5 * smooth(.75, 1.15, p[:, 2]) * (1 - smooth(.38, .66, np.abs(p[:, 0])))) * smooth(ey + .30, ey + .50, p[:, 1])
    up = isup(R, N_)
    fr = smooth(.0, 1.1, R[:, 2])
    G = s.S['hair']

    def field(p, nrm):
        u = isup(p, nrm)[:, None]
        f = smooth(.2, 1.2, p[:, 2:3])
        top = np.array([[-.45, .05, -1.]]) * (1 - f) + np.array([[-.60, .55, -.55]]) * f
        side = np.array([[0, -.75, -.65]])
        return top * u + side * (1 - u)
    L = (.10 + .07 * smooth(0, .35, e)) * G.get('sides', 1.) * (1 - up) + up * (G['crown'] + (G['front'] - G['crown']) * fr)
    L *= rng.uniform(.65, 1.12, len(R)) * (.55 + .45 * smooth(0, .16, e)) * (1 - .50 * smooth(.28, .66, np.abs(R[:, 0])) * up)
    lift = .25 + up * (.35 + G['lift'] * fr)
    S = H.grow(R - N_ * .01, N_, field, L, .05, sc.t, sc.n, rng.uniform(.005, .03, len(R)) + up * rng.uniform(.02, .16, len(R)), lift[:, None], stiff=.80, grav=.03, nmax=14)
    S, cid = H.clump(S, rng, 800, .60, 1.1, key=S[:, 0])
    S = H.fuzz(S, rng, .018)
    S = s.head_xf(S)
    rad = np.linspace(.00022, .00008, S.shape[1])
    s.o_hair = curves('hair', B(S), rad * (1.4 if quick else 1), mats.hair(**s.S['hair']['color']))
