from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from torch import Tensor, nn

from yi_core.decode import decoder as decoders
from yi_core.decode.packed import PACKED, PackedError, PackedWriter, load, pack
from yi_core.decode.quantise import GROUP, dequantise, quantise, records, rows
from yi_core.decode.reference import TorchDecoder
from yi_core.model import YiCoreForCausalLM
from yi_core.model.presets import tiny
from yi_core.moe_engine import log_probability

IDS = torch.randint(0, 512, (40,), generator=torch.Generator().manual_seed(0)).tolist()
QWEN_LIKE = {
    "attention_bias": True,
    "qk_norm": False,
    "tie_word_embeddings": False,
    "kv_shared_layers": 0,
    "expert_weight": "one",
    "router_norm": False,
    "router_bias": True,
    "expert_size": 128,
    "vocab_size": 515,
}
compiles = pytest.mark.slow  # the first run compiles the fused step


def build(**changes: Any) -> YiCoreForCausalLM:
    torch.manual_seed(0)
    return YiCoreForCausalLM(tiny(initializer_range=0.1, **changes)).eval()


def fused(model: YiCoreForCausalLM, bits: int = 8, **options: Any) -> Any:
    from yi_core.decode.fused import FusedDecoder

    return FusedDecoder(pack(model, bits), **options)


@torch.no_grad()
def truth(model: YiCoreForCausalLM, bits: int) -> YiCoreForCausalLM:
    """The model with weights rounded as they are packed, and linears that round what they are given to int8 a group."""
    size = model.config.expert_size
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear) and "router" not in name:
            width = min(size, GROUP) if name.endswith("experts.down_proj") else GROUP  # experts smaller than a group are filled up

            def rounded(x: Tensor, width: int = width) -> Tensor:
                groups = x.unflatten(-1, (-1, width))
                scale = (groups.abs().amax(-1, keepdim=True) / 127).clamp_min(1e-30)
                return ((groups / scale).round() * scale).flatten(-2)

            padded = nn.functional.pad(module.weight.unflatten(-1, (-1, width)), (0, GROUP - width)).flatten(-2)
            back = torch.from_numpy(dequantise(quantise(padded.numpy(), 8 if name == "lm_head" else bits)))
            module.weight.copy_(back.unflatten(-1, (-1, GROUP))[..., :width].flatten(-2))
            module.register_forward_pre_hook(lambda _, given, rounded=rounded: (rounded(given[0]),))
    if not model.config.tie_word_embeddings:
        embedding = model.model.embed_tokens.weight
        embedding.copy_(torch.from_numpy(dequantise(quantise(embedding.numpy(), 8))))
    return model


def apart(logits: Any, expected: Any) -> float:
    """Largest difference, as a part of the largest logit. A number that was rounded to the other side makes about 0.01, for all that
    follows; another expert, 0.3."""
    return float(np.abs(logits - expected).max() / np.abs(expected).max())


@compiles
@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize(
    "changes", [{}, QWEN_LIKE, {"routing": "top_k"}, QWEN_LIKE | {"router_demand": True}], ids=["mini", "base", "top_k", "demand"]
)
def test_the_fused_step_is_the_reference(bits: int, changes: dict[str, Any]) -> None:
    decoder, model = fused(build(**changes), bits), truth(build(**changes), bits)
    with torch.no_grad():
        whole = model(torch.tensor([IDS]), output_routed=True)
    same, differences = 0, []
    for i, token in enumerate(IDS):
        logits = decoder.step(token)
        assert logits.shape == (model.config.vocab_size,)
        differences.append(apart(logits, whole.logits[0, i].numpy()))
        kept = torch.stack([r.kept[i] for r in whole.routed]).numpy()
        same += int(((decoder.room.chosen[0] != 0) == kept).all())
    assert min(differences) < 1e-4 and np.median(differences) < 0.03 and same >= len(IDS) - 3


@compiles
@pytest.mark.parametrize("changes", [{}, QWEN_LIKE], ids=["mini", "base"])
def test_blocks_and_threads_give_the_same_bits_and_greedy_text_follows_the_reference(changes: dict[str, Any]) -> None:
    model = truth(build(**changes), 8)
    steps, block, many = (fused(build(**changes), threads=threads) for threads in (1, 1, 3))
    prompt = (IDS * 4)[:150]  # more than two blocks, and far beyond the window
    for token in prompt:
        expected = steps.step(token)
    assert (block.read(prompt) == expected).all() and (many.read(prompt) == expected).all()
    token, text, differences, followed = int(expected.argmax()), list(prompt), [], 0
    for _ in range(12):
        text.append(token)
        with torch.no_grad():
            reference = model(torch.tensor([text]), logits_to_keep=1).logits[0, -1].numpy()
        logits = block.step(token).copy()
        assert (many.step(token) == logits).all()
        token = int(logits.argmax())
        differences.append(apart(logits, reference))
        followed += token == int(reference.argmax())
    assert np.median(differences) < 0.03 and followed >= 10
    assert block.length == len(prompt) + 12 and 1 <= block.experts <= 8


