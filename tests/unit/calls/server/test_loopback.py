"""Without a login the server serves this computer alone, on HTTP and on web sockets."""

from __future__ import annotations

import logging

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from calls.server.loopback import LoopbackOnly, is_loopback

ADDRESSES = [
    ("127.0.0.1", True),
    ("127.8.9.10", True),
    ("::1", True),
    ("::1%lo", True),
    ("::ffff:127.0.0.1", True),
    ("testclient", True),
    ("localhost", True),
    ("", True),
    ("192.168.1.7", False),
    ("10.0.0.1", False),
    ("0.0.0.0", False),
    ("8.8.8.8", False),
    ("::", False),
    ("fe80::1%eth0", False),
    ("2001:db8::1", False),
    ("::ffff:192.168.1.7", False),
    ("::ffff:8.8.8.8", False),
]
HOSTS = pytest.mark.parametrize(("host", "ours"), ADDRESSES)


async def _page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("page")


async def _line(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close(1000)


def _caller(host: str, *, is_open: bool = False) -> TestClient:
    app = Starlette(routes=[Route("/", _page), WebSocketRoute("/line", _line)])
    return TestClient(LoopbackOnly(app, lambda: is_open), base_url="http://localhost", client=(host, 5000))


@HOSTS
def test_which_addresses_are_our_own(host: str, ours: bool) -> None:
    assert is_loopback(host) is ours


@HOSTS
def test_a_page(host: str, ours: bool) -> None:
    answer = _caller(host).get("/")
    assert answer.status_code == (200 if ours else 403)
    assert ("secrets.toml" in answer.text) is not ours


@HOSTS
def test_a_line(host: str, ours: bool) -> None:
    if ours:
        with _caller(host).websocket_connect("ws://localhost/line") as socket:
            assert socket.receive()["code"] == 1000
        return
    with pytest.raises(WebSocketDenialResponse) as denied, _caller(host).websocket_connect("ws://localhost/line"):
        pass
    assert denied.value.status_code == 403


@HOSTS
def test_a_login_opens_the_door(host: str, ours: bool) -> None:
    assert _caller(host, is_open=True).get("/").text == "page"
    with _caller(host, is_open=True).websocket_connect("ws://localhost/line") as socket:
        assert socket.receive()["code"] == 1000


NAMES = [
    ("localhost", True),
    ("LOCALHOST.:8501", True),
    ("127.0.0.1:8501", True),
    ("127.8.9.10", True),
    ("[::1]:8501", True),
    ("[::1]", True),
    ("evil.example", False),
    ("evil.example:8501", False),
    ("localhost.evil.example", False),
    ("127.0.0.1.evil.example", False),
    ("192.168.1.7:8501", False),
    ("[::1", True),
    ("[2001:db8::1]:8501", False),
    ("0.0.0.0:8501", False),
    ("user@127.0.0.1", False),
    ("", False),
]


@pytest.mark.parametrize(("name", "ours"), NAMES)
def test_a_name_that_was_pointed_here_is_refused_until_there_is_a_login(name: str, ours: bool) -> None:
    headers = {"host": name}
    assert _caller("127.0.0.1").get("/", headers=headers).status_code == (200 if ours else 403)
    assert _caller("127.0.0.1", is_open=True).get("/", headers=headers).status_code == 200
    if ours:
        with _caller("127.0.0.1").websocket_connect("ws://localhost/line", headers=headers) as socket:
            assert socket.receive()["code"] == 1000
        return
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        _caller("127.0.0.1").websocket_connect("ws://localhost/line", headers=headers),
    ):
        pass
    assert denied.value.status_code == 403


@pytest.mark.parametrize(
    ("forwarded", "ours"),
    [
        ("127.0.0.1", True),
        ("::1, 127.0.0.1", True),
        ("[::1]:5000", True),
        ("203.0.113.7", False),
        ("203.0.113.7:5000", False),
        ("127.0.0.1, 203.0.113.7", False),
        ("203.0.113.7, 127.0.0.1", False),
        ("2001:db8::1", False),
        ("[2001:db8::1]:5000", False),
    ],
)
@pytest.mark.parametrize("proxy", ["127.0.0.1", "::1"])
def test_a_proxy_that_names_its_callers_opens_nothing_before_there_is_a_login(
    proxy: str, forwarded: str, ours: bool
) -> None:
    headers = {"x-forwarded-for": forwarded}
    assert _caller(proxy).get("/", headers=headers).status_code == (200 if ours else 403)
    assert _caller(proxy, is_open=True).get("/", headers=headers).status_code == 200


def test_callers_that_were_refused_are_logged_once_and_without_their_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caller = _caller("192.168.1.7")
    for _ in range(3):
        caller.get("/")
    assert caplog.messages == ["caller from elsewhere refused: no login is set up"]
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


async def test_the_servers_own_life_is_no_caller() -> None:
    passed: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["type"])

    async def silent() -> dict[str, str]:
        return {}

    async def ignore(_: object) -> None:
        pass

    await LoopbackOnly(app, lambda: False)({"type": "lifespan"}, silent, ignore)
    assert passed == ["lifespan"]
