"""Any coqui-tts model from a local folder, or by its name where there is internet.

The speaker of a VoiceChoice says which: `path/to/folder` or `path/to/folder#speaker`, or `tts_models/en/ljspeech/vits` (which coqui-tts
downloads). A folder holds config.json and the weights (model.pth, best_model.pth or any one .pth file). Coqui's common interface tells no
word times, so this speech has a sentence mark only.
"""

import contextlib
import functools
import io
import logging
import os
import threading
from pathlib import Path
from typing import Any

import numpy as np

from voices.engines.base import Raw, SentenceEngine
from voices.engines.torchaudio_cpu import prepare
from voices.frontend.words import Sentence
from voices.own import PREFIX, OwnVoices
from voices.tones import ToneRow
from voices.types import VoiceChoice, VoiceError

_LOG = logging.getLogger(__name__)
_BY_NAME = ("tts_models/",)
_SEED = 7
_ZH = ("zh-cn", "zh", "cmn")


def _weights(folder: Path) -> Path:
    """The weights in a model folder."""
    if not folder.is_dir():
        raise VoiceError(f"there is no voice model folder {folder}; give the folder that holds config.json and model.pth")
    if not (folder / "config.json").is_file():
        raise VoiceError(f"{folder} holds no config.json; give the folder of a coqui-tts model")
    named = [folder / name for name in ("model.pth", "best_model.pth", "model_file.pth") if (folder / name).is_file()]
    found = named or sorted(folder.glob("*.pth"))
    if not found:
        raise VoiceError(f"{folder} holds no weights (model.pth)")
    return found[0]


@functools.lru_cache(maxsize=2)
def _load(model: str) -> Any:
    """A coqui-tts synthesiser. Its progress lines are kept out of our output."""
    weights = "" if model.startswith(_BY_NAME) else str(_weights(Path(model).expanduser()))
    prepare()
    from TTS.api import TTS

    with contextlib.redirect_stdout(io.StringIO()):
        try:
            if not weights:
                return TTS(model_name=model, progress_bar=False)
            tts = TTS(model_path=weights, config_path=str(Path(weights).with_name("config.json")), progress_bar=False)
            if _clones(tts):
                _keep_cache(tts)
            return tts
        except Exception as error:  # coqui raises whatever its many models raise; the merchant needs the file and the reason
            raise VoiceError(
                f"the coqui model {model} cannot be loaded: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            ) from error


def _clones(tts: Any) -> bool:
    return "xtts" in str(getattr(tts.synthesizer.tts_config, "model", "")).lower()


def _keep_cache(tts: Any) -> None:
    """transformers (5.2x) hands XTTS its cache as `cache`, coqui-tts (0.28) expects it as `past_key_values`."""
    inner = tts.synthesizer.tts_model.gpt.gpt_inference
    forward = inner.forward

    @functools.wraps(forward)
    def renamed(*given: Any, cache: Any = None, **named: Any) -> Any:
        return forward(*given, **(named if cache is None else {**named, "past_key_values": cache}))

    inner.forward = renamed


def _who(speaker: str | None) -> dict[str, str | None]:
    """How coqui is told who speaks: a speaker of the model, or the recording of an own voice. Raises VoiceError without consent."""
    if speaker and speaker.startswith(PREFIX):
        return {"speaker_wav": str(OwnVoices().recording(speaker.removeprefix(PREFIX)))}
    return {"speaker": speaker}


class Coqui(SentenceEngine):
    """Tones change its speed (where the model has a length scale), its pauses and its colour; its pitch is the model's own."""

    name = "coqui"
    clones = True

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def _model(self, voice: VoiceChoice) -> tuple[Any, str | None]:
        if not voice.speaker:
            raise VoiceError(
                "coqui needs a model: give its folder as the speaker, for example speaker='voices/my-vits' or 'voices/my-vits#anna'"
            )
        model, _, speaker = voice.speaker.partition("#")
        os.environ.setdefault("COQUI_TOS_AGREED", "0")
        tts = _load(model)
        if _clones(tts):
            _LOG.warning("XTTS weights are under a licence for non-commercial use only (Coqui Public Model License)")
        if speaker.startswith(PREFIX):
            if not _clones(tts):
                raise VoiceError(
                    f"the model {model} cannot speak in an own voice: give the folder of one that clones (XTTS); none comes along"
                )
            return tts, speaker
        speakers = list(tts.speakers or []) if tts.is_multi_speaker else []
        if speaker and speaker not in speakers:
            raise VoiceError(f"the model {model} has no speaker {speaker!r}; it has {', '.join(speakers) or 'one voice only'}")
        return tts, speaker or (speakers[0] if speakers else None)

    def version(self, voice: VoiceChoice) -> str:
        model = (voice.speaker or "").partition("#")[0]
        if not model or model.startswith(_BY_NAME):
            return model
        stat = _weights(Path(model).expanduser()).stat()
        return f"{model} {stat.st_size} {stat.st_mtime_ns}"

    def warm(self, voice: VoiceChoice) -> None:
        self._model(voice)

    def render(self, sentence: Sentence, voice: VoiceChoice, tone: ToneRow) -> Raw:
        with self._lock:
            tts, speaker = self._model(voice)
            model = tts.synthesizer.tts_model
            languages = list(tts.languages or []) if tts.is_multi_lingual else []
            wanted = _ZH if voice.language == "zh" else ("en",)
            language = next((code for code in wanted if code in languages), languages[0] if languages else None)
            if hasattr(model, "length_scale"):
                model.length_scale = float(getattr(getattr(model, "args", model), "length_scale", 1.0)) / (tone.speed * voice.speed)
            who = _who(speaker)
            try:
                import torch

                torch.manual_seed(_SEED)
                with contextlib.redirect_stdout(io.StringIO()):
                    samples = tts.tts(text=sentence.spoken, language=language, split_sentences=False, **who)
            except Exception as error:  # as above: every model has its own failures
                raise VoiceError(f"the coqui model could not say {sentence.spoken[:40]!r}: {type(error).__name__}: {error}") from error
        return Raw(np.asarray(samples, np.float32), int(tts.synthesizer.output_sample_rate))
