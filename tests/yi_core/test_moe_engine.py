import json
from pathlib import Path

import numpy as np
import pytest
import torch
from fastapi.testclient import TestClient

from yi_core import moe_engine
from yi_core.decode import decoder
from yi_core.engine import EngineError
from yi_core.examples import records
from yi_core.model import YiCoreForCausalLM
from yi_core.model.presets import tiny
from yi_core.moe_engine import MoeEngine, held_back, pick
from yi_core.prompt import Message
from yi_core.sampling import Sampling
from yi_core.server import create_app
from yi_core.training.data import record_texts
from yi_core.training.tokens import train_tokenizer

TALK: list[Message] = [("system", "你好"), ("user", "价格：49.9元")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("model")
    tokenizer = train_tokenizer([t for r in records()[:30] for t in record_texts(r)], 900)
    torch.manual_seed(0)
    model = YiCoreForCausalLM(tiny(vocab_size=tokenizer.get_vocab_size(), initializer_range=0.2, layer_types=["full_attention"] * 4))
    model.save_pretrained(out)
    tokenizer.save(str(out / "tokenizer.json"))
    return out


@pytest.fixture
def engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> MoeEngine:
    monkeypatch.setattr(decoder, "has_fused", lambda: False)  # torch: nothing to compile
    return MoeEngine(folder)


def test_it_streams_whole_characters_and_repeats_itself_for_a_seed(engine: MoeEngine) -> None:
    pieces = list(engine.stream(TALK, Sampling(24, 0.8, 5)))
    assert len(pieces) > 3 and not any(piece.endswith("\ufffd") for piece in pieces)
    assert "".join(engine.stream(TALK, Sampling(24, 0.8, 5))) == "".join(pieces)
    assert "".join(engine.stream(TALK, Sampling(24, 0.8, 6))) != "".join(pieces)
    assert engine.last is not None and engine.last.completion_tokens <= 24 and engine.last.first_token_s > 0
    assert 1 <= engine.mean_experts <= 8


def test_the_prefix_that_two_prompts_share_is_read_once(engine: MoeEngine) -> None:
    first = "".join(engine.stream(TALK, Sampling(8, 0, 0)))
    longer: list[Message] = [*TALK[:1], ("user", "价格：49.9元，有货")]
    "".join(engine.stream(longer, Sampling(8, 0, 0)))
    assert engine.last is not None and engine.last.cached_tokens > 8
    assert "".join(engine.stream(TALK, Sampling(8, 0, 0))) == first


def test_a_prompt_read_ahead_is_not_read_again(engine: MoeEngine) -> None:
    engine.prefill(TALK[:1])
    "".join(engine.stream(TALK, Sampling(2, 0, 0)))
    assert engine.last is not None and engine.last.cached_tokens >= 5


def test_stop_words_end_the_text_and_are_never_shown(engine: MoeEngine) -> None:
    whole = "".join(engine.stream(TALK, Sampling(24, 0, 0)))
    stop = whole[6:8]
    assert "".join(engine.stream(TALK, Sampling(24, 0, 0, (stop,)))) == whole[: whole.index(stop)]


def test_constrained_text_spells_only_the_figures_given(engine: MoeEngine) -> None:
    for seed in range(4):
        said = "".join(engine.stream(TALK, Sampling(40, 2.0, seed, (), {"49.9"}, True)))
        assert not set(said.replace("49.9", "").replace("49.", "")) & set("0123567８")
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said)


def test_a_batch_is_what_each_request_would_have_streamed(engine: MoeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moe_engine, "TOGETHER", 3)  # the fourth and fifth begin when others end
    other: list[Message] = [("user", "你好")]
    stop = "".join(engine.stream(TALK, Sampling(14, 0, 0)))[6:8]
    prompts = [TALK, TALK, other, TALK, other, TALK]
    samplings = [
        *(Sampling(14, 0, 0), Sampling(14, 0.8, 5), Sampling(4, 0.8, 6), Sampling(14, 0, 0, (stop,))),
        *(Sampling(10, 0.8, 7, (), {"49.9"}, True), Sampling(0, 0, 0)),
    ]
    alone, written = [], 0
    for request in zip(prompts, samplings, strict=True):
        alone.append(list(engine.stream(*request)))
        assert engine.last is not None
        written += engine.last.completion_tokens
    made = engine.batch(prompts, samplings)
    assert made == ["".join(pieces) for pieces in alone] and len(set(made)) == 6
    for text, pieces in zip(made, alone, strict=True):
        assert text.logs == pytest.approx([log for piece in pieces for log in piece.logs], abs=1e-3)
    assert engine.last is not None and engine.last.completion_tokens == written and 1 <= engine.mean_experts <= 8


