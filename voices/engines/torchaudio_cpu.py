"""coqui-tts imported beside CPU-only torch.

coqui-tts insists on torchaudio and torchcodec. torchaudio's wheel on PyPI is built against CUDA, but all that a voice needs of it is
written in Python: its compiled extension is declared absent, files are read and written by soundfile, and torchcodec (which would only
read files) is not needed at all.
torchaudio itself must be installed with `pip install --no-deps torchaudio`.
"""

import importlib
import importlib.machinery
import importlib.util
import sys
import types
from typing import Any

from voices.types import VoiceError


def prepare() -> None:
    """Make `import TTS` work in this process. Raises VoiceError where a package is missing."""
    if "TTS" in sys.modules:
        return
    for package, how in (("torch", "torch"), ("TTS", "coqui-tts"), ("torchaudio", "--no-deps torchaudio")):
        if importlib.util.find_spec(package) is None:
            raise VoiceError(f"coqui voices need the package {package}: run `pip install {how}` (or `make setup`)")
    import torch

    if torch.version.cuda is None and "torchaudio" not in sys.modules:
        sys.modules["torchaudio._extension"] = _extension()
    torchaudio: Any = importlib.import_module("torchaudio")
    torchaudio.load, torchaudio.save = _load, _save
    absent = importlib.util.find_spec("torchcodec") is None
    if absent:
        stand_in = types.ModuleType("torchcodec")
        stand_in.__spec__ = importlib.machinery.ModuleSpec("torchcodec", None)
        sys.modules["torchcodec"] = stand_in
    try:
        importlib.import_module("TTS")
    except ImportError as error:
        raise VoiceError(f"coqui-tts cannot be imported: {str(error).strip().splitlines()[0]}") from error
    finally:
        if absent:
            sys.modules.pop("torchcodec", None)


def _extension() -> types.ModuleType:
    module = types.ModuleType("torchaudio._extension")
    module.__path__ = []
    vars(module).update(
        _IS_TORCHAUDIO_EXT_AVAILABLE=False,
        _IS_ALIGN_AVAILABLE=False,
        _check_cuda_version=lambda: None,
        fail_if_no_align=lambda function: function,
    )
    return module


def _load(
    uri: Any, frame_offset: int = 0, num_frames: int = -1, normalize: bool = True, channels_first: bool = True, **_: Any
) -> tuple[Any, int]:
    import soundfile
    import torch

    samples, rate = soundfile.read(uri, start=frame_offset, frames=num_frames, dtype="float32", always_2d=True)
    tensor = torch.from_numpy(samples)
    return (tensor.T.contiguous() if channels_first else tensor), rate


def _save(uri: Any, src: Any, sample_rate: int, channels_first: bool = True, **_: Any) -> None:
    import soundfile

    samples = src.detach().cpu().numpy()
    soundfile.write(uri, samples.T if channels_first and samples.ndim == 2 else samples, sample_rate)
