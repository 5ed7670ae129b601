"""Draws the demo shop's pictures: python tools/shop/render.py [--only kettle,tea-2] [--size 800] [--samples 8] [--out assets/shop].

Rendered at --size pixels and enlarged to 1000. Needs bpy (Blender as a module) and Pillow; run it with the Python that has both.
One WebP of at most 80 kB a picture.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bpy
import goods_en
import goods_zh
import studio
from PIL import Image

MAX_BYTES = 80_000
SIDE = 1000  # pixels of the finished picture
GOODS = {**goods_zh.GOODS, **goods_en.GOODS}


def main() -> None:
    """Renders what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="keys or key-view, comma-separated")
    parser.add_argument("--size", type=int, default=800)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[2] / "assets" / "shop")
    args = parser.parse_args()
    wanted = set(filter(None, args.only.split(",")))
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for key, build in GOODS.items():
            for view in (1, 2):
                if wanted and not {key, f"{key}-{view}"} & wanted:
                    continue
                started = time.perf_counter()
                studio.clear()
                bpy.context.scene.render.threads_mode, bpy.context.scene.render.threads = "FIXED", args.threads
                studio.set_up(build(view, Path(work)), args.size, args.samples)
                raw = Path(work) / "picture.png"
                studio.render(raw)
                written = save(raw, args.out / f"{key}-{view}.webp")
                print(f"{key}-{view}: {time.perf_counter() - started:.1f} s, {written // 1000} kB", file=sys.stderr)


def save(raw: Path, target: Path) -> int:
    """Writes the WebP at the highest quality up to 90 that keeps it under MAX_BYTES; gives its size in bytes."""
    with Image.open(raw) as picture:
        full = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        for quality in range(90, 50, -4):
            full.save(target, "WEBP", quality=quality, method=6)
            if target.stat().st_size <= MAX_BYTES:
                break
    return target.stat().st_size


if __name__ == "__main__":
    main()
