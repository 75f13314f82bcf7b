"""Faults of a whole request, in front of both products' routes: refused, broken, late, a web page, gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heygen.simulator.liveavatar import envelope as liveavatar_envelope
from heygen.simulator.streaming import envelope as streaming_envelope
from heygen.simulator.world.faults import Fault, Faults
from heygen.simulator.world.records import Product
from heygen.simulator.world.refusals import No, Refusal

__all__ = ["RequestFaults"]

_RETRY_AFTER_S = 1
# What each of the two requests may suffer: too many, broken, a page, late.
_MINT = (
    Fault.MINT_RATE_LIMITED,
    Fault.MINT_SERVER_ERROR,
    Fault.MINT_HTML_ANSWER,
    Fault.MINT_SLOW_ANSWERS,
)
_START = (
    Fault.START_RATE_LIMITED,
    Fault.START_SERVER_ERROR,
    Fault.START_HTML_ANSWER,
    Fault.START_SLOW_ANSWERS,
)
_REQUESTS = {
    "/v1/streaming.create_token": (Product.STREAMING, _MINT),
    "/v1/streaming.new": (Product.STREAMING, _START),
    "/v1/sessions/token": (Product.LIVEAVATAR, _MINT),
    "/v1/sessions/start": (Product.LIVEAVATAR, _START),
}
_OLDER_PRODUCT = ("/v1/streaming", "/v2/streaming")
_PAGE = "<!doctype html><title>We will be right back</title><h1>We will be right back</h1>"


class RequestFaults:
    """ASGI middleware. `sleep` waits out the delay of slow answers, in seconds."""

    def __init__(
        self, app: ASGIApp, *, faults: Faults, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._app = app
        self._faults = faults
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers in the application's place, or delays its answer, when such a fault is armed."""
        path = str(scope["path"]).removeprefix(scope.get("root_path", "")) if scope["type"] == "http" else ""
        if path.startswith(_OLDER_PRODUCT) and self._faults.take(Fault.RETIRED, Product.STREAMING):
            await Response(status_code=410)(scope, receive, send)
            return
        if path not in _REQUESTS:
            await self._app(scope, receive, send)
            return
        product, (limited, broken, page, slow) = _REQUESTS[path]
        if self._faults.take(limited, product):
            answer = _refuse(product, No.TOO_MANY_REQUESTS)
            answer.headers["Retry-After"] = str(_RETRY_AFTER_S)
            await answer(scope, receive, send)
        elif self._faults.take(broken, product):
            await _refuse(product, No.SERVER_ERROR)(scope, receive, send)
        elif self._faults.take(page, product):
            await HTMLResponse(_PAGE)(scope, receive, send)
        elif late := self._faults.take(slow, product):
            await self._app(scope, receive, self._late(send, late.seconds))
        else:
            await self._app(scope, receive, send)

    def _late(self, send: Send, seconds: float) -> Send:
        async def send_late(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._sleep(seconds)
            await send(message)

        return send_late


def _refuse(product: Product, no: No) -> Response:
    refuse = streaming_envelope.refuse if product is Product.STREAMING else liveavatar_envelope.refuse
    return refuse(Refusal(no))
