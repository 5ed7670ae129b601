"""hibari (Apache-2.0): one English woman, a hundred times faster than real time, model and lexicon inside its package."""

import functools
import importlib.util
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voices.engines.base import Raw, SentenceEngine
from voices.engines.sessions import session
from voices.frontend.words import PAUSE_SYMBOLS, Sentence
from voices.paths import cache_dir, write_atomically
from voices.prosody import shape_f0, stretch_pauses
from voices.timing import Symbol, symbols
from voices.tones import ToneRow
from voices.types import VoiceChoice, VoiceError

RATE = 24000
FRAME = 300
"""Samples of one frame of the spectrum (12.5 ms)."""

SPEAKER = "heart"
_DURATIONS = "/Clip_output_0"
_VERSION = "hibari-0.2-durations-1"
_SEED = 7


def installed() -> bool:
    """Whether the package is there."""
    return importlib.util.find_spec("hibari") is not None


def _with_durations(source: Path, target: Path) -> None:
    import onnx

    model = onnx.load(str(source))
    model.graph.output.append(onnx.helper.make_tensor_value_info(_DURATIONS, onnx.TensorProto.FLOAT, None))
    onnx.save(model, str(target))


class Hibari(SentenceEngine):
    """Times are exact to one duration frame (25 ms); pitch, energy and pauses are changed on the model's own curves before synthesis."""

    name = "hibari"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @functools.cached_property
    def _vocabulary(self) -> dict[str, int]:
        import json

        from hibari.tts import ASSETS

        return dict(json.loads((Path(ASSETS) / "vocab.json").read_text(encoding="utf-8")))

    @functools.cached_property
    def _session(self) -> Any:
        if not installed():
            raise VoiceError("the hibari voice is not installed: run `pip install 'hibari-tts[fast]'` (or `make setup`)")
        from hibari.voices import voice_path

        path = cache_dir() / f"{_VERSION}.onnx"
        if not path.exists():
            write_atomically(path, functools.partial(_with_durations, Path(voice_path(SPEAKER))))
        try:
            return session(path, threads=1)
        except Exception as error:
            path.unlink(missing_ok=True)
            raise VoiceError(f"the hibari model cannot be loaded ({error}); try again, or reinstall hibari-tts") from error

    def warm(self, voice: VoiceChoice) -> None:
        for _ in self.speak("Hello.", voice):
            pass

    def render(self, sentence: Sentence, voice: VoiceChoice, tone: ToneRow) -> Raw:
        if voice.language != "en" or voice.gender != "female":
            raise VoiceError("hibari speaks as an English woman only: choose engine kokoro for Chinese or for a man")
        if voice.speaker not in (None, SPEAKER):
            raise VoiceError(f"hibari has no speaker {voice.speaker!r}; its one voice is {SPEAKER!r}")
        from hibari import dsp

        with self._lock:
            run, vocabulary = self._session, self._vocabulary
        given = symbols(sentence, vocabulary.keys())
        if not given:
            raise VoiceError(f"the hibari voice has no sounds for {sentence.spoken[:40]!r}")
        ids = np.array([[0, *(vocabulary[s] for s, _ in given), 0]], np.int64)
        speed = np.array([tone.speed * voice.speed], np.float32)
        *curves, durations = run.run(None, {"ids": ids, "speed": speed})
        harmonics, phase, noise, free, free_phase, f0 = (curve[0] for curve in curves)
        frames = durations.ravel().astype(np.int64) * 2  # durations count 25 ms, the spectra come every 12.5 ms
        pauses = np.array([False, *(s in PAUSE_SYMBOLS for s, _ in given), False])
        wanted = stretch_pauses(frames, pauses, tone.pauses)
        order = _frame_order(frames, wanted)
        louder = np.float32(np.log(tone.energy))
        samples = dsp.synth(
            harmonics[:, order] + louder,
            phase[:, order],
            noise[:, order] + louder,
            free[:, order] + louder,
            free_phase[:, order],
            shape_f0(f0, tone)[order],
            np.random.default_rng(_SEED),
        )
        ends = np.cumsum(wanted) * (FRAME / RATE)
        timed = [Symbol(s, float(ends[i]), float(ends[i + 1]), word) for i, (s, word) in enumerate(given)]
        return Raw(samples, RATE, timed)


def _frame_order(frames: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Which of the model's frames sounds at each frame of the result, when each symbol lasts `wanted` instead of `frames`."""
    starts = np.cumsum(frames) - frames
    return np.concatenate([start + np.arange(new) * old // new for start, old, new in zip(starts, frames, wanted, strict=True)])
