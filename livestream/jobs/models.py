"""The language models a merchant can choose from, by key."""

from collections.abc import Iterator
from contextlib import contextmanager

from livestream.config import Settings
from livestream.jobs.types import ModelInfo, StudioError
from livestream.writing.errors import ModelError
from livestream.writing.models import LanguageModel, default_model, dense_model, embedded_model
from yi_core import base, weights

EMBEDDED, DENSE, REMOTE = "embedded", "dense", "remote"


def models(settings: Settings) -> list[ModelInfo]:
    """The default one first."""
    built, dense = base.find(settings.cache_dir) is not None, weights.find(settings.cache_dir) is not None
    infos = [
        ModelInfo(EMBEDDED, "Yi Core", built, "" if built else "weights"),
        ModelInfo(DENSE, "Qwen2.5-Coder 1.5B", dense, "" if dense else "weights"),
    ]
    remote = bool(settings.llm_base_url and settings.llm_model)
    infos.insert(0 if remote else len(infos), ModelInfo(REMOTE, settings.llm_model or "", remote, "" if remote else "endpoint"))
    return infos


def open_model(key: str | None, settings: Settings) -> LanguageModel:
    """The model of a key, None for the default one. Raises ModelError, StudioError for an unknown key."""
    if key is None:
        return default_model(settings)
    if key == EMBEDDED:
        return embedded_model(settings)
    if key == DENSE:
        return dense_model(settings)
    if key == REMOTE and settings.llm_base_url and settings.llm_model:
        return default_model(settings)
    raise StudioError(f"There is no language model {key}.", f"没有名为 {key} 的语言模型。", "model")


@contextmanager
def for_people(field: str) -> Iterator[None]:
    """Turns what the writing room raises into a StudioError about `field`."""
    try:
        yield
    except ModelError as error:
        raise StudioError(str(error), f"写作没有完成：{error}", field) from error
