"""Text to speech for a livestream host: `speak` streams sentences, `say` returns the whole line."""

from voices.catalogue import VoiceInfo, catalogue
from voices.service import join, say, speak, warm
from voices.types import TONES, Mark, Speech, VoiceChoice, VoiceError

__all__ = ["TONES", "Mark", "Speech", "VoiceChoice", "VoiceError", "VoiceInfo", "catalogue", "join", "say", "speak", "warm"]
