"""An OpenAI-compatible server on this machine for tests: streams, counts, delays, refuses and breaks off on demand.

`python -m tests.model_server --port 8999 --latency-ms 300` runs it alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.obedient_model import answer_of

__all__ = ["ModelServer", "State"]


@dataclass
class State:
    """What the server does and what it saw. `refusals` are statuses for the next requests, one each.

    `url` is the address that OPENAI_BASE_URL takes, once the server runs.
    """

    url: str = ""
    latency_ms: int = 0
    refusals: list[int] = field(default_factory=list)
    breaks_off: int = 0
    flagged: tuple[str, ...] = ()
    heard: str = "I saw a snowman."
    answer: Callable[[Sequence[dict[str, str]]], str] = answer_of
    asked: list[dict[str, Any]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0


def application(state: State) -> Starlette:
    """The routes."""

    async def chat(request: Request) -> Response:
        body = await request.json()
        if state.refusals:
            return _refusal(state.refusals.pop(0))
        state.asked.append(body)
        state.at_once += 1
        state.most_at_once = max(state.most_at_once, state.at_once)
        try:
            await asyncio.sleep(state.latency_ms / 1000)
            text = state.answer(body["messages"])
        finally:
            state.at_once -= 1
        usage = {"prompt_tokens": len(str(body["messages"])) // 4, "completion_tokens": max(1, len(text) // 4)}
        usage["total_tokens"] = sum(usage.values())
        broken = state.breaks_off > 0
        state.breaks_off -= broken
        if body.get("stream"):
            return StreamingResponse(_pieces(text, usage, broken), media_type="text/event-stream")
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse({**_head("chat.completion", body), "choices": [choice], "usage": usage})

    async def moderations(request: Request) -> Response:
        body = await request.json()
        if state.refusals:
            return _refusal(state.refusals.pop(0))
        state.asked.append(body)
        return JSONResponse({"id": "m", "model": body["model"], "results": [_moderated(state.flagged)]})

    async def transcriptions(request: Request) -> Response:
        sound = await request.body()
        if state.refusals:
            return _refusal(state.refusals.pop(0))
        state.asked.append({"sounds": sound.count(b"RIFF")})
        return JSONResponse({"text": state.heard})

    async def change(request: Request) -> Response:
        for name, value in (await request.json()).items():
            setattr(state, name, value)
        return JSONResponse({"asked": len(state.asked), "most_at_once": state.most_at_once})

    return Starlette(
        routes=[
            Route("/v1/chat/completions", chat, methods=["POST"]),
            Route("/v1/moderations", moderations, methods=["POST"]),
            Route("/v1/audio/transcriptions", transcriptions, methods=["POST"]),
            Route("/state", change, methods=["POST"]),
        ]
    )


class ModelServer:
    """The server in a thread of its own. Use as a context manager."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state or State()
        config = uvicorn.Config(application(self.state), host="127.0.0.1", port=0, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
            assert self._thread.is_alive(), "the model server did not start"
        self.state.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(15)


async def _pieces(text: str, usage: dict[str, int], broken: bool) -> AsyncIterator[str]:
    for start in range(0, len(text), 12):
        if broken and start:
            raise ConnectionError("told to break off")
        delta = {"index": 0, "delta": {"content": text[start : start + 12]}, "finish_reason": None}
        yield f"data: {json.dumps({**_head('chat.completion.chunk', {}), 'choices': [delta]})}\n\n"
    yield f"data: {json.dumps({**_head('chat.completion.chunk', {}), 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"


def _head(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": "c", "object": kind, "created": 1, "model": body.get("model", "m")}


def _refusal(status: int) -> Response:
    headers = {"retry-after": "0"} if status == 429 else {}
    return JSONResponse({"error": {"message": "told to refuse", "type": "test"}}, status, headers)


def _moderated(flagged: Sequence[str]) -> dict[str, Any]:
    names = ("harassment", "hate", "illicit", "self-harm", "self-harm/intent", "sexual", "sexual/minors", "violence")
    marks = {name: name in flagged for name in names}
    return {"flagged": bool(flagged), "categories": marks, "category_scores": dict.fromkeys(names, 0.0)}


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8999)
    parser.add_argument("--latency-ms", type=int, default=0)
    given = parser.parse_args()
    state = State(latency_ms=given.latency_ms)
    uvicorn.run(application(state), host="127.0.0.1", port=given.port, log_level="error")


if __name__ == "__main__":
    _main()
