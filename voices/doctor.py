"""What speaks here and what is missing."""

import importlib.util
import os
import time

from voices.checks import Check
from voices.engines import hibari, kokoro_graph
from voices.engines.styles import names
from voices.paths import cache_dir
from voices.service import warm
from voices.types import VoiceChoice, VoiceError


def _cache() -> Check:
    try:
        folder = cache_dir()
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except (VoiceError, OSError) as error:
        return Check("cache", False, True, str(error), "set YIBO_CACHE_DIR to a folder you may write to")
    return Check("cache", True, True, str(folder))


def _spoken(name: str, voice: VoiceChoice) -> Check:
    start = time.perf_counter()
    try:
        warm(voice)
    except VoiceError as error:
        return Check(name, False, True, str(error), "run `make setup`")
    return Check(name, True, True, f"spoke a word after {time.perf_counter() - start:.1f} s, loading included")


def _kokoro() -> Check:
    if lacking := kokoro_graph.missing():
        return Check("kokoro", False, True, f"missing: {', '.join(lacking)}", f"pip install {' '.join(lacking)}")
    return _spoken("kokoro", VoiceChoice("zh", "female"))


def _hibari() -> Check:
    if not hibari.installed():
        return Check("hibari", False, True, "missing: hibari-tts", "pip install 'hibari-tts[fast]'")
    return _spoken("hibari", VoiceChoice("en", "female"))


def _coqui() -> Check:
    lacking = [
        how
        for package, how in (("TTS", "coqui-tts"), ("torch", "torch"), ("torchaudio", "torchaudio"), ("six", "six"))
        if importlib.util.find_spec(package) is None
    ]
    if lacking:
        return Check("coqui", False, False, f"missing: {', '.join(lacking)}", f"pip install --no-deps {' '.join(lacking)}")
    return Check("coqui", True, False, "installed; give a model folder as the speaker")


def _remote() -> Check:
    base = os.environ.get("YIBO_VOICE_BASE_URL", "")
    return Check(
        "remote", bool(base), False, base or "not set up", "" if base else "set YIBO_VOICE_BASE_URL to an OpenAI-compatible address"
    )


def _own() -> Check:
    return Check(
        "own",
        False,
        False,
        "no model in the box clones a voice",
        "an XTTS folder does, for non-commercial use only (Coqui Public Model License): --engine coqui --speaker FOLDER#own:KEY",
    )


def _styles() -> Check:
    try:
        return Check("styles", True, True, f"{len(names())} speakers: {', '.join(names())}")
    except VoiceError as error:
        return Check("styles", False, True, str(error))


def checks() -> list[Check]:
    """All checks, the quick ones first; kokoro and hibari say a word each."""
    return [_cache(), _styles(), _coqui(), _own(), _remote(), _hibari(), _kokoro()]
