"""How fast a host is drawn, how well its lips keep to the sound, and whether anything pops.

    python benchmarks/host.py [--frames 250] [--host lin] [--minutes 2] [--only speed,lips,pops]

Speed: frames a second of composing at 720 x 1280 and 1080 x 1920, with x264 veryfast, and as a share of x264 alone on the same frames.
Lips: over 20 sentences, Chinese and English, with the voice's own phoneme times: the correlation of the mouth's opening with loudness, how
many of the sounds m, b and p meet closed lips within a frame, and how far the mouth's first movement is from the first sound.
Pops: over minutes of idle and speech drawn with the shipped pack, the largest difference of two frames against the median, while the arm is
on its way and else.
Words go to stderr, figures as JSON to stdout.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

sys.path.pop(0)  # this folder: its voices.py is not the package

import voices
from livestream.avatar.animator import Animator
from livestream.avatar.loudness import envelope
from livestream.avatar.pack import HostPack
from livestream.avatar.player import HostPlayer
from livestream.avatar.types import Cue, Pose
from livestream.catalog.demo import demo_products
from livestream.catalog.values import FPS, SHAPES, Brief, Line, Part, Shape
from livestream.media.ffmpeg import binary
from livestream.scene.beats import Beat, make_beat
from livestream.scene.stage import Stage
from voices.types import Language, Speech, VoiceChoice

SENTENCES: dict[Language, tuple[str, ...]] = {
    "zh": (
        "大家晚上好，欢迎来到直播间。", "这把壶的壶身是不锈钢的，磨砂面，摸上去很舒服。", "你平时冲咖啡，最怕的是不是水流忽大忽小？",
        "保温六十分钟，慢慢冲也不着急。", "把手是胡桃木的，握着不烫手。", "盖子一按就开，单手也能倒水。",
        "朋友们，今天的价格是二百三十九元。",
        "泡茶、冲奶粉、煮咖啡，它都帮得上忙。", "放在桌面上不占地方，搬家也方便。", "喜欢的朋友点下面的链接，我们明天见。",
    ),
    "en": (
        "Hello everybody, and welcome back to the shop.", "This pan is cast iron, and it keeps its heat for a long time.",
        "Have you ever burned a pancake because one spot was too hot?", "Both spouts pour, so right or left hand makes no difference.",
        "It comes seasoned, and you can cook with it today.", "My favourite breakfast is eggs with a bit of pepper and butter.",
        "The handle is big enough for two hands.", "Wipe it, warm it, and rub a little oil over it.",
        "From the stove to the oven, or over the campfire.", "Tap the link below, and maybe I will see you tomorrow.",
    ),
}  # fmt: skip
PARTS: tuple[Part, ...] = ("hook", "pain", "point", "demo", "offer", "point", "demo", "bridge", "offer", "close")
CLOSED = frozenset("mbp")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="lin")
    parser.add_argument("--frames", type=int, default=250)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--only", default="speed,lips,pops")
    given = parser.parse_args()
    spoken = {language: [(text, speech_of(text, language)) for text in SENTENCES[language]] for language in SENTENCES}
    found: dict[str, Any] = {"host": given.host, "cores": cv2.getNumberOfCPUs()}
    parts = given.only.split(",")
    if "speed" in parts:
        for shape in ("portrait", "portrait_hd"):
            found[shape] = speed(given.host, shape, spoken["zh"], given.frames)
            sys.stderr.write(f"{shape}: {found[shape]}\n")
    if "lips" in parts:
        found["lips"] = lips(spoken)
        sys.stderr.write(f"lips: {found['lips']}\n")
    if "pops" in parts:
        found["pops"] = pops(given.host, spoken, given.minutes)
        sys.stderr.write(f"pops: {found['pops']}\n")
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


def speech_of(text: str, language: Language) -> Speech:
    return voices.say(text, VoiceChoice(language, "female"))


def cue_of(text: str, speech: Speech, language: Language, part: Part) -> Cue:
    about, pictured = ((0,) if part in ("point", "demo") else ()), part == "demo"
    return Cue(
        speech.duration, speech.samples, speech.sample_rate, speech.marks, language, text, part, about, "bestie", pictured, part == "bridge"
    )


def scenes(spoken: list[tuple[str, Speech]], language: Language, wide: bool) -> Iterator[tuple[Pose, float, Beat]]:
    """The poses of a take of the sentences, with the time and the beat of each."""
    product = next(p for p in demo_products() if p.language == language)
    animator, clock = Animator(language, "bestie", 1), 0.0
    for (text, speech), part in zip(spoken, PARTS, strict=True):
        line = Line(part, text, (0,) if part in ("point", "demo") else ())
        beat = make_beat(line, speech, clock, product, language, wide=wide)
        for pose in animator.perform(cue_of(text, speech, language, part)):
            yield pose, clock, beat
            clock = animator.frames / FPS


def speed(host: str, shape: Shape, spoken: list[tuple[str, Speech]], count: int) -> dict[str, float]:
    """Frames a second: composing, composing into x264, x264 alone. Every frame is one of a take with all that is drawn."""
    size = SHAPES[shape]
    product = next(p for p in demo_products() if p.language == "zh")
    brief = Brief(VoiceChoice("zh", "female"), shape=shape, host=host)
    every = list(scenes(spoken, "zh", False))
    stage = _stage(product, brief, size, host)
    step = max(1, len(every) // count)
    taken = every[::step][:count]
    for pose, t, beat in taken[:: max(1, len(taken) // 12)]:
        stage.frame(pose, t, beat)  # draws what is drawn once
    stage = _stage(product, brief, size, host)
    started = time.perf_counter()
    for pose, t, beat in every[:count]:
        stage.frame(pose, t, beat)
    compose = count / (time.perf_counter() - started)
    stage = _stage(product, brief, size, host)
    frames = [stage.frame(pose, t, beat).copy() for pose, t, beat in every[: min(count, 100)]]
    stage = _stage(product, brief, size, host)
    alone = _encoded(size, frames)
    both = _encoded(size, (stage.frame(pose, t, beat) for pose, t, beat in every[: len(frames)]))
    return {
        "compose_fps": round(compose, 1),
        "compose_and_x264_fps": round(len(frames) / both, 1),
        "x264_alone_fps": round(len(frames) / alone, 1),
        "share_of_x264_alone": round(alone / both, 2),
    }


def _stage(product: Any, brief: Brief, size: tuple[int, int], host: str) -> Stage:
    return Stage(product, brief, size, HostPlayer(HostPack.load(host), Stage.host_height(size), Stage.light(product, brief)))


def _encoded(size: tuple[int, int], frames: Any) -> float:
    """Seconds that x264 veryfast takes for the frames, their making included where they are made on the way."""
    command = [binary(), "-v", "error", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{size[0]}x{size[1]}", "-r", str(FPS), "-i", "-"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-f", "null", "-"]
    started = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        if process.stdin is None:
            raise RuntimeError("ffmpeg takes no input")
        for frame in frames:
            process.stdin.write(memoryview(frame).cast("B"))
        process.stdin.close()
        process.wait()
    return time.perf_counter() - started


def lips(spoken: dict[Language, list[tuple[str, Speech]]]) -> dict[str, Any]:
    """Correlation of opening and loudness, m/b/p that meet closed lips within a frame, and the onset's error in frames."""
    found: dict[str, Any] = {}
    for language, several in spoken.items():
        fits, met, sounds, onsets = [], 0, 0, []
        for text, speech in several:
            poses = Animator(language, "bestie", 1).perform(cue_of(text, speech, language, "point"))
            times = (np.arange(len(poses)) + 0.5) / FPS
            opening = np.array([pose.opening * (1 - pose.closed) for pose in poses])
            closed = np.array([max(pose.closed, 1 - min(1.0, pose.opening / 0.08)) for pose in poses])
            level, _ = envelope(speech.samples, speech.sample_rate).sample(times)
            fits.append(float(np.corrcoef(_soft(opening), _soft(level))[0, 1]))
            for mark in speech.marks:
                if mark.kind == "phoneme" and mark.label[-1:] in CLOSED:
                    first, last = int(mark.start * FPS) - 1, int(np.ceil(mark.end * FPS)) + 1
                    sounds += 1
                    met += bool(closed[max(0, first) : last + 1].max(initial=0) > 0.5)
            heard = int(np.flatnonzero(level > 0.12)[0])
            onsets.append(abs(int(np.flatnonzero(opening > 0.06)[0]) - heard))
        found[language] = {
            "correlation": round(float(np.mean(fits)), 2),
            "worst_correlation": round(min(fits), 2),
            "closed_of_mbp": f"{met}/{sounds}",
            "onset_frames": round(float(np.mean(onsets)), 2),
            "onset_within_one": f"{sum(o <= 1 for o in onsets)}/{len(onsets)}",
        }
    return found


