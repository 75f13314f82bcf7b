"""With a key set, the same code talks to another address. A simulator on its own port stands in for the vendor: other
origin, so the browser's cross-origin rules apply, and the dialect follows from the key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.app_server import KEYS, AppServer, SimulatorServer
from tests.e2e.call_page import CallPage

pytestmark = [pytest.mark.browser, pytest.mark.patient]
VARIABLES = {"liveavatar": "LIVEAVATAR_API_KEY", "streaming": "HEYGEN_API_KEY"}


@pytest.fixture(scope="module")
def vendor_url() -> Iterator[str]:
    """A simulator process of its own."""
    with SimulatorServer() as simulator:
        yield simulator.url


@pytest.mark.parametrize("dialect", ["liveavatar", "streaming"])
def test_a_call_to_a_vendor_elsewhere(browser: Browser, vendor_url: str, tmp_path: Path, dialect: str) -> None:
    environment = {VARIABLES[dialect]: KEYS[dialect], "VENDOR_URL": vendor_url}
    with AppServer(tmp_path / "app", environment) as server:
        context = browser.new_context()
        context.grant_permissions(["microphone"], origin=server.url)
        call = CallPage(context.new_page(), server.url)
        call.open()
        call.start("Finn")
        call.wait_live()
        assert "Finn" in call.wait_turn("avatar").text
        before = len(call.turns())
        call.write("How are the elves?")
        call.wait_turn("avatar", after=before)
        call.hang_up()
        context.close()
        assert httpx.get(f"{server.url}/sim/v1/languages").headers.get("content-type") != "application/json"


def test_a_sandbox_session_is_free(browser: Browser, vendor_url: str, tmp_path: Path) -> None:
    with AppServer(tmp_path / "app", {"LIVEAVATAR_API_KEY": KEYS["liveavatar"], "VENDOR_URL": vendor_url}) as server:
        context = browser.new_context()
        call = CallPage(context.new_page(), server.url)
        call.open()
        call.page.get_by_test_id("stCheckbox").click()
        call.start("Greta")
        call.wait_live()
        call.wait_turn("avatar")
        call.hang_up()
        expect(call.summary).to_contain_text("0.00")
        context.close()
    headers = {"X-API-KEY": KEYS["liveavatar"]}
    newest = httpx.get(f"{vendor_url}/v1/sessions", params={"type": "historic"}, headers=headers).json()
    assert newest["data"]["results"][0]["is_sandbox"] is True
