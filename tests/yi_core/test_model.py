import shutil
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM
from transformers.cache_utils import DynamicCache

from yi_core.model import YiCoreConfig, YiCoreForCausalLM
from yi_core.model.experts import MixtureOfExperts
from yi_core.model.files import ModelError, open_model
from yi_core.model.presets import mini, tiny

IDS = torch.randint(0, 512, (2, 40), generator=torch.Generator().manual_seed(0))


def build(**changes: object) -> YiCoreForCausalLM:
    torch.manual_seed(0)
    return YiCoreForCausalLM(tiny(initializer_range=0.1, **changes)).eval()


@pytest.fixture(scope="module")
def model() -> YiCoreForCausalLM:
    return build()


def logits(model: YiCoreForCausalLM, ids: torch.Tensor, **more: object) -> torch.Tensor:
    with torch.no_grad():
        out: torch.Tensor = model(ids, **more).logits
    return out


def close(a: torch.Tensor, b: torch.Tensor) -> bool:
    return bool(torch.allclose(a, b, atol=2e-5, rtol=1e-4))


def test_no_token_sees_a_later_one(model: YiCoreForCausalLM) -> None:
    changed = IDS.clone()
    changed[:, 25:] = (changed[:, 25:] + 7) % 512
    assert close(logits(model, IDS)[:, :25], logits(model, changed)[:, :25])
    assert not close(logits(model, IDS)[:, 25:], logits(model, changed)[:, 25:])


@pytest.mark.parametrize("shared", [0, 2])
@pytest.mark.parametrize("attention", ["sdpa", "eager"])
def test_a_cache_changes_nothing(shared: int, attention: str) -> None:
    model = build(kv_shared_layers=shared)
    model.set_attn_implementation(attention)
    whole, cache, parts = logits(model, IDS), DynamicCache(config=model.config), []
    for start, end in ((0, 17), (17, 18), (18, 19), (19, 40)):
        with torch.no_grad():
            parts.append(model(IDS[:, start:end], cache=cache, use_cache=True).logits)
    assert close(torch.cat(parts, 1), whole)


def test_a_sliding_window_sees_exactly_its_width() -> None:
    model = build(layer_types=["sliding_attention"] * 2, num_hidden_layers=2, kv_shared_layers=0, sliding_window=8)
    reach = 2 * (8 - 1)  # two layers of eight positions, itself included
    changed = IDS.clone()
    changed[:, 10] = (changed[:, 10] + 1) % 512
    moved = (logits(model, IDS) - logits(model, changed)).abs().amax((0, 2)) > 1e-6
    assert moved.nonzero()[:, 0].tolist() == list(range(10, 10 + reach + 1))


def test_shared_layers_have_no_keys_of_their_own_and_read_the_earlier_ones(model: YiCoreForCausalLM) -> None:
    assert model.config.kv_sharing_modes == ["store", "store", "reuse", "reuse"]
    names = [name for name, _ in model.named_parameters() if "k_proj" in name or "v_proj" in name]
    assert {name.split(".")[2] for name in names} == {"0", "1"}
    before = logits(model, IDS)
    wrong = build()
    wrong.model.layers[1].self_attn.v_proj.weight.data.zero_()
    seen: list[torch.Tensor] = []
    wrong.model.layers[3].self_attn.o_proj.register_forward_hook(lambda module, given, out: seen.append(out))
    assert not close(before, logits(wrong, IDS))
    assert seen[0].abs().max() == 0  # layer 3 reads layer 1's values


def test_the_prefill_skip_changes_no_last_logits(model: YiCoreForCausalLM) -> None:
    whole = logits(model, IDS)
    for keep in (1, 3):
        assert close(logits(model, IDS, logits_to_keep=keep), whole[:, -keep:])
    lengths: list[int] = []
    hook = model.model.layers[2].mlp.register_forward_hook(lambda module, given, out: lengths.append(given[0].shape[1]))
    logits(model, IDS, logits_to_keep=1)
    hook.remove()
    assert lengths == [1]


def test_after_a_skipped_prefill_the_next_token_is_right(model: YiCoreForCausalLM) -> None:
    cache = DynamicCache(config=model.config)
    with torch.no_grad():
        model(IDS[:, :-1], cache=cache, use_cache=True, logits_to_keep=1)
        last = model(IDS[:, -1:], cache=cache, use_cache=True).logits
    assert close(last[:, -1], logits(model, IDS)[:, -1])


def test_padded_batches_give_the_logits_of_each_alone(model: YiCoreForCausalLM) -> None:
    ids, mask = IDS.clone(), torch.ones_like(IDS)
    ids[0, :9], mask[0, :9] = 0, 0
    positions = (mask.cumsum(-1) - 1).clamp_min(0)
    batch = logits(model, ids, attention_mask=mask, position_ids=positions, logits_to_keep=1)
    assert close(batch[0], logits(model, IDS[:1, 9:])[0, -1:])


