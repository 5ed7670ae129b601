"""llama.cpp in this process (xllamacpp): streamed chat with the prompt's KV prefix kept from call to call."""

import contextlib
import os
import queue
import threading
import time
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when libgomp loads: spinning threads starve beside a render
import xllamacpp

from yi_core.prompt import Message, render
from yi_core.sampling import Sampling

CONTEXT = 5120  # tokens; 147 MB of KV
KEPT_PROMPTS_MIB = 384  # KV states of earlier prompts that stay in memory, about 28 KB a token


class EngineError(Exception):
    """The model cannot be loaded or does not answer; the message says why and what to do."""


class Piece(str):
    """Text as it was decoded, with the logarithms of its tokens' probabilities (nats, before sampling), one a token."""

    logs: tuple[float, ...]

    def __new__(cls, text: str, logs: Sequence[float] = ()) -> "Piece":
        """A piece of text."""
        made = super().__new__(cls, text)
        made.logs = tuple(logs)
        return made


@dataclass(frozen=True)
class Timings:
    """One call: tokens read and how many of them were cached, tokens written, seconds to the first and in all."""

    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    first_token_s: float
    seconds: float


class Engine:
    """One model in memory, one generation at a time (further callers wait). Raises EngineError if `path` is not a model."""

    def __init__(self, path: Path, adapter: Path | None = None, threads: int | None = None) -> None:
        for file in filter(None, (path, adapter)):
            if not _is_gguf(file):
                raise EngineError(f"{file} is not a GGUF file: run `python -m yi_core build --preset base`, or correct the path")
        p = xllamacpp.CommonParams()
        p.model.path, p.n_ctx, p.n_parallel, p.verbosity, p.warmup = str(path), CONTEXT, 1, 0, False
        p.cpuparams.n_threads = p.cpuparams_batch.n_threads = threads or min(os.cpu_count() or 2, 8)
        p.cache_ram_mib = KEPT_PROMPTS_MIB
        if adapter:
            lora = xllamacpp.CommonAdapterLoraInfo()
            lora.path, lora.scale = str(adapter), 1.0
            p.lora_adapters = [lora]
        try:
            self._server = xllamacpp.Server(p)
        except Exception as problem:
            raise EngineError(f"llama.cpp cannot load {path}{f' with {adapter}' if adapter else ''}: {problem}") from problem
        self._turn = threading.Lock()
        self.name = path.stem
        self.tuned = adapter is not None
        self.last: Timings | None = None

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Piece, None, None]:
        """Text as it is decoded, whole characters only. A closing assistant message is continued.

        Closing the iterator ends the generation; `last` holds its timings once it ran out.
        """
        request: dict[str, Any] = {
            "prompt": render(messages),
            "max_tokens": sampling.max_tokens,
            "temperature": sampling.temperature,
            "top_p": 0.9,
            "repeat_penalty": 1.05,
            "seed": sampling.seed,
            "stop": ["<|im_end|>", *sampling.stop],
            "stream": True,
            "cache_prompt": True,
            "timings_per_token": True,
            "logprobs": 1,
        }
        if sampling.figures is not None:
            request["grammar"] = figure_grammar(sampling.figures, sampling.latin)
        with self._turn:
            yield from self._run(request)

    def prefill(self, messages: Sequence[Message]) -> None:
        """Read the messages into the KV cache, so that a later call which starts with them starts at once."""
        with self._turn:
            for _ in self._run({"prompt": render(messages), "max_tokens": 1, "temperature": 0, "stream": True, "cache_prompt": True}):
                pass

    def _run(self, request: dict[str, Any]) -> Iterator[Piece]:
        pieces: queue.SimpleQueue[dict[str, Any] | Exception | None] = queue.SimpleQueue()
        closed = threading.Event()

        def take(piece: dict[str, Any]) -> bool:
            pieces.put(piece)
            return closed.is_set()

        def generate() -> None:
            try:
                self._server.handle_completions(request, take)
            except Exception as problem:
                pieces.put(problem)
            pieces.put(None)

        start, first = time.perf_counter(), 0.0
        counts: dict[str, Any] = {}
        logs: list[float] = []
        worker = threading.Thread(target=generate, name="yi-core", daemon=True)
        worker.start()
        try:
            while (piece := pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise EngineError(f"the language model stopped: {piece}") from piece
                if "error" in piece:
                    raise EngineError(f"the language model refused: {piece['error'].get('message', piece['error'])}")
                first = first or time.perf_counter() - start
                counts = piece.get("timings", counts)
                choice = piece["choices"][0]
                logs += [token["logprob"] for token in (choice.get("logprobs") or {}).get("content", ())]
                if text := choice.get("text"):
                    yield Piece(text, logs)
                    logs = []
        finally:
            closed.set()
            worker.join()
            cached, read, written = (int(counts.get(key, 0)) for key in ("cache_n", "prompt_n", "predicted_n"))
            self.last = Timings(cached + read, cached, written, first, time.perf_counter() - start)


def figure_grammar(figures: Collection[str], latin: bool = False) -> str:
    """GBNF: one line of speech whose digits and currency signs spell only the given figures, without brackets and markup;
    `latin` leaves out Chinese characters and signs."""
    other = r"[^0-9０-９$¥€£\n\[\]{}<>#*|`~^\\" + ("\u3000-\u9fff\uff00-\uffef" if latin else "") + "]"
    if not figures:
        return f'root ::= {other}* "\\n"?'
    numbers = " | ".join(f'"{f}"' for f in sorted(figures, key=len, reverse=True))
    return f'root ::= number? (other number?)* "\\n"?\nother ::= {other}\nnumber ::= {numbers}'


def _is_gguf(path: Path) -> bool:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(4) == b"GGUF"
    return False
