"""An OpenAI-compatible server on this machine for tests: streams, counts, delays, refuses and breaks off on demand.

It can be as particular about a request as the servers in the field; `tests/model_habits.py` holds their habits.
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

from tests.model_habits import HABITS
from tests.obedient_model import answer_of

__all__ = ["ModelServer", "State"]


_HELD_S = 60


def _going() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@dataclass
class State:
    """What the server does and what it saw. `refusals` are statuses for the next requests, one each.

    `habits` names what it takes, `asked` holds the requests that it took, `turned_down` counts those that it did not.
    A streamed answer waits in its middle until it `goes_on`.
    `url` is the address that OPENAI_BASE_URL takes, once the server runs.
    """

    url: str = ""
    latency_ms: int = 0
    refusals: list[int] = field(default_factory=list)
    breaks_off: int = 0
    goes_on: threading.Event = field(default_factory=_going)
    flagged: tuple[str, ...] = ()
    heard: str = "I saw a snowman."
    answer: Callable[[Sequence[dict[str, str]]], str] = answer_of
    habits: str = "easy"
    asked: list[dict[str, Any]] = field(default_factory=list)
    turned_down: int = 0
    at_once: int = 0
    most_at_once: int = 0


def application(state: State) -> Starlette:
    """Chat and moderation as OpenAI has them, and `/state` to change what they do."""

    async def chat(request: Request) -> Response:
        body = await request.json()
        if state.refusals:
            return _refusal(state.refusals.pop(0))
        habits = HABITS[state.habits]
        if (fault := habits.fault(body)) is not None:
            state.turned_down += 1
            return JSONResponse(fault[1], fault[0])
        state.asked.append(body)
        state.at_once += 1
        state.most_at_once = max(state.most_at_once, state.at_once)
        try:
            await asyncio.sleep(state.latency_ms / 1000)
            text = state.answer(body["messages"])
        finally:
            state.at_once -= 1
        text, finish, thought = habits.within_limit(body, text)
        usage = _usage(body, text, thought)
        broken = state.breaks_off > 0
        state.breaks_off -= broken
        if body.get("stream"):
            counted = usage if (body.get("stream_options") or {}).get("include_usage") else None
            return StreamingResponse(_pieces(state, text, finish, counted, broken), media_type="text/event-stream")
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": finish}
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


def _usage(body: dict[str, Any], text: str, thought: int) -> dict[str, Any]:
    asked, told = len(str(body["messages"])) // 4, max(1, len(text) // 4) + thought
    details = {"reasoning_tokens": thought}
    return {
        "prompt_tokens": asked,
        "completion_tokens": told,
        "total_tokens": asked + told,
        "completion_tokens_details": details,
    }


async def _pieces(
    state: State, text: str, finish: str, usage: dict[str, Any] | None, broken: bool
) -> AsyncIterator[str]:
    for start in range(0, len(text), 12):
        if start > len(text) / 2 and not state.goes_on.is_set():
            await asyncio.to_thread(state.goes_on.wait, _HELD_S)
        if broken and start:
            raise ConnectionError("told to break off")
        yield _chunk({"content": text[start : start + 12]})
    yield _chunk({}, finish)
    if usage is not None:
        yield f"data: {json.dumps({**_head('chat.completion.chunk', {}), 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"


def _chunk(delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({**_head('chat.completion.chunk', {}), 'choices': [choice]})}\n\n"


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
    parser.add_argument("--habits", choices=sorted(HABITS), default="easy")
    given = parser.parse_args()
    state = State(latency_ms=given.latency_ms, habits=given.habits)
    uvicorn.run(application(state), host="127.0.0.1", port=given.port, log_level="error")


if __name__ == "__main__":
    _main()
