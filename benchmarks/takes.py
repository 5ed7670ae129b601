"""Twelve takes of invented products, both languages, every persona: what they say, and how far sound and lips stand apart.

    python benchmarks/takes.py [--out FOLDER] [--only N ...] [--seconds 25]

For each take: lines whose figures or claims do not hold (trust.check), whether name and price are said, and the offset of picture against
sound in its first and last six seconds, measured on the finished mp4: the lag at which the mouth's opening follows the loudness best.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from livestream.catalog.models import Product
from livestream.catalog.product import parse_product
from livestream.catalog.values import FPS, Brief, Line
from livestream.config import settings
from livestream.jobs.files import export_take
from livestream.jobs.models import open_model
from livestream.jobs.take import GROWING, RATE, render_take
from livestream.trust.check import check_line
from livestream.writing.script import write_script
from voices.types import VoiceChoice

HOP = 480  # samples of the loudness curve: 10 ms
Curve = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """What was found in one take; offsets in milliseconds, positive where the picture is late."""

    lines: list[str]
    faults: list[str]
    complete: bool
    offset_start: float
    offset_end: float
    seconds: float
    duration: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out/takes"))
    parser.add_argument("--only", type=int, nargs="*")
    parser.add_argument("--seconds", type=int, default=25)
    given = parser.parse_args()
    wanted = json.loads((Path(__file__).parent / "products.json").read_text(encoding="utf-8"))
    worst, wrong = 0.0, 0
    for number, item in enumerate(wanted):
        if given.only and number not in given.only:
            continue
        product, _ = parse_product(item["product"])
        voice = VoiceChoice(item["product"]["language"], item["gender"], item["tone"])
        judged = judge(product, Brief(voice, item["persona"], given.seconds), given.out / f"{number:02}")
        worst, wrong = max(worst, abs(judged.offset_start), abs(judged.offset_end)), wrong + len(judged.faults) + (not judged.complete)
        how = f"{item['persona']}, {voice.gender}, {voice.tone}"
        print(f"{number:2} {product.name} ({how}): {judged.duration:.1f} s in {judged.seconds:.1f} s")
        print("   " + "\n   ".join(judged.lines))
        print(f"   offset {judged.offset_start:+.0f} ms at the start, {judged.offset_end:+.0f} ms at the end")
        print(f"   name and price said: {judged.complete}", flush=True)
        for fault in judged.faults:
            print(f"   FAULT {fault}")
    print(f"worst offset {worst:.0f} ms; faults {wrong}")


def judge(product: Product, brief: Brief, folder: Path) -> Judged:
    """Makes the take and looks at it."""
    model = open_model(None, settings())
    started = time.perf_counter()
    lines = [item for item in write_script(product, brief, model) if isinstance(item, Line)]
    rendered = render_take(product, brief, lines, folder / GROWING)
    export_take(product, brief, rendered, folder, settings(), {"model": model.name})
    seconds = time.perf_counter() - started
    language = brief.voice.language
    faults = [f"{line.text}: {f.message}" for line in lines for f in check_line(line.text, product, language) if f.severity == "block"]
    said = " ".join(line.text for line in lines)
    complete = product.name in said and f"{product.price.normalize():f}" in said.replace(",", "")
    mouth, sound = curves(folder / "take.mp4", [pose.opening for pose in rendered.poses])
    half = 6 * RATE // HOP
    return Judged(
        [f"[{line.part}] {line.text}" for line in lines],
        faults,
        complete,
        offset(mouth[:half], sound[:half]),
        offset(mouth[-half:], sound[-half:]),
        seconds,
        rendered.duration,
    )


def curves(path: Path, openings: Sequence[float]) -> tuple[Curve, Curve]:
    """The mouth's opening and the loudness, both every 10 ms by the file's own clock: frame times and sound times as decoded."""
    samples, began = [], 0.0
    with av.open(str(path)) as container:
        times = sorted(float(packet.pts * packet.time_base) for packet in container.demux(video=0) if packet.pts is not None)
    with av.open(str(path)) as container:
        for sound in container.decode(audio=0):
            began = sound.time if not samples else began
            samples.append(sound.to_ndarray().mean(axis=0))
    if abs(len(times) - len(openings)) > 1:  # the writer may repeat the last frame to the end of the sound
        raise ValueError(f"{path} has {len(times)} frames for {len(openings)} poses")
    count = min(len(times), len(openings))
    signal = np.concatenate(samples)
    loud = np.sqrt(np.square(signal[: len(signal) // HOP * HOP].reshape(-1, HOP)).mean(axis=1))
    clock = (np.arange(len(loud)) + 0.5) * HOP / RATE + began
    shown = np.array(times) + 0.5 / FPS  # a frame stands for its whole duration
    return np.interp(clock, shown[:count], openings[:count]), np.convolve(loud, np.ones(8) / 8, "same")


def offset(mouth: Curve, sound: Curve) -> float:
    """Milliseconds by which the mouth follows the sound, between -200 and 200, in steps of 10."""
    a, b = mouth - mouth.mean(), sound - sound.mean()
    lags = range(-20, 21)
    scores = [float(np.dot(a[max(0, k) : len(a) + min(0, k)], b[max(0, -k) : len(b) + min(0, -k)])) for k in lags]
    return 10.0 * lags[int(np.argmax(scores))]


if __name__ == "__main__":
    main()
