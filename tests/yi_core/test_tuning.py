"""The stages of `base` from a tiny dense model in a GGUF file: each goes on where the one before ended."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from gguf import GGUFWriter
from safetensors.torch import load_file

from yi_core.base import DEMAND, KEPT, ROUTING, TOKENIZER
from yi_core.examples import held_out, records
from yi_core.model.files import read_config
from yi_core.sources import LAYER, TOP, GgufSource
from yi_core.training import base, mixture, preference, stages
from yi_core.training.data import record_texts
from yi_core.training.thresholds import allocate
from yi_core.training.tokens import train_tokenizer
from yi_core.training.tune import Tuning
from yi_core.training.upcycle import base_config, upcycle

HIDDEN, WIDTH, LAYERS, HEADS, SHARED_HEADS, TOKENS = 32, 256, 2, 2, 1, 3000
SIZES = {
    **{"attn_norm": (HIDDEN,), "ffn_norm": (HIDDEN,), "ffn_down": (HIDDEN, WIDTH), "ffn_gate": (WIDTH, HIDDEN)},
    **{
        "ffn_up": (WIDTH, HIDDEN),
        "attn_q": (HIDDEN, HIDDEN),
        "attn_k": (16, HIDDEN),
        "attn_v": (16, HIDDEN),
        "attn_output": (HIDDEN, HIDDEN),
    },
}


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dense")
    text = [t for record in records()[::8] for t in record_texts(record)]
    tokenizer = train_tokenizer(text, TOKENS)
    tokenizer.save(str(folder / TOKENIZER))
    rng, writer = np.random.default_rng(0), GGUFWriter(folder / "dense.gguf", "qwen2")
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(SHARED_HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1e6)

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, rng.normal(0, 0.1, shape).astype(np.float32) + (len(shape) == 1 and "norm" in name))

    for name in TOP:
        add(name, *((HIDDEN,) if "norm" in name else (tokenizer.get_vocab_size(), HIDDEN)))
    for i in range(LAYERS):
        for part in LAYER:
            add(f"blk.{i}.{part}.weight", *SIZES[part])
        for part in ("attn_q", "attn_k", "attn_v"):
            add(f"blk.{i}.{part}.bias", SIZES[part][0])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return folder / "dense.gguf"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of a few records, some held out."""
    folder = tmp_path_factory.mktemp("corpus")
    chosen = [r for r in records() if held_out(r)][:3] + [r for r in records() if not held_out(r)][:8]
    (folder / "few.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in chosen), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(dense: Path, few: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("stages")
    torch.set_num_threads(1)  # as conftest does for each test, later than this
    patch = pytest.MonkeyPatch()
    for name, value in (("CURVES", 2), ("UNIFORM", (1.0,)), ("TARGETS", ())):
        patch.setattr(base, name, value)
    pairs = folder / "pairs.jsonl"
    lines = [line for record in records() if not held_out(record) for line in record["script"]][:40]
    rows = [{"messages": [["user", "?"]], "chosen": line["text"], "refused": "x" * (i + 3)} for i, line in enumerate(lines)]
    pairs.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    options = stages.Options(folder, minutes=0.02, corpus=few, dense=dense, pairs=pairs, active=0.7, p_end=0.6, calibration=4)
    made = {"sft": stages.run("base", "sft", options)}
    source = GgufSource(dense)
    vocabulary = len(source.rows("model.embed_tokens.weight", range(0)).reshape(-1, HIDDEN)) or TOKENS
    config = base_config(source.sizes, vocabulary)
    upcycle(source, config, list(range(vocabulary)), [list(range(64))], folder / "upcycle")
    (folder / "upcycle" / TOKENIZER).write_bytes((dense.parent / TOKENIZER).read_bytes())
    made |= {stage: stages.run("base", stage, options) for stage in ("heal", "prefer", "demand")}
    yield folder, made
    patch.undo()


def test_every_stage_goes_on_from_the_last_and_lowers_its_own_loss(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, made = trained
    assert made["sft"]["after"]["script"] < made["sft"]["before"]["script"]
    assert made["heal"]["before"][1.0]["script"] == pytest.approx(made["sft"]["after"]["script"], abs=1e-3)
    whole = made["heal"]["after"][0]
    assert whole["p"] == 1.0 and whole["active"] == 1.0 and whole["script"] < made["heal"]["before"][1.0]["script"]
    assert made["prefer"]["after"]["right"] >= made["prefer"]["before"]["right"]
    config = read_config(folder / "prefer")
    assert config.router_demand and config.router_top_p in [row["p"] for row in made["heal"]["after"]]
    assert load_file(folder / "prefer" / DEMAND)["weight"].shape == (LAYERS, HIDDEN)
    assert {KEPT, ROUTING, TOKENIZER, "adapter.gguf", "result.json"} <= {file.name for file in (folder / "prefer").iterdir()}


def test_a_pair_is_learned_on_its_line_alone_and_preferring_it_grows(dense: Path, tmp_path: Path) -> None:
    tuning = Tuning(tmp_path, dense=dense)
    ids, labels = preference.encoded(tuning, [("user", "?")], "Steel, 1.8 L.")
    learned = tuning.tokens.decode([i for i, label in zip(ids, labels, strict=True) if label >= 0], skip_special_tokens=False)
    assert learned == "Steel, 1.8 L.<|im_end|>"
    logs = torch.tensor([-1.0, -2.0])
    assert float(preference.gain(logs, logs)) == 0
    assert float(preference.gain(logs + torch.tensor([1.0, -1.0]), logs)) == pytest.approx(2 * preference.BETA)


def test_thresholds_go_where_they_cost_least() -> None:
    values = (0.5, 1.0)
    costs, shares = torch.tensor([[0.01, 0.0], [0.5, 0.0]]), torch.tensor([[0.5, 1.0], [0.5, 1.0]])
    assert allocate(costs, shares, 0.75, values) == [0.5, 1.0]
    assert allocate(costs, shares, 0.5, values) == [0.5, 0.5]
    assert allocate(costs, shares, 1.0, values) == [1.0, 1.0]
    assert allocate(costs, shares, 0.4, values) == [0.5, 0.5]  # fewer there are not


def test_the_tasks_are_made_of_the_records_own_words() -> None:
    made = mixture.tests()
    assert {"script", "replies", "translation", "verify", "points", "title"} <= set(made)
    for talk in made["verify"]:
        *_, (_, asked), (_, answer) = talk
        line = asked.splitlines()[-1]
        if answer in line:
            facts = asked.split("\n\n")[0].splitlines()
            assert not any(answer == fact for fact in facts)
    assert any(talk[-1][1] in talk[-2][1] for talk in made["verify"])
    assert any(talk[-1][1] not in talk[-2][1] for talk in made["verify"])


def test_the_stages_ask_for_what_they_need(tmp_path: Path, dense: Path) -> None:
    for stage, missing in (("heal", "train upcycle"), ("prefer", "preferences.py"), ("demand", "train heal")):
        with pytest.raises(stages.TrainingError, match=missing):
            base.STAGES[stage](stages.Options(tmp_path, dense=dense))
