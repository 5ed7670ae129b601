"""Make host packs: render every frame that is missing, then assemble.

    python tools/hosts/build.py --all                       # all hosts of hosts/*.toml, to assets/hosts
    python tools/hosts/build.py --host lin --only minimal   # a first usable pack of one host
    python tools/hosts/build.py --all --pack-only           # assemble again from what the work folder holds

Runs in its own environment (requirements.txt). A stopped build goes on where it was: every finished frame stays in --work."""
import argparse
import os
import subprocess
import sys
from pathlib import Path
import spec as specs

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    g = a.add_mutually_exclusive_group(required=True)
    g.add_argument('--all', action='store_true')
    g.add_argument('--host', choices=specs.keys())
    a.add_argument('--work', type=Path, default=ROOT / 'build' / 'hosts', help='where frames are kept (default: build/hosts)')
    a.add_argument('--out', type=Path, default=ROOT / 'assets' / 'hosts')
    a.add_argument('--only', choices=('minimal', 'all'), default='all')
    a.add_argument('--threads', type=int, default=os.cpu_count() or 2)
    a.add_argument('--pack-only', action='store_true')
    a.add_argument('--sheet', type=Path, help='also write a contact sheet host_KEY.png into this folder')
    A = a.parse_args()
    for key in specs.keys() if A.all else [A.host]:
        if not A.pack_only:                      # a process of its own: Blender keeps one scene per process
            done = subprocess.run([sys.executable, HERE / 'frames.py', key, A.work, '--only', A.only, '--threads', str(A.threads)], check=False)
            if done.returncode == 0:
                done = subprocess.run([sys.executable, HERE / 'tween.py', key, A.work, A.out], check=False)
            if done.returncode:
                raise SystemExit(f'{key}: rendering stopped (exit {done.returncode}); run the same command again to go on')
        import pack
        pack.build(key, A.work, A.out)
        if A.sheet:
            import contact
            contact.make(A.out / key, A.sheet / f'host_{key}.png')


if __name__ == '__main__':
    main()
