"""Any OpenAI-compatible speech endpoint (`POST <base>/audio/speech`).

The sound comes without word times, so this speech has a sentence mark only.

Settings: YIBO_VOICE_BASE_URL (for example http://localhost:8880/v1), YIBO_VOICE_API_KEY, YIBO_VOICE_MODEL (default tts-1).
The speaker of a VoiceChoice is the service's `voice`.
"""

import io
import os

import httpx
import numpy as np
import soundfile

from voices.engines.base import Raw, SentenceEngine
from voices.frontend.words import Sentence
from voices.tones import ToneRow
from voices.types import VoiceChoice, VoiceError

SPEAKERS = {"female": "nova", "male": "onyx"}
_MOODS = {
    "energetic": "lively and enthusiastic", "warm": "warm and friendly", "calm": "calm and gentle", "premium": "slow, low and refined",
    "urgent": "fast and urgent", "playful": "playful and bright",
}  # fmt: skip


def address() -> str:
    """The service's address as it is set up; empty where none is."""
    return os.environ.get("YIBO_VOICE_BASE_URL", "").rstrip("/")


def _model() -> str:
    return os.environ.get("YIBO_VOICE_MODEL", "tts-1")


class Remote(SentenceEngine):
    """Tones change speed (a parameter of the request), pauses and colour; `instructions` tells the mood to models that follow it."""

    name = "remote"

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        self._transport = transport

    def _client(self) -> httpx.Client:
        base = address()
        if not base:
            raise VoiceError("no remote voice is set up: put the address of an OpenAI-compatible service into YIBO_VOICE_BASE_URL")
        key = os.environ.get("YIBO_VOICE_API_KEY", "")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=base, headers=headers, timeout=60, transport=self._transport)

    def version(self, voice: VoiceChoice) -> str:
        return f"{address()} {_model()}"

    def warm(self, voice: VoiceChoice) -> None:
        self._client().close()

    def render(self, sentence: Sentence, voice: VoiceChoice, tone: ToneRow) -> Raw:
        body = {
            "model": _model(),
            "input": sentence.spoken,
            "voice": voice.speaker or SPEAKERS[voice.gender],
            "response_format": "wav",
            "speed": round(min(4.0, max(0.25, tone.speed * voice.speed)), 3),
            "instructions": f"Speak as a livestream host, {_MOODS[voice.tone]}.",
        }
        try:
            with self._client() as client:
                answer = client.post("/audio/speech", json=body)
        except httpx.HTTPError as error:
            raise VoiceError(f"the remote voice at {address()} does not answer ({type(error).__name__}); check the address") from error
        if answer.status_code in (401, 403):
            raise VoiceError("the remote voice refused the key: check YIBO_VOICE_API_KEY")
        if answer.is_error:
            raise VoiceError(f"the remote voice answered {answer.status_code}: {answer.text[:200].strip()}")
        try:
            samples, rate = soundfile.read(io.BytesIO(answer.content), dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise VoiceError("the remote voice sent something that is no WAV audio; does it support response_format wav?") from error
        return Raw(np.ascontiguousarray(samples.mean(axis=1), dtype=np.float32), int(rate))
