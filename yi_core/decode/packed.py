"""A quantised model in one safetensors file: written layer by layer, mapped into memory as it lies, opened without torch."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from yi_core.decode.quantise import GROUP, ROWS, Array, quantise, record_size, records

if TYPE_CHECKING:
    from yi_core.model.modeling import YiCoreForCausalLM

PACKED = "packed.safetensors"
KINDS = {"U8": np.uint8, "F32": np.float32}


class PackedError(Exception):
    """A file is no quantised model; the message says why and what to do."""


class Sizes(NamedTuple):
    """What a step needs to know of the config; flags are 1 or 0, `top_k` is 0 for top-p. A block is 64 neurons."""

    bits: int
    layers: int
    reuse_from: int  # the first layer without keys and values of its own
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    window: int
    shared_blocks: int
    experts: int
    expert_blocks: int
    least: int
    most: int
    top_k: int
    weight_by_share: int
    router_norm: int
    qk_norm: int
    layer_size: int  # bytes
    eps: float


@dataclass(frozen=True)
class Packed:
    """`arrays` by name: `layers` (bytes: rows of q, k and v, of o, then block after block the rows of gate, up and down), `embedding`,
    `head` (both records of 8 bits), and in fp32 norms, biases and routers."""

    config: Any
    bits: int
    arrays: dict[str, Array]

    @property
    def sizes(self) -> Sizes:
        """From the config."""
        c = self.config
        flags = (int(c.expert_weight == "share"), int(c.router_norm), int(c.qk_norm))
        return Sizes(
            *(self.bits, c.num_hidden_layers, c.num_hidden_layers - c.kv_shared_layers, c.hidden_size),
            *(c.num_attention_heads, c.num_key_value_heads, c.head_dim, c.sliding_window),
            *(_blocks(c.shared_size), c.num_experts, _blocks(c.expert_size), c.experts_min, c.experts_max or c.num_experts),
            {"dense": c.num_experts, "top_k": c.experts_per_token, "top_p": 0}[c.routing],
            *(*flags, self.arrays["layers"].shape[1], c.rms_norm_eps),
        )

    def left_out(self, experts: float) -> float:
        """Bytes of the layers that a token does not read which keeps that many experts in each."""
        s = self.sizes
        return s.layers * (s.experts - experts) * s.expert_blocks * 3 * s.hidden // ROWS * record_size(s.bits)

    @property
    def top_p(self) -> Array:
        """fp32 (layers,): the thresholds of the config."""
        return np.full(self.config.num_hidden_layers, self.config.router_top_p, np.float32)


class PackedWriter:
    """Quantises one layer at a time into `file`, or into memory. The file appears with `close`; until then it is `file`.partial."""

    def __init__(self, config: Any, bits: int, file: Path | None = None) -> None:
        if config.hidden_size % GROUP or config.num_attention_heads * config.head_dim % GROUP:
            raise ValueError(f"width {config.hidden_size} and all heads together must be multiples of {GROUP} to be quantised")
        self.config, self.bits, self.file = config, bits, file
        self.lacking: set[Any] = {*range(config.num_hidden_layers), "outer"}
        self.partial = file and file.with_suffix(".partial")
        tensors = _tensors(config, bits)
        head = _header(tensors, {"bits": str(bits), "config": config.to_json_string(use_diff=False)})
        size = len(head) + sum(prod(shape) * np.dtype(KINDS[kind]).itemsize for kind, shape in tensors.values())
        self.room: Array = np.zeros(size, np.uint8) if self.partial is None else np.memmap(self.partial, np.uint8, "w+", shape=(size,))
        self.room[: len(head)] = np.frombuffer(head, np.uint8)
        self.arrays = parse(self.room).arrays

    def layer(self, i: int, tensors: Mapping[str, Any]) -> None:
        """Tensors named as in the state_dict below `model.layers.{i}.`; raises KeyError where one lacks."""
        c, a = self.config, self.arrays
        heads = ("q", "k", "v") if i < c.num_hidden_layers - c.kv_shared_layers else ("q",)

        def given(name: str) -> Array:
            return _array(tensors[name])

        a["norm1"][i], a["norm2"][i] = given("input_layernorm.weight"), given("post_attention_layernorm.weight")
        a["router"][i] = given("mlp.router.proj.weight")
        a["router_bias"][i] = given("mlp.router.proj.bias") if c.router_bias else 0
        a["sharpness"][i] = given("mlp.router.sharpness")[0] if c.router_norm else 1
        for name in ("q", "k"):
            a[f"{name}_norm"][i] = given(f"self_attn.{name}_norm.weight") if c.qk_norm and name in heads else 1
        if c.attention_bias:
            bias = np.concatenate([given(f"self_attn.{name}_proj.bias") for name in heads])
            a["bias"][i, : len(bias)] = bias
        qkv = np.concatenate([given(f"self_attn.{name}_proj.weight") for name in heads])
        gate, up, down = (
            self._neurons(tensors[f"mlp.shared.{name}_proj.weight"], tensors[f"mlp.experts.{name}_proj.weight"], across=name == "down")
            for name in ("gate", "up", "down")
        )
        parts = [self._records(qkv), self._records(given("self_attn.o_proj.weight")), np.stack([gate, up, down], 1)]
        lack = 0 if len(heads) == 3 else 2 * c.num_key_value_heads * c.head_dim // ROWS
        parts.insert(1, np.zeros((lack, *parts[0].shape[1:]), np.uint8))
        a["layers"][i] = np.concatenate([part.ravel() for part in parts])
        self.lacking.discard(i)

    def outer(self, embedding: Any, head: Any, norm: Any) -> None:
        """Weights (vocabulary, hidden) twice, the second None where they are one, and (hidden,)."""
        self.arrays["embedding"][:] = records(quantise(_array(embedding), 8))
        if not self.config.tie_word_embeddings:
            self.arrays["head"][:] = records(quantise(_array(head), 8))
        self.arrays["norm"][:] = _array(norm)
        self.lacking.discard("outer")

    def close(self) -> Packed:
        """The whole. Raises ValueError where a layer was not given."""
        if self.lacking:
            raise ValueError(f"not everything was given to the quantised model: {', '.join(map(str, self.lacking))}")
        if self.partial is None or self.file is None:
            return parse(self.room)
        del self.room, self.arrays  # on Windows a mapped file cannot be renamed
        self.partial.replace(self.file)
        return load(self.file)

    def _records(self, weight: Array) -> Array:
        return records(quantise(weight, self.bits))

    def _neurons(self, shared: Any, experts: Any, across: bool) -> Array:
        """(blocks, bytes) of one matrix of all neurons, experts filled up with zeros to whole blocks; `across`: they are its columns."""
        own, routed = (_array(weight).T if across else _array(weight) for weight in (shared, experts))
        routed = routed.reshape(self.config.num_experts, -1, routed.shape[1])
        own, routed = np.pad(own, ((0, -len(own) % GROUP), (0, 0))), np.pad(routed, ((0, 0), (0, -routed.shape[1] % GROUP), (0, 0)))
        rows = np.concatenate([own, routed.reshape(-1, own.shape[1])])
        made = self._records(np.ascontiguousarray(rows.T)).swapaxes(0, 1) if across else self._records(rows)
        return made.reshape(len(rows) // GROUP, -1)


def pack(model: "YiCoreForCausalLM", bits: int, file: Path | None = None) -> Packed:
    """A whole model, into `file` or into memory."""
    writer = PackedWriter(model.config, bits, file)
    for i, layer in enumerate(model.model.layers):
        writer.layer(i, layer.state_dict())
    writer.outer(model.model.embed_tokens.weight, model.lm_head.weight, model.model.norm.weight)
    return writer.close()


def load(file: Path) -> Packed:
    """What a writer wrote, mapped. Raises PackedError."""
    try:
        return parse(np.memmap(file, np.uint8, "r"))
    except (OSError, LookupError, AttributeError, TypeError, ValueError) as problem:
        raise PackedError(f"{file} is truncated, corrupt or not a quantised model ({problem}): quantise it again") from problem


def parse(room: Array) -> Packed:
    """The arrays in the bytes of a safetensors file: views. Raises what `load` explains where it is none of ours."""
    length = 8 + int(room[:8].view(np.uint64)[0])
    entries = json.loads(bytes(room[8:length]))
    about = entries.pop("__metadata__")
    config, bits = SimpleNamespace(**json.loads(about["config"])), int(about["bits"])
    arrays, wanted = {}, _tensors(config, bits)
    for name, (kind, shape) in wanted.items():
        entry = entries[name]
        if (entry["dtype"], tuple(entry["shape"])) != (kind, shape):
            raise ValueError(f"{name} is {entry['dtype']} {entry['shape']}, not {kind} {list(shape)}")
        start, end = entry["data_offsets"]
        arrays[name] = room[length + start : length + end].view(KINDS[kind]).reshape(shape)
    arrays.setdefault("head", arrays["embedding"])
    return Packed(config, bits, arrays)


def _tensors(c: Any, bits: int) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Kind and shape of each tensor, in the order of the file."""
    routed = c.num_experts + getattr(c, "router_demand", False)  # a file from before there was demand lacks the field
    layers, hidden, heads, size = c.num_hidden_layers, c.hidden_size, c.num_attention_heads, c.head_dim
    qkv, groups = (heads + 2 * c.num_key_value_heads) * size, hidden // GROUP
    blocks = _blocks(c.shared_size) + c.num_experts * _blocks(c.expert_size)
    matrix = (-(-c.vocab_size // ROWS), groups, record_size(8))
    count = qkv // ROWS * groups + hidden // ROWS * (heads * size // GROUP) + blocks * 3 * (hidden // ROWS)
    numbers = {
        "norm": (hidden,),
        **{"norm1": (layers, hidden), "norm2": (layers, hidden), "bias": (layers, qkv)},
        **{"q_norm": (layers, size), "k_norm": (layers, size)},
        **{"router": (layers, routed, hidden), "router_bias": (layers, routed), "sharpness": (layers,)},
    }
    codes = {"embedding": matrix, **({} if c.tie_word_embeddings else {"head": matrix}), "layers": (layers, count * record_size(bits))}
    return {**{name: ("F32", shape) for name, shape in numbers.items()}, **{name: ("U8", shape) for name, shape in codes.items()}}


def _header(tensors: Mapping[str, tuple[str, tuple[int, ...]]], about: dict[str, str]) -> bytes:
    """As safetensors has it: its length in 8 bytes, then JSON, filled up with blanks so that the numbers start at a multiple of 64."""
    entries: dict[str, Any] = {"__metadata__": about}
    at = 0
    for name, (kind, shape) in tensors.items():
        end = at + prod(shape) * np.dtype(KINDS[kind]).itemsize
        entries[name] = {"dtype": kind, "shape": shape, "data_offsets": (at, end)}
        at = end
    text = json.dumps(entries).encode()
    text += b" " * (-(len(text) + 8) % 64)
    return np.uint64(len(text)).tobytes() + text


def _blocks(neurons: int) -> int:
    return -(-neurons // GROUP)


def _array(tensor: Any) -> Array:
    """fp32, of a numpy array or a torch tensor of any float type."""
    made: Array = np.asarray(tensor.detach().float().cpu() if hasattr(tensor, "detach") else tensor, np.float32)
    return made
