"""How long to the first token, and how many a second: the fused decoder, the reference, HF `generate`, llama.cpp on the dense original."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file

from yi_core.assemble import layer
from yi_core.base import OURS, ROUTING
from yi_core.decode.decoder import Decoder, decoder, has_fused
from yi_core.decode.packed import PACKED, PackedWriter, load
from yi_core.decode.reference import TorchDecoder
from yi_core.model.configuration import YiCoreConfig
from yi_core.model.files import open_model, read_config
from yi_core.model.modeling import YiCoreForCausalLM
from yi_core.sources import GgufSource

TOGETHER = 4  # texts


@dataclass(frozen=True)
class Row:
    """One engine: seconds from the prompt to the first token, tokens a second after it, weights that a token reads in MB (0: unknown),
    the routing threshold (0: that of the config), tokens a second of four texts decoded together as a ratio to one (0: not measured)."""

    engine: str
    threads: int
    prompt: int
    first_token_s: float
    tokens_per_s: float
    experts: float
    read_mb: float
    p: float = 0.0
    four_together: float = 0.0


def bench(model: YiCoreForCausalLM, prompt: int, tokens: int, threads: int, dense: Path | None = None) -> Iterator[Row]:
    """All engines one after the other, greedy, batch 1, the same random prompt; each runs once before it is timed."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    ids = torch.randint(0, model.config.vocab_size, (prompt,), generator=torch.Generator().manual_seed(0)).tolist()
    try:
        if has_fused():
            for bits in (8, 4):
                for count in sorted({1, threads}):
                    yield _decoder(f"fused int{bits}", model, partial(decoder, model, bits, count), ids, tokens, count, bits)
            plain = twin(model)
            yield _decoder("fused int8, dense twin", plain, partial(decoder, plain, 8, threads), ids, tokens, threads, 8)
        yield _decoder("reference fp32", model, lambda: TorchDecoder(model), ids, tokens, threads, 32)
        yield _generate("HF generate", model, ids, tokens, threads)
    finally:
        torch.set_num_threads(before)
    if dense:
        yield _llama(dense, prompt, tokens, threads)


def twin(model: YiCoreForCausalLM) -> YiCoreForCausalLM:
    """A model of the same sizes, untrained, without what ours saves by: full attention in every layer, which has keys and values of its own
    and computes every token, and all experts for each."""
    layers = ["full_attention"] * model.config.num_hidden_layers
    whole = {"layer_types": layers, "kv_shared_layers": 0, "prefill_skip": False, "routing": "dense"}
    made: YiCoreForCausalLM = YiCoreForCausalLM(YiCoreConfig(**{**model.config.to_dict(), **whole})).eval()
    return made


def bench_packed(folder: Path, prompt: int, tokens: int, threads: int, ps: Sequence[float], dense: Path | None = None) -> Iterator[Row]:
    """The packed model of a folder at each routing threshold, without its whole weights, then the `dense` original in the same decoder
    and in llama.cpp. Needs numba."""
    from yi_core.decode.fused import FusedDecoder

    def rows(file: Path, name: str, ps: Sequence[float]) -> Iterator[Row]:
        fused = FusedDecoder(load(file), threads)
        ids = _ids(fused.packed.config.vocab_size, prompt)
        fused.step(ids[0])
        for p in ps:
            fused.top_p[:] = p
            fused.rewind(0)
            first, rate, experts = _timed(fused, ids, tokens)
            read = sum(fused.packed.arrays[part].nbytes for part in ("layers", "head")) - fused.packed.left_out(experts)
            sizes = (round(experts, 2), round(read / 1e6, 2), p)
            yield Row(f"{name} int{fused.packed.bits}", threads, prompt, first, rate, *sizes, _together(fused, ids, tokens))

    yield from rows(folder / PACKED, "fused", ps)
    if dense:
        with tempfile.TemporaryDirectory() as scratch:
            yield from rows(pack_dense(dense, Path(scratch) / PACKED), "fused, dense original", (1.0,))
        yield _llama(dense, prompt, tokens, threads)


def pack_dense(dense: Path, file: Path) -> Path:
    """The dense original for the decoder of `base`, into `file`: its own weights and all of its vocabulary, every expert kept at p = 1."""
    config, routing = read_config(OURS), load_file(OURS / ROUTING)
    source = GgufSource(dense)
    embedding = source.tensor("model.embed_tokens.weight")
    config.vocab_size, config.router_demand = len(embedding), False
    writer = PackedWriter(config, 4, file)
    writer.outer(embedding, source.tensor("lm_head.weight"), source.tensor("model.norm.weight"))
    for i in range(config.num_hidden_layers):
        writer.layer(i, layer(source, routing, i, config.shared_size))
    writer.close()
    return file


