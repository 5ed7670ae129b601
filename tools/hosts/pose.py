"""Poses: stance of torso and head, two arms placed by their wrists, relaxed hands. All in decimetres, y up, +z to the viewer.

A pose is data (see hosts/*.toml): per arm `wrist` (position, y from the neck joint), `pole` (where the elbow points), `hand`
(direction of the fingers), `palm` (direction that the palm faces), `curl` (degrees per finger, index to little), `close`
(degrees that the fingers close up sideways), `thumb` (degrees towards the index finger, bend)."""
import numpy as np
import mhlib as mh

FINGERS = range(2, 6)
JOINT_SHARE = (.75, 1., .6)             # of a finger's curl, from the knuckle to the tip


def unit(u):
    u = np.asarray(u, float)
    return u / np.linalg.norm(u)


def v2v(a, b):
    """shortest rotation that turns a to b"""
    a, b = unit(a), unit(b)
    c = np.cross(a, b)
    s = np.linalg.norm(c)
    return np.eye(3) if s < 1e-9 else mh.rot(c, np.degrees(np.arctan2(s, a @ b)))


def frame(d, n):
    """right-handed axes from a direction and a second one made square to it"""
    d = unit(d)
    n = unit(np.asarray(n, float) - d * (d @ np.asarray(n, float)))
    return np.stack([d, n, np.cross(d, n)], 1)


def twist_about(R, axis):
    """degrees of R's twist about an axis (swing-twist decomposition)"""
    t = np.trace(R)
    q = np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]])
    return np.degrees(2 * np.arctan2(q @ axis, 1 + t)) if 1 + t > 1e-6 else 180.


def elbow_of(s, w, l1, l2, pole):
    """two-bone reach from shoulder s to wrist w; -> elbow, wrist (pulled in if out of reach)"""
    d = w - s
    L = min(np.linalg.norm(d), (l1 + l2) * .995)
    d = unit(d)
    a = (l1 * l1 - l2 * l2 + L * L) / (2 * L)
    h = np.sqrt(max(0, l1 * l1 - a * a))
    p = np.asarray(pole, float)
    return s + d * a + unit(p - d * (p @ d)) * h, s + d * L


def arm(v, side, G, wrist, pole, hand, palm, curl=(14, 16, 18, 20), close=0., thumb=(0., 8.)):
    """-> {bone: rotation} for one arm; G: transform of the shoulder girdle"""
    r = lambda k: mh.bone(v, f'{k}.{side}')
    sg = 1 if side == 'L' else -1
    Gr = G[:3, :3]
    s, e, w = (Gr @ r(k) + G[:3, 3] for k in ('upperarm01', 'lowerarm01', 'wrist'))
    target = np.array(wrist, float) + [0, mh.bone(v, 'neck01')[1], 0]
    el, wr = elbow_of(s, target, np.linalg.norm(e - s), np.linalg.norm(w - e), pole)
    R1 = v2v(e - s, el - s)
    e2, w2 = s + R1 @ (e - s), s + R1 @ (w - s)
    R2 = v2v(w2 - e2, wr - e2)
    Q1, Q2 = R1 @ Gr, R2 @ R1 @ Gr
    P = {f'upperarm01.{side}': Gr.T @ R1 @ Gr, f'lowerarm01.{side}': Q1.T @ R2 @ Q1}
    # the hand: from its rest frame to the wanted one, the twist shared with the forearm
    w = r('wrist')
    rest_n = np.cross(r('finger5-1') - w, r('finger2-1') - w) * sg      # out of the palm
    fore = unit(w - r('lowerarm01'))
    T = Q2.T @ frame(hand, palm) @ frame(r('finger3-1') - w, rest_n).T
    Rt = mh.rot(fore, twist_about(T, fore) * .6)
    P[f'lowerarm02.{side}'], P[f'wrist.{side}'] = Rt, Rt.T @ T
    pn = unit(rest_n)
    for f, c in zip(FINGERS, curl):
        for j in (1, 2, 3):
            d = r(f'finger{f}-{j}') - (r(f'finger{f}-{j-1}') if j > 1 else w)
            R = mh.rot(np.cross(d, pn), c * JOINT_SHARE[j - 1])
            if j == 1 and close:
                R = mh.rot(pn, close * (f - 3.2) * sg) @ R
            P[f'finger{f}-{j}.{side}'] = R
    if thumb[0]:
        P[f'finger1-1.{side}'] = mh.rot(pn, -thumb[0] * sg)
    for j in (2, 3):
        d = r(f'finger1-{j}') - r(f'finger1-{j-1}')
        P[f'finger1-{j}.{side}'] = mh.rot(np.cross(d, pn), thumb[1])
    return P


def blend(a, b, t):
    """arm data between a and b; the wrist swings forward on the way so that it stays off the body"""
    m = {k: np.array(a[k]) * (1 - t) + np.array(b[k]) * t for k in b}
    for k in ('hand', 'palm'):
        m[k] = unit(unit(a[k]) * (1 - t) + unit(b[k]) * t)
    m['wrist'] = m['wrist'] + np.array([0, 0, .45]) * np.sin(np.pi * t)
    m['close'], m['thumb'] = float(m['close']), list(m['thumb'])
    return m


def matrices(v, stance, right, left):
    """-> skinning matrices of the whole figure"""
    P = {}
    for side, sx in (('L', 1), ('R', -1)):
        P[f'clavicle.{side}'] = mh.rot((0, 0, 1), -sx * stance['clav'])
        P[f'shoulder01.{side}'] = mh.rot((0, 0, 1), -sx * stance['shoulder'])
    names = mh.wmat()[0]
    G0 = mh.pose_mats(v, P)
    for side, a in (('L', left), ('R', right)):
        P.update(arm(v, side, G0[names.index(f'shoulder01.{side}')], **a))
    for b, k in (('spine04', .4), ('spine03', .3), ('spine02', .3)):
        P[b] = mh.rot((0, 1, 0), stance['turn'] * k) @ mh.rot((0, 0, 1), stance['lean'] * k)
    for b, k in (('neck01', .25), ('neck02', .25), ('head', .5)):
        P[b] = mh.rot((0, 1, 0), stance['yaw'] * k) @ mh.rot((0, 0, 1), stance['roll'] * k) @ mh.rot((1, 0, 0), stance['pitch'] * k)
    return mh.pose_mats(v, P)
