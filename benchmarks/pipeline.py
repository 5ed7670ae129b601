"""What a take costs: stage times; frames a second of composing, of x264 on the same frames, of both; memory; the first playable second.

    python benchmarks/pipeline.py [--seconds 60] [--language zh]

Every ratio is measured side by side in one run. Memory is the peak of this process with language model, voice and host loaded.
"""

import argparse
import os
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from livestream.avatar.animator import Animator
from livestream.avatar.pack import HostPack
from livestream.avatar.player import HostPlayer
from livestream.avatar.types import Cue
from livestream.catalog.demo import demo_products
from livestream.catalog.models import Product
from livestream.catalog.values import FPS, SHAPES, Brief, Line
from livestream.config import settings
from livestream.jobs.casting import host_for
from livestream.jobs.models import open_model
from livestream.jobs.take import RATE, Progress, Rendered, render_take
from livestream.media.writer import TakeWriter
from livestream.scene.stage import Stage
from livestream.writing.script import prefill, write_script
from voices.types import VoiceChoice

KEEP = 100  # frames kept in memory for the comparison


def take(product: Product, brief: Brief, folder: Path, warm: bool) -> tuple[Rendered, float, float]:
    """The take, the seconds from the click to its first playable second, and to its end."""
    model = open_model(None, settings())
    if warm:
        prefill(product, brief, model)
    first: list[float] = []
    started = time.perf_counter()

    def report(step: Progress) -> None:
        if step.ready >= 1.0 and not first:
            first.append(time.perf_counter() - started)

    lines = (item for item in write_script(product, brief, model) if isinstance(item, Line))
    rendered = render_take(product, brief, lines, folder / "growing.mp4", report)
    return rendered, first[0], time.perf_counter() - started


def frames_per_second(product: Product, brief: Brief, rendered: Rendered, folder: Path) -> dict[str, float]:
    """Composing alone, x264 alone on the same frames, and both together."""
    size = SHAPES[brief.shape]
    sound = rendered.samples[: KEEP * RATE // FPS]
    beat = next(b for b in rendered.beats if b.picture is not None)
    cue = Cue(KEEP / FPS, sound, RATE, (), brief.voice.language)
    stage = Stage(product, brief, size, HostPlayer(HostPack.load(host_for(brief)), Stage.host_height(size), Stage.light(product, brief)))
    poses = Animator(brief.voice.language, brief.persona, brief.seed).perform(cue)
    stage.frame(poses[0], beat.start, beat)

    def compose(at: float) -> list[object]:
        return [stage.frame(pose, at + i / FPS, beat).copy() for i, pose in enumerate(poses)]

    started = time.perf_counter()
    kept = compose(beat.start)
    composing = time.perf_counter() - started
    started = time.perf_counter()
    with TakeWriter(folder / "x264.mp4", size) as writer:
        writer.audio(sound)
        for frame in kept:
            writer.write(frame)  # type: ignore[arg-type]
    encoding = time.perf_counter() - started
    started = time.perf_counter()
    with TakeWriter(folder / "both.mp4", size) as writer:
        writer.audio(sound)
        for i, pose in enumerate(poses):
            writer.write(stage.frame(pose, beat.start + (KEEP + i) / FPS, beat))
    both = time.perf_counter() - started
    return {name: KEEP / seconds for name, seconds in (("compose", composing), ("x264", encoding), ("both", both))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--shape", choices=tuple(SHAPES), default="portrait")
    given = parser.parse_args()
    os.environ["YIBO_VOICE_CACHE_MB"] = "0"  # sentences that were spoken before would cost nothing
    product = next(p for p in demo_products() if p.language == given.language)
    brief = Brief(VoiceChoice(given.language, "female"), seconds=given.seconds, shape=given.shape)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, cold_first, _ = take(product, brief, folder, warm=False)
        other = replace(brief, seed=brief.seed + 1)
        rendered, first, whole = take(product, other, folder, warm=True)
        print(f"take: {rendered.duration:.1f} s of video in {whole:.1f} s, ratio {whole / rendered.duration:.2f}")
        for stage, seconds in rendered.seconds.items():
            print(f"  {stage:8} {seconds:6.1f} s, {seconds / rendered.duration:.2f} of the duration")
        print(f"first playable second: {cold_first:.1f} s cold (loading included), {first:.1f} s warm with the product opened")
        speeds = frames_per_second(product, brief, rendered, folder)
    print("frames a second: " + ", ".join(f"{name} {value:.0f}" for name, value in speeds.items()))
    print(f"  compose / x264 {speeds['compose'] / speeds['x264']:.2f}, both / x264 {speeds['both'] / speeds['x264']:.2f}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory: {own:.2f} GB, encoder apart")


if __name__ == "__main__":
    main()