def _ids(vocabulary: int, count: int) -> list[int]:
    """A prompt drawn by lot, always the same."""
    ids: list[int] = np.random.default_rng(0).integers(0, vocabulary, count).tolist()
    return ids


def _decoder(name: str, model: YiCoreForCausalLM, make: Callable[[], Decoder], ids: list[int], tokens: int, threads: int, bits: int) -> Row:
    make().step(ids[0])
    made = make()
    first, rate, experts = _timed(made, ids, tokens)
    sizes = (round(experts, 2), weights_read(model, experts, bits), 0.0)
    return Row(name, threads, len(ids), first, rate, *sizes, _together(made, ids, tokens))


def _timed(decoder: Decoder, ids: list[int], tokens: int) -> tuple[float, float, float]:
    """Seconds to the first token, tokens a second after it, experts a token and layer; the decoder is empty and compiled."""
    start = time.perf_counter()
    token = int(decoder.read(ids).argmax())
    first, experts = time.perf_counter() - start, 0.0
    start = time.perf_counter()
    for _ in range(tokens):
        token = int(decoder.step(token).argmax())
        experts += decoder.experts
    return round(first, 4), round(tokens / (time.perf_counter() - start), 1), experts / tokens


def _together(decoder: Decoder, ids: list[int], tokens: int) -> float:
    """Tokens a second of several texts together, as a ratio to those of one; a step of either by turns, so that both see the same load."""
    decoder.rewind(0)
    decoder.read(ids)
    forks = [decoder.fork() for _ in range(TOGETHER + 1)]
    groups, given, spent = [forks[1:], forks[:1]], [ids[:TOGETHER], ids[:1]], [0.0, 0.0]
    for _ in range(tokens):
        for i, group in enumerate(groups):
            start = time.perf_counter()
            given[i] = decoder.step_forks(group, given[i]).argmax(-1).tolist()
            spent[i] += time.perf_counter() - start
    return round(TOGETHER * spent[1] / spent[0], 2)


def weights_read(model: YiCoreForCausalLM, experts: float, bits: int) -> float:
    """MB of weights that one token reads: what bounds the speed. The head has 8 bits where the rest has fewer."""
    c, groups = model.config, {8: 8.5, 4: 4.5, 32: 32.0}
    attention = sum(p.numel() for layer in model.model.layers for p in layer.self_attn.parameters())
    mlp = c.num_hidden_layers * 3 * c.hidden_size * (c.shared_size + experts * c.expert_size)
    head = model.lm_head.weight.numel()
    megabytes: float = ((attention + mlp) * groups[bits] + head * groups[max(bits, 8)]) / 8e6
    return round(megabytes, 2)


def bench_transformers(folder: Path, prompt: int, tokens: int, threads: int, dense: Path) -> Iterator[Row]:
    """transformers' `generate` in fp32: the whole weights in `folder`, then the `dense` original. Takes 7 GB. Needs the `train` extra."""
    from yi_core.training.gguf_to_torch import load as load_dense

    torch.set_num_threads(threads)
    ids = _ids(read_config(folder).vocab_size, prompt)
    yield _generate("HF generate fp32", open_model(folder), ids, tokens, threads)
    yield _generate("HF generate fp32, dense original", load_dense(dense, torch.float32)[0], ids, tokens, threads)


def _generate(name: str, model: Any, ids: list[int], tokens: int, threads: int) -> Row:
    """transformers' `generate`, its first token by a run of one."""
    given = torch.tensor([ids])
    seconds = []
    for count in (1, 1, tokens + 1):
        start = time.perf_counter()
        model.generate(given, attention_mask=torch.ones_like(given), max_new_tokens=count, min_new_tokens=count, do_sample=False)
        seconds.append(time.perf_counter() - start)
    return Row(name, threads, len(ids), round(seconds[1], 4), round(tokens / (seconds[2] - seconds[1]), 1), 0.0, 0.0)


def _llama(path: Path, prompt: int, tokens: int, threads: int) -> Row:
    """The dense original; a prompt of about as many of its own tokens."""
    from yi_core.engine import Engine
    from yi_core.sampling import Sampling

    engine = Engine(path, threads=threads)
    said = " ".join(str(i * 7919 % 10) for i in range(prompt // 2))
    for _ in engine.stream([("user", said)], Sampling(tokens, 0.0, 0)):
        pass
    last = engine.last
    assert last is not None
    rate = (last.completion_tokens - 1) / max(1e-9, last.seconds - last.first_token_s)
    return Row("llama.cpp, dense original", threads, last.prompt_tokens, round(last.first_token_s, 4), round(rate, 1), 0.0, 0.0)
