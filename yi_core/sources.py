"""Where the dense weights come from, one tensor at a time: Qwen2.5 as a GGUF file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor


class Source(Protocol):
    """A dense Qwen2."""

    sizes: dict[str, Any]

    def tensor(self, name: str) -> Tensor:
        """In fp32, by its name in transformers."""

    def rows(self, name: str, ids: Sequence[int]) -> Tensor:
        """Some rows of a matrix in fp32: a vocabulary of 151,936 is never in memory as a whole."""


LAYER = {
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "ffn_down": "mlp.down_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
}
TOP = {"token_embd.weight": "model.embed_tokens.weight", "output.weight": "lm_head.weight", "output_norm.weight": "model.norm.weight"}
SIZES = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "rms_norm_eps")


class GgufSource:
    """A Qwen2 GGUF file, dequantised as it is asked for. Needs the `train` extra."""

    def __init__(self, path: Path) -> None:
        from gguf import GGUFReader, dequantize

        self.reader, self._dequantize = GGUFReader(path), dequantize
        self.tensors = {self._name(t.name): t for t in self.reader.tensors}
        keys = ("embedding_length", "feed_forward_length", "block_count", "attention.head_count", "attention.head_count_kv")
        values = [self._value(key) for key in (*keys, "attention.layer_norm_rms_epsilon")]
        self.sizes: dict[str, Any] = {**dict(zip(SIZES, values, strict=True)), "rope_base": self._value("rope.freq_base")}

    def _value(self, key: str) -> Any:
        return self.reader.fields["qwen2." + key].contents()

    @staticmethod
    def _name(name: str) -> str:
        if not name.startswith("blk."):
            return TOP[name]
        _, layer, part, kind = name.split(".")
        return f"model.layers.{layer}.{LAYER[part]}.{kind}"

    def tensor(self, name: str) -> Tensor:
        found = self.tensors[name]
        return torch.from_numpy(np.array(self._dequantize(found.data, found.tensor_type), dtype=np.float32))

    def rows(self, name: str, ids: Sequence[int]) -> Tensor:
        found = self.tensors[name]
        return torch.from_numpy(np.array(self._dequantize(found.data[list(ids)], found.tensor_type), dtype=np.float32))


class Adapted:
    """`source` with a low-rank adapter merged in: a GGUF of `lora_a`, `lora_b` pairs, as llama.cpp applies it."""

    def __init__(self, source: GgufSource, adapter: Path) -> None:
        from gguf import GGUFReader

        reader = GGUFReader(adapter)
        self.source, self.sizes = source, source.sizes
        self.pairs = {t.name: torch.from_numpy(np.array(t.data, dtype=np.float32)) for t in reader.tensors}
        self.alpha = float(reader.fields["adapter.lora.alpha"].contents())

    def tensor(self, name: str) -> Tensor:
        weight = self.source.tensor(name)
        key = self.source.tensors[name].name
        if f"{key}.lora_a" not in self.pairs:
            return weight
        a, b = self.pairs[f"{key}.lora_a"], self.pairs[f"{key}.lora_b"]
        return weight + self.alpha / len(a) * (b @ a)

    def rows(self, name: str, ids: Sequence[int]) -> Tensor:
        return self.source.rows(name, ids)
