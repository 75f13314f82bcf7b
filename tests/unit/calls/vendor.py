"""A vendor in memory that the real client talks to: what was asked of it, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx

from heygen import Dialect, HeyGen, Secret

__all__ = ["FakeVendor"]

Answer = httpx.Response | Exception | Callable[[], httpx.Response | None] | None


@dataclass
class FakeVendor:
    """Both dialects. `answers` replaces the answer of a path's last part: a response, an error, or a hook before it.

    A session of LiveAvatar is listed as active from its mint on, one of Streaming Avatar from `created`; a stop takes
    it off the list unless it is one of `sticky`.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    durations: dict[str, float] = field(default_factory=dict)
    end_reasons: dict[str, str] = field(default_factory=dict)
    contexts: list[dict[str, Any]] = field(default_factory=list)
    clients: dict[Dialect, HeyGen] = field(default_factory=dict)
    active: dict[Dialect, dict[str, float]] = field(default_factory=lambda: {dialect: {} for dialect in Dialect})
    sticky: set[str] = field(default_factory=set)
    credits: Decimal = Decimal(1000)
    minted: int = 0

    def __call__(self, dialect: Dialect) -> HeyGen:
        """The client of a dialect."""
        return self.clients[dialect]

    @contextmanager
    def connected(self) -> Iterator[FakeVendor]:
        """Opens the clients."""
        with httpx.Client(transport=httpx.MockTransport(self._serve)) as http:
            for dialect in Dialect:
                self.clients[dialect] = HeyGen(
                    dialect=dialect,
                    api_key=Secret("vendor-key-1"),
                    base_url="http://vendor.test",
                    http=http,
                    sleep=lambda _: None,
                    random=lambda: 0.0,
                )
            yield self

    def bodies(self, verb: str) -> list[dict[str, Any]]:
        """What was sent with each request whose path ends so."""
        return [body for path, body in self.asked if path.endswith(verb)]

    @property
    def stopped(self) -> list[str]:
        """The sessions that were asked to stop, in order."""
        return [body["session_id"] for body in self.bodies("stop")]

    def created(self, name: str, at: float = 0.0, dialect: Dialect = Dialect.STREAMING) -> None:
        """A session that a browser made at `at` (unix seconds)."""
        self.active[dialect][name] = at

    def _stop(self, body: dict[str, Any]) -> None:
        for sessions in self.active.values():
            if body["session_id"] not in self.sticky:
                sessions.pop(body["session_id"], None)

    def _serve(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else {}
        path = request.url.path
        self.asked.append((path, body))
        answer = self.answers.get(path.rpartition("/")[2].rpartition(".")[2])
        if callable(answer) and not isinstance(answer, httpx.Response):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            # A copy: retries read the same answer again.
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return self._answer(request.method, path, body)

    def _answer(self, method: str, path: str, body: dict[str, Any]) -> httpx.Response:
        match method, path:
            case "POST", "/v1/sessions/token":
                self.minted += 1
                self.active[Dialect.LIVEAVATAR][f"s{self.minted}"] = 0.0
                return _ok(1000, {"session_id": f"s{self.minted}", "session_token": f"vendor-token-{self.minted}"})
            case "POST", "/v1/streaming.create_token":
                self.minted += 1
                return _ok(100, {"token": f"vendor-token-{self.minted}"})
            case "GET", "/v1/contexts":
                return _ok(1000, {"count": len(self.contexts), "next": None, "results": self.contexts})
            case "POST", "/v1/contexts":
                self.contexts.append({"id": f"context-{len(self.contexts)}", **body})
                return _ok(1000, self.contexts[-1])
            case "POST", "/v1/sessions/stop" | "/v1/sessions/keep-alive":
                if path.endswith("stop"):
                    self._stop(body)
                return _ok(1000, None)
            case "POST", "/v1/streaming.stop" | "/v1/streaming.keep_alive":
                if path.endswith("stop"):
                    self._stop(body)
                return _ok(100, None)
            case "GET", "/v1/users/credits":
                return _ok(1000, {"credits_left": str(self.credits)})
            case "GET", "/v2/user/remaining_quota":
                return _ok(100, {"remaining_quota": int(self.credits * 60)})
            case "GET", "/v1/sessions":
                return _ok(1000, {"count": 0, "next": None, "results": self._listed(Dialect.LIVEAVATAR)})
            case "GET", "/v1/streaming.list":
                return _ok(100, {"sessions": self._listed(Dialect.STREAMING)})
            case "GET", "/v2/streaming.list":
                past = [{"session_id": name, "duration": ran} for name, ran in self.durations.items()]
                return httpx.Response(200, json={"total": len(past), "next_pagination_token": None, "data": past})
            case "GET", _ if path.startswith("/v1/sessions/"):
                name = path.rpartition("/")[2]
                told = {"duration": self.durations.get(name), "end_reason": self.end_reasons.get(name, "USER_CLOSED")}
                return _ok(1000, {"id": name, **told})
            case _:
                return httpx.Response(404, json={"code": 4004, "message": f"no route {path}"})

    def _listed(self, dialect: Dialect) -> list[dict[str, Any]]:
        return [{"session_id": name, "id": name, "created_at": at} for name, at in self.active[dialect].items()]


def _ok(code: int, data: object) -> httpx.Response:
    return httpx.Response(200, json={"code": code, "message": "ok", "data": data})
