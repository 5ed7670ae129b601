import json
import shutil
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM

import yi_core.training
from yi_core.assemble import assemble
from yi_core.base import DEMAND, ROUTING, TOKENIZER
from yi_core.examples import records
from yi_core.model import YiCoreConfig
from yi_core.model.experts import MixtureOfExperts
from yi_core.model.files import open_model, write
from yi_core.sources import SIZES as NAMES
from yi_core.sources import GgufSource
from yi_core.training import routed
from yi_core.training.data import record_texts
from yi_core.training.split import balanced_groups, fit_router
from yi_core.training.upcycle import base_config, upcycle
from yi_core.training.vocabulary import choose, is_wanted, prune
from yi_core.weights import find

assert yi_core.training  # before the Qwen2 classes
SIZES = dict(zip(NAMES, (32, 128, 4, 4, 2, 1e-6), strict=True)) | {"rope_base": 1e6}
KEPT = list(range(3, 300, 3))


class Qwen2Source:
    """transformers' Qwen2ForCausalLM in memory."""

    def __init__(self, model: Any) -> None:
        self.state: dict[str, torch.Tensor] = model.state_dict()
        self.sizes: dict[str, Any] = {name: getattr(model.config, name) for name in NAMES}
        self.sizes["rope_base"] = model.config.rope_parameters["rope_theta"]

    def tensor(self, name: str) -> torch.Tensor:
        return self.state[name].float()

    def rows(self, name: str, ids: Sequence[int]) -> torch.Tensor:
        return self.state[name][list(ids)].float()


@pytest.fixture(scope="module")
def dense() -> Any:
    from transformers import Qwen2Config, Qwen2ForCausalLM

    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=300,
        hidden_size=32,
        intermediate_size=128,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        initializer_range=0.15,
        max_position_embeddings=128,
        tie_word_embeddings=False,
        rope_parameters={"rope_type": "default", "rope_theta": 1e6},
    )
    model: Any = Qwen2ForCausalLM(config).eval()
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.normal_(parameter, std=0.3)
    return model


