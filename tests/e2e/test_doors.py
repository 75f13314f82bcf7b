"""First requests, refused settings, missing microphones: what a new user meets before anything works."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, WebSocket, expect

from tests.e2e.app_server import AppServer, free_port
from tests.e2e.call_page import CallPage
from tests.places import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.patient]
PAGES = {
    "": "Talk to Santa",
    "call": "Call Santa",
    "personas": "Personas",
    "rehearsals": "Rehearsals",
    "green-room": "Green room",
    "costs": "Costs",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_deep_link_as_the_first_request_of_a_fresh_server(browser: Browser, tmp_path: Path, path: str) -> None:
    with AppServer(tmp_path / "app") as server:
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{server.url}/{path}")
        expect(page.get_by_role("heading", name=PAGES[path])).to_be_visible(timeout=20_000)
        expect(page.get_by_test_id("stTopNavLink")).to_have_count(len(PAGES))
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
        if path == "costs":
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_attached(timeout=20_000)
        assert [text for text in said if "Content Security Policy" in text] == []
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
        assert page.evaluate("window.ran") is None
        page.close()


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SANTA_AVATR_ID": "x"}, "SANTA_AVATR_ID in the environment is not a setting."),
        ({"LIVEAVATAR_API_KEY": "two words"}, "LIVEAVATAR_API_KEY does not look like a key."),
        ({"VENDOR_URL": "http://127.0.0.1:1"}, "VENDOR_URL is set but no key is."),
        ({"DATABASE_URL": "mongodb://nowhere"}, "DATABASE_URL is not an address of a store we know."),
    ],
)
def test_a_refused_setting_is_a_sentence(
    browser: Browser, tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    with AppServer(tmp_path / "app", environment) as server:
        page = browser.new_page()
        page.goto(f"{server.url}/call")
        expect(page.get_by_text(words)).to_be_visible(timeout=20_000)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.close()
    assert "two words" not in server.log.read_text()


def test_an_unreachable_vendor_is_a_sentence_on_the_stage(browser: Browser, tmp_path: Path) -> None:
    environment = {"LIVEAVATAR_API_KEY": "not-a-real-key", "VENDOR_URL": f"http://127.0.0.1:{free_port()}"}
    with AppServer(tmp_path / "app", environment) as server:
        page = browser.new_page()
        call = CallPage(page, server.url)
        call.open()
        call.start("Ben")
        expect(call.badge).to_have_text("Writing", timeout=60_000)
        expect(page.locator(".stage")).to_contain_text("The video service cannot be reached.")
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.close()


def test_a_busy_port_is_a_sentence(app: AppServer) -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "run"],
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PORT": str(app.port), "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1
    assert f"Port {app.port} is taken" in done.stderr


def test_an_empty_name_is_asked_for(call_page: CallPage) -> None:
    call_page.start_button.click()
    expect(call_page.page.get_by_text("There is no name yet.")).to_be_visible()


def test_a_refused_microphone_leaves_the_call_alive(browser: Browser, app: AppServer) -> None:
    context = browser.new_context()
    call = CallPage(context.new_page(), app.url)
    call.open()
    call.start("Ida")
    call.wait_live()
    expect(call.page.locator(".stage")).to_contain_text("Microphone blocked", timeout=10_000)
    before = len(call.turns())
    call.write("Can you hear me?")
    call.wait_turn("avatar", after=before)
    call.hang_up()
    context.close()


def test_a_missing_microphone_leaves_the_call_alive(page: Page, app: AppServer) -> None:
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () =>"
        " Promise.reject(new DOMException('Requested device not found', 'NotFoundError'));"
    )
    call = CallPage(page, app.url)
    call.open()
    call.start("Olaf")
    call.wait_live()
    expect(page.locator(".stage")).to_contain_text("No microphone", timeout=10_000)
    call.hang_up()


def test_nothing_secret_reaches_the_browser_or_the_log(
    launch: Callable[..., Browser], silence: Path, tmp_path: Path
) -> None:
    with AppServer(tmp_path / "app") as server:
        browser = launch(silence)
        context = browser.new_context()
        context.grant_permissions(["microphone"], origin=server.url)
        page = context.new_page()
        seen: list[bytes] = []
        tickets: list[str] = []

        def socket(opened: WebSocket) -> None:
            def received(payload: str | bytes) -> None:
                if isinstance(payload, str) and '"opened"' in payload:
                    tickets.append(json.loads(payload)["ticket"])
                seen.append(payload.encode() if isinstance(payload, str) else payload)

            opened.on("framereceived", received)

        def response(answer: Response) -> None:
            if answer.request.resource_type in ("fetch", "xhr", "document"):
                seen.append(str(answer.headers).encode())

        page.on("websocket", socket)
        page.on("request", lambda request: seen.append(str(request.headers).encode()))
        page.on("response", response)
        call = CallPage(page, server.url)
        call.open()
        call.start("Wilhelmina")
        call.wait_live()
        call.wait_turn("avatar")
        before = len(call.turns())
        call.write("My secret is a blue umbrella.")
        call.wait_turn("avatar", after=before)
        call.hang_up()
        browser.close()
    assert len(tickets) == 1
    everything = b"\n".join(seen)
    assert b'"kind":"opened"' in everything, "the frames were not watched"
    assert b"x-api-key" not in everything.lower()
    log = server.log.read_text()
    for private in ("x-api-key", tickets[0], "Wilhelmina", "umbrella", "eyJ"):
        assert private not in log
