"""What browsers ask before they ask, and the simulator under a prefix of another application."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.contract.conftest import LIVEAVATAR_KEY, Door, Running
from tests.contract.sessions import liveavatar_session, streaming_session

ORIGIN = "https://app.example"


@pytest.mark.parametrize("path", ["/v1/sessions/start", "/v1/sessions/stop", "/v1/streaming.new"])
def test_preflight_echoes_the_origin_and_allows_cookies(running: Running, path: str) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    with running.client() as browser:
        answer = browser.options(path, headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert "authorization" in allowed
    assert "content-type" in allowed


@pytest.mark.parametrize(("path", "status"), [("/v1/languages", 200), ("/v1/users/credits", 401), ("/nowhere", 404)])
def test_answers_and_refusals_carry_the_origin(running: Running, path: str, status: int) -> None:
    with running.client() as browser:
        answer = browser.get(path, headers={"Origin": ORIGIN, "Cookie": "la_session=1"})
    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"


def test_addresses_name_the_prefix_and_the_scheme_of_the_caller(running: Running, front_door: Door) -> None:
    front_door.app = Starlette(routes=[Mount("/sim", app=running.simulator.app)])
    here = f"127.0.0.1:{running.port}/sim"
    with httpx.Client(base_url=f"http://{here}", headers={"X-API-KEY": LIVEAVATAR_KEY}) as client:
        session = liveavatar_session(client)
        assert session.data["livekit_url"] == f"ws://{here}/livekit"
        assert client.head("/livekit").status_code == 200
        page = client.get("/v1/avatars/public?page_size=1").json()["data"]
        assert page["next"] == f"http://{here}/v1/avatars/public?page=2&page_size=1"
        back = client.get(page["next"]).json()["data"]["previous"]
        assert back == f"http://{here}/v1/avatars/public?page=1&page_size=1"
        behind = {"X-Forwarded-Proto": "https"}
        late = liveavatar_session(client, start=False)
        data = client.post("/v1/sessions/start", headers={**late.bearer, **behind}).json()["data"]
        assert data["livekit_url"] == f"wss://{here}/livekit"
        assert client.get("/v1/contexts").headers["X-RateLimit-Limit"] == "100"


def test_livekits_small_requests(running: Running, streaming: httpx.Client) -> None:
    session = streaming_session(streaming)
    room_token = session.data["access_token"]
    with running.client() as client:
        for path in ("/livekit", "/livekit/"):
            assert client.head(path).status_code == 200
            assert client.get(path).text == "OK"
        assert client.get("/livekit/settings/regions").json() == {"regions": []}
        assert client.get("/livekit/rtc/validate", params={"access_token": room_token}).text == "success"
        header = {"Authorization": f"Bearer {room_token}"}
        assert client.head("/livekit/rtc/validate", headers=header).status_code == 200
        assert client.get("/livekit/rtc/validate").status_code == 401
        assert client.get("/livekit/rtc/validate", params={"access_token": session.token}).status_code == 401
        assert client.get("/livekit/rtc/v1/validate", params={"access_token": room_token}).status_code == 404
        running.clock.advance(6 * 3600)
        assert client.get("/livekit/rtc/validate", headers=header).status_code == 401