def test_every_expert_is_kept_for_those_who_ask(engine: MoeEngine) -> None:
    def experts(every: bool) -> float:
        list(engine.stream([("user", "kettle")], Sampling(8, 0.0, 1, every_expert=every)))
        return engine.mean_experts

    before, most = experts(False), experts(True)
    assert before < most and experts(False) == before
    engine.batch([[("user", "kettle")]], [Sampling(8, 0.0, 1, every_expert=True)])
    assert engine.mean_experts == pytest.approx(most)


def test_a_prompt_of_several_texts_is_read_once_and_stays_read(engine: MoeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    read, whole = list[list[int]](), engine._read
    monkeypatch.setattr(engine, "_read", lambda prompt: read.append(prompt) or whole(prompt))
    engine.batch([TALK] * 3, [Sampling(6, 0.8, seed) for seed in range(3)])
    assert read == [engine.ids] and engine.decoder.length == len(engine.ids)
    "".join(engine.stream(TALK, Sampling(2, 0, 0)))
    assert engine.last is not None and engine.last.cached_tokens == engine.last.prompt_tokens - 1


def test_a_prompt_beyond_the_context_and_a_folder_without_model_are_told(engine: MoeEngine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="does not fit"):
        next(engine.stream([("user", "长" * 900)], Sampling(4, 0, 0)))
    with pytest.raises(EngineError, match=r"config\.json"):
        MoeEngine(tmp_path)


def test_what_may_not_be_said_yet_is_held_back() -> None:
    assert held_back("水\ufffd", ()) == 1
    assert held_back("a STO", ("STOP",)) == 3
    assert held_back("a STX", ("STOP",)) == 0


def test_picking_is_greedy_at_zero_and_keeps_to_the_likely_above() -> None:
    logits, generator = np.array([0.0, 5.0, 4.0, -9.0], np.float32), np.random.default_rng(0)
    assert pick(logits, [0], 0.0, generator) == 1
    drawn = {pick(logits, [0], 1.0, generator) for _ in range(100)}
    assert drawn == {1, 2}
    assert {pick(logits, [0], 9.0, generator) for _ in range(50)} == {1, 2}  # the temperature comes last: -9 stays out
    assert pick(logits, [0], 0.0, generator, np.array([True, False, False, True])) == 0
    assert pick(np.array([0.0, 5.0, 4.9, -9.0], np.float32), [1], 0.0, generator) == 2  # said before


def test_the_server_speaks_openai(engine: MoeEngine) -> None:
    client = TestClient(create_app(engine))
    ask = {"messages": [{"role": "user", "content": "你好"}], "max_tokens": 6, "temperature": 0}
    answer = client.post("/v1/chat/completions", json=ask).json()
    text, usage = answer["choices"][0]["message"]["content"], answer["usage"]
    assert text and usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] and usage["completion_tokens"] == 6
    assert answer["choices"][0]["finish_reason"] == "length"
    streamed = client.post("/v1/chat/completions", json={**ask, "stream": True, "stream_options": {"include_usage": True}}).text
    *events, done = [line.removeprefix("data: ") for line in streamed.strip().split("\n\n")]
    assert done == "[DONE]"
    chunks = [json.loads(e) for e in events]
    assert "".join(c["choices"][0]["delta"].get("content", "") for c in chunks if c["choices"]) == text
    assert chunks[-1]["usage"]["completion_tokens"] == 6
    assert client.get("/v1/models").json()["data"][0]["id"] == engine.name


def test_the_server_explains_what_is_wrong_with_a_request(engine: MoeEngine) -> None:
    client = TestClient(create_app(engine))
    for wrong in ({"messages": []}, {"messages": [{"role": "x", "content": "y"}]}, {"messages": [{"role": "user"}]}):
        answer = client.post("/v1/chat/completions", json=wrong)
        assert answer.status_code == 422 and "messages" in answer.json()["error"]["message"]
    long = {"messages": [{"role": "user", "content": "长" * 900}]}
    assert "does not fit" in client.post("/v1/chat/completions", json=long).json()["error"]["message"]
