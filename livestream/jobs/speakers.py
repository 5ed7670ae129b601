"""Who can speak a take: the catalogue's voices of a language and gender, and the merchant's own, with what keeps one from speaking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import voices
from livestream.config import Settings
from livestream.jobs.own_voice import cloning_folder
from voices.catalogue import lacking
from voices.own import PREFIX, OwnVoices
from voices.types import Gender, Language, VoiceError

Lack = Literal["", "packages", "cloning"]
_MARK = "|"


@dataclass(frozen=True)
class Speaker:
    """A voice to choose by `key`. `lacks` says why it cannot speak here: packages that are not installed, or no model that clones."""

    key: str
    name: dict[Language, str]
    default: bool = False
    own: bool = False
    lacks: Lack = ""
    packages: tuple[str, ...] = ()

    @property
    def engine(self) -> str:
        """The engine of a VoiceChoice."""
        return self.key.partition(_MARK)[0]

    @property
    def speaker(self) -> str:
        """The speaker of a VoiceChoice."""
        return self.key.partition(_MARK)[2]


def speakers(language: Language, gender: Gender, settings: Settings) -> Sequence[Speaker]:
    """The voices that fit, the usual one first, own ones last. Own voices have no gender; one whose consent was taken back is left out."""
    fit = [voice for voice in voices.catalogue() if (voice.language, voice.gender) == (language, gender)]
    found = [
        Speaker(
            f"{voice.engine}{_MARK}{voice.speaker}",
            voice.name,
            default=voice.default,
            lacks="packages" if (packages := tuple(lacking(voice.engine))) else "",
            packages=packages,
        )
        for voice in fit
    ]
    return [*found, *_own(settings)]


def own_key(key: str, settings: Settings) -> str:
    """The key as a speaker of the own voice with the key of its consent."""
    return f"coqui{_MARK}{cloning_folder(settings) or ''}#{PREFIX}{key}"


def _own(settings: Settings) -> list[Speaker]:
    folder = cloning_folder(settings)
    try:
        consents = [consent for consent in OwnVoices().all() if not consent.revoked]
    except VoiceError:  # the Voices page tells of a damaged one
        return []
    return [
        Speaker(
            own_key(consent.key, settings),
            {"en": consent.who, "zh": consent.who},
            own=True,
            lacks="" if folder else "cloning",
        )
        for consent in consents
    ]
