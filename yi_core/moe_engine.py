"""Our own model as an engine: the same `stream` as the llama.cpp one, over the fused decoder, with the prompt's prefix kept."""

import os
import threading
import time
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from yi_core.constraint import Constraint
from yi_core.decode.decoder import open_decoder
from yi_core.decode.packed import PackedError
from yi_core.engine import EngineError, Piece, Timings
from yi_core.prompt import Message, render
from yi_core.sampling import Sampling

TOP_K, TOP_P, MIN_P, REPEAT, LOOK_BACK = 40, 0.9, 0.05, 1.05, 64  # as llama.cpp has them: its defaults, and what engine.py sets
ENDS, LINE_END = ("<|im_end|>", "<|endoftext|>"), "\n"


class MoeEngine:
    """One model in memory (packed weights where they lie in the folder), one generation at a time (further callers wait).

    Raises EngineError if `folder` is not a trained model with its tokenizer."""

    tuned = True  # trained on the prompts of this package

    def __init__(self, folder: Path, bits: int = 8, threads: int | None = None) -> None:
        try:
            self.decoder = open_decoder(folder, bits, threads or min(os.cpu_count() or 2, 8))
        except PackedError as problem:
            raise EngineError(str(problem)) from problem
        try:
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as problem:  # tokenizers raises Exception itself
            raise EngineError(f"{folder / 'tokenizer.json'} cannot be read: {problem}") from problem
        self.context = self.decoder.capacity
        self.name, self.ids = folder.name, list[int]()
        self.ends = [i for i in map(self.tokenizer.token_to_id, ENDS) if i is not None]
        self.texts = [self.tokenizer.decode([i]) for i in range(self.tokenizer.get_vocab_size())]
        self.line_ends = [i for i, text in enumerate(self.texts) if text == LINE_END]
        self._turn = threading.Lock()
        self.last: Timings | None = None
        self.mean_experts = 0.0

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Piece, None, None]:
        """Text as it is decoded, whole characters only. A closing assistant message is continued. `last` and `mean_experts` tell of it."""
        with self._turn:
            yield from self._stream(self.tokenizer.encode(render(messages)).ids, sampling)

    def prefill(self, messages: Sequence[Message]) -> None:
        """Read the messages into the cache, so that a later call which starts with them starts at once."""
        with self._turn:
            self._read(self.tokenizer.encode(render(messages)).ids[: self.context])

    def _stream(self, prompt: list[int], sampling: Sampling) -> Generator[Piece, None, None]:
        room = self.context - len(prompt)
        if room < 1:
            raise EngineError(f"a prompt of {len(prompt)} tokens does not fit into the {self.context} this model reads: shorten the facts")
        start, first = time.perf_counter(), 0.0
        logits, cached = self._read(prompt)
        generator = np.random.default_rng(sampling.seed)
        rules = None if sampling.figures is None else Constraint(self.texts, sampling.figures, sampling.latin, sampling.forbidden)
        limit, made, experts, said, whole = min(sampling.max_tokens, room), list[int](), 0.0, 0, ""
        logs: list[float] = []
        try:
            while len(made) < limit:
                allowed = None if rules is None else self._allowed(rules, len(logits))
                token = pick(logits, [*prompt, *made][-LOOK_BACK:], sampling.temperature, generator, allowed)
                first = first or time.perf_counter() - start
                if token in self.ends:
                    break
                made.append(token)
                logs.append(log_probability(logits, token))
                if rules and token not in self.line_ends:
                    rules.accept(token)
                whole = self.tokenizer.decode(made)
                stop = min((at for at in (whole.find(s) for s in sampling.stop) if at >= 0), default=-1)
                ready = stop if stop >= 0 else len(whole) - held_back(whole, sampling.stop)
                if ready > said:
                    yield Piece(whole[said:ready], logs)
                    said, logs = ready, []
                if stop >= 0 or (rules and token in self.line_ends):
                    return
                if len(made) == limit:
                    break
                logits = self.decoder.step(token)
                self.ids.append(token)
                experts += self.decoder.experts
            if rest := whole[said:].rstrip("\ufffd"):
                yield Piece(rest, logs)
        finally:
            self.mean_experts = experts / max(1, len(self.ids) - len(prompt))
            self.last = Timings(len(prompt), cached, len(made), first, time.perf_counter() - start)

    def _allowed(self, rules: Constraint, count: int) -> NDArray[np.bool_]:
        """(vocabulary,): what the rules allow, and once no figure is open the end of the text, which a line's end is too."""
        allowed = np.zeros(count, dtype=bool)
        mask = rules.mask()
        allowed[: len(mask)] = mask[:count]
        if rules.whole:
            allowed[[*self.ends, *self.line_ends]] = True
        return allowed

    def _read(self, prompt: list[int]) -> tuple[NDArray[np.float32], int]:
        """Logits after the prompt, and how many of its tokens were still in the cache."""
        same = next((i for i, (a, b) in enumerate(zip(prompt, self.ids, strict=False)) if a != b), min(len(prompt), len(self.ids)))
        kept = self.decoder.rewind(min(same, len(prompt) - 1))
        logits = self.decoder.read(prompt[kept:])
        self.ids = list(prompt)
        return logits, kept


def pick(
    logits: NDArray[np.float32],
    recent: Sequence[int],
    temperature: float,
    generator: np.random.Generator,
    allowed: NDArray[np.bool_] | None = None,
) -> int:
    """One token, chosen as llama.cpp does: repetition penalty, constraint, the 40 likeliest, of them the top 0.9 of probability and none
    below a twentieth of the first, and only then the temperature (0: the likeliest)."""
    scores = logits.astype(np.float64)
    seen = np.unique(np.asarray(recent, dtype=np.int64))
    scores[seen] = np.where(scores[seen] > 0, scores[seen] / REPEAT, scores[seen] * REPEAT)
    if allowed is not None:
        scores[~allowed] = -np.inf
    if temperature <= 0:
        return int(scores.argmax())
    order = np.argpartition(-scores, min(TOP_K, len(scores) - 1))[:TOP_K]
    order = order[np.argsort(-scores[order], kind="stable")]
    chances = np.exp(scores[order] - scores[order[0]])
    chances /= chances.sum()
    kept = order[(np.cumsum(chances) - chances < TOP_P) & (chances >= MIN_P * chances[0])]
    drawn = np.exp((scores[kept] - scores[kept[0]]) / temperature)
    return int(generator.choice(kept, p=drawn / drawn.sum()))


def log_probability(logits: NDArray[np.float32], token: int) -> float:
    """Of one token, in nats, as the model holds it before sampling."""
    top = float(logits.max())
    return float(logits[token] - top - np.log(np.exp(logits - top).sum()))


def held_back(text: str, stop: Sequence[str]) -> int:
    """Characters at the end that may not be said yet: half a character, or the beginning of a stop word."""
    broken = len(text) - len(text.rstrip("\ufffd"))
    begun = max((n for s in stop for n in range(1, len(s)) if text.endswith(s[:n])), default=0)
    return max(broken, begun)
