"""The headers of every answer."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from calls.server.headers import SafeHeaders, content_policy


def rules(policy: str) -> dict[str, list[str]]:
    """A policy by directive."""
    return {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}


def test_the_simulator_needs_nothing_but_ourselves() -> None:
    connect = rules(content_policy(["sim", "sim"], "127.0.0.1:8501"))["connect-src"]
    assert connect == ["'self'", "blob:", "data:", "ws://127.0.0.1:8501", "wss://127.0.0.1:8501"]


def test_a_vendor_elsewhere_is_named_and_may_send_us_to_its_media_servers() -> None:
    connect = rules(content_policy(["https://api.vendor.test/v1"], "santa.test"))["connect-src"]
    assert {"https://api.vendor.test", "https:", "wss:"} <= set(connect)
    assert not any(source.startswith("ws://api") for source in connect)


@pytest.mark.parametrize("host", ["", "a b", "x; script-src *", "evil'", "[::1", "host:999999"])
def test_an_odd_host_does_not_get_into_the_policy(host: str) -> None:
    policy = content_policy([], host)
    assert rules(policy)["connect-src"] == ["'self'", "blob:", "data:"]
    assert rules(policy)["object-src"] == ["'none'"]


async def test_every_answer_carries_them_and_keeps_its_own() -> None:
    async def page(_: Request) -> Response:
        return PlainTextResponse("hello", headers={"referrer-policy": "no-referrer"})

    app = Starlette(routes=[Route("/", page)], middleware=[Middleware(SafeHeaders, vendors=lambda: ["sim"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://santa.test") as client:
        for path in ("/", "/nowhere"):
            headers = (await client.get(path)).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "SAMEORIGIN"
            assert "microphone=(self)" in headers["permissions-policy"]
            assert "wss://santa.test" in headers["content-security-policy"]
        assert (await client.get("/")).headers["referrer-policy"] == "no-referrer"
