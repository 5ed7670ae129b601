"""How a pack's gestures move from picture to picture, found in the pictures that ship. No bpy: numpy, opencv, pillow.

    python motion.py PACKDIR

Writes for every gesture motion_<name>.npz, `v` int8 (pictures, h/CELL, w/CELL, 2): how far, in units of UNIT pixels, what is seen halfway
between a picture and the one before it (the first: rest) moves from the one to the other; and into host.json its `stops`, the phase of the
way (0..1) at each picture, laid out so that a frame's step changes the screen, as the player shows it, by about the same everywhere."""
import json
import sys
from pathlib import Path
import cv2
import numpy as np
from PIL import Image
from contact import cut

CELL, UNIT = 4, .5
GROUND = 128.                     # what changes are measured before
STEP = .03                        # of a way in a frame: both hands at the bestie's pace
SAMPLES, EVEN_ROUNDS = 72, 5      # steps that are looked at, and how often the stops are laid out anew by them
LOUD = 4                          # power of the mean over the steps near a picture: what counts are those that change the most
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


class Way:
    """What the player shows on a gesture's way, by how many pictures it has come"""

    def __init__(s, every, v):
        s.pictures = [over(p, GROUND) for p in every]
        h, w = s.pictures[0].shape[:2]
        s.v = [cv2.resize(m.astype(np.float32) * UNIT, (m.shape[1] * CELL, m.shape[0] * CELL))[:h, :w] for m in v]

    def shown(s, place):
        k = min(int(place), len(s.v) - 1)
        share = np.float32(place - k)
        return shifted(s.pictures[k], s.v[k], -share) if share < .5 else shifted(s.pictures[k + 1], s.v[k], 1 - share)

    def changes(s, at):
        """Where in the way every step of a frame has its middle, and how much it changes; `at`: the phase at each picture, rest included"""
        starts = np.linspace(0, 1 - STEP, SAMPLES)
        middle, first, last = (np.interp(starts + d, at, np.arange(len(at))) for d in (STEP / 2, 0, STEP))
        return middle, np.array([np.abs(s.shown(p) - s.shown(q)).mean() for p, q in zip(first, last)])

    def stops(s):
        """The phase at each picture with which all steps of a frame change about the same: the more they do, the longer the way is there"""
        shares = np.full(len(s.v), 1 / len(s.v))
        for _ in range(EVEN_ROUNDS):
            middle, much = s.changes(np.append(0, np.cumsum(shares)))
            near = np.exp(-(middle - np.arange(len(s.v))[:, None] - .5) ** 2 / 2)
            shares = shares * ((near * much ** LOUD).sum(1) / near.sum(1)) ** (1 / LOUD)
            shares /= shares.sum()
        return np.cumsum(shares)


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
        gesture['stops'] = [round(float(p), 4) for p in Way(every, v).stops()]
    (pack / 'host.json').write_text(json.dumps(info, ensure_ascii=False, indent=1) + '\n', 'utf8')


if __name__ == '__main__':
    add(sys.argv[1])
