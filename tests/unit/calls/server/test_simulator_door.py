"""The built-in simulator behind its door: no other site's page, and where there is a login nobody without a right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.routing import Mount
from starlette.testclient import TestClient, WebSocketDenialResponse

from calls.server.simulator_door import SimulatorDoor
from heygen.simulator.server import Simulator
from heygen.simulator.world.faults import Fault
from heygen.simulator.world.records import Product
from heygen.simulator.world.rules import SessionSpec
from heygen.simulator.world.world import World

KEYS = {product: f"a-long-random-text-for-{product}" for product in Product}
SANTA = "1c690fe7-23e0-49f9-bfba-14344450285b"
COOKIE = {"cookie": "logged=in"}
HERE = {"origin": "http://testserver"}
ELSEWHERE = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:81"},
    {"origin": ""},
]
# One of each row of the door's table that a key, a login or the row's own token opens.
SESSION_ROUTES = [
    ("POST", "/v1/sessions/start"),
    ("POST", "/v1/sessions/stop"),
    ("POST", "/v1/sessions/keep-alive"),
    ("POST", "/v1/streaming.new"),
    ("POST", "/v1/streaming.start"),
    ("POST", "/v1/streaming.task"),
    ("POST", "/v1/streaming.interrupt"),
    ("POST", "/v1/streaming.stop"),
    ("POST", "/v1/streaming.keep_alive"),
]
OWN_ROUTES = [
    ("POST", "/v1/sessions/token"),
    ("POST", "/v1/streaming.create_token"),
    ("GET", "/v1/sessions?type=active"),
    ("GET", "/v1/streaming.list"),
    ("GET", "/v2/streaming.list"),
    ("GET", "/v1/sessions/x/transcript"),
    ("GET", "/v1/languages"),
    ("GET", "/v1/avatars/public"),
    ("POST", "/v1/contexts"),
    ("GET", "/simulator/faults"),
    ("POST", "/simulator/faults"),
    ("DELETE", "/simulator/faults"),
    ("GET", "/simulator/bill"),
    ("GET", "/nowhere"),
]
ROOM_ROUTES = [("HEAD", "/livekit"), ("GET", "/livekit/rtc/validate"), ("GET", "/livekit/settings/regions")]
EVERY = [*SESSION_ROUTES, *OWN_ROUTES, *ROOM_ROUTES]


@pytest.fixture
def world() -> World:
    """The vendor's truth; nothing starts in it, since its sessions would be drawn while other tests run."""
    world = World.furnished(keys=KEYS)
    world.faults.arm(Fault.START_SERVER_ERROR, times=None)
    return world


def browser_at(world: World, known: Callable[[HTTPConnection], bool] | None) -> Iterator[TestClient]:
    """A caller in front of a server that carries that vendor."""
    simulator = Simulator(world)
    door = SimulatorDoor(simulator.app, world, known)
    with TestClient(Starlette(routes=[Mount("/sim", app=door)]), base_url="http://testserver") as browser:
        yield browser
        assert browser.portal is not None
        browser.portal.call(simulator.close)


@pytest.fixture
def guarded(world: World) -> Iterator[TestClient]:
    """With a login; whoever sends the cookie is in."""
    yield from browser_at(world, lambda connection: connection.cookies.get("logged") == "in")


@pytest.fixture
def loopback(world: World) -> Iterator[TestClient]:
    """Without one."""
    yield from browser_at(world, None)


def shut(browser: TestClient, method: str, path: str, **headers: str) -> int | None:
    """The status with which the door refuses; None when it lets the request through."""
    answer = browser.request(method, f"/sim{path}", headers=headers)
    if method == "HEAD":
        return answer.status_code if answer.status_code in (401, 403) else None
    return answer.status_code if answer.text in ("log in first", "wrong origin") else None


def socket_status(browser: TestClient, path: str, **headers: str) -> tuple[int, str]:
    """How a web socket is refused."""
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        browser.websocket_connect(f"ws://testserver/sim{path}", headers=headers),
    ):
        pass
    return denied.value.status_code, denied.value.text


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_with_a_login_a_stranger_is_refused_everywhere(guarded: TestClient, method: str, path: str) -> None:
    assert shut(guarded, method, path) == 401
    assert shut(guarded, method, path, **{"x-api-key": "simulator-liveavatar"}) == 401
    assert shut(guarded, method, path, authorization="Bearer guessed") == 401
    assert shut(guarded, method, path, cookie="logged=out") == 401


