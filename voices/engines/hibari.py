"""hibari (Apache-2.0): one English woman, a hundred times faster than real time, model and lexicon inside its package.

Its graph is cut in two, so that durations pass through our hands; F0 and the spectra come out of it anyway, before synthesis.
"""

import functools
import importlib.metadata
import importlib.util
import json
import threading
from pathlib import Path
from typing import Any

import numpy as np

from voices.engines import graphs, hibari_sound
from voices.engines.base import Raw, SentenceEngine
from voices.frontend.words import Sentence
from voices.prosody import LOUDER, shape_f0, stress_curve, tempo, whole_frames
from voices.timing import stresses, symbols, timed
from voices.tones import ToneRow
from voices.types import VoiceChoice, VoiceError

RATE = 24000
FRAME = 600
"""Samples of one duration frame (25 ms); the spectra come twice as often."""

SPEAKER = "heart"

SOUND_LEADS = 0.0375
"""Seconds by which its sound comes before the boundary that it predicts: measured on 111 onsets of voicing in 20 lines."""

_VERSION = "hibari-0.2-parts-2"
_DURATIONS, _FRAMES = "/Div_40_output_0", "/Clip_output_0"
_TEXT, _PROSODY = "/Transpose_22_output_0", "/Transpose_55_output_0"
_SPECTRA, _F0 = "/head/Add_output_0", "f0"
_CUTS: graphs.Cuts = {
    "predictor": (["ids", "speed"], [_DURATIONS, _TEXT, _PROSODY]),
    "decoder": ([_FRAMES, _TEXT, _PROSODY], [_SPECTRA, _F0]),
}


def installed() -> bool:
    """Whether the package is there."""
    return importlib.util.find_spec("hibari") is not None


def _whole() -> bytes:
    if not installed():
        raise VoiceError("the hibari voice is not installed: run `pip install 'hibari-tts[fast]'` (or `make setup`)")
    from hibari.voices import voice_path

    return Path(voice_path(SPEAKER)).read_bytes()


def _made() -> dict[str, bytes]:
    import onnx

    return {f"{name}.onnx": part for name, part in graphs.cut(_CUTS, onnx.load_model_from_string(_whole())).items()}


class Hibari(SentenceEngine):
    """Times are exact to one duration frame."""

    name = "hibari"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @functools.cached_property
    def _vocabulary(self) -> dict[str, int]:
        from hibari.tts import ASSETS

        return dict(json.loads((Path(ASSETS) / "vocab.json").read_text(encoding="utf-8")))

    @functools.cached_property
    def _sessions(self) -> dict[str, Any]:
        names = [f"{name}.onnx" for name in _CUTS]
        return graphs.opened(_VERSION, names, _made, self._opened)

    @staticmethod
    def _opened(made: graphs.Files) -> dict[str, Any]:
        """The predictor's steps are too short to be shared by threads."""
        return {name: graphs.session(made[f"{name}.onnx"], threads=1 if name == "predictor" else None) for name in _CUTS}

    def version(self, voice: VoiceChoice) -> str:
        return f"{_VERSION} {importlib.metadata.version('hibari-tts')}" if installed() else ""

    def render(self, sentence: Sentence, voice: VoiceChoice, tone: ToneRow) -> Raw:
        if voice.language != "en" or voice.gender != "female":
            raise VoiceError("hibari speaks as an English woman only: choose engine kokoro for Chinese or for a man")
        if voice.speaker not in (None, SPEAKER):
            raise VoiceError(f"hibari has no speaker {voice.speaker!r}; its one voice is {SPEAKER!r}")
        with self._lock:
            run, vocabulary = self._sessions, self._vocabulary
        given = symbols(sentence, vocabulary)
        if not given:
            raise VoiceError(f"the hibari voice has no sounds for {sentence.spoken[:40]!r}")
        ids = np.array([[0, *(vocabulary[s] for s, _ in given), 0]], np.int64)
        speed = tone.speed * voice.speed
        durations, text, prosody = run["predictor"].run(None, {"ids": ids, "speed": np.array([speed], np.float32)})
        stressed = stresses(sentence, given)
        frames = whole_frames(durations.ravel() * tempo(given, stressed, tone, speed))
        stress = stress_curve(stressed, frames)
        feed = {_FRAMES: frames.astype(np.float32), _TEXT: text, _PROSODY: prosody}
        spectra, f0 = (curve[0] for curve in run["decoder"].run([_SPECTRA, _F0], feed))
        louder = np.float32(np.log(tone.energy)) + np.float32(np.log(LOUDER)) * stress
        samples = hibari_sound.samples(spectra, louder, shape_f0(f0, tone, stress))
        return Raw(samples, RATE, timed(given, frames * (FRAME / RATE), SOUND_LEADS))
