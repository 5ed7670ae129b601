"""Digital host: fitted MakeHuman assets on a target-shaped hm08 body, posed in numpy, shaded for Cycles."""
import glob
import bpy
import numpy as np
from mathutils import Vector
from scipy import sparse
from scipy.spatial import cKDTree
import groom, hairs, mats, mhlib as mh, outfits, pose, shapes
from mhlib import NBODY
from scene import *


def smooth(a, b, x):
    t = np.clip((x - a) / (b - a), 0, 1)
    return t * t * (3 - 2 * t)


def adjacency(n, faces):
    i, j = [], []
    for f in faces:
        for a, b in zip(f, f[1:] + f[:1]):
            i += [a, b]
            j += [b, a]
    A = sparse.csr_matrix((np.ones(len(i)), (i, j)), shape=(n, n))
    A.data[:] = 1
    return sparse.diags(1 / np.maximum(1, np.asarray(A.sum(1)).ravel())) @ A


def delta_mush(P0, P1, faces, it=12, A=None):
    """smooth the posed mesh, put the rest pose's detail back in local frames: no candy-wrapper elbows or pinched armpits"""
    A = adjacency(len(P0), faces) if A is None else A

    def sm(X):
        for _ in range(it):
            X = .5 * X + .5 * (A @ X)
        return X

    def frames(X):
        n = hairs.vnormals(X, faces)
        nb = np.zeros(len(X), int)
        for f in faces:
            for a, b in zip(f, f[1:] + f[:1]):
                nb[a] = b
        t = X[nb] - X
        t -= n * (t * n).sum(1, keepdims=True)
        t /= np.linalg.norm(t, axis=1, keepdims=True) + 1e-9
        return np.stack([n, t, np.cross(n, t)], 2)
    S0, S1 = sm(P0), sm(P1)
    F0, F1 = frames(S0), frames(S1)
    d = np.einsum('nij,ni->nj', F0, P0 - S0)
    return S1 + np.einsum('nij,nj->ni', F1, d)


def tailor(sleeve=.86, waist=.08, nk=5., waist_at=3.0):
    """-> a function that slims a garment in the rest pose: sleeves towards the arm bones, waist towards the spine"""
    def f(v, P):
        P = P.copy()
        J = lambda k: mh.bone(v, k)
        for q in 'LR':
            sh, el, wr = J('upperarm01.' + q), J('lowerarm01.' + q), J('wrist.' + q)
            best = np.full(len(P), 9.)
            A = np.zeros_like(P)
            for a, b in ((sh, el), (el, wr + (wr - el) * .2)):
                t = ((P - a) @ (b - a) / ((b - a) @ (b - a))).clip(0, 1)
                c = a + t[:, None] * (b - a)
                d = np.linalg.norm(P - c, axis=1)
                m = d < best
                best[m], A[m] = d[m], c[m]
            # fade in below the shoulder point, only on the arm's side
            sg = 1 if q == 'L' else -1
            w = smooth(.25, 1.0, sg * (P[:, 0] - sh[0])) * (best < 1.3)
            k = 1 - (1 - sleeve) * w
            P = A + (P - A) * k[:, None]
        y0 = J('neck01')[1] - waist_at
        g = np.exp(-((P[:, 1] - y0) / .95) ** 2) * smooth(2.0, 1.5, np.abs(P[:, 0]))
        P[:, 0] *= 1 - waist * g
        P[:, 2] -= .5 * waist * g * (P[:, 2] - .1)
        return P
    return f


class Piece:
    """part of a fitted asset: chosen faces, posed once per pose (clothes) or refitted per expression (face assets)"""

    def __init__(s, name, clo, mat, keep=None, subdiv=1, solid=0., mush=10, push=0., shape=None):
        s.clo, s.mush, s.shape = clo, mush, shape
        keep = keep or (lambda f, t: True)
        s.u, s.faces, uv = sub_faces(clo.faces, clo.vt, lambda g, f, t: keep(f, t))
        s.ob = mesh_obj(name, np.zeros((len(s.u), 3)), s.faces, uv, mat, subdiv)
        if solid:
            m = s.ob.modifiers.new('so', 'SOLIDIFY')
            m.thickness, m.offset = solid, -1
        s.push, s.W = push, clo.weights()[s.u]

    def rest(s, v):
        P = s.clo.fit(v)[s.u]
        if s.push:
            P = P + hairs.vnormals(P, s.faces) * s.push
        return s.shape(v, P) if s.shape else P

    def set(s, v, M, mush=None):
        P0 = s.rest(v)
        P = mh.skin(P0, M, s.W)
        if s.mush:
            P = delta_mush(P0, P, s.faces, s.mush)
        s.P0, s.P = P0, P
        set_verts(s.ob, P)
        return P0, P