@compiles
def test_vector_code_and_plain_code_compute_the_same() -> None:
    from numba import njit

    from yi_core.decode.product import AVX2, record_product

    random, numbers = np.random.default_rng(0), []
    activations = random.integers(-127, 128, (4, 2, 64), dtype=np.int8)
    inputs = np.zeros((4, 2, 72), np.int8)
    inputs[..., :64] = activations
    inputs[..., 64:68].view(np.float32)[...] = 0.5
    inputs[..., 68:].view(np.int32)[..., 0] = activations.sum(-1, dtype=np.int32)
    for vector in {AVX2, False}:
        product = record_product(4, vector)

        @njit
        def run(matrix: Any, bits: Any, ins: Any, outs: Any, product: Any = product) -> None:
            product(matrix, 2, bits, ins, outs, 0)

        for bits in (4, 8):
            q = quantise(np.random.default_rng(bits).normal(size=(8, 128)).astype(np.float32), bits)
            matrix, out = records(q), np.ones((4, 8), np.float32)
            addresses = [np.array([row.ctypes.data for row in array]) for array in (inputs, out)]
            run(matrix.ctypes.data, bits, *(a.ctypes.data for a in addresses))
            exact = 1 + activations.reshape(4, 128) * np.float64(0.5) @ dequantise(q).T.astype(np.float64)
            assert np.allclose(out, exact, rtol=1e-5, atol=1e-3)
            numbers.append(out)
    assert all((a == b).all() for a, b in zip(numbers, numbers[2:], strict=False))


@compiles
@pytest.mark.parametrize("changes", [{}, QWEN_LIKE], ids=["mini", "base"])
def test_a_quantised_model_opens_alone_and_reads_as_the_whole_one(changes: dict[str, Any], tmp_path: Path) -> None:
    from yi_core.decode.fused import FusedDecoder

    model = build(**changes)
    pack(model, 4, tmp_path / PACKED)
    alone = decoders.open_decoder(tmp_path)
    assert isinstance(alone, FusedDecoder) and (alone.read(IDS) == fused(model, 4).read(IDS)).all()


def test_a_packed_file_is_whole_or_told(tmp_path: Path) -> None:
    model, file = build(), tmp_path / PACKED
    pack(model, 8, file)
    with safe_open(file, "np") as tensors:
        assert {"layers", "embedding", "router"} <= set(tensors.keys())
        assert np.allclose(tensors.get_tensor("norm1")[1], model.model.layers[1].input_layernorm.weight.detach().numpy())
    opened, made = load(file), pack(model, 8)
    assert opened.sizes == made.sizes and all((opened.arrays[name] == made.arrays[name]).all() for name in made.arrays)
    file.write_bytes(file.read_bytes()[:-500])
    with pytest.raises(PackedError, match="quantise it again"):
        load(file)
    writer = PackedWriter(model.config, 8, tmp_path / "other.safetensors")
    writer.layer(0, model.model.layers[0].state_dict())
    with pytest.raises(ValueError, match="not everything"):
        writer.close()
    assert not (tmp_path / "other.safetensors").exists()
    with pytest.raises(ValueError, match="multiples of 64"):
        PackedWriter(tiny(hidden_size=96, head_dim=24), 8)


@compiles
def test_top_p_turns_at_run_time() -> None:
    decoder, counts = fused(build()), []
    for p in (0.1, 0.6, 1.0):
        decoder.rewind(0)
        decoder.top_p[:] = p
        decoder.step(7)
        counts.append(decoder.experts)
    assert counts[0] < counts[1] < counts[2] == 8


@compiles
@pytest.mark.parametrize("make", [lambda m: fused(m, back=0), TorchDecoder], ids=["fused", "torch"])
def test_a_rewound_prefix_is_kept_unless_a_window_moved_on(make: Callable[[YiCoreForCausalLM], decoders.Decoder]) -> None:
    prompt = (IDS * 3)[:110]
    for kinds, left in ((["full_attention"] * 4, 20), (["sliding_attention", "full_attention"] * 2, 0)):
        decoder, fresh = (make(build(layer_types=kinds)) for _ in range(2))
        decoder.read(prompt)
        assert decoder.rewind(20) == left
        again = decoder.read([*prompt[decoder.length : 20], 5])
        assert np.allclose(again, fresh.read([*prompt[:20], 5]), atol=2e-4)


