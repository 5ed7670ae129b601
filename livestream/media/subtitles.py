"""Caption files: SRT and WebVTT."""

from collections.abc import Sequence

from livestream.scene.captions import Caption
from livestream.trust.labels import text_label
from voices.types import Language

_GAP, _LABEL_SECONDS, _LABEL_LEAST = 0.08, 1.5, 0.7  # between the last caption and the label's cue; its usual and its least length


def srt(captions: Sequence[Caption], language: Language, seconds: float) -> str:
    """SubRip text of a video of so many seconds. The AI label follows the last caption as a cue of its own, for SubRip knows no notes;
    it ends with the video at the latest, and begins beside the last caption where less than 0.7 s are left after it."""
    last = max((c.end for c in captions), default=0.0)
    start = max(0.0, min(last + _GAP, seconds - _LABEL_LEAST))
    cues = [(c.start, c.end, c.text) for c in captions] + [(start, min(start + _LABEL_SECONDS, seconds), text_label(language))]
    return "\n".join(f"{k}\n{_stamp(a, ',')} --> {_stamp(b, ',')}\n{text}\n" for k, (a, b, text) in enumerate(cues, 1))


def vtt(captions: Sequence[Caption], language: Language) -> str:
    """WebVTT text with the AI label as a note."""
    cues = "\n".join(f"{_stamp(c.start, '.')} --> {_stamp(c.end, '.')}\n{_escaped(c.text)}\n" for c in captions)
    return f"WEBVTT\nLanguage: {language}\n\nNOTE {text_label(language)}\n\n{cues}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float, mark: str) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}{mark}{whole % 1000:03d}"
