"""Every fault of the simulated vendor, on each product that has it: what the page says, what the store keeps, that no
session stays open at the vendor, and that our bill is the vendor's own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from operator import attrgetter

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from calls.failures.table import TROUBLES
from calls.pricing.credits import credits_for
from heygen import Dialect
from heygen.simulator.world.faults import CATALOGUE, Fault
from tests.e2e.app_server import AppServer, comes_true
from tests.e2e.call_page import CallPage
from tests.e2e.page_timers import come_due, watch_timers
from tests.e2e.stored_call import SentEvents, stored_call

pytestmark = [pytest.mark.browser, pytest.mark.patient]
LA, ST = "liveavatar", "streaming"
SLOW_MS = 60_000


@dataclass(frozen=True)
class Case:
    """A fault and what becomes of the call.

    `ends`: `live` (the call gets through), `text` (a text conversation in its place) or `over` (the vendor ends it);
    `trouble`: the entry whose words are seen on the way; `reason`: what the store keeps in the end.
    """

    fault: Fault
    dialect: str
    ends: str
    trouble: str | None
    reason: str = "guest"
    seconds: float | None = None


def both(
    fault: Fault, ends: str, trouble: str | None, reason: str = "guest", seconds: float | None = None
) -> list[Case]:
    return [Case(fault, dialect, ends, trouble, reason, seconds) for dialect in (LA, ST)]


CASES = [
    *both(Fault.MINT_RATE_LIMITED, "live", "too_many_requests"),
    *both(Fault.MINT_SERVER_ERROR, "live", "vendor_fault"),
    *both(Fault.MINT_SLOW_ANSWERS, "live", None, seconds=2.0),
    *both(Fault.MINT_HTML_ANSWER, "live", "answer_unreadable"),
    Case(Fault.RETIRED, ST, "text", "retired"),
    *both(Fault.START_RATE_LIMITED, "live", "too_many_requests"),
    *both(Fault.START_SERVER_ERROR, "live", "vendor_fault"),
    *both(Fault.START_SLOW_ANSWERS, "live", None, seconds=2.0),
    *both(Fault.START_HTML_ANSWER, "live", "answer_unreadable"),
    *both(Fault.AVATAR_UNKNOWN, "text", "avatar_unknown"),
    *both(Fault.AVATAR_DEPRECATED, "text", "avatar_retired"),
    *both(Fault.AVATAR_FOREIGN, "text", "avatar_unknown"),
    *both(Fault.VOICE_MISSING, "text", "voice_unusable"),
    *both(Fault.INVALID_PARAMS, "text", "request_refused"),
    *both(Fault.TOKEN_EXPIRED, "live", "pass_refused"),
    *both(Fault.TOKEN_REUSED, "live", "pass_refused"),
    Case(Fault.TOKEN_FOREIGN, LA, "live", "pass_refused"),
    Case(Fault.TOKEN_FOREIGN, ST, "text", "pass_refused"),
    *both(Fault.CONCURRENCY_LIMIT, "live", "lines_busy"),
    *both(Fault.TRIAL_LIMIT, "text", "trial_limit"),
    *both(Fault.NO_CREDITS_AT_START, "text", "credits_gone"),
    Case(Fault.CONTEXT_MISSING, LA, "live", "avatar_silent"),
    *both(Fault.ROOM_REFUSED, "text", "room_refused"),
    *both(Fault.VIDEO_TRACK_MISSING, "text", "no_picture"),
    *both(Fault.AUDIO_TRACK_MISSING, "text", "no_picture"),
    Case(Fault.AGENT_MISSING, LA, "text", "agent_missing"),
    Case(Fault.AGENT_MISSING, ST, "text", "no_picture"),
    *both(Fault.DATA_SILENT, "live", "avatar_silent"),
    Case(Fault.CHAT_SOCKET_REFUSED, ST, "text", "chat_socket_failed"),
    Case(Fault.TASK_BEFORE_READY, ST, "live", "not_ready"),
    Case(Fault.TEXT_TOO_LONG, ST, "live", "text_refused"),
    Case(Fault.TTS_FAILED, ST, "live", "voice_failed"),
    Case(Fault.TTS_FAILED, LA, "live", "avatar_silent"),
    *both(Fault.SIGNALLING_DROP, "live", None),
    *both(Fault.PACKET_LOSS, "live", None, seconds=2.0),
    *both(Fault.NETWORK_LOSS, "live", None, seconds=2.0),
    Case(Fault.NO_CREDITS_IN_CALL, LA, "over", "no_credits", "no_credits", 1.0),
    Case(Fault.IDLE_TIMEOUT, LA, "over", "idle", "idle", 1.0),
    Case(Fault.DURATION_LIMIT, LA, "over", "time_up", "time_up", 1.0),
    *(
        Case(fault, ST, "over", "vendor", "vendor", 1.0)
        # The older product never says why it ended a session.
        for fault in (Fault.NO_CREDITS_IN_CALL, Fault.IDLE_TIMEOUT, Fault.DURATION_LIMIT)
    ),
    *both(Fault.SERVER_STOP, "over", "vendor", "vendor", 1.0),
    *both(Fault.STOP_UNAUTHORIZED, "live", None),
]
# With these the line has to carry all of the greeting; with others it need not be heard to its end.
ON_THE_LINE = frozenset({Fault.SIGNALLING_DROP, Fault.PACKET_LOSS, Fault.NETWORK_LOSS})
IN_CALL = frozenset({Fault.TASK_BEFORE_READY, Fault.TEXT_TOO_LONG, Fault.TTS_FAILED})


def test_the_table_has_every_fault_of_every_product() -> None:
    told = {(case.fault, case.dialect) for case in CASES}
    assert told == {(fault, product.value) for fault, info in CATALOGUE.items() for product in info.products}


SLOW = {"no_picture": 35_000, "avatar_silent": 15_000, "agent_missing": None}
"""Troubles that show only after a long wait: the stage's, in ms, which is moved, or the SDK's own."""


@pytest.fixture(scope="module")
def tab(browser: Browser, app: AppServer) -> Iterator[tuple[CallPage, SentEvents]]:
    """One tab for the quick part of the table, and what it sends."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.grant_permissions(["microphone"], origin=app.url)
    page = context.new_page()
    sent = SentEvents().watch(page)
    yield CallPage(page, app.url), sent
    context.close()


