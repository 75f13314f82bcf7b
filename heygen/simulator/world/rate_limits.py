"""Requests per caller and endpoint in fixed one-second windows, as LiveAvatar counts them, with its headers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heygen.limits import LIVEAVATAR
from heygen.simulator.http import bearer_of
from heygen.simulator.liveavatar import envelope as liveavatar_envelope
from heygen.simulator.streaming import envelope as streaming_envelope
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import Rules

__all__ = ["RateLimits"]

_MINT = "/v1/streaming.create_token"
_WINDOW_S = LIVEAVATAR.rate_window_seconds


class RateLimits:
    """ASGI middleware. Counts the given LiveAvatar routes, path parameters ignored, and the older product's minting.

    A figure of None in `rules` switches a limit off, and its headers with it. `clock` gives unix seconds.
    """

    def __init__(
        self, app: ASGIApp, *, routes: Sequence[BaseRoute], rules: Callable[[], Rules], clock: Callable[[], float]
    ) -> None:
        self._app = app
        self._routes = [route for route in routes if isinstance(route, Route)]
        self._rules = rules
        self._clock = clock
        self._window = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts, and answers in the application's place when the window is full."""
        endpoint = self._endpoint(scope) if scope["type"] == "http" else None
        rules = self._rules()
        limit = rules.mints_per_second if endpoint == _MINT else rules.requests_per_second
        if endpoint is None or limit is None:
            await self._app(scope, receive, send)
            return
        used, reset = self._count(Request(scope), endpoint)
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - used)),
            "X-RateLimit-Reset": str(reset),
        }

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        if used <= limit:
            await self._app(scope, receive, send_with_headers)
            return
        headers["Retry-After"] = str(reset)
        envelope = streaming_envelope if endpoint == _MINT else liveavatar_envelope
        await envelope.refuse(Refusal(No.TOO_MANY_REQUESTS))(scope, receive, send_with_headers)

    def _endpoint(self, scope: Scope) -> str | None:
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        if path == _MINT:
            return path
        found = {route.matches(scope)[0]: route.path for route in reversed(self._routes)}
        return found.get(Match.FULL) or found.get(Match.PARTIAL)

    def _count(self, request: Request, endpoint: str) -> tuple[int, int]:
        now = self._clock()
        window = math.floor(now / _WINDOW_S)
        if window != self._window:
            self._window = window
            self._counts.clear()
        address = request.client.host if request.client else ""
        caller = request.headers.get("x-api-key") or bearer_of(request) or address
        self._counts[caller, endpoint] += 1
        return self._counts[caller, endpoint], math.ceil((window + 1) * _WINDOW_S - now)
