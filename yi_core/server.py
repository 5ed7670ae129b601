"""An OpenAI-compatible server over one engine: /v1/chat/completions with streaming and usage, /v1/models, /health."""

import json
import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Literal, Protocol

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.requests import Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field

from yi_core.engine import EngineError, Timings
from yi_core.prompt import Message
from yi_core.sampling import Sampling


class Streams(Protocol):
    """What is served: llama.cpp's Engine and MoeEngine are both it."""

    name: str
    last: Timings | None

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Generator[str, None, None]: ...


class Turn(BaseModel):
    """One message."""

    role: Literal["system", "user", "assistant"]
    content: str = Field(max_length=40_000)


class StreamOptions(BaseModel):
    """Whether the last chunk carries the usage."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """What of OpenAI's request is understood; other fields are ignored."""

    messages: list[Turn] = Field(min_length=1)
    model: str = ""
    max_tokens: int | None = Field(default=None, ge=1)
    max_completion_tokens: int | None = Field(default=None, ge=1)
    temperature: float = Field(default=0.4, ge=0, le=2)
    seed: int = 0
    stop: str | list[str] | None = None
    stream: bool = False
    stream_options: StreamOptions | None = None

    def sampling(self) -> Sampling:
        """Its values as the engines take them."""
        stop = [self.stop] if isinstance(self.stop, str) else self.stop or []
        return Sampling(self.max_completion_tokens or self.max_tokens or 512, self.temperature, self.seed, tuple(stop))

    def turns(self) -> list[Message]:
        """Its messages in the form of yi_core.prompt."""
        return [(turn.role, turn.content) for turn in self.messages]


def create_app(engine: Streams) -> FastAPI:
    """The application; its routes answer in OpenAI's forms, errors too."""
    app = FastAPI(title="Yi Core", docs_url=None, redoc_url=None)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, problem: RequestValidationError) -> JSONResponse:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or "body"
        return _error(f"{where}: {first['msg']}", 422)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/v1/models")
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [{"id": engine.name, "object": "model", "owned_by": "yi_core"}]}

    @app.post("/v1/chat/completions", response_model=None)
    async def chat(request: ChatRequest) -> JSONResponse | StreamingResponse:
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": engine.name}
        if request.stream:
            return StreamingResponse(_events(engine, request, head), media_type="text/event-stream")
        try:
            text = await run_in_threadpool(lambda: "".join(engine.stream(request.turns(), request.sampling())))
        except EngineError as problem:
            return _error(str(problem), 400)
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": _reason(engine, request)}
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": _usage(engine)})

    return app


def _events(engine: Streams, request: ChatRequest, head: dict[str, Any]) -> Iterator[str]:
    """Server-sent events, one a piece of text."""

    def chunk(delta: dict[str, str], reason: str | None = None) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
        return _event({**head, "object": "chat.completion.chunk", "choices": choices})

    yield chunk({"role": "assistant", "content": ""})
    try:
        for piece in engine.stream(request.turns(), request.sampling()):
            yield chunk({"content": piece})
    except EngineError as problem:
        yield _event({"error": {"message": str(problem), "type": "invalid_request_error"}})
        return
    yield chunk({}, _reason(engine, request))
    if request.stream_options and request.stream_options.include_usage:
        yield _event({**head, "object": "chat.completion.chunk", "choices": [], "usage": _usage(engine)})
    yield "data: [DONE]\n\n"


def _event(document: dict[str, Any]) -> str:
    return f"data: {json.dumps(document, ensure_ascii=False)}\n\n"


def _error(message: str, status: int) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "type": "invalid_request_error"}}, status)


def _usage(engine: Streams) -> dict[str, Any]:
    last = engine.last
    if last is None:
        return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    read, written = last.prompt_tokens, last.completion_tokens
    cached = {"cached_tokens": last.cached_tokens}
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written, "prompt_tokens_details": cached}


def _reason(engine: Streams, request: ChatRequest) -> str:
    full = engine.last is not None and engine.last.completion_tokens >= request.sampling().max_tokens
    return "length" if full else "stop"
