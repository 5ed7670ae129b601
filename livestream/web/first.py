"""The page as it is sent: already in the visitor's language, so that nothing is seen in another while Gradio starts."""

import gzip
import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livestream.web.localize import Ui
from livestream.web.strings import pick_language

_CONFIG = "window.gradio_config = "
_SAFE = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&'\u2028\u2029"})  # inside a script element


def localized(html: str, language: str, ui: Ui) -> str:
    """Gradio's page with every word and drawing as the start of a visit would make them; as it is where it holds no configuration."""
    before, found, rest = html.partition(_CONFIG)
    if not found:
        return html
    config, end = json.JSONDecoder().raw_decode(rest)
    props = {component["id"]: component["props"] for component in config["components"] if component["type"] != "state"}
    for component, update in ui.spoken(language, [component.value for component in ui.watched]).items():
        if component._id in props:
            props[component._id].update(_props(component, update))
    text = json.dumps(config, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)
    return before.replace('lang="en"', f'lang="{language}"', 1) + found + text + rest[end:]


def _props(component: Any, update: Any) -> Mapping[str, Any]:
    if isinstance(update, dict):
        left_out = {"__type__"}
        if {key for _, key in update.get("choices", ())} != {key for _, key in getattr(component, "choices", None) or ()}:
            left_out |= {"choices", "value"}  # Gradio refuses a value that it has not been told of: the start of the visit tells it
        return {name: value for name, value in update.items() if name not in left_out}
    return {"value": update} if isinstance(update, str) else {}


class FirstPaint:
    """ASGI middleware around the studio: rewrites its one page for the language of who asks."""

    def __init__(self, app: ASGIApp, ui: Ui, cookie: str) -> None:
        self.app, self.ui, self.cookie = app, ui, cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on as it is."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        asked = Headers(scope=scope)
        language = pick_language(cookie_parser(asked.get("cookie", "")).get(self.cookie), asked.get("accept-language"))
        zipped = "gzip" in asked.get("accept-encoding", "")
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, _rewriting(send, lambda html: localized(html, language, self.ui), zipped))


def _rewriting(send: Send, rewrite: Callable[[str], str], zipped: bool) -> Send:
    begun: list[Message] = []
    body = bytearray()

    async def rewritten(message: Message) -> None:
        if message["type"] == "http.response.start":
            begun.append(message)
            return
        if message["type"] != "http.response.body":
            return await send(message)
        body.extend(message.get("body", b""))
        if message.get("more_body"):
            return
        page = await run_in_threadpool(rewrite, body.decode())
        data = gzip.compress(page.encode(), 5) if zipped else page.encode()
        headers = MutableHeaders(raw=begun[0]["headers"])
        headers["content-length"] = str(len(data))
        headers["vary"] = "Accept-Language, Cookie, Accept-Encoding"
        if zipped:
            headers["content-encoding"] = "gzip"
        await send({**begun[0], "headers": headers.raw})
        await send({"type": "http.response.body", "body": data})

    return rewritten
