"""The fused decoder: quantised weights where they lie in their file, one compiled call a block of tokens. Needs numba, not torch."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Any, NamedTuple

import numpy as np

from yi_core.decode import kernels
from yi_core.decode.packed import Packed
from yi_core.decode.product import INPUT
from yi_core.decode.quantise import GROUP, ROWS, Array, rows

BLOCK = 64  # tokens of a prompt that go through a layer together
BACK = 1024  # tokens that a window's ring keeps beyond the window, so that a text can be rewound so far


class Weights(NamedTuple):
    """Where the records of all layers and of the head start, and the fp32 arrays of all layers."""

    layers: int
    head: int
    final_norm: Array
    norm1: Array
    norm2: Array
    bias: Array
    q_norm: Array
    k_norm: Array
    router: Array
    router_bias: Array
    sharpness: Array


class Layout(NamedTuple):
    """Integers a layer: 1 where attention is full; 1 where it owns keys and values; which cache it reads. A cache: where its slots
    start in the one buffer, and how many it has."""

    full: Array
    owns: Array
    cache: Array
    start: Array
    slots: Array


class Room(NamedTuple):
    """What the threads work in, for up to BLOCK tokens; rounded activations as bytes (tokens, groups, 72). `chosen` (tokens, layers,
    experts) is each expert's weight; `logits` has a row a token that they are wanted of."""

    x: Array
    n: Array
    inputs: Array
    qkv: Array
    mixed: Array
    mixed_inputs: Array
    neurons: Array
    chosen: Array
    logits: Array
    cos: Array
    sin: Array


def layout_of(c: Any, capacity: int, back: int) -> Layout:
    """From the config, for texts of up to `capacity` tokens whose windows keep `back` tokens more."""
    full = [kind == "full_attention" for kind in c.layer_types]
    own = c.num_hidden_layers - c.kv_shared_layers
    cache = [i if i < own else max(j for j in range(own) if full[j] == full[i]) for i in range(c.num_hidden_layers)]
    slots = [capacity if full[i] else min(c.sliding_window + max(back, BLOCK), capacity) for i in range(own)]
    starts = [sum(slots[:i]) for i in range(own)]
    return Layout(*(np.array(row, np.int64) for row in (full, [i < own for i in range(len(full))], cache, starts, slots)))


