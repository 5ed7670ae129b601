"""Render all frames of one host's pack into a work folder, frame by frame; what is there already is skipped.

    python frames.py KEY WORKDIR [--only minimal|all] [--match eyes_,gesture_present_1] [--threads 2]

Two processes may share a work folder: each skips what the other has finished."""
import argparse
import json
import os
from pathlib import Path
import numpy as np
import shapes
import spec as specs
from pack import STEPS
from stage import H, W, Stage

SPP = {'base': 16, 'head': 24, 'mouth': 12, 'eyes': 12, 'gesture': 10, 'swing': 5}       # swing: an arm on its way, seen for a moment
# the mouths that make a first usable pack, then the rest
FIRST = [(0, 1), (0, 3), (2, 1), (2, 2), (2, 3), (4, 1), (4, 2), (4, 3), (3, 0)]


def plan(spec, only):
    """-> [(file stem, kind, units, gaze, gesture)] in the order of use"""
    grid = [(r, c) for r in range(len(shapes.OPENING)) for c in range(len(shapes.WIDTH)) if (r, c) not in shapes.SHARED]
    mouth = lambda cells: [(f'mouth_{r}{c}', 'mouth', shapes.mouth(r, c), (0, 0), None) for r, c in cells]
    eye = lambda names: [(f'eyes_{k}', 'eyes', shapes.EYES[k], shapes.GAZE.get(k, (0, 0)), None) for k in names]
    lids = ['neutral', 'lids35', 'lids70', 'lids100']
    gestures = [(f'gesture_{name}_{i}', 'gesture', {}, (0, 0), (name, i / STEPS)) for name, g in spec['gesture'].items() for i in reversed(g['rendered'])]
    out = [('base', 'base', {}, (0, 0), None), ('mouth_neutral', 'mouth', {}, (0, 0), None)]
    out += [(f'mouth_{k}', 'mouth', u, (0, 0), None) for k, u in shapes.SPECIAL.items()] + mouth(FIRST) + eye(lids)
    if only == 'minimal':
        return out
    out += mouth(c for c in grid if c not in FIRST) + [('head', 'head', {}, (0, 0), None)] + gestures
    return out + eye(k for k in shapes.EYES if k not in lids)      # the arms need not go back: they do not touch the face


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument('key')
    a.add_argument('work', type=Path)
    a.add_argument('--only', choices=('minimal', 'all'), default='all')
    a.add_argument('--match', default='', help='only frames whose names start so, comma-separated')
    a.add_argument('--threads', type=int, default=os.cpu_count() or 2)
    A = a.parse_args()
    spec = specs.load(A.key)
    out = A.work / A.key
    out.mkdir(parents=True, exist_ok=True)
    todo = [f for f in plan(spec, A.only) if f[0].startswith(tuple(A.match.split(','))) and not (out / f'{f[0]}.png').exists()]
    if not todo and (out / 'stage.json').exists():
        return
    st = Stage(spec, A.threads)
    if not (out / 'stage.json').exists():
        np.savez_compressed(out / 'position.npz', p=st.position_map().astype(np.float16))
        (out / 'stage.json').write_text(json.dumps(
            {'size': [W, H], 'boxes': st.boxes, 'camera': st.camera_data(), 'joints': st.joints()}))
    posed = None
    for stem, kind, units, gaze, gesture in todo:
        if (out / f'{stem}.png').exists():
            continue
        if gesture and gesture != posed:
            st.host.gesture(*gesture)
            posed = gesture
        st.host.update(units, gaze)
        box = None if kind == 'base' else spec['gesture'][gesture[0]]['box'] if gesture else st.boxes[kind]
        part = out / f'{stem}.part.png'
        t = st.render(str(part), SPP['swing' if gesture and gesture[1] < 1 else kind], box)
        part.rename(out / f'{stem}.png')
        print(stem, round(t, 1), flush=True)


if __name__ == '__main__':
    main()
