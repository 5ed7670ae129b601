"""Text to speech for a livestream host: `speak` streams sentences, `say` returns the whole line."""

from voices.needed import refusal

__all__ = [
    "PLAIN", "TONES", "Delivery", "Entry", "Mark", "Shift", "Speech", "VoiceChoice", "VoiceError", "VoiceInfo", "catalogue", "join", "say",
    "speak", "warm",
]  # fmt: skip

try:
    from voices.catalogue import VoiceInfo, catalogue
    from voices.service import join, say, speak, warm
    from voices.types import PLAIN, TONES, Delivery, Entry, Mark, Shift, Speech, VoiceChoice, VoiceError
except ModuleNotFoundError as error:  # told when something is asked for, so that `python -m voices` can tell it in its own way
    globals()["__getattr__"] = refusal(error, __all__)
