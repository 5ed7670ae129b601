import json
from pathlib import Path

import pytest
import torch

from yi_core.examples import held_out, records
from yi_core.model import YiCoreForCausalLM
from yi_core.model.presets import tiny
from yi_core.training.data import Stream, Talks, pad, talks, texts, to_tokens
from yi_core.training.evaluate import measure, sweep
from yi_core.training.tokens import train_tokenizer
from yi_core.training.trainer import Recipe, Trainer, TrainingError, wsd


def text(length: int = 4000) -> torch.Tensor:
    """Tokens with something to learn: each follows from the one before, mostly."""
    generator = torch.Generator().manual_seed(0)
    noise = torch.rand(length, generator=generator)
    ids = [0]
    for i in range(length - 1):
        ids.append((ids[-1] * 5 + 3) % 64 if noise[i] < 0.8 else i % 64)
    return torch.tensor(ids, dtype=torch.int32)


def trainer(folder: Path, steps: int = 30, save_every: int = 10, **changes: object) -> Trainer:
    torch.manual_seed(0)
    model = YiCoreForCausalLM(tiny(vocab_size=64, **changes))
    return Trainer(model, Stream(text(), 32, 8), Recipe(steps, 5e-3, save_every=save_every), folder)


@pytest.mark.parametrize("routing", ["top_p", "top_k", "dense"])
def test_a_few_steps_lower_the_held_out_loss(routing: str, tmp_path: Path) -> None:
    run = trainer(tmp_path, routing=routing)
    test = [Stream(text(), 32, 16, seed=9).batch(0)]
    before = measure(run.model, test).loss
    figures = list(run.run())
    assert measure(run.model, test).loss < before - 0.3
    expected = {"top_p": None, "top_k": 2.0, "dense": 8.0}[routing]
    assert expected is None or all(f["experts"] == expected for f in figures)


def test_a_run_killed_between_checkpoints_gives_the_same_numbers(tmp_path: Path) -> None:
    whole = [f["loss"] for f in trainer(tmp_path / "a").run()]
    interrupted = trainer(tmp_path / "b").run()
    for _ in range(14):  # saved at 10
        next(interrupted)
    interrupted.close()
    again = trainer(tmp_path / "b")
    assert again.step == 10
    assert [f["loss"] for f in again.run()] == whole[10:]
    logged = [json.loads(line) for line in (tmp_path / "b" / "log.jsonl").read_text().splitlines()]
    assert [line["loss"] for line in logged] == whole
    a, b = (torch.cat([p.flatten() for p in trainer(tmp_path / x).model.parameters()]) for x in "ab")
    assert torch.equal(a, b)


def test_a_checkpoint_of_another_model_or_a_broken_one_is_refused(tmp_path: Path) -> None:
    list(trainer(tmp_path, steps=2).run())
    with pytest.raises(TrainingError, match="does not fit this run"):
        trainer(tmp_path, hidden_size=32)
    file = tmp_path / "checkpoint.safetensors"
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(TrainingError, match="does not fit this run"):
        trainer(tmp_path)


def test_the_controller_holds_the_mean_number_of_experts_in_training(tmp_path: Path) -> None:
    run = trainer(tmp_path, steps=70, save_every=200, target_experts=3.0)
    experts = [f["experts"] for f in run.run()]
    assert abs(sum(experts[-20:]) / 20 / 3.0 - 1) < 0.1
    assert run.model.config.router_top_p == pytest.approx(run.controller.p, abs=0.05)


def test_the_rate_rises_stays_and_falls() -> None:
    recipe = Recipe(100, 1.0, warm=0.1, decay=0.2)
    rates = [wsd(step, recipe) for step in range(100)]
    assert rates[0] == 0.1 and rates[20] == rates[79] == 1.0 and rates[99] < 0.15
    assert rates[80:] == sorted(rates[80:], reverse=True)


def test_batches_depend_on_the_step_alone_and_an_epoch_shows_everything_once() -> None:
    data = Talks([([i, 1, 2], [-100, 1, 2]) for i in range(10)], 8, 2)
    assert torch.equal(data.batch(7).ids, Talks(data.encoded, 8, 2).batch(7).ids)
    seen = torch.cat([data.batch(step).ids[:, 0] for step in range(5)])
    assert sorted(seen.tolist()) == list(range(10))


def test_padding_is_not_learned() -> None:
    batch = pad([([1, 2, 3], [-100, 2, 3]), ([4], [4])])
    assert batch.labels.tolist() == [[-100, 2, 3], [4, -100, -100]]
    with pytest.raises(ValueError, match="fewer than one window"):
        Stream(torch.zeros(5, dtype=torch.int32), 8, 1)


def test_held_out_records_are_in_no_training_text(tmp_path: Path) -> None:
    few = records()[:40]
    (tmp_path / "more.txt").write_text("extra text", encoding="utf-8")
    (tmp_path / "more.jsonl").write_text('{"text": "a line"}\n{"other": 1}\n', encoding="utf-8")
    joined = "\n".join(texts(few, tmp_path))
    assert "extra text" in joined and "a line" in joined
    out = [r for r in few if held_out(r)]
    assert out and not any(line["text"] in joined for r in out for line in r["script"])


def test_our_tokenizer_round_trips_the_corpus_and_keeps_digits_single() -> None:
    few = records()[:30]
    tokenizer = train_tokenizer(texts(few), 1200)
    for sample in [*texts(few), "价格：129.9元，€5 🎉"]:
        assert tokenizer.decode(tokenizer.encode(sample).ids) == sample
    assert len(tokenizer.encode("129").ids) == 3
    assert [tokenizer.token_to_id(t) for t in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")] == [0, 1, 2]
    assert len(to_tokens(tokenizer, texts(few))) > 3000
    ids, labels = talks(tokenizer, few)[0]
    spoken = tokenizer.decode([i for i in labels if i >= 0], skip_special_tokens=False)
    assert spoken.startswith("[") and "<|im_end|>" in spoken and len(ids) == len(labels)
    alone = talks(tokenizer, few, scripts=True)
    assert len(alone) == sum(not held_out(r) for r in few) and sum(i == 2 for i in alone[0][1]) == 1


def test_the_sweep_shows_experts_growing_with_p_and_puts_p_back() -> None:
    torch.manual_seed(0)
    model = YiCoreForCausalLM(tiny(vocab_size=64))
    rows = sweep(model, [Stream(text(), 32, 4).batch(0)], (0.1, 0.5, 1.0))
    experts = [m.experts for _, m in rows]
    assert experts[0] < experts[1] < experts[2] == 8 and rows[-1][1].active == 1
    assert model.config.router_top_p == 0.4 and rows[-1][1].idle == 0
