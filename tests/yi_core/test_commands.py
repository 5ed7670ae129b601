import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import yi_core
from yi_core import __main__
from yi_core.bench import bench, weights_read
from yi_core.examples import records
from yi_core.model import YiCoreForCausalLM
from yi_core.model.presets import tiny
from yi_core.training import stages
from yi_core.training.trainer import TrainingError

SMALL = {"hidden_size": 64, "num_hidden_layers": 4, "layer_types": ["sliding_attention", "full_attention"] * 2, "kv_shared_layers": 2}
SMALL |= {"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 32, "shared_size": 32, "expert_size": 16}


def test_mini_goes_through_its_stages_and_is_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    few = records()[:48]
    monkeypatch.setattr(stages, "records", lambda: few)
    options = stages.Options(tmp_path, steps=3, rows=2, length=64, vocabulary=700, changes=SMALL)
    with pytest.raises(TrainingError, match="run the first stage"):
        stages.run("mini", "pretrain", options)
    assert stages.run("mini", "tokenizer", options)["tokens"] == 700
    before = stages.run("mini", "pretrain", options)
    assert before["after"]["loss"] < before["before"]["loss"]
    made = stages.run("mini", "sft", options)
    assert Path(made["path"], "tokenizer.json").is_file() and made["steps"] == 3
    assert json.loads((tmp_path / "sft" / "result.json").read_text())["after"] == made["after"]
    assert __main__.main(["eval", "--model", made["path"], "--conversations", "2", "--p", "0.3", "1"]) == 0
    low, high = json.loads(capsys.readouterr().out)["sweep"]
    assert low["experts"] < high["experts"]
    packed = stages.run("mini", "quantise", options)
    assert __main__.main(["eval", "--model", packed["path"], "--conversations", "2", "--p", "0.3", "1"]) == 0
    own, *rows = json.loads(capsys.readouterr().out)["sweep"]
    assert own["p"] == "own" and low["experts"] < own["experts"] < high["experts"]
    for whole, small in zip((low, high), rows, strict=True):
        assert small["tokens"] == whole["tokens"] and small["loss"] == pytest.approx(whole["loss"], abs=0.02)
        assert small["experts"] == pytest.approx(whole["experts"], abs=0.1) and small["idle"] <= whole["idle"] + 1
    with pytest.raises(TrainingError, match="mini has no stage heal"):
        stages.run("mini", "heal", options)


def test_commands_without_a_model_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    for command in (["eval"], ["bench"], ["chat", "--model", "mini"], ["serve", "--model", "base"], ["chat"], ["train", "sft"]):
        assert __main__.main(command) == 1
        said = capsys.readouterr().err
        assert "run" in said and "Traceback" not in said


@pytest.mark.slow
def test_the_bench_times_every_engine() -> None:
    rows = list(bench(YiCoreForCausalLM(tiny()).eval(), 32, 8, 1))
    assert [r.engine for r in rows] == ["fused int8", "fused int4", "fused int8, dense twin", "reference fp32", "HF generate"]
    assert all(r.tokens_per_s > 0 and r.first_token_s > 0 for r in rows)
    assert rows[0].tokens_per_s > rows[4].tokens_per_s


def test_fewer_bits_and_fewer_experts_read_less() -> None:
    model = YiCoreForCausalLM(tiny())
    assert weights_read(model, 2, 4) < weights_read(model, 2, 8) < weights_read(model, 8, 8) < weights_read(model, 8, 32)


REMOTE = """
import sys, torch
sys.modules["yi_core"] = None  # the folder's own code must do
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained(sys.argv[1], trust_remote_code=True)
print(model.generate(torch.tensor([[1, 2, 3]]), max_new_tokens=4, do_sample=False).tolist())
"""


@pytest.mark.slow
def test_a_saved_folder_brings_its_own_code(tmp_path: Path) -> None:
    model = YiCoreForCausalLM(tiny()).eval()
    model.save_pretrained(tmp_path / "model")
    environment = os.environ | {"HF_MODULES_CACHE": str(tmp_path / "modules"), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", REMOTE, str(tmp_path / "model")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr[-800:]
    expected = yi_core.load(str(tmp_path / "model")).generate(torch.tensor([[1, 2, 3]]), max_new_tokens=4, do_sample=False)
    assert json.loads(done.stdout) == expected.tolist()
