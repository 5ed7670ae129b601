"""The torch model as a decoder: the reference, and what serves where numba is missing."""

from collections.abc import Sequence
from copy import copy, deepcopy
from typing import Any

import numpy as np
import torch
from transformers.cache_utils import DynamicCache

from yi_core.decode.quantise import Array
from yi_core.model.modeling import YiCoreForCausalLM


class TorchDecoder:
    """One text over the model with transformers' cache; see Decoder."""

    def __init__(self, model: YiCoreForCausalLM) -> None:
        self.model, self.length, self.experts = model, 0, 0.0
        self.capacity, self.own = model.config.max_position_embeddings, model.config.router_top_p
        self.cache: Any = DynamicCache(config=model.config)

    def keep(self, every: bool) -> None:
        self.model.set_top_p(1.0 if every else self.own)

    @torch.no_grad()
    def read(self, ids: Sequence[int]) -> Array:
        """Append a prompt; logits after its last token."""
        if self.length + len(ids) > self.capacity:
            raise ValueError(f"a text of {self.length + len(ids)} tokens is longer than the {self.capacity} the model reads")
        one = len(ids) == 1  # all positions of a prompt would be computed in layers that may leave them out
        out = self.model(torch.tensor([list(ids)]), cache=self.cache, use_cache=True, logits_to_keep=1, output_routed=one)
        if one:
            self.experts = sum(r.mean_experts() for r in out.routed) / len(out.routed)
        self.length += len(ids)
        logits: Array = out.logits[0, -1].float().numpy()
        return logits

    def step(self, token: int) -> Array:
        """Append one token; logits after it."""
        return self.read([token])

    def rewind(self, length: int) -> int:
        """Forget what comes after the first `length` tokens, or everything where a window has moved on; returns what is left."""
        if length < self.length:
            windowed = any(layer.is_sliding for layer in self.cache.layers if layer.keys is not None)
            if windowed and self.length >= self.model.config.sliding_window:
                self.cache, self.length = DynamicCache(config=self.model.config), 0
            else:
                self.cache.crop(length - self.length)
                self.length = length
        return self.length

    def fork(self) -> "TorchDecoder":
        """Another text that begins as this one."""
        made = copy(self)
        made.cache = deepcopy(self.cache)
        return made

    def step_forks(self, forks: Sequence["TorchDecoder"], tokens: Sequence[int]) -> Array:
        """Append one token to each fork, one after the other; logits (forks, vocabulary)."""
        return np.stack([fork.step(token) for fork, token in zip(forks, tokens, strict=True)])
