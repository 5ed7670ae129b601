"""How a pack's gestures move from picture to picture, found in the pictures that ship. No bpy: numpy, opencv, pillow.

    python motion.py PACKDIR

Writes for every gesture motion_<name>.npz, `v` int8 (pictures, h/CELL, w/CELL, 2): how far, in units of UNIT pixels, what is seen halfway
between a picture and the one before it (the first: rest) moves from the one to the other; and into host.json its `stops`, the share of the
whole change on the screen, as the player shows it, that has come about at each picture."""
import json
import sys
from pathlib import Path
import cv2
import numpy as np
from PIL import Image
from contact import cut

CELL, UNIT = 4, .5
GROUND = 128.                     # what changes are measured before
AT_ONCE = 2                       # how much more than what moves, what is exchanged halfway between two pictures weighs: it falls into one frame
ROUNDS = 2                        # of meeting halfway
NEAR, SOFT = 6., 4.               # pixels: over which it is judged whether a movement helps, and over which it fades out


def premultiplied(image):
    a = np.asarray(image.convert('RGBA'), np.float32)
    return np.dstack([a[..., :3] * a[..., 3:] / 255, a[..., 3]])


def pictures(pack, name, gesture):
    """Rest and every picture of a gesture, premultiplied 0..255"""
    x, y, w, h = gesture['box']
    sheet = premultiplied(Image.open(pack / f'gesture_{name}.webp'))
    return [premultiplied(Image.open(pack / 'base.webp'))[y:y + h, x:x + w], *cut(sheet, w, h)[:gesture['frames']]]


def over(picture, ground):
    return picture[..., :3] + (1 - picture[..., 3:] / 255) * ground


def shifted(picture, v, share):
    """The picture with what moves by v moved by -share of it"""
    h, w = v.shape[:2]
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    return cv2.remap(picture, x + share * v[..., 0], y + share * v[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def movement(a, b):
    """-> (h, w, 2): what is at p halfway between two pictures is at p - v/2 in a and at p + v/2 in b; 0 where that shows nothing better"""
    figure = a[a[..., 3] > 250][:, :3].mean()
    ground = 0. if figure > 110 else 255.                  # stands out from the figure
    ga, gb = (cv2.cvtColor(over(p, ground).clip(0, 255).astype(np.uint8), cv2.COLOR_RGB2GRAY) for p in (a, b))
    flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    v = (flow.calc(ga, gb, None) - flow.calc(gb, ga, None)) / 2
    for _ in range(ROUNDS):
        wa, wb = shifted(ga, v, -.5), shifted(gb, v, .5)
        v = v + (flow.calc(wa, wb, None) - flow.calc(wb, wa, None)) / 2
    left = cv2.GaussianBlur(np.abs(shifted(a, v, -.5) - shifted(b, v, .5)).sum(2), (0, 0), NEAR)
    had = cv2.GaussianBlur(np.abs(a - b).sum(2), (0, 0), NEAR)
    helps = ((had - left) / (had / 4 + 1e-3)).clip(0, 1)
    return v * cv2.GaussianBlur(helps, (0, 0), SOFT)[..., None]


def change(a, b, v):
    """What changes on the screen from one picture to the next: each is moved until halfway, then the one is exchanged for the other"""
    h, w = a.shape[:2]
    v = cv2.resize(v, (v.shape[1] * CELL, v.shape[0] * CELL))[:h, :w]
    shown = [over(p, GROUND) for p in (a, shifted(a, v, -.25), shifted(a, v, -.5), shifted(b, v, .5), shifted(b, v, .25), b)]
    return sum(np.abs(p - q).mean() * k for p, q, k in zip(shown, shown[1:], (1, 1, AT_ONCE, 1, 1)))


def add(pack, names=()):
    """Writes the movements and stops of these gestures of a pack, or of all"""
    pack = Path(pack)
    info = json.loads((pack / 'host.json').read_text('utf8'))
    for name in names or info['gestures']:
        gesture = info['gestures'][name]
        every = pictures(pack, name, gesture)
        size = -(-gesture['box'][2] // CELL), -(-gesture['box'][3] // CELL)
        padded = [np.pad(p, ((0, size[1] * CELL - p.shape[0]), (0, size[0] * CELL - p.shape[1]), (0, 0)), mode='edge') for p in every]
        v = [cv2.resize(movement(a, b), size, interpolation=cv2.INTER_AREA) for a, b in zip(padded, padded[1:])]
        v = np.rint(np.stack(v) / UNIT).clip(-127, 127).astype(np.int8)
        np.savez_compressed(pack / f'motion_{name}.npz', v=v)
        changes = np.cumsum([change(a, b, m.astype(np.float32) * UNIT) for a, b, m in zip(every, every[1:], v)])
        gesture['stops'] = [round(float(c / changes[-1]), 4) for c in changes]
    (pack / 'host.json').write_text(json.dumps(info, ensure_ascii=False, indent=1) + '\n', 'utf8')


if __name__ == '__main__':
    add(sys.argv[1])
