"""The headers of every answer."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import httpx
import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from calls.server.headers import STREAMLIT_SCRIPT, SafeHeaders, content_policy


def rules(policy: str) -> dict[str, list[str]]:
    """A policy by directive."""
    return {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}


def test_the_simulator_needs_nothing_but_ourselves() -> None:
    connect = rules(content_policy(["sim", "sim"], "127.0.0.1:8501"))["connect-src"]
    assert connect == ["'self'", "blob:", "data:", "ws://127.0.0.1:8501", "wss://127.0.0.1:8501"]


def test_a_vendor_elsewhere_is_named_and_may_send_us_to_its_media_servers() -> None:
    connect = rules(content_policy(["https://api.vendor.test/v1"], "santa.test"))["connect-src"]
    assert {"https://api.vendor.test", "https://*.livekit.cloud", "wss:"} <= set(connect)
    assert not {"https:", "http:", "*"} & set(connect)
    assert not any(source.startswith("ws://api") for source in connect)


def test_nothing_that_is_written_into_a_page_runs() -> None:
    for vendors in (["sim"], ["https://api.vendor.test"]):
        found = rules(content_policy(vendors, "santa.test"))
        assert found["script-src"] == ["'self'", "blob:", f"'{STREAMLIT_SCRIPT}'"]
        assert not [name for name, sources in found.items() if "'unsafe-eval'" in sources]
        assert [name for name, sources in found.items() if "'unsafe-inline'" in sources] == ["style-src"]


def test_the_pinned_streamlits_page_has_one_script_and_its_hash_is_known() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"sha256-{digest}" == STREAMLIT_SCRIPT
    assert not re.search(r"\son[a-z]+=", page)


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