@pytest.mark.parametrize(("method", "path"), EVERY)
def test_people_who_logged_in_and_this_servers_own_key_pass(guarded: TestClient, method: str, path: str) -> None:
    assert shut(guarded, method, path, **COOKIE) is None
    assert shut(guarded, method, path, **COOKIE, **HERE) is None
    for key in KEYS.values():
        assert shut(guarded, method, path, **{"x-api-key": key}) is None


def minted(world: World) -> list[str]:
    """A session token of each product."""
    older, newer = world.accounts[KEYS[Product.STREAMING]], world.accounts[KEYS[Product.LIVEAVATAR]]
    return [world.mint_streaming(older).token, world.mint_liveavatar(newer, SessionSpec(SANTA))[1].token]


def test_a_session_token_opens_its_session_and_nothing_else(world: World, guarded: TestClient) -> None:
    for token in minted(world):
        bearer = {"authorization": f"Bearer {token}"}
        for method, path in SESSION_ROUTES:
            assert shut(guarded, method, path, **bearer) is None
        for method, path in (*OWN_ROUTES, *ROOM_ROUTES):
            assert shut(guarded, method, path, **bearer) == 401


def test_a_room_token_opens_the_room_and_nothing_else(world: World, guarded: TestClient) -> None:
    token = world.room_tokens.sign("room", "guest")
    for method, path in ROOM_ROUTES:
        assert shut(guarded, method, f"{path}?access_token={token}") is None
        assert shut(guarded, method, path, authorization=f"Bearer {token}") is None
    for method, path in (*SESSION_ROUTES, *OWN_ROUTES):
        assert shut(guarded, method, path, authorization=f"Bearer {token}") == 401


@pytest.mark.parametrize(
    "path",
    [
        "/livekit/rtc",
        "/livekit/rtc?access_token=guessed",
        "/v1/ws/streaming.chat?session_id=x&session_token=guessed",
        "/v1/ws/session/guessed",
        "/v2-alpha/interactive-avatar/session/guessed",
    ],
)
def test_a_strangers_socket_is_refused(guarded: TestClient, path: str) -> None:
    assert socket_status(guarded, path) == (401, "log in first")
    # Whoever is in meets the vendor's own refusal.
    assert socket_status(guarded, path, **COOKIE)[1] != "log in first"


def test_a_sockets_own_token_is_enough(world: World, guarded: TestClient) -> None:
    older, _ = minted(world)
    assert socket_status(guarded, f"/v1/ws/streaming.chat?session_id=x&session_token={older}") == (401, "Unauthorized")
    room = world.room_tokens.sign("gone", "guest")
    assert "room token" in socket_status(guarded, f"/livekit/rtc?access_token={room}")[1]
    record = world.mint_liveavatar(world.accounts[KEYS[Product.LIVEAVATAR]], SessionSpec(SANTA))[0]
    assert socket_status(guarded, f"/v1/ws/session/{record.id}") == (401, "log in first")
    world.start(record)
    assert socket_status(guarded, f"/v1/ws/session/{record.id}")[1] != "log in first"


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("key", [{}, {"x-api-key": KEYS[Product.LIVEAVATAR]}, COOKIE], ids=["plain", "key", "login"])
def test_a_page_of_another_site_neither_acts_nor_reads(
    world: World, guarded: TestClient, loopback: TestClient, headers: dict[str, str], key: dict[str, str]
) -> None:
    for browser in (guarded, loopback):
        # What a page may send without asking first.
        simple = {**headers, **key, "content-type": "text/plain"}
        answer = browser.post("/sim/simulator/faults", content=b'{"fault": "server_stop"}', headers=simple)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
        asked = {**headers, **key, "access-control-request-method": "GET"}
        answer = browser.options("/sim/v1/sessions", headers=asked)
        assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (403, False)
        assert socket_status(browser, "/livekit/rtc", **headers, **key) == (403, "wrong origin")
    assert [one.fault for one in world.faults.armed()] == [Fault.START_SERVER_ERROR]


def test_without_a_login_this_computers_own_page_and_programs_pass(world: World, loopback: TestClient) -> None:
    for method, path in EVERY:
        assert shut(loopback, method, path) is None
        assert shut(loopback, method, path, **HERE) is None
    answer = loopback.get("/sim/simulator/bill", headers=HERE)
    assert answer.headers["access-control-allow-origin"] == HERE["origin"]
    assert loopback.get("/sim/v1/sessions?type=active").status_code == 401
    documented = {"x-api-key": "simulator-liveavatar"}
    assert loopback.get("/sim/v1/sessions?type=active", headers=documented).status_code == 401