@pytest.mark.parametrize(
    "case",
    # One product after the other: between calls of the same one the tab need not be loaded anew.
    sorted((case for case in CASES if case.trouble not in SLOW), key=attrgetter("dialect")),
    ids=lambda case: f"{case.fault.value}-{case.dialect}",
)
def test_a_fault_has_a_name_and_leaks_nothing(tab: tuple[CallPage, SentEvents], app: AppServer, case: Case) -> None:
    call, sent = tab
    begin(call, app, case)
    carry_through(call, app, case, sent)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.trouble in SLOW], ids=lambda case: f"{case.fault.value}-{case.dialect}"
)
def test_a_fault_that_shows_late_has_a_name_and_leaks_nothing(browser: Browser, app: AppServer, case: Case) -> None:
    page = guest_of(browser, app).new_page()
    call, sent = CallPage(page, app.url), SentEvents().watch(page)
    begin(call, app, case)
    # A call that began later has picture and voice by now: what has not come to this one does not come any more.
    sound = CallPage(guest_of(browser, app).new_page(), app.url)
    sound.open(case.dialect)
    sound.start("Ole")
    sound.wait_live()
    sound.wait_turn("avatar", done=False)
    sound.hang_up()
    sound.page.context.close()
    page.bring_to_front()
    if case.trouble is not None and (wait := SLOW[case.trouble]) is not None:
        come_due(page, wait)
    carry_through(call, app, case, sent)
    page.context.close()


