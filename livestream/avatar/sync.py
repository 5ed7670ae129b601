"""How late a voice's phoneme times run against its own sound: the loudness that phonemes promise, laid over the loudness heard.

The durations inside a neural voice are those of its text encoder; the sound it then makes may come several hundredths of a second earlier.
Lips show 40 ms, so the residue is measured a cue at a time.
"""

from collections.abc import Sequence

import numpy as np

from livestream.avatar.loudness import Envelope
from livestream.avatar.visemes import HOLDS, LEADS, PAUSES
from voices.types import Mark

_LOUD = frozenset("aɑɐæeɛəᵊiɪᵻoɔɒuʊʌyɤɨɜɚɝAIOQWYøœɯ")
_VOICED = frozenset("mnŋɲɳlɹɻwjɥrvzðʒʐʎʁβɾɽ")
_CLOSED = frozenset("pbtdkgɡcqʔʈɖʨʦʣʥꭧʧʤT")
_STEP = 0.005
_REACH = 0.09  # s searched on either side
_FEWEST = 10  # phonemes below which nothing is concluded
_GAIN = 0.04  # by how much the correlation has to improve over no shift


def lag(phonemes: Sequence[Mark], sound: Envelope) -> float | None:
    """Seconds (positive: marks late) to take off the times of `phonemes`; None where the evidence is thin."""
    if len(phonemes) < _FEWEST or not len(sound.at):
        return None
    times = np.arange(0.0, phonemes[-1].end + 0.2, _STEP)
    promised = np.zeros_like(times)
    before = 0.0
    for mark in phonemes:
        before = _sonority(mark.label, before)
        promised[(times >= mark.start) & (times < mark.end)] = before
    if promised.std() < 0.05:
        return None
    shifts = np.arange(-_REACH, _REACH + _STEP / 2, _STEP)
    heard = [sound.sample(times - shift)[0] for shift in shifts]
    fits = np.array([np.corrcoef(promised, level)[0, 1] if level.std() > 1e-6 else 0.0 for level in heard])
    fits = np.convolve(np.pad(fits, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    best = int(fits.argmax())
    if fits[best] < 0.3:
        return None
    if fits[best] - fits[len(fits) // 2] < _GAIN:
        return 0.0
    return float(shifts[best])


def _sonority(label: str, before: float) -> float:
    """Loudness 0..1 that a symbol promises."""
    symbol = label[-1:]
    if symbol in HOLDS:
        return before
    if symbol in LEADS or symbol in _LOUD:
        return 1.0
    if not symbol or symbol in PAUSES:
        return 0.0
    if symbol in _VOICED:
        return 0.7
    return 0.15 if symbol in _CLOSED else 0.35