# how far the tips of lateral incisor, canine, premolar ... stand above those of the front teeth, dm
SMILE_CURVE = (0., .004, .009, .018, .026, .034, .042, .050)


def even_teeth(c, v):
    """-> shape function that lays the upper teeth's tips on an even smile curve and rounds the canines"""
    P, isl = c.fit(v), c.islands()
    dy = np.zeros(len(P))
    box = {k: P[isl == k] for k in range(17, 33)}           # island 0 is the gums, 1..16 the lower teeth
    for sg in (1, -1):
        row = sorted((k for k in box if sg * box[k][:, 0].mean() > 0), key=lambda k: -box[k][:, 2].mean())
        first = box[row[0]][:, 1].min()
        for n, k in enumerate(row):
            y = box[k][:, 1].copy()
            if n == 2:
                cut = y.min() + .022
                y = np.where(y < cut, cut - (cut - y) * .40, y)
            top, tip = y.max(), y.min()
            y = top - (top - y) * (top - first - SMILE_CURVE[n]) / (top - tip)
            dy[isl == k] = y - box[k][:, 1]
    return lambda v, Q: Q + np.stack([0 * dy, dy, 0 * dy], 1)


class Host:
    def __init__(s, spec, hair=True, quick=False):
        s.S = spec
        s.rng = np.random.default_rng(spec['seed'])
        s.v0 = mh.human(**spec['body'])
        s.eye = mh.bone(s.v0, 'eye.L')
        s.nk = mh.bone(s.v0, 'neck01')[1]
        rest = spec['pose']['rest']
        s.M = pose.matrices(s.v0, spec['stance'], rest['right'], rest['left'])
        s.clothes, s.strands = [], None
        s.dress()
        s.make_body(quick)
        s.make_face()
        s.update({})
        if hair:
            s.make_hair(quick)

    def repose(s, right, left):
        """move the arms; the head, and with it hair and face, stays"""
        s.M = pose.matrices(s.v0, s.S['stance'], right, left)
        for p in s.clothes:
            p.set(s.v0, s.M)
        s.update({})

    def gesture(s, name, t):
        """the arms at phase t (0 rest .. 1 there) of a gesture"""
        rest, there = s.S['pose']['rest'], s.S['pose'][name]
        s.repose(*(pose.blend(rest[q], there.get(q, rest[q]), t if q in there else 0.) for q in ('right', 'left')))

    # ---------------- body and face
    def make_body(s, quick):
        v, S = s.v0, s.S
        names, W = mh.wmat()
        hand = W[:, [i for i, n in enumerate(names) if n.startswith(('wrist', 'finger', 'metacarpal', 'lowerarm02'))]].sum(1)
        dele = s.delete
        wrists = [(mh.bone(v, 'wrist.' + q), pose.unit(mh.bone(v, 'lowerarm01.' + q) - mh.bone(v, 'wrist.' + q))) for q in 'LR']

        def keep(g, f, t):
            if g != 'body' or all(i in dele for i in f):
                return False
            c = v[f].mean(0)
            if hand[f].mean() > .15:                  # the forearm ends inside the cuff, so that it cannot show through the sleeve
                w, up = wrists[0 if c[0] > 0 else 1]
                return (c - w) @ up < .10
            return c[1] > s.nk - 1.6 and abs(c[0]) < 1.7
        V, vt, fs = mh.base()
        skin = dict(S['skin'])
        s.bu, s.bf, uv = sub_faces(fs, vt, keep)
        mt = mats.skin(f'{mh.MH}/skins/{skin.pop("texture")}', **skin)
        s.body = mesh_obj('body', B(v[s.bu]), s.bf, uv, mt, subdiv=1 if quick else 2)
        vattr(s.body, 'rest', B(v[s.bu]))
        pv = v[s.bu]
        ex, ey, ez = s.eye
        g = lambda c, r: np.exp(-(((pv - np.array(c)) / np.array(r)) ** 2).sum(1))
        p = np.zeros((len(pv), 4), np.float32)
        p[:, 3] = 1
        mk = S['makeup']
        for q in (1, -1):
            p[:, 0] += mk['blush'] * g([q * (ex + .17), ey - .34, ez], [.20, .15, .5])
            p[:, 1] += mk['lid'] * g([q * (ex + .03), ey + .075, ez + .1], [.16, .05, .2])
            p[:, 2] += mk['under'] * g([q * (ex - .02), ey - .13, ez + .1], [.15, .06, .2])
        p[:, 0] += mk['nose'] * g([0, ey - .42, 1.6], [.10, .10, .35])
        p[:, 2] += mk['light'] * (g([0, ey - .15, 1.6], [.05, .22, .4]) + .7 * g([0, ey - .95, 1.4], [.12, .08, .3]))
        if mk.get('beard'):
            bd = smooth(ey - .45, ey - .62, pv[:, 1]) * smooth(s.nk + .25, s.nk + .75, pv[:, 1]) * smooth(.1, .5, pv[:, 2])
            p[:, 1] = np.maximum(p[:, 1], mk['beard'] * bd)
        hl = (groom.hairline_f if S['gender'] == 'female' else groom.hairline_m)(s)
        sc = S['hair']['scalp'] * smooth(-.02, .14, pv[:, 1] - hl(pv)) * (pv[:, 1] > s.nk + .4) * (np.abs(pv[:, 0]) < 1.2)
        a = s.body.data.attributes.new('scalp', 'FLOAT', 'POINT')
        a.data.foreach_set('value', sc.astype(np.float32))
        ca = s.body.data.color_attributes.new('paint', 'FLOAT_COLOR', 'POINT')
        ca.data.foreach_set('color', p.ravel())

    def make_face(s):
        S, v = s.S, s.v0
        A = lambda kind, n: mh.clo(kind, n)
        T = lambda c: [f for f in sorted(glob.glob(c.dir + '/*.png'))][0]
        s.face = []
        c = A('eyebrows', S['brow']['asset'])
        if S['brow']['mirror']:                  # one brow's picture for both sides
            vt = {i: j for _, f, t in c.faces for i, j in zip(f, t)}
            pos = np.where(c.v0[:, 0] > 0)[0]
            near = cKDTree(c.v0[pos]).query(c.v0 * np.array([-1, 1, 1]))[1]
            c.faces = [(g, f, [vt[pos[near[i]]] if c.v0[i, 0] < 0 else j for i, j in zip(f, t)]) for g, f, t in c.faces]
        s.face.append(Piece('brow', c, mats.card(T(c), S['brow']['color'], S['brow']['alpha'], rough=.7, name='brow'), mush=0))
        c = A('eyelashes', S['lash']['asset'])
        s.face.append(Piece('lash', c, mats.card(T(c), '#0c0807', S['lash']['alpha'], rough=.5, name='lash'), mush=0))
        c = A('teeth', 'teeth_base')
        s.face.append(Piece('teeth', c, mats.teeth(T(c)), mush=0, shape=even_teeth(c, v)))
        c = A('tongue', 'tongue01')
        s.face.append(Piece('tongue', c, mats.plain('tongue', '#a94b48', .4, .5, sss=.4), mush=0))
        if 'studs' in S:
            s.make_studs()
        em = mats.eye(S['eye']['iris'])
        g = mh.rig()[2]
        s.eyes = {}
        for q in 'LR':
            a, b = g['helper-%s-eye' % q.lower()][0]
            hv = v[a:b + 1]
            R = (hv.max(0) - hv.min(0))[0] / 2 * .1
            bpy.ops.mesh.primitive_uv_sphere_add(segments=64, ring_count=40, radius=R)
            o = bpy.context.object
            o.data.materials.append(em)
            bpy.ops.object.shade_smooth()
            s.eyes[q] = o

    def make_studs(s):
        """ear studs: small balls of metal on the lobes"""
        v, G, Hm = s.v0, s.S['studs'], s.M[mh.wmat()[0].index('head')]
        m = mats.plain('stud', G['color'], rough=.18, spec=.5, metal=1.)
        for sg in (1, -1):
            ear = np.where((sg * v[:NBODY, 0] > .70) & (v[:NBODY, 1] > s.eye[1] - .85) & (v[:NBODY, 1] < s.eye[1]) & (v[:NBODY, 2] > -.25) & (v[:NBODY, 2] < .55))[0]
            lobe = v[ear[v[ear, 1].argmin()]]
            c = lobe + np.array(G['at']) * (sg, 1, 1)
            bpy.ops.mesh.primitive_uv_sphere_add(segments=32, ring_count=20, radius=G['radius'], location=B(Hm[:3, :3] @ c + Hm[:3, 3]))
            bpy.context.object.data.materials.append(m)
            bpy.ops.object.shade_smooth()

    def update(s, units, gaze=(0, 0)):
        """set an expression: face units are added to the resting expression"""
        e = shapes.at_rest_plus(s.S['expression'], units)
        v = s.v = mh.express(s.v0, e)
        s.vp = mh.skin(v, s.M)
        set_verts(s.body, s.vp[s.bu])
        for p in s.face:
            P = mh.skin(p.rest(v), s.M, p.W)
            if p.ob.name.startswith('teeth'):
                P = P + np.array(s.S['teeth']['move'])
            set_verts(p.ob, P)
        if s.strands is not None:
            s.move_beard()
        names = mh.wmat()[0]
        Hm = s.M[names.index('head')]
        for q, o in s.eyes.items():
            c = mh.bone(v, f'eye.{q}')
            c = Hm[:3, :3] @ c + Hm[:3, 3]
            o.location = B(c)
            d = Vector((gaze[0] + s.S['camera']['shift'], -2.6, gaze[1])) - Vector((B(c)[0], 0, 0)) * .9    # both eyes at the camera, gaze in metres there
            o.rotation_euler = d.to_track_quat('-Y', 'Z').to_euler()

    # ---------------- clothes
    def dress(s):
        o = s.S['outfit']
        s.delete = set()
        getattr(outfits, o['make'])(s, host_tailor=tailor(*o['tailor']), **o['colors'])

    def add(s, name, clo, mat, keep=None, **kw):
        p = Piece(name, clo, mat, keep, **kw)
        P0, P = p.set(s.v0, s.M)
        vattr(p.ob, 'rest', B(P0))
        J = lambda k: mh.bone(s.v0, k)
        f = np.full(len(P0), .05)
        for q in 'LR':
            sg = 1 if q == 'L' else -1
            el, sh, wr = J('lowerarm01.' + q), J('upperarm01.' + q), J('wrist.' + q)
            g = lambda c, r: np.exp(-(((P0 - c) / r) ** 2).sum(1))
            f += 1.0 * g(el, .75) + .55 * g((el + wr) / 2, .75) + .9 * g(sh + np.array([-sg * .05, -.75, .15]), .65) + .35 * g((el + sh) / 2, .7)
        f += .10 * np.exp(-((P0[:, 1] - (s.nk - 3.3)) / .7) ** 2) * (np.abs(P0[:, 0]) < 1.7)
        a = p.ob.data.attributes.new('fold', 'FLOAT', 'POINT')
        a.data.foreach_set('value', f.clip(0, 1).astype(np.float32))
        s.clothes.append(p)
        return p

    # ---------------- hair
    def head_xf(s, P):
        """carry rest-space hair with the posed head, fading to the chest for long hair"""
        names = mh.wmat()[0]
        Hm, Cm = s.M[names.index('head')], s.M[names.index('spine01')]
        w = smooth(s.nk - .6, s.nk + 1.0, P[..., 1])[..., None]
        x = P @ Hm[:3, :3].T + Hm[:3, 3]
        y = P @ Cm[:3, :3].T + Cm[:3, 3]
        return x * w + y * (1 - w)

    def make_hair(s, quick):
        getattr(groom, s.S['groom'])(s, quick)
        if 'beard' in s.S:
            groom.beard(s, quick)
            s.update({})

    def move_beard(s):
        """every strand goes where the skin at its root goes"""
        S, q, w, at_rest = s.strands
        P = S + (hairs.at(s.v, q, w) - at_rest)[:, None]
        s.o_beard.data.attributes['position'].data.foreach_set('vector', B(s.head_xf(P)).astype(np.float32).ravel())
        s.o_beard.data.update_tag()
