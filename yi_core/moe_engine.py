"""Our own model as an engine: `stream` as the llama.cpp one has it, and `batch`, over the fused decoder, with the prompt's prefix kept."""

import os
import threading
import time
from collections import deque
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from yi_core.constraint import Constraint
from yi_core.decode.decoder import Decoder, open_decoder
from yi_core.decode.packed import PackedError
from yi_core.engine import EngineError, Piece, Timings
from yi_core.prompt import Message, render
from yi_core.sampling import Sampling

TOP_K, TOP_P, MIN_P, REPEAT, LOOK_BACK = 40, 0.9, 0.05, 1.05, 64  # as llama.cpp has them: its defaults, and what engine.py sets
ENDS, LINE_END = ("<|im_end|>", "<|endoftext|>"), "\n"
TOGETHER = 8  # texts of a batch that are decoded at once: each has keys and values of its own, 57 KB a token of `base`


class MoeEngine:
    """One model in memory (packed weights where they lie in the folder), one generation at a time (further callers wait).

    Raises EngineError if `folder` is not a trained model with its tokenizer."""

    tuned = True  # trained on the prompts of this package

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        try:
            self.decoder = open_decoder(folder, threads or min(os.cpu_count() or 2, 8))
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
            yield from self._stream(self._continuation(messages, sampling))

    def batch(self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling]) -> list[Piece]:
        """What `stream` gives for each prompt with its sampling, decoded together, so that weights are read once for all; equal prompts
        that follow each other are read once. `last` and `mean_experts` tell of all."""
        with self._turn:
            texts = [self._continuation(messages, sampling) for messages, sampling in zip(prompts, samplings, strict=True)]
            self._batch(texts)
            return [Piece("".join(text.pieces), [log for piece in text.pieces for log in piece.logs]) for text in texts]

    def prefill(self, messages: Sequence[Message]) -> None:
        """Read the messages into the cache, so that a later call which starts with them starts at once."""
        with self._turn:
            self._read(self.tokenizer.encode(render(messages)).ids[: self.context])

    def _continuation(self, messages: Sequence[Message], sampling: Sampling) -> "Continuation":
        prompt = self.tokenizer.encode(render(messages)).ids
        room = self.context - len(prompt)
        if room < 1:
            raise EngineError(f"a prompt of {len(prompt)} tokens does not fit into the {self.context} this model reads: shorten the facts")
        return Continuation(self, prompt, sampling, min(sampling.max_tokens, room))

    def _stream(self, text: "Continuation") -> Generator[Piece, None, None]:
        start, first, experts = time.perf_counter(), 0.0, 0.0
        self.decoder.keep(text.sampling.every_expert)
        logits, cached = self._read(text.prompt)
        try:
            while text.open:
                piece = text.take(logits)
                first = first or time.perf_counter() - start
                if piece:
                    yield piece
                if text.open:
                    logits = self.decoder.step(text.made[-1])
                    self.ids.append(text.made[-1])
                    experts += self.decoder.experts
        finally:
            self.mean_experts = experts / max(1, len(self.ids) - len(text.prompt))
            self.last = Timings(len(text.prompt), cached, len(text.made), first, time.perf_counter() - start)

    def _batch(self, texts: Sequence["Continuation"]) -> None:
        """Write them, up to TOGETHER at once: when one ends, the next begins."""
        start, first, cached, experts = time.perf_counter(), 0.0, 0, list[float]()
        self.decoder.keep(any(text.sampling.every_expert for text in texts))
        waiting, going = deque(text for text in texts if text.open), list[tuple[Continuation, Decoder]]()
        read, after = list[int](), np.empty(0, np.float32)
        while waiting or going:
            while waiting and len(going) < TOGETHER:
                text, kept = waiting.popleft(), len(read)
                if text.prompt != read:
                    logits, kept = self._read(text.prompt)
                    read, after = text.prompt, logits.copy()
                cached += kept
                text.take(after)
                first = first or time.perf_counter() - start
                going.append((text, self.decoder.fork()))
            going = [(text, fork) for text, fork in going if text.open]
            if going:
                rows = self.decoder.step_forks([fork for _, fork in going], [text.made[-1] for text, _ in going])
                for (text, fork), row in zip(going, rows, strict=True):
                    text.take(row)
                    experts.append(fork.experts)
        self.mean_experts = sum(experts) / max(1, len(experts))
        prompts, made = sum(len(text.prompt) for text in texts), sum(len(text.made) for text in texts)
        self.last = Timings(prompts, cached, made, first, time.perf_counter() - start)

    def _read(self, prompt: list[int]) -> tuple[NDArray[np.float32], int]:
        """Logits after the prompt, and how many of its tokens were still in the cache."""
        same = next((i for i, (a, b) in enumerate(zip(prompt, self.ids, strict=False)) if a != b), min(len(prompt), len(self.ids)))
        kept = self.decoder.rewind(min(same, len(prompt) - 1))
        logits = self.decoder.read(prompt[kept:])
        self.ids = list(prompt)
        return logits, kept


class Continuation:
    """One text as it is written: each token chosen from the logits before it, until an end, a stop word or `limit` tokens."""

    def __init__(self, engine: MoeEngine, prompt: list[int], sampling: Sampling, limit: int) -> None:
        self.engine, self.prompt, self.sampling, self.limit = engine, prompt, sampling, limit
        self.generator = np.random.default_rng(sampling.seed)
        figures = sampling.figures
        self.rules = None if figures is None else Constraint(engine.texts, figures, sampling.latin, sampling.forbidden)
        self.open, self.made, self.said = limit > 0, list[int](), 0
        self.pieces, self.logs = list[Piece](), list[float]()  # what was said, and of tokens whose text was not yet

    def take(self, logits: NDArray[np.float32]) -> Piece:
        """Choose the next token; what may now be said of the text, or nothing yet."""
        recent, allowed = [*self.prompt, *self.made][-LOOK_BACK:], self._allowed(len(logits))
        token = pick(logits, recent, self.sampling.temperature, self.generator, allowed)
        if token not in self.engine.ends:
            self._append(token, log_probability(logits, token))
        whole, stops = self.engine.tokenizer.decode(self.made), self.sampling.stop
        stop = min((at for at in map(whole.find, stops) if at >= 0), default=-1)
        line = self.rules is not None and token in self.engine.line_ends
        over = token in self.engine.ends or len(self.made) == self.limit
        self.open = not (stop >= 0 or line or over)
        ready = len(whole) - held_back(whole, () if over and not line else stops)
        return self._say(whole[self.said : stop if stop >= 0 else ready])

    def _say(self, text: str) -> Piece:
        """With the log-probabilities of its tokens; where there is nothing to say they wait."""
        piece = Piece(text, self.logs if text else ())
        if text:
            self.said, self.logs = self.said + len(text), []
            self.pieces.append(piece)
        return piece

    def _append(self, token: int, log: float) -> None:
        self.made.append(token)
        self.logs.append(log)
        if self.rules and token not in self.engine.line_ends:
            self.rules.accept(token)

    def _allowed(self, count: int) -> NDArray[np.bool_] | None:
        """(vocabulary,): what the rules allow, and once no figure is open the end of the text, which a line's end is too."""
        if self.rules is None:
            return None
        allowed = np.zeros(count, dtype=bool)
        mask = self.rules.mask()
        allowed[: len(mask)] = mask[:count]
        if self.rules.whole:
            allowed[[*self.engine.ends, *self.engine.line_ends]] = True
        return allowed


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
