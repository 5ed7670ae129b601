"""Language models behind one protocol: the embedded one and any OpenAI-compatible endpoint."""

import threading
import time
from collections.abc import Callable, Generator, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from openai import OpenAI, OpenAIError

from livestream.config import Settings
from livestream.writing.errors import ModelError
from yi_core import base, weights
from yi_core.engine import Engine, EngineError, Piece, Timings
from yi_core.prompt import Message
from yi_core.sampling import Sampling

__all__ = ["EmbeddedModel", "LanguageModel", "ModelError", "OpenAIModel", "Usage", "default_model", "dense_model", "embedded_model"]


@dataclass
class Usage:
    """What generations took so far: tokens, seconds, and the cost at the model's price per million tokens."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    calls: int = 0
    first_token_s: float | None = None
    decode_s: float = 0.0
    price_in: float = 0.0
    price_out: float = 0.0

    def add(self, prompt: int, cached: int, completion: int, first_s: float, seconds: float) -> None:
        """One call; `first_token_s` stays that of the first call."""
        self.prompt_tokens += prompt
        self.cached_tokens += cached
        self.completion_tokens += completion
        self.calls += 1
        self.first_token_s = first_s if self.first_token_s is None else self.first_token_s
        self.decode_s += max(seconds - first_s, 0.0)

    def record(self) -> dict[str, Any]:
        """JSON-ready, as a Script keeps it."""
        spent = self.prompt_tokens * self.price_in + self.completion_tokens * self.price_out
        return {
            "prompt_tokens": self.prompt_tokens,
            "cached_tokens": self.cached_tokens,
            "completion_tokens": self.completion_tokens,
            "calls": self.calls,
            "first_token_s": round(self.first_token_s or 0.0, 3),
            "tokens_per_s": round(self.completion_tokens / self.decode_s, 1) if self.decode_s else 0.0,
            "cost": round(spent / 1e6, 6),
        }


class TextEngine(Protocol):
    """What yi_core's two engines have in common."""

    last: Timings | None

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Piece, None, None]: ...

    def prefill(self, messages: Sequence[Message]) -> None: ...


_lock = threading.Lock()
_engines: dict[Hashable, TextEngine] = {}


class LanguageModel(Protocol):
    """What writes. One object serves one generation, so that `usage` is that generation's own.

    `tuned`: knows the prompt format and needs no example. `obeys`: takes a reason for a retry as an instruction.
    """

    name: str
    tuned: bool
    obeys: bool
    usage: Usage

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Iterator[str]:
        """Text as it is written; a closing assistant message is continued. What the sampling lets it spell binds the embedded model;
        a remote one is only asked, its text is checked afterwards.
        """
        ...

    def prefill(self, messages: Sequence[Message]) -> None:
        """Read the messages ahead of a call that starts with them."""
        ...


class EmbeddedModel:
    """A model in this process, loaded by `load` when it first speaks; those with the same `files` share one engine."""

    obeys = False

    def __init__(self, name: str, tuned: bool, files: Hashable, load: Callable[[], TextEngine]) -> None:
        self.name, self.tuned, self.files, self.load, self.usage = name, tuned, files, load, Usage()

    @property
    def engine(self) -> TextEngine:
        """One a process. Raises ModelError."""
        with _lock:
            if self.files not in _engines:
                try:
                    _engines[self.files] = self.load()
                except EngineError as problem:
                    raise ModelError(str(problem)) from problem
            return _engines[self.files]

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Iterator[str]:
        """See LanguageModel; raises ModelError."""
        engine = self.engine
        run = engine.stream(messages, sampling)
        try:
            yield from run
        except EngineError as problem:
            raise ModelError(str(problem)) from problem
        finally:
            run.close()
            if last := engine.last:
                self.usage.add(last.prompt_tokens, last.cached_tokens, last.completion_tokens, last.first_token_s, last.seconds)

    def prefill(self, messages: Sequence[Message]) -> None:
        """Fill the KV cache."""
        self.engine.prefill(messages)


