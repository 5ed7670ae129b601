"""Kokoro-82M v1.0 (Apache-2.0) through onnxruntime: Chinese and English, female and male."""

import functools
import threading

import numpy as np

from voices.engines import kokoro_graph as graph
from voices.engines.base import Raw, SentenceEngine
from voices.engines.styles import fingerprint, style
from voices.frontend.words import Sentence
from voices.prosody import LOUDER, shape_f0, stress_curve, tempo, whole_frames
from voices.timing import stresses, symbols, timed
from voices.tones import ToneRow
from voices.types import Gender, Language, VoiceChoice, VoiceError

RATE = 24000
FRAME = 600
"""Samples of one duration frame (25 ms)."""

SPEAKERS: dict[tuple[Language, Gender], str] = {
    ("zh", "female"): "lan",
    ("zh", "male"): "feng",
    ("en", "female"): "june",
    ("en", "male"): "miles",
}


SOUND_LEADS: dict[Language, float] = {"zh": 0.05, "en": 0.04}
"""Seconds by which the sound of a symbol comes before the boundary that the model predicts: measured on onsets of voice."""


class Kokoro(SentenceEngine):
    """Times are exact to one frame: durations are the model's own."""

    name = "kokoro"

    def __init__(self) -> None:
        self._lock = threading.Lock()

    @functools.cached_property
    def _vocabulary(self) -> dict[str, int]:
        return graph.vocabulary()

    @functools.cached_property
    def _model(self) -> graph.Model:
        return graph.load()

    def version(self, voice: VoiceChoice) -> str:
        return f"{graph.VERSION} {fingerprint(voice.speaker or SPEAKERS[voice.language, voice.gender])}"

    def render(self, sentence: Sentence, voice: VoiceChoice, tone: ToneRow) -> Raw:
        speaker = voice.speaker or SPEAKERS[voice.language, voice.gender]
        given = symbols(sentence, self._vocabulary)
        if not given:
            raise VoiceError(f"the Kokoro voice has no sounds for {sentence.spoken[:40]!r}")
        look = style(speaker, len(given))
        tokens = np.array([[0, *(self._vocabulary[s] for s, _ in given), 0]], np.int64)
        speed = tone.speed * voice.speed
        with self._lock:
            model = self._model
            durations, features, text = model.predictor.run(None, {"tokens": tokens, "style": look, "speed": np.array([speed], np.float32)})
            stressed = stresses(sentence, given)
            frames = whole_frames(durations.ravel() * tempo(given, stressed, tone, speed))
            stress = stress_curve(stressed, frames)
            prosody_frames = np.ascontiguousarray(np.repeat(features, frames, axis=1).transpose(0, 2, 1))
            f0, energy = model.prosody.run(None, {graph.PROSODY_FRAMES: prosody_frames, "style": look})
            feed = {
                graph.TEXT_FRAMES: np.repeat(text, frames, axis=2),
                graph.F0: shape_f0(f0, tone, stress),
                graph.ENERGY: energy * (np.float32(tone.energy) * (1 + np.float32(LOUDER - 1) * stress)),
                "style": look,
            }
            samples = model.generator.speak(feed)
        return Raw(samples, RATE, timed(given, frames * (FRAME / RATE), SOUND_LEADS[voice.language]))
