"""What a decoder is, and which one a model's folder gets: the fused one, or plain torch where numba is missing."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from yi_core.decode.packed import PACKED, PackedError, load, pack
from yi_core.decode.quantise import Array

if TYPE_CHECKING:
    from yi_core.model.modeling import YiCoreForCausalLM


class Decoder(Protocol):
    """One text, and what branches off it. `experts` is the mean number kept by the last token, a layer on the average; `capacity` how many
    tokens it may have."""

    length: int
    capacity: int
    experts: float

    def read(self, ids: Sequence[int]) -> Array:
        """Append tokens; fp32 logits after the last (vocabulary,), overwritten by the next call. Raises ValueError beyond the capacity."""

    def step(self, token: int) -> Array:
        """Append one token; the same."""

    def rewind(self, length: int) -> int:
        """Forget what comes after the first `length` tokens, or everything where a window has moved on; returns what is left."""

    def keep(self, every: bool) -> None:
        """From now on a token keeps every expert that it may, or as many as the model's own threshold says."""

    def fork(self) -> Self:
        """Another text that begins as this one."""

    def step_forks(self, forks: Sequence[Self], tokens: Sequence[int]) -> Array:
        """Append one token to each of several forks together; fp32 logits (forks, vocabulary), overwritten by the next call."""


def has_fused() -> bool:
    """Whether numba is there."""
    return find_spec("numba") is not None


def decoder(model: "YiCoreForCausalLM", bits: int = 8, threads: int = 1) -> Decoder:
    """Of a whole model: the fused one over its quantised weights, or the torch one."""
    if has_fused():
        from yi_core.decode.fused import FusedDecoder  # needs numba

        return FusedDecoder(pack(model, bits), threads)
    from yi_core.decode.reference import TorchDecoder  # torch takes seconds to import

    return TorchDecoder(model)


def open_decoder(folder: Path, threads: int = 1) -> Decoder:
    """Of a folder: over its packed weights as they lie, else over its whole model. Raises PackedError."""
    if has_fused() and (folder / PACKED).is_file():
        from yi_core.decode.fused import FusedDecoder

        return FusedDecoder(load(folder / PACKED), threads)
    from yi_core.model.files import ModelError, open_model

    try:
        return decoder(open_model(folder), threads=threads)
    except (ModelError, ValueError) as problem:
        raise PackedError(str(problem)) from problem


def compile_kernels(folder: Path) -> None:
    """Compile the fused kernels, once, where a folder has packed weights: numba keeps them, and the first script need not wait for it."""
    if has_fused() and (folder / PACKED).is_file():
        open_decoder(folder).step(0)
