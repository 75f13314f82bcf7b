"""The server behind a proxy that ends TLS, by the headers that such a proxy sets or leaves out; and with TLS itself."""

from __future__ import annotations

import datetime
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from calls.server import app, house
from calls.server.settings import load_settings
from heygen import Dialect, SessionRequest
from tests.contract.conftest import Door, serving

SANTA = SessionRequest(avatar_id="1c690fe7-23e0-49f9-bfba-14344450285b")
NAME = "santa.example"
# What proxies say of a request: all of it, nothing but the name, or the scheme alone.
SAYINGS = [
    {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7", "host": NAME},
    {"host": NAME},
    {"x-forwarded-proto": "https", "host": NAME},
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[house.House]:
    """This process's house, with a store of its own."""
    made = house.House(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}"}, tmp_path / "none.toml"))
    monkeypatch.setattr(house, "_house", made)
    yield made
    made.vendor(Dialect.LIVEAVATAR).close()
    made.database.close()


def server(*, secure: bool = False) -> Starlette:
    """Our routes and what every request passes through; who sends the cookie is logged in."""
    return Starlette(
        routes=app.routes(lambda connection: connection.cookies.get("logged") == "in"),
        middleware=app.middleware(secure=lambda: secure),
    )


@pytest.fixture
def guarded(here: house.House) -> Iterator[Door]:
    """A server with a login."""
    here.settings = replace(here.settings, login=True)
    with serving(server()) as door:
        yield door


@pytest.fixture
def unguarded(here: house.House) -> Iterator[Door]:
    """A server without one."""
    with serving(server()) as door:
        yield door


def asked(door: Door, path: str, **headers: str) -> httpx.Response:
    """A request as it comes from the proxy."""
    return httpx.get(f"http://127.0.0.1:{door.port}{path}", headers=headers, trust_env=False)


@pytest.mark.parametrize("said", SAYINGS)
def test_with_a_login_the_first_request_may_come_through_a_proxy(
    here: house.House, guarded: Door, said: dict[str, str]
) -> None:
    assert asked(guarded, "/health", **said).status_code == 200
    assert here.vendor.own_address == f"http://127.0.0.1:{guarded.port}"
    token = here.vendor(Dialect.LIVEAVATAR).mint(SANTA)
    assert token.session_id


@pytest.mark.parametrize("said", SAYINGS)
def test_with_a_login_a_page_of_that_name_reaches_line_and_simulator(guarded: Door, said: dict[str, str]) -> None:
    for origin, cookie, status in [
        (f"https://{NAME}", "logged=in", None),
        (f"https://{NAME}", "logged=out", 401),
        ("https://evil.example", "logged=in", 403),
    ]:
        headers = {**said, "origin": origin, "cookie": cookie}
        assert asked(guarded, "/sim/simulator/bill", **headers).status_code == (status or 200)
        assert line_status(guarded, headers) == status


def line_status(door: Door, headers: dict[str, str]) -> int | None:
    """How the line is refused; None when it opens."""
    others = {name: value for name, value in headers.items() if name not in ("host", "origin")}
    try:
        with (
            socket.create_connection(("127.0.0.1", door.port)) as wire,
            connect(
                f"ws://{headers['host']}/line",
                sock=wire,
                origin=Origin(headers["origin"]),
                additional_headers=others,
                compression=None,
            ),
        ):
            return None
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.mark.parametrize("said", SAYINGS)
def test_the_browser_is_sent_to_the_room_the_way_it_came(
    here: house.House, guarded: Door, said: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(guarded, "/health", **said)
    token = here.vendor(Dialect.LIVEAVATAR).mint(SANTA)
    answer = httpx.post(
        f"http://127.0.0.1:{guarded.port}/sim/v1/sessions/start",
        headers={**said, "origin": f"https://{NAME}", "authorization": f"Bearer {token.token.reveal()}"},
        trust_env=False,
        timeout=60,
    )
    assert answer.json()["data"]["livekit_url"] == f"wss://{NAME}/sim/livekit"
    here.vendor(Dialect.LIVEAVATAR).stop(token.session_id or "")


@pytest.mark.parametrize("said", [*SAYINGS, {"x-forwarded-for": "203.0.113.7"}])
def test_without_a_login_a_proxy_is_refused_and_told_why(
    here: house.House, unguarded: Door, said: dict[str, str]
) -> None:
    answer = asked(unguarded, "/health", **said)
    assert answer.status_code == 403
    assert "no login is set up" in answer.text
    assert here.vendor.own_address is None
    here.vendor.own_address = f"http://127.0.0.1:{unguarded.port}"


def test_without_a_login_a_proxy_that_hides_its_callers_does_not_change_our_address(
    here: house.House, unguarded: Door
) -> None:
    assert asked(unguarded, "/health", **{"x-forwarded-proto": "https"}).status_code == 200
    assert here.vendor(Dialect.LIVEAVATAR).mint(SANTA).session_id


def test_with_tls_of_its_own_the_server_finds_its_simulator(here: house.House, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path)
    door = Door(server(secure=True))
    door.server.config = uvicorn.Config(
        door, host="127.0.0.1", port=0, log_level="warning", lifespan="off", ssl_certfile=certificate, ssl_keyfile=key
    )
    door.open()
    try:
        address = f"https://127.0.0.1:{door.port}"
        assert httpx.get(f"{address}/health", verify=False, trust_env=False).status_code == 200
        assert here.vendor.own_address == address
        assert here.vendor(Dialect.LIVEAVATAR).mint(SANTA).session_id
    finally:
        # A server that speaks TLS waits for its callers to hang up.
        here.vendor(Dialect.LIVEAVATAR).close()
        door.close()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for a name of the outside world, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