@compiles
def test_a_window_keeps_what_a_short_rewind_needs() -> None:
    decoder, fresh = fused(build(), back=80), fused(build())
    decoder.read((IDS * 3)[:110])
    assert decoder.rewind(40) == 40
    assert (decoder.read([5, 6]) == fresh.read([*IDS, 5, 6])).all()


@compiles
def test_text_beyond_the_context_is_refused() -> None:
    decoder = fused(build(), capacity=16)
    with pytest.raises(ValueError, match="longer than the 16"):
        decoder.read(IDS)
    decoder.read(IDS[:16])
    with pytest.raises(ValueError, match="longer than the 16"):
        decoder.step(1)


@compiles
@pytest.mark.parametrize("make", [lambda m: fused(m, threads=2), TorchDecoder], ids=["fused", "torch"])
@pytest.mark.parametrize("changes", [{}, QWEN_LIKE | {"router_demand": True}], ids=["mini", "base"])
def test_forks_stepped_together_compute_what_each_does_alone(changes: dict[str, Any], make: Callable[[Any], decoders.Decoder]) -> None:
    decoder, alone = (make(build(**changes)) for _ in range(2))
    prompts = [IDS, IDS, IDS[:3], (IDS * 3)[:110]]  # twice the same, a short one, one beyond the window
    forks, followed = [], [[*prompt] for prompt in prompts]
    for prompt in prompts:
        decoder.rewind(0)
        decoder.read(prompt)
        forks.append(decoder.fork())
    for step in range(6):
        if step == 3:  # one text ends
            del forks[1], followed[1]
        tokens = [(7 * len(text) + i) % 512 for i, text in enumerate(followed)]
        together = decoder.step_forks(forks, tokens).copy()
        for row, fork, text, token in zip(together, forks, followed, tokens, strict=True):
            alone.rewind(0)
            alone.read(text)
            text.append(token)
            assert np.allclose(row, alone.step(token), atol=0 if make is not TorchDecoder else 1e-4)
            assert fork.length == len(text) and fork.experts == alone.experts
    assert decoder.length == len(prompts[-1])


@compiles
def test_no_fork_goes_beyond_the_context() -> None:
    decoder = fused(build(), capacity=16)
    decoder.read(IDS[:15])
    forks = [decoder.fork(), decoder.fork()]
    forks[1].step(1)
    with pytest.raises(ValueError, match="longer than the 16"):
        decoder.step_forks(forks, [1, 2])


def test_without_numba_torch_decodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoders, "has_fused", lambda: False)
    assert isinstance(decoders.decoder(build()), TorchDecoder)


def test_quantisation_is_within_half_a_step_and_rows_are_found_again() -> None:
    weight = np.random.default_rng(0).normal(size=(13, 128)).astype(np.float32)
    q = quantise(weight, 8)
    error = np.abs(dequantise(q) - weight).reshape(13, 2, 64)
    assert (error <= q.scales[..., None] * 0.76).all()  # half a step, and a quarter where the scale is rounded down
    assert (rows(records(q), np.array([12, 3])) == dequantise(q)[[12, 3]]).all()
    four, plain = quantise(weight, 4), np.abs(weight).reshape(13, 2, 64).max(-1, keepdims=True) / 7
    simple = (np.rint(weight.reshape(13, 2, 64) / plain) * plain).reshape(13, 128)
    assert ((dequantise(four) - weight) ** 2).mean() < 0.85 * ((simple - weight) ** 2).mean()
    with pytest.raises(ValueError, match="multiple of 64"):
        quantise(np.zeros((2, 40), np.float32), 8)


@compiles
def test_the_measure_of_quantised_weights_is_that_of_each_conversation_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from yi_core.training import evaluate

    monkeypatch.setattr(evaluate, "TOGETHER", 2)
    decoder = fused(build(**QWEN_LIKE))
    told = [(IDS, [-100] * 9 + IDS[9:]), (IDS[5:20], [-100] * 4 + IDS[9:14] + [-100] * 3 + IDS[17:20]), (IDS[20:], [-100] * 19 + IDS[39:])]
    losses, experts = [], []
    for ids, labels in told:
        for at, label in enumerate(labels):
            if label >= 0:
                decoder.rewind(0)
                losses.append(-log_probability(decoder.read(ids[:at]), label))
                experts.append(decoder.experts)
    found = evaluate.measure_packed(decoder, told)
    assert found.tokens == len(losses) == 31 + 8 + 1
    assert found.loss == pytest.approx(np.mean(losses), abs=1e-5) and found.experts == pytest.approx(np.mean(experts))