class OpenAIModel:
    """A chat-completions endpoint: Yi-Lightning, vLLM, `transformers serve`, and their like. Prices are per million tokens."""

    tuned = False
    obeys = True

    def __init__(self, base_url: str, api_key: str, model: str, price_in: float = 0.0, price_out: float = 0.0) -> None:
        self.client = OpenAI(base_url=base_url or None, api_key=api_key or "none", timeout=60, max_retries=1)
        self.name, self.usage = model, Usage(price_in=price_in, price_out=price_out)

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Iterator[str]:
        """See LanguageModel. An open assistant message becomes an instruction; words that repeat it are cut off. Raises ModelError."""
        asked, begun = _as_instruction(messages)
        start, first, counts = time.perf_counter(), 0.0, None
        try:
            turns: Any = [{"role": who, "content": text} for who, text in asked]
            chunks = self.client.chat.completions.create(
                model=self.name,
                messages=turns,
                max_tokens=sampling.max_tokens,
                temperature=sampling.temperature,
                seed=sampling.seed,
                stop=list(sampling.stop) or None,
                stream=True,
                stream_options={"include_usage": True},
            )
            held = ""
            for chunk in chunks:
                counts = chunk.usage or counts
                text = (chunk.choices[0].delta.content or "") if chunk.choices else ""
                first = first or (time.perf_counter() - start if text else 0.0)
                held, text = _without(begun, held + text)
                if text:
                    begun = ""
                    yield text
        except OpenAIError as problem:
            message = f"the language model {self.name} does not answer: {problem}. Check the base URL, key and model name"
            raise ModelError(message) from problem
        finally:
            used = (counts.prompt_tokens, counts.completion_tokens) if counts else (0, 0)
            self.usage.add(used[0], 0, used[1], first, time.perf_counter() - start)

    def prefill(self, messages: Sequence[Message]) -> None:
        """Nothing to do: the endpoint keeps its own cache."""


def _as_instruction(messages: Sequence[Message]) -> tuple[list[Message], str]:
    """Chat endpoints answer rather than continue: what was begun becomes part of the question. Returns the last line begun as well."""
    *before, (who, begun) = messages
    if who != "assistant":
        return list(messages), ""
    *written, line = begun.split("\n")
    chinese = any("\u4e00" <= c <= "\u9fff" for c in before[-1][1])
    done = "\n".join(written)
    if chinese:
        text = f"已经写好：\n{done}\n" if done else ""
        text += f"只写下一行，以“{line}”开头，只写一行。" if line else "只写回答本身。"
    else:
        text = f"Written so far:\n{done}\n" if done else ""
        text += f'Write the next line only, starting with "{line}".' if line else "Write the answer only."
    speaker, question = before[-1]
    return [*before[:-1], (speaker, f"{question}\n\n{text}")], line


def _without(begun: str, text: str) -> tuple[str, str]:
    """(still held back, to be given out): text without the words it was asked to start with."""
    plain = text.lstrip()
    if not begun or not plain:
        return "", text
    if plain.startswith(begun):
        return "", plain[len(begun) :]
    if begun.startswith(plain):
        return text, ""
    return "", text


def default_model(settings: Settings) -> LanguageModel:
    """The model that the settings name: the endpoint of `llm_base_url` and `llm_model`, else the embedded one (loaded once a process)."""
    if settings.llm_base_url or settings.llm_model:
        if not (settings.llm_base_url and settings.llm_model):
            raise ModelError("set both YIBO_LLM_BASE_URL and YIBO_LLM_MODEL, or neither")
        return OpenAIModel(settings.llm_base_url, settings.llm_api_key, settings.llm_model, settings.llm_price_in, settings.llm_price_out)
    return embedded_model(settings)


def embedded_model(settings: Settings) -> LanguageModel:
    """Yi Core. Raises ModelError if it is not built."""
    folder = base.find(settings.cache_dir)
    if folder is None:
        raise ModelError("the language model is not built: run `make setup` or `python -m yi_core build --preset base`")

    def load() -> TextEngine:
        from yi_core.moe_engine import MoeEngine

        return MoeEngine(folder, threads=settings.llm_threads or None)

    return EmbeddedModel("Yi Core", True, folder, load)


def dense_model(settings: Settings) -> LanguageModel:
    """The dense original in llama.cpp, as it was or with the adapter that the settings name. Raises ModelError."""
    path, adapter = weights.find(settings.cache_dir), settings.adapter
    if path is None:
        raise ModelError("the dense weights are not there: run `make setup` or `python -m yi_core build --preset base`")
    return EmbeddedModel(path.stem, adapter is not None, (path, adapter), lambda: Engine(path, adapter, settings.llm_threads or None))
