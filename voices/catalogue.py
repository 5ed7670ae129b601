"""Which voice a role has by default, what there is to choose from, and the one instance of each engine."""

import functools
from dataclasses import dataclass

from voices.engines import hibari, kokoro_graph
from voices.engines.base import SentenceEngine
from voices.engines.coqui import Coqui
from voices.engines.hibari import SPEAKER, Hibari
from voices.engines.kokoro import SPEAKERS, Kokoro
from voices.engines.remote import SPEAKERS as REMOTE_SPEAKERS
from voices.engines.remote import Remote, address
from voices.types import Gender, Language, VoiceChoice, VoiceError

DEFAULTS: dict[tuple[Language, Gender], str] = {
    ("zh", "female"): "kokoro",
    ("zh", "male"): "kokoro",
    ("en", "female"): "hibari",
    ("en", "male"): "kokoro",
}


ENGINES: dict[str, type[SentenceEngine]] = {kind.name: kind for kind in (Kokoro, Hibari, Coqui, Remote)}


@dataclass(frozen=True)
class VoiceInfo:
    """A voice that can be chosen: pass engine and speaker on in a VoiceChoice. `default` marks the role's own."""

    language: Language
    gender: Gender
    engine: str
    speaker: str
    name: dict[Language, str]
    default: bool
    licence: str


_LICENCES = {"kokoro": "Apache-2.0", "hibari": "Apache-2.0", "remote": "of the service"}

_VOICES: tuple[tuple[Language, Gender, str, str, str, str], ...] = (
    ("zh", "female", "kokoro", SPEAKERS["zh", "female"], "Lan, clear and friendly", "小岚·清亮亲切"),
    ("zh", "female", "kokoro", "zf_xiaoxiao", "Xiaoxiao, even and warm", "晓晓·温润平和"),
    ("zh", "female", "kokoro", "zf_xiaobei", "Xiaobei, soft and low", "晓北·柔和低缓"),
    ("zh", "female", "kokoro", "zf_xiaoyi", "Xiaoyi, young and bright", "晓伊·年轻明亮"),
    ("zh", "male", "kokoro", SPEAKERS["zh", "male"], "Feng, steady and open", "小峰·稳健开朗"),
    ("zh", "male", "kokoro", "zm_yunxi", "Yunxi, young and light", "云希·年轻轻快"),
    ("zh", "male", "kokoro", "zm_yunjian", "Yunjian, deep", "云健·低沉有力"),
    ("zh", "male", "kokoro", "zm_yunyang", "Yunyang, newsreader", "云扬·新闻播报"),
    ("en", "female", "hibari", SPEAKER, "Lark, fast and warm", "云雀·快速温暖"),
    ("en", "female", "kokoro", SPEAKERS["en", "female"], "June, clear and lively", "June·清亮活泼"),
    ("en", "female", "kokoro", "af_heart", "Heart, studio quality", "Heart·录音棚品质"),
    ("en", "female", "kokoro", "af_bella", "Bella, lively", "Bella·活泼"),
    ("en", "female", "kokoro", "bf_emma", "Emma, British", "Emma·英式"),
    ("en", "male", "kokoro", SPEAKERS["en", "male"], "Miles, steady and open", "Miles·稳健开朗"),
    ("en", "male", "kokoro", "am_michael", "Michael, calm", "Michael·沉稳"),
    ("en", "male", "kokoro", "am_fenrir", "Fenrir, strong", "Fenrir·有力"),
    ("en", "male", "kokoro", "am_puck", "Puck, young", "Puck·年轻"),
)


def catalogue() -> list[VoiceInfo]:
    """The voices in the box, the default of each language and gender first among its own; a remote service's where one is set up.

    Any coqui-tts model folder is a voice too: engine "coqui" with the folder as the speaker.
    """
    seen: set[tuple[Language, Gender]] = set()
    made = []
    for language, gender, engine, speaker, en, zh in _VOICES:
        made.append(VoiceInfo(language, gender, engine, speaker, {"en": en, "zh": zh}, (language, gender) not in seen, _LICENCES[engine]))
        seen.add((language, gender))
    if address():
        for language, gender in DEFAULTS:
            name: dict[Language, str] = {"en": f"Remote {gender}", "zh": f"远程{'女' if gender == 'female' else '男'}声"}
            made.append(VoiceInfo(language, gender, Remote.name, REMOTE_SPEAKERS[gender], name, False, _LICENCES["remote"]))
    return made


def lacking(engine: str) -> list[str]:
    """Packages that an engine of the box needs and that are not installed; none: it can speak."""
    if engine == Kokoro.name:
        return kokoro_graph.missing()
    return [] if engine != Hibari.name or hibari.installed() else ["hibari-tts"]


@functools.cache
def engine(name: str) -> SentenceEngine:
    """The engine of that name. Raises VoiceError for an unknown one."""
    if name not in ENGINES:
        raise VoiceError(f"there is no voice engine {name!r}; choose auto, {', '.join(ENGINES)}")
    return ENGINES[name]()


def engine_for(voice: VoiceChoice) -> SentenceEngine:
    """The engine that speaks a choice."""
    return engine(DEFAULTS[voice.language, voice.gender] if voice.engine == "auto" else voice.engine)
