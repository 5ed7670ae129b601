"""Tones: what F0, pace, pauses and colour are like, whether two are told apart, and where vowels begin."""

import json
from collections.abc import Iterable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from measure import f0, semitones, voicing_onsets

from voices import TONES, Speech, VoiceChoice, say, speak
from voices.catalogue import DEFAULTS

ROOT = Path(__file__).resolve().parents[1]
LINES: dict[str, list[str]] = json.loads((ROOT / "benchmarks" / "speech_lines.json").read_text(encoding="utf-8"))
VOWELS = frozenset("aeiouyɛɔɑæɪʊʌɜəɤɨɚɐAIOWYᵻøœɯ")
VOICELESS = frozenset("ptkfsʃʧθhxɕʂʦʨꭧ")
Row = dict[str, Any]


def voice_name(voice: VoiceChoice) -> str:
    """For tables."""
    return f"{voice.language} {voice.gender}"


VOICES = {voice_name(voice): voice for voice in (VoiceChoice(language, gender) for language, gender in DEFAULTS)}
"""The default voice of each role."""


def features(speech: Speech) -> list[float]:
    """Median F0 [Hz], its spread [semitones], syllables a second of sounding words, share of pauses, spectral centroid [Hz].

    The spread is the standard deviation of a normal distribution with the same middle 80 %: an octave taken wrongly does not count.
    """
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
    return [
        float(np.median(pitch)),
        float(np.ptp(np.percentile(semitones(pitch), (10, 90)))) / 2.563,
        syllables / sounding,
        1 - sounding / whole,
        centroid,
    ]


def _differ(a: Row, b: Row) -> bool:
    """At least a semitone, a tenth of the rate, or a quarter of the range."""
    shift = abs(12 * np.log2(a["f0"] / b["f0"]))
    rate, spread = abs(np.log(a["rate"] / b["rate"])), abs(np.log(a["spread"] / b["spread"]))
    return bool(shift >= 1 or rate >= np.log(1.1) or spread >= np.log(1.25))


def _named(seen: dict[str, Any]) -> float:
    """How often a linear classifier, trained on all lines but one, names the tone of that one."""
    rows = np.array([seen[tone] for tone in TONES])
    rows[..., [0, 1, 2, 4]] = np.log(rows[..., [0, 1, 2, 4]])
    right = []
    for held in range(rows.shape[1]):
        known = np.delete(rows, held, axis=1)
        means = known.mean(axis=1)
        inverse = np.linalg.pinv(np.cov((known - means[:, None]).reshape(-1, rows.shape[2]).T))
        right += [
            int(np.argmin([(row - mean) @ inverse @ (row - mean) for mean in means])) == tone for tone, row in enumerate(rows[:, held])
        ]
    return float(np.mean(right))


def tones(lines: int, spoken: Iterable[VoiceChoice], plots: bool) -> list[Row]:
    """A row for each voice and tone, over so many lines a language."""
    rows: list[Row] = []
    for voice in spoken:
        seen = {
            tone: [features(say(line, VoiceChoice(voice.language, voice.gender, tone))) for line in LINES[voice.language][:lines]]
            for tone in TONES
        }
        named = _named(seen)
        mine = []
        for tone in TONES:
            pitch, spread, rate, pause, centroid = np.median(np.array(seen[tone]), axis=0)
            mine.append(
                {
                    "voice": voice_name(voice),
                    "tone": tone,
                    "f0": pitch,
                    "spread": spread,
                    "rate": rate,
                    "pauses": pause,
                    "centroid": centroid,
                }
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
    figure.savefig(ROOT / "docs" / "img" / "voices-tones.webp", dpi=80)


def timings(lines: int, spoken: Iterable[VoiceChoice]) -> list[Row]:
    """Onsets of voicing after voiceless consonants against the marks of the vowels, and whole times against sample counts."""
    rows = []
    for voice in spoken:
        late: list[float] = []
        exact = True
        for line in LINES[voice.language][:lines]:
            for speech in speak(line, voice):
                phonemes = [m for m in speech.marks if m.kind == "phoneme"]
                exact &= all(m.end <= len(speech.samples) / speech.sample_rate for m in phonemes)
                pairs = [(a, b) for a, b in pairwise(phonemes) if a.label in VOICELESS and b.label in VOWELS and a.end == b.start]
                found = voicing_onsets(speech.samples, speech.sample_rate, [(a.start, b.end) for a, b in pairs])
                late += [float(at - b.start) for at, (_, b) in zip(found, pairs, strict=True) if np.isfinite(at)]
        errors = np.array(late)
        within = float(np.mean(np.abs(errors) <= 0.025))
        rows.append(
            {
                "voice": voice_name(voice),
                "onsets": len(late),
                "median_ms": 1000 * float(np.median(errors)),
                "within_25_ms": within,
                "exact": exact,
            }
        )
    return rows