def _soft(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    kernel = np.hanning(7)[1:-1]
    return np.convolve(values, kernel / kernel.sum(), mode="same")


def pops(host: str, spoken: dict[Language, list[tuple[str, Speech]]], minutes: float) -> dict[str, float]:
    """Mean absolute difference of consecutive pictures of the host, idle and speaking in turn: its median, and the largest against it."""
    player = HostPlayer(HostPack.load(host), 1060)
    animator = Animator("zh", "bestie", 1)
    before, canvas = None, np.empty((player.size[1], player.size[0], 3), np.uint8)
    differences: list[float] = []
    swings: list[bool] = []
    index, phase = 0, 0.0
    while animator.frames < minutes * 60 * FPS:
        text, speech = spoken["zh"][index % len(PARTS)]
        cues = [cue_of(text, speech, "zh", PARTS[index % len(PARTS)])]
        if index % 3 == 2:
            cues.append(Cue(6.0, np.zeros(0, np.float32), 24000, (), "zh"))
        for pose in (pose for cue in cues for pose in animator.perform(cue)):
            canvas[:] = (190, 205, 215)
            player.draw(canvas, pose, 0, 0)
            if before is not None:
                differences.append(float(cv2.absdiff(canvas, before).mean()))
                swings.append(pose.phase != phase)
            before, phase = canvas.copy(), pose.phase
        index += 1
    median = float(np.median(differences))
    found = np.array(differences) / median
    swinging = np.array(swings)
    return {
        "frames": len(differences),
        "median": round(median, 3),
        "median_while_the_arm_rests": round(float(np.median(np.array(differences)[~swinging])), 3),
        "share_while_the_arm_moves": round(float(swinging.mean()), 2),
        "largest": round(float(found[~swinging].max()), 2),
        "largest_while_the_arm_moves": round(float(found[swinging].max(initial=0)), 2),
    }


if __name__ == "__main__":
    main()
