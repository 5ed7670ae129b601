"""Two decoders with one interface: the fused step, and plain torch where numba is missing. Prompts are read by the torch model in both."""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor
from transformers.cache_utils import DynamicCache

from yi_core.decode.packed import Packed, load, pack
from yi_core.decode.quantise import GROUP, Array
from yi_core.model.files import read_config
from yi_core.model.modeling import YiCoreForCausalLM

try:
    from yi_core.decode import kernels
except ImportError:  # no numba: TorchDecoder serves
    kernels = None  # type: ignore[assignment, unused-ignore]


PACKED = "packed.safetensors"


class Decoder(Protocol):
    """One sequence. `experts` is the mean number kept by the last step, a layer on the average."""

    length: int
    experts: float

    def read(self, ids: list[int]) -> Array:
        """Append a prompt; logits after its last token (vocabulary,) in fp32."""

    def step(self, token: int) -> Array:
        """Append one token; logits after it. The array is overwritten by the next step."""

    def rewind(self, length: int) -> int:
        """Forget what comes after the first `length` tokens, or everything where a window has moved on; returns what is left."""


class TorchDecoder:
    """The reference model with transformers' cache."""

    def __init__(self, model: YiCoreForCausalLM) -> None:
        self.model, self.length, self.experts = model, 0, 0.0
        self.cache: Any = DynamicCache(config=model.config)

    @torch.no_grad()
    def read(self, ids: list[int]) -> Array:
        out = self.model(torch.tensor([ids]), cache=self.cache, use_cache=True, logits_to_keep=1)
        self.length += len(ids)
        logits: Array = out.logits[0, -1].float().numpy()
        return logits

    @torch.no_grad()
    def step(self, token: int) -> Array:
        out = self.model(torch.tensor([[token]]), cache=self.cache, use_cache=True, output_routed=True)
        self.experts = sum(r.mean_experts() for r in out.routed) / len(out.routed)
        self.length += 1
        logits: Array = out.logits[0, -1].float().numpy()
        return logits

    def rewind(self, length: int) -> int:
        if length < self.length:
            windowed = any(layer.is_sliding for layer in self.cache.layers if layer.keys is not None)
            if windowed and self.length >= self.model.config.sliding_window:
                self.cache, self.length = DynamicCache(config=self.model.config), 0
            else:
                self.cache.crop(length - self.length)
                self.length = length
        return self.length


class FusedDecoder:
    """int8 or int4 weights, one compiled call a token. `packed` are the weights where they lie ready. Raises ImportError without numba."""

    def __init__(
        self, model: YiCoreForCausalLM, bits: int = 8, threads: int = 1, capacity: int | None = None, packed: Packed | None = None
    ) -> None:
        if kernels is None:
            raise ImportError("the fused decoder needs numba")
        self.model, self.threads, self.length, self.experts = model, threads, 0, 0.0
        self.capacity = capacity or model.config.max_position_embeddings
        self.packed = packed or pack(model, bits, self.capacity)
        if threads > 1:
            kernels.use_threads(threads)
        c = model.config
        shape = (int(self.packed.layout.slots.sum()), c.num_key_value_heads, c.head_dim)
        self.keys, self.values = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self.partial = np.empty((threads, c.hidden_size // GROUP, GROUP), np.float32)
        self.logits = np.empty(c.vocab_size, np.float32)
        self.chosen = np.zeros((c.num_hidden_layers, c.num_experts), np.float32)

    def step(self, token: int) -> Array:
        if self.length >= self.capacity:
            raise ValueError(f"the text is longer than the {self.capacity} tokens the model reads")
        c = self.model.config
        p = np.array([c.layer_top_p(i) for i in range(c.num_hidden_layers)], np.float32)
        w, sizes, layout = self.packed.weights, self.packed.sizes, self.packed.layout
        threads = self.threads if self.threads > 1 else None
        room = (self.partial, self.logits, self.chosen)
        kernels.step(w, sizes, layout, self.keys, self.values, c.sliding_window, p, token, self.length, threads, *room)
        self.length += 1
        self.experts = float((self.chosen != 0).sum(1).mean())
        return self.logits

    @torch.no_grad()
    def read(self, ids: list[int]) -> Array:
        """From an empty cache the torch model reads the prompt, in large products; after a kept prefix it goes step by step."""
        if self.length or len(ids) < 4:
            for token in ids:
                self.step(token)
            return self.logits
        if len(ids) > self.capacity:
            raise ValueError(f"a prompt of {len(ids)} tokens is longer than the {self.capacity} the model reads")
        cache: Any = DynamicCache(config=self.model.config)
        out = self.model(torch.tensor([ids]), cache=cache, use_cache=True, logits_to_keep=1)
        owners = [layer for layer, owns in zip(cache.layers, self.packed.layout.owns, strict=True) if owns]
        for layer, start, slots in zip(owners, self.packed.layout.start, self.packed.layout.slots, strict=True):
            for ring, kept in ((self.keys, layer.keys), (self.values, layer.values)):
                self._fill(ring[start : start + slots], kept, len(ids))
        self.length = len(ids)
        self.logits[:] = out.logits[0, -1].float().numpy()
        return self.logits

    @staticmethod
    def _fill(ring: Array, kept: Tensor, length: int) -> None:
        """Copy a layer's cache (1, heads, kept, head_dim), whose last entry is at position length - 1, into its ring."""
        rows = kept[0].transpose(0, 1).float().numpy()[-len(ring) :]
        ring[np.arange(length - len(rows), length) % len(ring)] = rows

    def rewind(self, length: int) -> int:
        if length < self.length:
            moved = self.length > self.model.config.sliding_window and bool((self.packed.layout.full == 0).any())
            self.length = 0 if moved else length
        return self.length


def open_packed(folder: Path, threads: int = 1) -> FusedDecoder:
    """The quantised model in `folder` (config.json and packed.safetensors), without its fp32 weights. Raises ModelError."""
    from yi_core.decode.lazy import lazy_model

    config = read_config(folder)
    packed = load(folder / PACKED, config, config.max_position_embeddings)
    return FusedDecoder(lazy_model(packed, config), packed.sizes.bits, threads, packed=packed)


def has_fused() -> bool:
    """Whether numba is there."""
    return kernels is not None


def decoder(model: YiCoreForCausalLM, bits: int = 8, threads: int = 1) -> Decoder:
    """The fused one where numba is there, else the torch one."""
    return FusedDecoder(model, bits, threads) if has_fused() else TorchDecoder(model)
