"""Text to speech for a livestream host: `speak` streams sentences, `say` returns the whole line."""

from voices.catalogue import VoiceInfo, catalogue
from voices.service import join, say, speak, warm
from voices.types import PLAIN, TONES, Delivery, Entry, Mark, Shift, Speech, VoiceChoice, VoiceError

__all__ = [
    "PLAIN", "TONES", "Delivery", "Entry", "Mark", "Shift", "Speech", "VoiceChoice", "VoiceError", "VoiceInfo", "catalogue", "join", "say",
    "speak", "warm",
]  # fmt: skip
