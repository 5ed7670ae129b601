"""Render the sets into assets/sets (build time only; needs bpy 5).

    python tools/sets/build.py [--only boutique,tech] [--samples 24] [--out DIR]

Everything in the pictures is modelled here, no picture, texture or model of others is used. A set is rendered below its size
and enlarged: it stands out of focus behind the host. A little noise keeps the soft gradients free of bands after H.264.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import bpy
import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
from blocks import camera, reset
from grade import GRADES, graded
from rooms import EXPOSURE, ROOMS

SHAPES = {"portrait": (720, 1280, 31.0, 1.34, 1.0), "landscape": (1280, 720, 25.0, 1.40, 1.0)}  # width, height, fov, camera height, stop


def render(name: str, shape: str, samples: int, scale: float) -> np.ndarray:
    """One set as uint8 (height, width, 3) BGR."""
    width, height, fov, eye, stop = SHAPES[shape]
    scene = reset(EXPOSURE[name])
    ROOMS[name](shape == "landscape")
    camera(fov, eye, 2.6, stop)
    scene.cycles.samples = samples
    scene.render.resolution_x, scene.render.resolution_y = round(width * scale), round(height * scale)
    with tempfile.TemporaryDirectory() as folder:
        scene.render.filepath = str(Path(folder) / "set.png")
        bpy.ops.render.render(write_still=True)
        picture = cv2.imread(scene.render.filepath)
    large = graded(cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC), *GRADES[name])
    noise = np.random.default_rng(1).normal(0, 1.1, (height, width, 1))
    return np.clip(large + noise, 0, 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(ROOMS))
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--samples", type=int, default=14)
    parser.add_argument("--scale", type=float, default=0.5)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[2] / "assets" / "sets")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in args.only.split(","):
        for shape in args.shapes.split(","):
            start = time.time()
            picture = render(name, shape, args.samples, args.scale)
            for quality in range(90, 40, -4):
                done, data = cv2.imencode(".webp", picture, (cv2.IMWRITE_WEBP_QUALITY, quality))
                if done and len(data) <= 150_000:
                    break
            (args.out / f"{name}_{shape}.webp").write_bytes(data.tobytes())
            print(f"{name} {shape}: {len(data) // 1000} kB at quality {quality}, {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
