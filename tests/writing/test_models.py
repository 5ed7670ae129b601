import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from livestream.config import Settings
from livestream.writing.models import ModelError, OpenAIModel, Usage, default_model, dense_model, embedded_model
from yi_core import base, weights
from yi_core.sampling import Sampling

ASKED: list[dict[str, object]] = []


class Endpoint(BaseHTTPRequestHandler):
    """Streams a line that begins with the words it was asked to begin with."""

    def do_POST(self) -> None:
        ASKED.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for piece in ("[offer] It's", " $38", ", with a strap."):
            self.send({"choices": [{"index": 0, "delta": {"content": piece}}]})
        self.send({"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010}})
        self.wfile.write(b"data: [DONE]\n\n")

    def send(self, more: dict[str, object]) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", **more}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    ASKED.clear()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()


def test_an_endpoint_is_asked_to_go_on_and_its_echo_is_cut_off(endpoint: str) -> None:
    model = OpenAIModel(endpoint, "key", "yi-lightning", price_in=2.0, price_out=4.0)
    begun = "[hook] Hello.\n[offer] It's $38"
    pieces = model.stream([("system", "S"), ("user", "Write."), ("assistant", begun)], Sampling(50, 0.4, 1))
    assert "".join(pieces) == ", with a strap."
    turns = ASKED[0]["messages"]
    assert isinstance(turns, list) and [t["role"] for t in turns] == ["system", "user"]
    assert "[hook] Hello." in turns[1]["content"] and 'starting with "[offer] It\'s $38"' in turns[1]["content"]
    record = model.usage.record()
    assert (record["prompt_tokens"], record["completion_tokens"], record["cost"]) == (1000, 10, 0.00204)


def test_a_dead_endpoint_is_named() -> None:
    model = OpenAIModel("http://127.0.0.1:9/v1", "", "m")
    with pytest.raises(ModelError, match="m does not answer"):
        list(model.stream([("user", "x")], Sampling(5, 0.3, 1)))


def test_the_settings_choose_the_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="yi_core build"):
        default_model(Settings(cache_dir=tmp_path))
    with pytest.raises(ModelError, match="YIBO_LLM_MODEL"):
        default_model(Settings(cache_dir=tmp_path, llm_base_url="http://x/v1"))
    assert default_model(Settings(cache_dir=tmp_path, llm_base_url="http://x/v1", llm_model="m")).name == "m"


def test_a_file_that_is_no_model_is_refused_when_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "SIZE", 4)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / weights.FILE).write_bytes(b"PK00")
    dense = dense_model(Settings(cache_dir=tmp_path))
    with pytest.raises(ModelError, match="not a GGUF"):
        list(dense.stream([("user", "x")], Sampling(5, 0.3, 1)))
    monkeypatch.setattr(base, "find", lambda cache: tmp_path)
    ours = embedded_model(Settings(cache_dir=tmp_path))
    with pytest.raises(ModelError, match=r"config\.json"):
        ours.prefill([("user", "x")])


def test_usage_adds_up() -> None:
    usage = Usage(price_out=10.0)
    usage.add(100, 0, 20, 2.0, 4.0)
    usage.add(110, 100, 20, 0.5, 2.5)
    record = usage.record()
    assert record["first_token_s"] == 2.0 and record["tokens_per_s"] == 10.0 and record["cached_tokens"] == 100
    assert record["cost"] == 0.0004
