"""Phoneme symbols -> mouth targets, for the alphabets our voices speak in: misaki's Chinese IPA with tone arrows, misaki's English letters.

One table serves both: where the alphabets share a symbol, the mouth is the same. The shapes follow the usual description of the
articulators (lip rounding, jaw height, place of articulation); `pull` says how firmly a sound insists on its shape against its neighbours
(Cohen and Massaro 1993): lips must meet for m, b and p, while k or h leave the lips to the vowel.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A shape: opening 0..1, width -1 (rounded) .. 1 (spread), pull on opening and on width, weights 0..1 of the special shapes."""

    opening: float
    width: float
    pull: float = 1.0
    pull_width: float = 1.0
    closed: float = 0.0
    lip_teeth: float = 0.0
    tongue: float = 0.0


REST = Target(0.0, 0.0, 1.4, 0.8)
BREATH = Target(0.22, 0.0, 0.35, 0.1)

_LIPS = Target(0.0, 0.0, 6.0, 0.3, closed=1.0)
_LIP_TEETH = Target(0.10, 0.15, 4.0, 0.6, lip_teeth=1.0)
_TEETH_TONGUE = Target(0.24, 0.15, 2.2, 0.6, tongue=1.0)
_STOP = Target(0.20, 0.20, 1.0, 0.3)
_NASAL = Target(0.20, 0.15, 1.0, 0.3)
_LATERAL = Target(0.32, 0.15, 1.2, 0.3, tongue=0.75)
_BACK = Target(0.28, 0.0, 0.4, 0.1)
_HISS = Target(0.12, 0.50, 1.8, 0.9)
_HUSH = Target(0.18, -0.45, 1.6, 1.2)
_PALATAL = Target(0.14, 0.55, 1.5, 1.0)
_RETROFLEX = Target(0.18, -0.30, 1.4, 0.8)
_R = Target(0.22, -0.50, 1.2, 1.0)
_ROUND = Target(0.16, -1.0, 1.6, 2.2)
_FRONT_ROUND = Target(0.16, -0.95, 1.6, 2.2)
_SPREAD = Target(0.24, 0.85, 1.3, 1.4)
_EH = Target(0.50, 0.50, 1.2, 1.0)
_AH = Target(0.92, 0.15, 1.6, 0.9)
_AE = Target(0.78, 0.50, 1.5, 1.0)
_UH = Target(0.55, 0.10, 1.1, 0.7)
_SCHWA = Target(0.38, 0.08, 0.8, 0.5)
_OH = Target(0.50, -0.70, 1.4, 1.6)
_OPEN_O = Target(0.66, -0.45, 1.4, 1.3)
_SHORT_U = Target(0.28, -0.75, 1.3, 1.7)
_UNROUND_BACK = Target(0.44, 0.25, 1.2, 0.9)
_BUZZ = Target(0.14, 0.35, 1.3, 0.7)


def _each(symbols: str, *targets: Target) -> dict[str, tuple[Target, ...]]:
    return dict.fromkeys(symbols, targets)


SHAPES: dict[str, tuple[Target, ...]] = {
    **_each("mbpɓ", _LIPS),
    **_each("fvɱʋ", _LIP_TEETH),
    **_each("θð", _TEETH_TONGUE),
    **_each("tdTɾʈɖʔ", _STOP),
    **_each("nɳ", _NASAL),
    **_each("lʎɫ", _LATERAL),
    **_each("kɡgŋxhqcɢɣɰχʁɴɦħ", _BACK),
    **_each("szʦʣ", _HISS),
    **_each("ʃʒʧʤS", _HUSH),
    **_each("ɕʑʨʥçʝɲɟ", _PALATAL),
    **_each("ʂʐꭧɻɽ", _RETROFLEX),
    **_each("ɹrR", _R),
    **_each("wuʍ", _ROUND),
    **_each("yɥøʏ", _FRONT_ROUND),
    **_each("ɸβ", Target(0.06, -0.2, 2.5, 0.6)),
    **_each("œ", Target(0.5, -0.6, 1.3, 1.5)),
    **_each("ij", _SPREAD),
    **_each("ɪᵻ", Target(0.30, 0.60, 1.1, 1.0)),
    **_each("eɛ", _EH),
    **_each("æ", _AE),
    **_each("aɑɐ", _AH),
    **_each("ɒɔ", _OPEN_O),
    **_each("o", _OH),
    **_each("ʊ", _SHORT_U),
    **_each("ʌ", _UH),
    **_each("əᵊ", _SCHWA),
    **_each("ɜɚɝ", Target(0.40, -0.30, 1.1, 0.9)),
    **_each("ɤɯ", _UNROUND_BACK),
    **_each("ɨ", _BUZZ),
    "A": (_EH, Target(0.28, 0.75, 0.9, 1.0)),
    "I": (_AH, Target(0.30, 0.70, 0.9, 1.0)),
    "W": (_AH, Target(0.28, -0.85, 0.9, 1.4)),
    "Y": (_OPEN_O, Target(0.28, 0.70, 0.9, 1.1)),
    "O": (_OH, Target(0.24, -0.90, 0.9, 1.5)),
    "Q": (_SCHWA, Target(0.24, -0.90, 0.9, 1.5)),
    "ʰ": (BREATH,),
    "ᵝ": (Target(0.16, -0.6, 1.0, 1.0),),
}
"""Symbol -> one target, or two in order for a diphthong."""

HOLDS = frozenset("↓→↗↘ː:ʲ\u0303̩̯ʼ")
"""Tones, length and secondary articulation: the mouth stays as the sound before left it."""

LEADS = frozenset("ˈˌ'")
"""Stress marks: their time belongs to the sound that follows."""

PAUSES = frozenset(' ;,.!?—…"()“”«»¡¿-–、，。！？；：‘’\n\t')
"""Word and clause boundaries: no shape of their own; the lips rest when they last."""


def known(symbol: str) -> bool:
    """Whether a single symbol has a meaning for the mouth."""
    return symbol in SHAPES or symbol in HOLDS or symbol in LEADS or symbol in PAUSES
