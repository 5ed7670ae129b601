"""Look-dev: quick pictures of a host, none of which enters a pack.

    python look.py lin OUT_ --view full,head,face --expr rest,mouth:5:1,special:closed,eyes:lids100 --spp 6 --gesture present:1"""
import argparse
import spec as specs
import shapes
from stage import Stage

a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
a.add_argument('host')
a.add_argument('out')
a.add_argument('--view', default='full')
a.add_argument('--expr', default='rest')
a.add_argument('--gesture', default='')
a.add_argument('--spp', type=int, default=6)
a.add_argument('--scale', type=float, default=.5, help='of the pack size')
a.add_argument('--box', default='', help='x,y,w,h in pack pixels: render this region only')
a.add_argument('--threads', type=int, default=2)
a.add_argument('--bald', action='store_true')
a.add_argument('--full', action='store_true', help='strands and subdivision as in the pack')
A = a.parse_args()


def units(e):
    kind, _, rest = e.partition(':')
    if kind == 'mouth':
        return shapes.mouth(*map(int, rest.split(':'))), (0, 0)
    if kind == 'special':
        return shapes.SPECIAL[rest], (0, 0)
    if kind == 'eyes':
        return shapes.EYES[rest], shapes.GAZE.get(rest, (0, 0))
    return {}, (0, 0)


st = Stage(specs.load(A.host), threads=A.threads, hair=not A.bald, quick=not A.full)
if A.gesture:
    for g in A.gesture.split(','):
        name, t = g.split(':')
        st.host.gesture(name, float(t))
        st.render(f'{A.out}{name}{t}.png', A.spp, box=[int(q) for q in A.box.split(',')] if A.box else None, scale=A.scale)
else:
    for view in A.view.split(','):
        for e in A.expr.split(','):
            st.host.update(*units(e))
            box = [int(q) for q in A.box.split(',')] if A.box else {'full': None, 'head': st.boxes['head'], 'face': st.boxes['face']}[view]
            print(e, round(st.render(f'{A.out}{view}_{e.replace(":", "")}.png', A.spp, box=box, scale=A.scale), 1), flush=True)