class FusedDecoder:
    """One text over quantised weights; see Decoder. `top_p` (layers,) may be changed between steps; `kept` (layers, experts) tells which
    experts the last token kept."""

    def __init__(self, packed: Packed, threads: int = 1, capacity: int | None = None, back: int = BACK) -> None:
        c, self.sizes, a = packed.config, packed.sizes, packed.arrays
        self.packed, self.threads, self.length, self.experts = packed, threads, 0, 0.0
        self.kept = np.zeros((c.num_hidden_layers, c.num_experts), bool)
        self.capacity, self.top_p = capacity or c.max_position_embeddings, packed.top_p
        self.layout = layout_of(c, self.capacity, back)
        names = ("norm", "norm1", "norm2", "bias", "q_norm", "k_norm", "router", "router_bias", "sharpness")
        self.weights = Weights(a["layers"].ctypes.data, a["head"].ctypes.data, *(np.array(a[name]) for name in names))
        shape = (int(self.layout.slots.sum()), c.num_key_value_heads, c.head_dim)
        self.keys, self.values = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self.buffers = self.keys.ctypes.data, self.values.ctypes.data
        bases = np.array([c.rope_base_window, c.rope_base], np.float32)[:, None]
        self.frequencies = bases ** (-np.arange(0, c.head_dim, 2, dtype=np.float32) / np.float32(c.head_dim))
        self.room = self._room(c)
        self.pool = ThreadPoolExecutor(max(1, threads - 1), "yi-core")

    def _room(self, c: Any) -> Room:
        hidden, mixed = c.hidden_size, c.num_attention_heads * c.head_dim
        blocks, turns = self.sizes.shared_blocks + self.sizes.experts * self.sizes.expert_blocks, (2, BLOCK, c.head_dim // 2)

        def numbers(*shape: int) -> Array:
            return np.zeros(shape, np.float32)

        def groups(*shape: int) -> Array:
            return np.zeros((*shape, INPUT), np.int8)

        return Room(
            *(numbers(BLOCK, hidden), numbers(BLOCK, hidden), groups(BLOCK, hidden // GROUP)),
            *(numbers(BLOCK, self.weights.bias.shape[1]), numbers(BLOCK, mixed), groups(BLOCK, mixed // GROUP)),
            *(groups(blocks, BLOCK), numbers(BLOCK, c.num_hidden_layers, c.num_experts)),
            *(numbers(BLOCK, len(self.packed.arrays["head"]) * ROWS), numbers(*turns), numbers(*turns)),
        )

    def step(self, token: int) -> Array:
        """Append one token; logits after it. The array is overwritten by the next step."""
        return self.read([token])

    def read(self, ids: Sequence[int]) -> Array:
        """Append a prompt; logits after its last token (vocabulary,)."""
        self._check(len(ids))
        for at in range(0, len(ids), BLOCK):
            part = ids[at : at + BLOCK]
            count = len(part)
            self._advance(part, [self] * count, np.arange(self.length, self.length + count), wanted=int(at + BLOCK >= len(ids)))
            self.length += count
        self._note((len(ids) - 1) % BLOCK)
        return self.room.logits[0, : self.packed.config.vocab_size]

    def keep(self, every: bool) -> None:
        self.top_p[:] = 1.0 if every else self.packed.top_p

    def fork(self) -> "FusedDecoder":
        """Another text that begins as this one, with its own keys and values; weights and working room are shared."""
        made = copy(self)
        made.keys, made.values = np.zeros_like(self.keys), np.zeros_like(self.values)
        made.buffers = made.keys.ctypes.data, made.values.ctypes.data
        for start, slots in zip(self.layout.start, self.layout.slots, strict=True):
            used = slice(start, start + min(self.length, slots))
            made.keys[used], made.values[used] = self.keys[used], self.values[used]
        return made

    def step_forks(self, forks: Sequence["FusedDecoder"], tokens: Sequence[int]) -> Array:
        """Append one token to each of up to BLOCK forks in one step, which reads the weights once; logits (forks, vocabulary)."""
        for fork in forks:
            fork._check(1)
        self._advance(tokens, forks, np.array([fork.length for fork in forks]), wanted=len(forks))
        for row, fork in enumerate(forks):
            fork.length += 1
            fork._note(row)
        return self.room.logits[: len(forks), : self.packed.config.vocab_size]

    def _check(self, more: int) -> None:
        if self.length + more > self.capacity:
            raise ValueError(f"a text of {self.length + more} tokens is longer than the {self.capacity} the model reads")

    def _note(self, row: int) -> None:
        """Remember which experts that token of the block kept."""
        self.kept = self.room.chosen[row] != 0
        self.experts = float(self.kept.sum(1).mean())

    def _advance(self, ids: Sequence[int], texts: Sequence["FusedDecoder"], positions: Array, wanted: int) -> None:
        """One block: a token, its text and its position each; logits of the last `wanted`."""
        room, count, c = self.room, len(ids), self.packed.config
        room.x[:count] = rows(self.packed.arrays["embedding"], np.asarray(ids))
        angles = positions.astype(np.float32)[:, None] * self.frequencies[:, None]
        room.cos[:, :count], room.sin[:, :count] = np.cos(angles), np.sin(angles)
        counters = np.zeros((c.num_hidden_layers * kernels.PHASES + 2, 2), np.int64)
        buffers = np.array([text.buffers for text in texts])
        state = (buffers, positions, room, counters, self.top_p, wanted)

        def work() -> None:
            kernels.advance(self.weights, self.sizes, self.layout, *state)

        for _ in range(self.threads - 1):
            self.pool.submit(work)  # one that comes late finds all work done, and touches nothing
        work()

    def rewind(self, length: int) -> int:
        """Forget what comes after the first `length` tokens, or everything where a window has lost what it needs; returns what is left."""
        if length < self.length:
            oldest = max(0, length - self.sizes.window + 1)
            held = self.layout.full[self.layout.owns == 1] == 1
            lost = bool(((self.length - self.layout.slots > oldest) & ~held).any())
            self.length = 0 if lost else length
        return self.length
