"""A table `[auth]` in the secrets asks everybody who they are, on every page and for every line; without it the server
is for its own computer alone. The provider is a small one on loopback that speaks OpenID Connect."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.identity_provider import guarded_server

pytestmark = [pytest.mark.browser, pytest.mark.patient]
PAGES = ("", "call", "green-room")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A server with a login."""
    with guarded_server(tmp_path_factory.mktemp("guarded")) as server:
        yield server


def test_nobody_sees_a_page_or_opens_a_line_before_the_login(browser: Browser, guarded: AppServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{guarded.url}/{path}")
        expect(page.get_by_role("button", name="Log in")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("Start a call")).to_have_count(0)
    context.close()
    with pytest.raises(InvalidStatus) as refused, connect(f"ws://127.0.0.1:{guarded.port}/line"):
        pass
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize("path", ["simulator/bill", "simulator/faults", "v1/languages", "v1/sessions", "livekit"])
def test_nobody_uses_the_simulator_before_the_login(guarded: AppServer, path: str) -> None:
    for headers in ({}, {"X-API-KEY": "simulator-liveavatar"}, {"Authorization": "Bearer guessed"}):
        assert httpx.get(f"{guarded.url}/sim/{path}", headers=headers).status_code == 401
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"ws://127.0.0.1:{guarded.port}/sim/livekit/rtc?access_token=guessed"),
    ):
        pass
    assert refused.value.response.status_code == 401


def test_after_the_login_a_call_is_made_as_ever(browser: Browser, guarded: AppServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{guarded.url}/call")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Start a call")).to_be_visible(timeout=20_000)
    call = CallPage(page, guarded.url)
    call.open()
    call.start("Ada")
    call.wait_live()
    call.hang_up()
    context.close()
    assert "ada@example.com" not in guarded.log.read_text()


def test_without_a_login_other_computers_are_refused(tmp_path: Path) -> None:
    with AppServer(tmp_path / "open", address="0.0.0.0") as server:
        assert httpx.get(server.url).status_code == 200
        assert "told to listen beyond this computer without a login" in server.log.read_text()
        outside = httpx.get(f"http://{own_address()}:{server.port}/")
        assert outside.status_code == 403
        assert "no login is set up" in outside.text


def own_address() -> str:
    """This machine's address towards others, as the routing table names it; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        found: str = probe.getsockname()[0]
        return found