@pytest.fixture(scope="module")
def folder(dense: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("base")
    generator = torch.Generator().manual_seed(1)
    calibration = [torch.randint(0, len(KEPT), (48,), generator=generator).tolist() for _ in range(8)]
    config = base_config(Qwen2Source(dense).sizes, len(KEPT), expert_size=8, window=24)
    upcycle(Qwen2Source(dense), config, KEPT, calibration, out / "ours")
    assemble(Qwen2Source(dense), out / "ours", out, bits=None, dtype=torch.float32)
    return out


def test_with_all_experts_it_computes_what_the_dense_model_computes(dense: Any, folder: Path) -> None:
    model = open_model(folder)
    assert (model.config.num_experts, model.config.shared_size) == (12, 32)
    ids = torch.randint(0, len(KEPT), (2, 24), generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        ours, theirs = model(ids).logits, dense(torch.tensor(KEPT)[ids]).logits[..., KEPT]
    assert torch.allclose(ours, theirs, atol=1e-4, rtol=1e-4)
    with torch.no_grad():
        longer = torch.cat([ids, ids], 1)
        beyond = (model(longer).logits - dense(torch.tensor(KEPT)[longer]).logits[..., KEPT]).abs().amax((0, 2))
    assert beyond[:24].max() < 1e-3 < beyond[40:].max()  # outside the window they may differ


def test_fewer_experts_cost_accuracy_step_by_step(dense: Any, folder: Path) -> None:
    model = open_model(folder)
    ids = torch.randint(0, len(KEPT), (4, 24), generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        whole = model(ids).logits
        errors = []
        for p in (0.9, 0.6, 0.2):
            model.set_top_p(p)
            errors.append(float((model(ids).logits - whole).square().mean()))
    assert 0 < errors[0] < errors[1] < errors[2]


def test_the_router_foretells_the_shares_of_unseen_tokens() -> None:
    torch.manual_seed(0)
    config = base_config(SIZES, 100, expert_size=8)
    mixture = MixtureOfExperts(config, 0)
    for linear in (mixture.experts.gate_proj, mixture.experts.up_proj, mixture.experts.down_proj):
        torch.nn.init.normal_(linear.weight, std=0.3)
    topics = torch.randn(6, 32)
    x = topics[torch.arange(600) % 6] + 0.2 * torch.randn(600, 32)
    with torch.no_grad():
        fit_router(mixture, [x[:200], x[200:400]])
        energy = mixture.energy(mixture.experts.neurons(x[400:]))
        true, predicted = energy / energy.sum(-1, keepdim=True), mixture.router(x[400:]).shares
    assert (true - predicted).square().mean() < 0.3 * (true - true.mean(0)).square().mean()


def test_a_tokens_demand_is_assembled_into_the_routers(dense: Any, folder: Path, tmp_path: Path) -> None:
    ours, out = tmp_path / "ours", tmp_path / "out"
    shutil.copytree(folder / "ours", ours)
    config = YiCoreConfig.from_pretrained(ours)
    config.router_demand = True
    config.save_pretrained(ours)
    weight, bias = torch.randn(4, 32), torch.randn(4)
    write(ours / DEMAND, {"weight": weight, "bias": bias})
    assemble(Qwen2Source(dense), ours, out, bits=None, dtype=torch.float32)
    model = open_model(out)
    for i, layer in enumerate(model.model.layers):
        assert torch.allclose(layer.mlp.router.proj.weight[-1], weight[i], atol=1e-3) and layer.mlp.router.proj.bias[-1] == bias[i]
    ids = torch.randint(0, len(KEPT), (2, 24), generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        assert torch.allclose(model(ids).logits, open_model(folder)(ids).logits, atol=1e-5)  # p is 1: demand changes nothing


def test_it_opens_through_the_auto_class_and_generates(folder: Path) -> None:
    assert (folder / "modeling.py").is_file() and "auto_map" in json.loads((folder / "config.json").read_text())
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert model.generate(torch.tensor([[1, 2, 3]]), max_new_tokens=4, do_sample=False).shape == (1, 7)


def test_an_interrupted_split_goes_on_after_its_last_layer(dense: Any, folder: Path, tmp_path: Path) -> None:
    generator = torch.Generator().manual_seed(1)
    calibration = [torch.randint(0, len(KEPT), (48,), generator=generator).tolist() for _ in range(8)]
    config = base_config(Qwen2Source(dense).sizes, len(KEPT), expert_size=8, window=24)
    tmp_path.mkdir(exist_ok=True)
    for name in ("experts-00", "experts-01"):
        (tmp_path / f"{name}.safetensors").write_bytes((folder / "ours" / f"{name}.safetensors").read_bytes())
    before = (tmp_path / "experts-01.safetensors").stat().st_mtime_ns
    upcycle(Qwen2Source(dense), config, KEPT, calibration, tmp_path)
    assert (tmp_path / "experts-01.safetensors").stat().st_mtime_ns == before
    one, two = load_file(folder / "ours" / ROUTING), load_file(tmp_path / ROUTING)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_the_routed_dense_model_is_the_mixture(dense: Any, folder: Path) -> None:
    """Tuning runs on the dense model with neurons masked: the same function as the assembled model, at any p, and it learns."""
    config, ours = YiCoreConfig.from_pretrained(folder), open_model(folder)
    copied = deepcopy(dense)
    mlps = routed.install(copied, config, folder / "ours" / ROUTING)
    ids = torch.randint(0, len(KEPT), (1, 20), generator=torch.Generator().manual_seed(4))
    for p in (1.0, 0.7, 0.4):
        routed.set_top_p(mlps, p)
        ours.set_top_p(p)
        with torch.no_grad():
            theirs = copied(torch.tensor(KEPT)[ids]).logits[..., KEPT]
            assert torch.allclose(ours(ids).logits, theirs, atol=1e-3, rtol=1e-3)
    assert 0.25 < routed.active(mlps, config) < 0.9
    copied.train()
    copied(torch.tensor(KEPT)[ids])
    routed.shares_missed(mlps).backward()
    assert all(mlp.router.proj.weight.grad is not None for mlp in mlps)


def test_neurons_that_fire_together_share_a_group() -> None:
    truth = torch.arange(60) % 6
    centres = torch.randn(6, 20, generator=torch.Generator().manual_seed(0))
    labels = balanced_groups(centres[truth] + 0.1 * torch.randn(60, 20, generator=torch.Generator().manual_seed(1)), 6)
    assert labels.bincount().tolist() == [10] * 6
    assert sum(labels[truth == g].bincount().max().item() for g in range(6)) >= 50


@pytest.fixture(scope="module")
def tokens() -> Tokenizer:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    texts = [json.dumps(r["product"], ensure_ascii=False) for r in records()[:80]] + ["Привет, мир, как дела"] * 50
    trainer = trainers.BpeTrainer(
        vocab_size=1500,
        special_tokens=["<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(texts, trainer)
    return made


def test_the_pruned_vocabulary_says_the_same_with_fewer_tokens(tokens: Tokenizer, tmp_path: Path) -> None:
    text = "<|im_start|>304不锈钢沥水篮 diameter 28cm"
    kept = choose(tokens, [text], 900)
    small = prune(tokens, kept)
    assert 300 < len(kept) <= 910 < tokens.get_vocab_size()
    assert [kept[i] for i in small.encode(text).ids] == tokens.encode(text).ids
    for strange in ("Привет, мир", "안녕 🎉", "\x00\x7f"):
        assert small.decode(small.encode(strange).ids) == strange
    small.save(str(tmp_path / TOKENIZER))
    assert Tokenizer.from_file(str(tmp_path / TOKENIZER)).encode(text).ids == small.encode(text).ids


def test_chinese_and_english_are_wanted_and_other_scripts_are_not(tokens: Tokenizer) -> None:
    def letters(text: str) -> str:
        return pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str(text)[0][0]

    assert all(is_wanted(letters(t)) for t in ("不锈钢", " the", "28", "，", "“", "!\n"))
    assert not any(is_wanted(letters(t)) for t in ("мир", "안", "العربية", "é"))


@pytest.mark.slow
@pytest.mark.skipif(find() is None, reason="the dense weights are not built")
def test_the_real_weights_split_to_the_same_function(tmp_path: Path) -> None:
    """Two layers of the 1.5B and a few thousand of its tokens: what fits a test; all layers are checked by `train upcycle`'s own loss."""
    from transformers import Qwen2Config, Qwen2ForCausalLM

    from yi_core.training.gguf_to_torch import tokenizer as gguf_tokenizer

    weights = find()
    assert weights is not None
    source = GgufSource(weights)
    source.sizes["num_hidden_layers"] = 2
    whole = gguf_tokenizer(source.reader)
    text = [t for r in records()[:6] for t in record_texts(r)]
    kept = choose(whole, text, 3000)
    small = prune(whole, kept)
    assert all([kept[i] for i in small.encode(t).ids] == whole.encode(t).ids for t in text)
    ids = [small.encode(t).ids[:200] for t in text]
    upcycle(source, base_config(source.sizes, len(kept)), kept, ids[:8], tmp_path / "ours")
    assemble(source, tmp_path / "ours", tmp_path, bits=None, dtype=torch.float32)
    ours = open_model(tmp_path)
    config = Qwen2Config(
        **{key: source.sizes[key] for key in NAMES},
        vocab_size=len(kept),
        tie_word_embeddings=False,
        rope_parameters={"rope_type": "default", "rope_theta": source.sizes["rope_base"]},
    )
    dense: Any = Qwen2ForCausalLM(config).eval()
    for name, parameter in dense.named_parameters():
        matrix = name in ("model.embed_tokens.weight", "lm_head.weight")
        parameter.data.copy_(source.rows(name, kept) if matrix else source.tensor(name))
    with torch.no_grad():
        for row in ids[8:12]:
            assert torch.allclose(ours(torch.tensor([row])).logits, dense(torch.tensor([row])).logits, atol=2e-3, rtol=1e-3)