def test_mini_keeps_under_a_fifth_of_the_keys_and_values_at_1024() -> None:
    def kept(config: YiCoreConfig) -> int:
        torch.manual_seed(0)
        model = YiCoreForCausalLM(config).eval()
        cache = DynamicCache(config=config)
        with torch.no_grad():
            model(torch.randint(0, 512, (1, 1024)), cache=cache, use_cache=True, logits_to_keep=1)
        return sum(t.numel() * t.element_size() for layer in cache.layers for t in (layer.keys, layer.values) if t is not None)

    small = {"vocab_size": 512, "num_experts": 1, "expert_size": 8, "shared_size": 8, "experts_max": 1, "experts_per_token": 1}
    ours = kept(mini(**small))
    full = kept(mini(**small, layer_types=["full_attention"] * 8, kv_shared_layers=0))
    assert 1 - ours / full >= 0.828


def test_mini_is_about_eleven_million() -> None:
    with torch.device("meta"):
        model = YiCoreForCausalLM(mini())
    assert 10e6 < sum(p.numel() for p in model.parameters()) < 12e6


def test_both_ways_to_compute_experts_agree_and_p_of_one_uses_all() -> None:
    for weight in ("share", "one"):
        torch.manual_seed(0)
        mixture = MixtureOfExperts(tiny(initializer_range=0.1, expert_weight=weight), 0).eval()
        x = torch.randn(30, 64)
        with torch.no_grad():
            for p in (0.3, 0.7, 1.0):
                mixture.router.top_p = p
                routed = mixture.router(x)
                weights = mixture.weights(routed)
                together = mixture.all_at_once(mixture.experts.neurons(x), weights)
                assert close(mixture.one_by_one(x, routed.kept, weights), together)
        assert routed.kept.all()
        if weight == "one":
            assert close(together, mixture.experts(x))


def test_the_router_learns_from_the_text_in_both_weightings() -> None:
    for weight in ("share", "one"):
        model = build(expert_weight=weight, balance_weight=0.0, z_weight=0.0, entropy_weight=0.0).train()
        model(IDS, labels=IDS).loss.backward()
        assert model.model.layers[0].mlp.router.proj.weight.grad.abs().max() > 0


def test_the_router_learns_the_true_shares_of_its_experts() -> None:
    model = build(expert_weight="one", share_weight=1.0, balance_weight=0.0, z_weight=0.0, entropy_weight=0.0).train()
    routers = [layer.mlp.router.proj.weight for layer in model.model.layers]
    optimizer, losses = torch.optim.Adam(routers, 0.02), []
    for _ in range(12):
        out = model(IDS, labels=IDS)
        losses.append(float((out.loss - out.text_loss).detach()))
        out.loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    assert losses[-1] < 0.7 * losses[0]


def test_top_p_is_a_knob_one_number_or_one_a_layer(model: YiCoreForCausalLM) -> None:
    knob = build()
    counts = []
    for p in (0.1, 0.5, 1.0):
        knob.set_top_p(p)
        with torch.no_grad():
            counts.append(sum(r.mean_experts() for r in knob(IDS, output_routed=True).routed) / 4)
    assert counts[0] < counts[1] < counts[2] == 8
    knob.set_top_p([1.0, 0.1, 0.1, 0.1])
    assert knob.config.router_top_p == [1.0, 0.1, 0.1, 0.1]
    with pytest.raises(ValueError, match="above 0 and be at most 1"):
        knob.set_top_p(0.0)


def test_impossible_configs_are_refused() -> None:
    with pytest.raises(ValueError, match="reuses keys and values"):
        tiny(kv_shared_layers=3)
    with pytest.raises(ValueError, match="layer_types must name 4"):
        tiny(layer_types=["full_attention"] * 3)
    with pytest.raises(ValueError, match="router_top_p"):
        tiny(router_top_p=[0.5, 0.5])


def test_generate_continues_greedily_as_the_logits_say(model: YiCoreForCausalLM) -> None:
    out = model.generate(IDS[:1], max_new_tokens=6, do_sample=False)
    ids = IDS[:1]
    for _ in range(6):
        ids = torch.cat([ids, logits(model, ids)[:, -1:].argmax(-1)], 1)
    assert out.tolist() == ids.tolist()


def test_saved_models_open_through_the_auto_classes(model: YiCoreForCausalLM, tmp_path: Path) -> None:
    model.save_pretrained(tmp_path)
    assert {p.name for p in tmp_path.glob("*.py")} >= {"modeling.py", "configuration.py", "experts.py", "routing.py", "attention.py"}
    again = AutoModelForCausalLM.from_pretrained(tmp_path).eval()
    assert torch.equal(logits(model, IDS), logits(again, IDS))
    assert torch.equal(logits(model, IDS), logits(open_model(tmp_path), IDS))


def test_broken_checkpoints_say_what_is_wrong(model: YiCoreForCausalLM, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no readable config\.json"):
        open_model(tmp_path)
    good = tmp_path / "good"
    model.save_pretrained(good)
    file = good / "model.safetensors"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="truncated or corrupt"):
        open_model(good)
    file.write_bytes(b"\xff" * 64 + whole[64:])
    with pytest.raises(ModelError, match="truncated or corrupt"):
        open_model(good)
    file.unlink()
    with pytest.raises(ModelError, match=r"no \.safetensors"):
        open_model(good)
    torch.save({}, good / "pytorch_model.bin")
    with pytest.raises(ModelError, match="is a pickle"):
        open_model(good)
    shutil.copy(good / "config.json", tmp_path / "config.json")
    (tmp_path / "config.json").write_text('{"model_type": "llama"}')
    with pytest.raises(ModelError, match="type llama"):
        open_model(tmp_path)
