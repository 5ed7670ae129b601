"""Why a take failed, as a code that is stored and told in the language of whoever reads it."""

from typing import Literal

from livestream.avatar.pack import PackError
from livestream.jobs.types import StudioError
from livestream.media.ffmpeg import MediaError
from livestream.trust.containers.files import LabelError
from livestream.writing.errors import ModelError, TranslationError, WritingError
from voices.types import VoiceError

Failure = Literal[
    "translation", "writing", "model", "voice", "host", "video", "label", "product", "files", "brief", "recording", "consent", "unexpected"
]
_KINDS: tuple[tuple[type[Exception], Failure], ...] = (  # the narrower before the wider
    (TranslationError, "translation"),
    (WritingError, "writing"),
    (ModelError, "model"),
    (VoiceError, "voice"),
    (PackError, "host"),
    (MediaError, "video"),
    (LabelError, "label"),
    (StudioError, "product"),
    (OSError, "files"),
    (ValueError, "brief"),
)


def failure_of(error: Exception) -> Failure:
    """The code of an error; what is told to people wraps its cause."""
    if isinstance(error, StudioError) and error.field == "recording":
        return "recording"
    cause = error.__cause__ if isinstance(error, StudioError) and isinstance(error.__cause__, Exception) else error
    return next((code for kind, code in _KINDS if isinstance(cause, kind)), "unexpected")
