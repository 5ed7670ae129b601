from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from yi_core.decode import decoder as decoders
from yi_core.decode.decoder import PACKED, FusedDecoder, TorchDecoder, open_packed
from yi_core.decode.packed import pack, rounded, save
from yi_core.decode.quantise import dequantise, quantise
from yi_core.model import YiCoreForCausalLM
from yi_core.model.files import ModelError
from yi_core.model.presets import tiny

pytestmark = pytest.mark.slow  # the first run compiles the fused step
IDS = torch.randint(0, 512, (40,), generator=torch.Generator().manual_seed(0)).tolist()
QWEN_LIKE = {
    "attention_bias": True,
    "qk_norm": False,
    "tie_word_embeddings": False,
    "kv_shared_layers": 0,
    "expert_weight": "one",
    "router_norm": False,
    "router_bias": True,
}


def build(bits: int, **changes: Any) -> YiCoreForCausalLM:
    torch.manual_seed(0)
    return rounded(YiCoreForCausalLM(tiny(initializer_range=0.1, **changes)).eval(), bits)


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("changes", [{}, QWEN_LIKE, {"routing": "top_k"}], ids=["mini", "base", "top_k"])
def test_the_fused_step_is_the_reference(bits: int, changes: dict[str, Any]) -> None:
    model = build(bits, **changes)
    with torch.no_grad():
        whole = model(torch.tensor([IDS]), output_routed=True)
    fused = FusedDecoder(model, bits)
    for i, token in enumerate(IDS):
        logits = fused.step(token)
        assert np.allclose(logits, whole.logits[0, i].numpy(), atol=2e-4, rtol=1e-3)
        kept = torch.stack([r.kept[i] for r in whole.routed]).numpy()
        assert ((fused.chosen != 0) == kept).all()


@pytest.mark.parametrize("bits", [8, 4])
def test_greedy_text_is_the_same_after_a_prompt_read_by_torch(bits: int) -> None:
    model = build(bits)
    expected = model.generate(torch.tensor([IDS]), max_new_tokens=20, do_sample=False)[0, len(IDS) :].tolist()
    for decoder in (FusedDecoder(model, bits), TorchDecoder(model)):
        token, made = int(decoder.read(IDS).argmax()), []
        for _ in range(20):
            made.append(token)
            token = int(decoder.step(token).argmax())
        assert made == expected
        assert decoder.length == len(IDS) + 20 and 1 <= decoder.experts <= 8


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("changes", [{}, QWEN_LIKE], ids=["mini", "base"])
def test_a_quantised_model_opens_alone_and_reads_as_the_whole_one(bits: int, changes: dict[str, Any], tmp_path: Path) -> None:
    model = build(bits, **changes)
    save(pack(model, bits, model.config.max_position_embeddings), tmp_path / PACKED)
    model.config.save_pretrained(tmp_path)
    alone, whole = open_packed(tmp_path), FusedDecoder(model, bits)
    assert all(p.device.type == "meta" for layer in alone.model.model.layers for p in layer.parameters())
    assert np.allclose(alone.read(IDS), whole.read(IDS), atol=2e-4, rtol=1e-3)
    for token in IDS[:4]:
        assert np.allclose(alone.step(token), whole.step(token), atol=2e-4, rtol=1e-3)
    assert all(p.device.type == "meta" for layer in alone.model.model.layers for p in layer.parameters())
    file = tmp_path / PACKED
    file.write_bytes(file.read_bytes()[:-500])
    with pytest.raises(ModelError, match="quantise it again"):
        open_packed(tmp_path)


def test_two_threads_compute_the_same() -> None:
    model = build(8)
    one, two = FusedDecoder(model, 8), FusedDecoder(model, 8, threads=2)
    for token in IDS[:5]:
        assert np.allclose(one.step(token), two.step(token), atol=1e-5)


def test_top_p_turns_at_run_time() -> None:
    model = build(8)
    counts = []
    for p in (0.1, 0.6, 1.0):
        model.set_top_p(p)
        fused = FusedDecoder(model, 8)
        fused.step(7)
        counts.append(fused.experts)
    assert counts[0] < counts[1] < counts[2] == 8


def test_a_rewound_prefix_is_kept_unless_a_window_moved_on() -> None:
    for make in (lambda m: FusedDecoder(m, 8), TorchDecoder):
        for full in (True, False):
            model = build(8, layer_types=["full_attention"] * 4) if full else build(8)
            decoder, fresh = make(model), make(model)
            decoder.read(IDS[:30])
            assert decoder.rewind(20) == (20 if full else 0)
            again = decoder.read([*IDS[decoder.length : 20], 5])
            assert np.allclose(again, fresh.read([*IDS[:20], 5]), atol=2e-4)


def test_text_beyond_the_context_is_refused() -> None:
    fused = FusedDecoder(build(8), 8, capacity=16)
    with pytest.raises(ValueError, match="longer than the 16"):
        fused.read(IDS)
    fused.read(IDS[:16])
    with pytest.raises(ValueError, match="longer than the 16"):
        fused.step(1)


def test_without_numba_torch_decodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoders, "kernels", None)
    assert isinstance(decoders.decoder(build(8)), TorchDecoder)


def test_quantisation_is_within_half_a_step() -> None:
    weight = np.random.default_rng(0).normal(size=(3, 5, 128)).astype(np.float32)
    for bits, top in ((8, 127), (4, 7)):
        error = np.abs(dequantise(quantise(weight, bits)) - weight).reshape(3, 5, 2, 64)
        step = np.abs(weight).reshape(3, 5, 2, 64).max(-1, keepdims=True) / top
        assert (error <= step / 2 + 1e-6).all()
    with pytest.raises(ValueError, match="multiple of 64"):
        quantise(np.zeros((2, 40), np.float32), 8)
