"""No exception of httpx escapes, none is carried along, and the key goes to the configured address only."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from heygen import ConnectError, HeyGen, HeyGenError, ProtocolError, ResponseShapeError, TimedOutError, TransportError
from heygen.transport import TIMEOUT

KEY = "unit-test-key-0001"
FOREIGN = sorted(
    (kind for kind in vars(httpx).values() if isinstance(kind, type) and issubclass(kind, Exception)),
    key=lambda kind: kind.__name__,
)


def _raise(kind: type[Exception], request: httpx.Request) -> None:
    leaking = f"while sending {request.headers.raw!r}"
    if issubclass(kind, httpx.HTTPStatusError):
        raise kind(leaking, request=request, response=httpx.Response(500, request=request))
    if issubclass(kind, httpx.RequestError):
        raise kind(leaking, request=request)
    if kind in (httpx.StreamConsumed, httpx.ResponseNotRead, httpx.RequestNotRead, httpx.StreamClosed):
        raise kind()
    raise kind(leaking)


def test_httpx_has_the_exceptions_we_expect() -> None:
    assert {httpx.ConnectTimeout, httpx.InvalidURL, httpx.StreamConsumed, httpx.CookieConflict} <= set(FOREIGN)


@pytest.mark.parametrize("kind", FOREIGN, ids=lambda kind: kind.__name__)
def test_no_foreign_exception_escapes(kind: type[Exception], make_client: Callable[..., HeyGen]) -> None:
    def vendor(request: httpx.Request) -> httpx.Response:
        _raise(kind, request)
        raise AssertionError("not reached")

    with pytest.raises(TransportError) as caught:
        make_client(vendor).create_context("n", "p", "o")
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert error.status is None
    assert error.cause
    assert error.fix
    assert KEY not in repr(vars(error)) + str(error)
    assert kind.__name__ in str(error)


@pytest.mark.parametrize(
    ("kind", "ours", "retryable"),
    [
        (httpx.ConnectError, ConnectError, True),
        (httpx.ConnectTimeout, ConnectError, True),
        (httpx.PoolTimeout, ConnectError, True),
        (httpx.ReadTimeout, TimedOutError, True),
        (httpx.WriteTimeout, TimedOutError, True),
        (httpx.RemoteProtocolError, ProtocolError, True),
        (httpx.DecodingError, ProtocolError, True),
        (httpx.LocalProtocolError, ProtocolError, False),
        (httpx.InvalidURL, ProtocolError, False),
    ],
)
def test_transport_failures_are_told_apart(
    kind: type[Exception], ours: type[HeyGenError], retryable: bool, make_client: Callable[..., HeyGen]
) -> None:
    def vendor(request: httpx.Request) -> httpx.Response:
        _raise(kind, request)
        raise AssertionError("not reached")

    with pytest.raises(ours) as caught:
        make_client(vendor).create_context("n", "p", "o")
    assert caught.value.retryable is retryable


@pytest.mark.parametrize(("dialect", "header"), [("liveavatar", "X-API-KEY"), ("streaming", "X-Api-Key")])
def test_each_request_carries_the_key_and_its_own_time_outs(
    dialect: str, header: str, make_client: Callable[..., HeyGen]
) -> None:
    seen: list[httpx.Request] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"code": 1000, "data": {"credits_left": "1", "remaining_quota": 60}})

    client = make_client(vendor, dialect=dialect, base_url="http://vendor.test/sim/")
    client.credits_left()
    (request,) = seen
    assert (header.encode(), KEY.encode()) in request.headers.raw
    assert "authorization" not in request.headers
    assert str(request.url).startswith("http://vendor.test/sim/v")
    assert request.extensions["timeout"] == TIMEOUT.as_dict()
    assert all(seconds is not None and seconds <= 20 for seconds in TIMEOUT.as_dict().values())


def test_redirects_are_refused_even_by_a_client_that_follows_them() -> None:
    hosts: list[str] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(307, headers={"Location": "https://elsewhere.test/"})

    with httpx.Client(transport=httpx.MockTransport(vendor), follow_redirects=True) as http:
        client = HeyGen(api_key=KEY, base_url="http://vendor.test", http=http)
        with pytest.raises(HeyGenError, match="redirect"):
            client.credits_left()
    assert hosts == ["vendor.test"]


@pytest.mark.parametrize("content", [b"<html>hello</html>", b"", b"[" * 100_000, b"1" * 5000 + b"x"])
def test_a_success_that_is_no_answer_names_status_and_request(
    content: bytes, make_client: Callable[..., HeyGen]
) -> None:
    client = make_client(lambda _: httpx.Response(200, content=content, headers={"x-request-id": "r-9"}))
    with pytest.raises(ResponseShapeError) as caught:
        client.credits_left()
    assert caught.value.status == 200
    assert caught.value.request_id == "r-9"
    assert "VENDOR_URL" in caught.value.fix


@contextmanager
def _server(answer: bytes) -> Iterator[str]:
    """A loopback server that gives each connection `answer` and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def test_real_sockets_answer_past_any_proxy_and_log_no_key(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    caplog.set_level(logging.DEBUG)
    body = b'{"code":1000,"message":"ok","data":{"credits_left":"3"}}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    with _server(head % len(body) + body) as address, HeyGen(api_key=KEY, base_url=address) as client:
        assert str(client.credits_left()) == "3"
    assert {"httpx", "heygen"} <= {record.name.partition(".")[0] for record in caplog.records}
    assert any(record.name.startswith("httpcore") for record in caplog.records)
    assert KEY not in caplog.text


@pytest.mark.parametrize("answer", [b"", b"not http\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"])
def test_real_sockets_that_break_off(answer: bytes) -> None:
    waits: list[float] = []
    with (
        _server(answer) as address,
        HeyGen(api_key=KEY, base_url=address, sleep=waits.append) as client,
        pytest.raises(ProtocolError),
    ):
        client.credits_left()
    assert len(waits) == 2


def test_a_port_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with HeyGen(api_key=KEY, base_url=address, sleep=lambda _: None) as client, pytest.raises(ConnectError):
        client.credits_left()
