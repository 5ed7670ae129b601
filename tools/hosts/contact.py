"""Contact sheet of a finished pack: the host at rest and presenting, mouths and eyes put on the face as the player does.

    python contact.py PACKDIR OUT.png"""
import json
import sys
from pathlib import Path
import numpy as np
from PIL import Image

GROUND = (226, 220, 214)
MAX_KB = 600


def cut(sheet, w, h):
    return [sheet[y:y + h, x:x + w] for y in range(0, sheet.shape[0], h) for x in range(0, sheet.shape[1], w)]


def make(pack, out):
    pack = Path(pack)
    m = json.loads((pack / 'host.json').read_text('utf8'))
    load = lambda n, mode: np.asarray(Image.open(pack / n).convert(mode)).astype(np.float32)
    base = load('base.webp', 'RGBA')

    def flat(rgba):
        a = rgba[..., 3:] / 255
        return rgba[..., :3] * a + np.array(GROUND, np.float32) * (1 - a)
    rest = flat(base)
    people = [rest]
    for name, g in m['gestures'].items():
        x, y, w, h = g['box']
        f = cut(load(f'gesture_{name}.webp', 'RGBA'), w, h)
        for i in (g['frames'] // 3, g['frames'] - 1):
            b = base.copy()
            b[y:y + h, x:x + w] = f[i]
            people.append(flat(b))
    ex, ey, ew, eh = m['eyes']['box']
    mx, my, mw, mh = m['mouth']['box']
    x0, y0, x1, y1 = min(ex, mx) - 20, ey - 30, max(ex + ew, mx + mw) + 20, my + mh + 10
    mt, et = cut(load('mouth.webp', 'RGB'), mw, mh), cut(load('eyes.webp', 'RGB'), ew, eh)

    def face(mouth=None, eyes=None):
        p = rest.copy()
        if mouth is not None:
            p[my:my + mh, mx:mx + mw] += mt[mouth] - mt[m['mouth']['neutral']]
        if eyes is not None:
            p[ey:ey + eh, ex:ex + ew] += et[eyes] - et[m['eyes']['tiles']['neutral']]
        return p[y0:y1, x0:x1]
    rows, cols = len(m['mouth']['opening']), len(m['mouth']['width'])
    t = m['mouth']['tiles']
    faces = [face(mouth=t.get(f'{r},{c}', m['mouth']['neutral'])) for r in range(rows) for c in range(cols)]
    faces += [face(mouth=i) for i in m['mouth']['special'].values()]
    faces += [face(eyes=i) for k, i in m['eyes']['tiles'].items() if k != 'neutral']
    n = 8
    fw = 200
    fh = round(fw * faces[0].shape[0] / faces[0].shape[1])
    ph = round(n * fw / len(people) * 1280 / 720) if len(people) > 1 else 960
    pw = round(ph * 720 / 1280)
    ph, pw = min(ph, 960), min(pw, 540)
    S = Image.new('RGB', (n * fw, ph + -(-len(faces) // n) * fh), GROUND)
    im = lambda a, w, h: Image.fromarray(a.clip(0, 255).astype(np.uint8)).resize((w, h), Image.LANCZOS)
    for i, p in enumerate(people):
        S.paste(im(p, pw, ph), (i * n * fw // max(1, len(people)), 0))
    for i, f in enumerate(faces):
        S.paste(im(f, fw, fh), (i % n * fw, ph + i // n * fh))
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    for colors in (None, 256, 160, 96):
        (S if colors is None else S.quantize(colors, dither=Image.Dither.FLOYDSTEINBERG)).save(out, optimize=True)
        if out.stat().st_size <= MAX_KB * 1024:
            return
    while out.stat().st_size > MAX_KB * 1024:
        S = S.resize((S.width * 9 // 10, S.height * 9 // 10), Image.LANCZOS)
        S.quantize(160).save(out, optimize=True)


if __name__ == '__main__':
    make(sys.argv[1], sys.argv[2])
