"""Calls that lose their page, their network, their line or their server: nothing stays open at the vendor, and what was
said is stored without a gap and without a double."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Route, WebSocketRoute, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from calls.line.door import OTHER_TAB
from calls.running.deadlines import SILENCE_S
from tests.e2e.app_server import KEYS, AppServer, SimulatorServer, comes_true
from tests.e2e.call_page import CallPage
from tests.e2e.stored_call import SentEvents, newest_call, stored_call
from tests.e2e.weak_network import WeakNetwork

pytestmark = [pytest.mark.browser, pytest.mark.patient]
DIALECTS = pytest.mark.parametrize("dialect", ["liveavatar", "streaming"])
LEAK_S = 30


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """A server whose clock these tests move."""
    with AppServer(tmp_path_factory.mktemp("app"), movable=True) as server:
        yield server


def assert_whole(app: AppServer, call: CallPage, sent: SentEvents) -> None:
    """The stored journal is what the page sent, without gap or double; the stored turns are what the page shows."""
    call.until(lambda: dict(stored_call(app, sent.call).events) == sent.seen, 10)
    stored = stored_call(app, sent.call)
    assert [seq for seq, _ in stored.events] == list(range(1, len(stored.events) + 1))
    assert stored.turns == call.turns()


@DIALECTS
def test_a_killed_browser_leaves_no_session(
    launch: Callable[..., Browser], silence: Path, app: AppServer, dialect: str
) -> None:
    browser = launch(silence)
    page = browser.new_context().new_page()
    sent = SentEvents().watch(page)
    call = CallPage(page, app.url)
    call.open(dialect)
    call.start("Ben")
    call.wait_live()
    call.wait_turn("avatar", done=False)
    lost = lines_lost(app)
    # The whole browser at once: no beacon, no closing handshake.
    kill(browser)
    comes_true(lambda: lines_lost(app) > lost, 10)
    assert len(app.active_sessions(dialect)) == 1, "a page may come back"
    app.move(SILENCE_S + 1)
    comes_true(lambda: app.active_sessions(dialect) == [], LEAK_S)
    stored = stored_call(app, sent.call)
    assert stored.end_reason == "silence"
    assert any(turn.speaker == "avatar" for turn in stored.turns)


def test_a_line_that_is_closed_twenty_times_loses_and_doubles_nothing(browser: Browser, app: AppServer) -> None:
    # The line is the same for both products.
    dialect = "liveavatar"
    context = browser.new_context()
    page = context.new_page()
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        line.connect_to_server()
        lines.append(line)

    page.route_web_socket("**/line", through)
    sent = SentEvents().watch(page)
    call = CallPage(page, app.url)
    call.open(dialect)
    call.start("Kaja")
    call.wait_live()
    for number in range(20):
        opened = len(lines)
        if number % 7 == 0:
            call.write(f"How many reindeer do you have? {number}")
        lines[-1].close(code=4000, reason="lost")
        call.until(partial(more_than, lines, opened), 10)
    before = len(call.turns())
    call.write("Are you still there?")
    call.wait_turn("avatar", after=before)
    call.hang_up()
    assert stored_call(app, sent.call).end_reason == "guest"
    assert_whole(app, call, sent)
    assert app.active_sessions(dialect) == []
    context.close()


@pytest.mark.parametrize(("seconds", "dialect"), [(2, "liveavatar"), (10, "streaming")])
def test_a_network_that_comes_back_soon_ends_nothing(
    browser: Browser, app: AppServer, seconds: int, dialect: str
) -> None:
    with WeakNetwork(app.port) as network, in_call(browser, network.url, dialect) as (call, sent):
        app.arm("network_loss", dialect, seconds=seconds)
        network.cut()
        call.page.context.set_offline(True)
        call.page.wait_for_timeout(seconds * 1000)
        call.page.context.set_offline(False)
        network.restore()

        expect(call.badge).to_have_text("Live")
        before = len(call.turns())
        call.write("Can you hear me again?")
        call.wait_turn("avatar", after=before)
        call.hang_up()
        assert stored_call(app, sent.call).end_reason == "guest"
        assert_whole(app, call, sent)
    assert app.active_sessions(dialect) == []


@DIALECTS
def test_a_network_that_stays_away_ends_the_call_and_its_page_is_told(
    browser: Browser, app: AppServer, dialect: str
) -> None:
    with WeakNetwork(app.port) as network, in_call(browser, network.url, dialect) as (call, sent):
        app.arm("network_loss", dialect, seconds=SILENCE_S)
        network.cut()
        call.page.context.set_offline(True)
        app.move(SILENCE_S + 1)
        comes_true(lambda: app.active_sessions(dialect) == [], LEAK_S)
        call.page.context.set_offline(False)
        network.restore()
        call.wait_over(60_000)
        assert stored_call(app, sent.call).end_reason == "silence"
        assert_whole(app, call, sent)


@DIALECTS
def test_a_server_that_dies_in_mid_call_comes_back_to_it(browser: Browser, tmp_path: Path, dialect: str) -> None:
    variable = {"liveavatar": "LIVEAVATAR_API_KEY", "streaming": "HEYGEN_API_KEY"}[dialect]
    with (
        SimulatorServer() as vendor,
        AppServer(tmp_path / "app", {variable: KEYS[dialect], "VENDOR_URL": vendor.url}) as app,
        in_call(browser, app.url) as (call, sent),
    ):
        app.kill()
        before = len(call.turns())
        call.write("Santa, what do the elves eat?")
        call.wait_turn("avatar", after=before)
        app.start()
        before = len(call.turns())
        call.write("And the reindeer?")
        call.wait_turn("avatar", after=before)
        call.hang_up()
        assert stored_call(app, sent.call).end_reason == "guest"
        assert_whole(app, call, sent)
        assert vendor.active_sessions(dialect) == []


@DIALECTS
def test_a_server_that_dies_with_its_simulator_ends_the_call_cleanly(
    browser: Browser, tmp_path: Path, dialect: str
) -> None:
    with AppServer(tmp_path / "app") as app, in_call(browser, app.url, dialect) as (call, sent):
        app.kill()
        app.start()
        call.wait_over(90_000)
        comes_true(lambda: stored_call(app, sent.call).end_reason is not None, LEAK_S)
        assert stored_call(app, sent.call).end_reason == "connection_lost"
        assert_whole(app, call, sent)
        assert app.active_sessions(dialect) == []


def test_calls_that_the_last_server_left_open_are_ended(browser: Browser, tmp_path: Path) -> None:
    with (
        SimulatorServer() as vendor,
        AppServer(
            tmp_path / "app", {"HEYGEN_API_KEY": KEYS["streaming"], "VENDOR_URL": vendor.url}, movable=True
        ) as app,
    ):
        context = browser.new_context()
        call = CallPage(context.new_page(), app.url)
        call.open()
        call.start("Jona")
        call.wait_live()
        app.kill()
        context.close()
        assert len(vendor.active_sessions("streaming")) == 1
        app.start()
        assert len(vendor.active_sessions("streaming")) == 1, "its page may come back"
        app.move(SILENCE_S + 1)
        comes_true(lambda: vendor.active_sessions("streaming") == [], LEAK_S)
        assert newest_call(app).end_reason == "silence"


def test_a_page_that_dies_before_it_can_tell_of_its_session_leaks_none(browser: Browser, app: AppServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    made: list[Request] = []

    def hold_the_answer(route: Route) -> None:
        route.fetch()
        made.append(route.request)

    page.route("**/v1/streaming.new", hold_the_answer)
    call = CallPage(page, app.url)
    call.open("streaming")
    call.start("Pia")
    call.until(lambda: made, 20)
    assert len(app.active_sessions("streaming")) == 1
    lost = lines_lost(app)
    context.close()
    comes_true(lambda: lines_lost(app) > lost, 10)
    app.move(SILENCE_S + 1)
    comes_true(lambda: app.active_sessions("streaming") == [], LEAK_S)
    assert newest_call(app).sessions == []


def test_a_double_click_starts_one_session(browser: Browser, app: AppServer) -> None:
    context = browser.new_context()
    page = context.new_page()
    call = CallPage(page, app.url)
    call.open("liveavatar")
    minted = app.log.read_text().count("token minted product=liveavatar")
    call.name_field.fill("Tom")
    call.start_button.dblclick()
    call.wait_live()
    assert app.log.read_text().count("token minted product=liveavatar") == minted + 1
    assert len(app.active_sessions("liveavatar")) == 1
    call.hang_up()
    context.close()


def test_a_second_tab_with_the_same_ticket_gets_no_line(browser: Browser, app: AppServer) -> None:
    minted = app.log.read_text().count("token minted product=liveavatar")
    with in_call(browser, app.url, "liveavatar") as (call, sent):
        hello = {"kind": "hello", "call": sent.call, "ticket": sent.ticket, "tab": "a-second-tab"}
        with connect(f"ws://127.0.0.1:{app.port}/line") as second:
            second.send(json.dumps(hello))
            with pytest.raises(ConnectionClosed) as closed:
                second.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == OTHER_TAB
        assert app.log.read_text().count("token minted product=liveavatar") == minted + 1
        before = len(call.turns())
        call.write("Are you still mine?")
        call.wait_turn("avatar", after=before)
        call.hang_up()


@contextmanager
def in_call(browser: Browser, url: str, dialect: str | None = None) -> Iterator[tuple[CallPage, SentEvents]]:
    """A page in a call whose greeting is through, and what it sends over its line."""
    context = browser.new_context()
    page = context.new_page()
    sent = SentEvents().watch(page)
    call = CallPage(page, url)
    call.open(dialect)
    call.start("Noa")
    call.wait_live()
    call.wait_turn("avatar")
    yield call, sent
    context.close()


def kill(browser: Browser) -> None:
    """Ends the browser's main process as a crash would; its others follow."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(process["id"] for process in processes if process["type"] == "browser"), signal.SIGKILL)


def lines_lost(app: AppServer) -> int:
    """How many lines this server has seen closed by their browsers."""
    return app.log.read_text().count("line closed by the browser")


def more_than(lines: list[WebSocketRoute], count: int) -> bool:
    """Whether the page has opened another line."""
    return len(lines) > count
