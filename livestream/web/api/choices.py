"""/api/voices, hosts, sets, models: what can be chosen."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import FileResponse

import voices as rooms
from livestream.web import choices
from livestream.web.api.schemas.choices import HostOut, ModelOut, VoiceOut
from voices.catalogue import lacking
from voices.own import OwnVoices
from voices.types import Gender, Language, Tone, VoiceChoice

if TYPE_CHECKING:
    from livestream.jobs.service import Studio


def router(studio: "Studio") -> APIRouter:
    """The routes over this studio."""
    routes = APIRouter(prefix="/api")

    @routes.get("/voices", tags=["voices"], summary="All voices")
    def voices() -> list[VoiceOut]:
        return [VoiceOut(**asdict(voice), missing=lacking(voice.engine)) for voice in rooms.catalogue()]

    @routes.get("/voices/sample.wav", tags=["voices"], summary="Hear a voice", response_class=FileResponse)
    def sample(
        language: Language = "zh", gender: Gender = "female", tone: Tone = "warm", engine: str = "auto", speaker: str | None = None
    ) -> FileResponse:
        return FileResponse(studio.voice_sample(VoiceChoice(language, gender, tone, engine, speaker)), media_type="audio/wav")

    @routes.get(
        "/voices/own/{key}/recording.wav", tags=["voices"], summary="Hear the recording of an own voice", response_class=FileResponse
    )
    def own(key: str) -> FileResponse:
        return FileResponse(OwnVoices().recording(key), media_type="audio/wav")

    @routes.get("/hosts", tags=["hosts"], summary="All hosts")
    def hosts() -> list[HostOut]:
        return [HostOut(key=key, name=name) for key, name in choices.hosts().items()]

    @routes.get("/sets", tags=["sets"], summary="All sets")
    def sets() -> list[HostOut]:
        return [HostOut(key=key, name=name) for key, name in choices.sets().items()]

    @routes.get("/models", tags=["models"], summary="The language models that can write")
    def models() -> list[ModelOut]:
        return [
            ModelOut(
                key=model.key,
                name=choices.model_name(model, "en"),
                available=model.available,
                lacks=model.lacks,
                note=choices.model_lacks(model, "en"),
                note_zh=choices.model_lacks(model, "zh"),
            )
            for model in studio.models()
        ]

    return routes