def guest_of(browser: Browser, app: AppServer) -> BrowserContext:
    """A browser of one's own: a second call in the same one is asked about the first."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.grant_permissions(["microphone"], origin=app.url)
    watch_timers(context)
    return context


@pytest.fixture(autouse=True)
def no_fault_left(app: AppServer) -> Iterator[None]:
    """What one test armed does not strike in the next."""
    yield
    app.disarm()


@pytest.fixture(scope="module", autouse=True)
def nothing_open_in_the_end(app: AppServer) -> Iterator[None]:
    """Whatever happened, the vendor holds no session of ours."""
    yield
    for dialect in (LA, ST):
        comes_true(partial(nothing_open, app, dialect), 30)


def nothing_open(app: AppServer, dialect: str) -> bool:
    """Whether the simulator bills nothing now."""
    return not app.bill(dialect)["open"]


def begin(call: CallPage, app: AppServer, case: Case) -> None:
    """Opens the lobby, arms the fault and starts a call that meets it."""
    options = {} if case.seconds is None else {"seconds": case.seconds}
    call.again(case.dialect)
    if case.fault not in IN_CALL:
        app.arm(case.fault.value, case.dialect, **options)
    call.start("Ida")
    if case.fault in IN_CALL:
        call.wait_live()
        # The greeting is through, so that the fault does not strike one of its sentences.
        call.wait_turn("avatar")
        app.arm(case.fault.value, case.dialect, **options)
        # The older SDK sends questions through the room; only its Say is a task of the vendor's API.
        call.write("Do the reindeer sleep?", say=case.dialect == ST)
    call.until(lambda: app.armed() == [] or case.fault is Fault.STOP_UNAUTHORIZED, 30)


def carry_through(call: CallPage, app: AppServer, case: Case, sent: SentEvents) -> None:
    """Sees the words, goes on as far as the call does, and compares store and bills in the end."""
    if case.trouble is not None:
        words = call.page.locator(".stage").get_by_text(TROUBLES[case.trouble].what)
        words.first.wait_for(state="visible", timeout=SLOW_MS)
    match case.ends:
        case "live":
            call.wait_live()
            if case.trouble != "avatar_silent":
                if case.fault is Fault.SIGNALLING_DROP:
                    # While the room's socket is away nothing can be said.
                    call.until(lambda: "reconnected" in sent.seen.values(), 30)
                talk(call, interrupt=case.fault not in ON_THE_LINE | IN_CALL)
        case "text":
            expect(call.badge).to_have_text("Writing", timeout=SLOW_MS)
            talk(call, interrupt=False)
    if case.ends == "over":
        call.wait_over(SLOW_MS)
    else:
        call.hang_up()

    stored = stored_call(app, sent.call)
    assert stored.end_reason == case.reason
    assert stored.trouble == (case.trouble if case.ends == "text" else None)
    comes_true(lambda: not set(stored.sessions) & set(app.bill(case.dialect)["open"]), 30)
    bill = app.bill(case.dialect)["sessions"]
    theirs = sum(Decimal(session["credits"]) for session in bill if session["id"] in stored.sessions)
    billed = stored_call(app, stored.id).billed_seconds or 0
    ours = credits_for(Dialect(case.dialect), billed, int(time.time() * 1000))
    assert abs(ours - theirs) < Decimal("0.00001"), f"we billed {ours}, the vendor {theirs}"


def talk(call: CallPage, *, interrupt: bool) -> None:
    """The greeting comes, and an answer to a question."""
    call.wait_turn("avatar", done=False)
    if interrupt:
        call.button("Interrupt").click()
        call.wait_turn("avatar")
    before = len(call.turns())
    call.write("Do you like cookies?")
    # Words that were refused stay in the field, to be sent again.
    expect(call.page.locator(".stage input.field")).to_have_value("")
    assert call.wait_turn("avatar", after=before, done=False).text
