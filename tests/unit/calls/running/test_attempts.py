"""Attempts: one at a time with a fresh pass, tried again only where nothing was billed, and an end to all patience."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import httpx
import pytest

from calls.failures.errors import AlreadyStartedError, CallOverError
from calls.failures.table import TROUBLES
from calls.running.attempts import Attempt, Fallback, Waiting
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import LIVE, SESSION, Desk, created
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)
MINT = {Dialect.LIVEAVATAR: "token", Dialect.STREAMING: "create_token"}
BUSY = {
    Dialect.LIVEAVATAR: httpx.Response(403, json={"code": 4032, "message": "Session concurrency limit reached"}),
    Dialect.STREAMING: httpx.Response(400, json={"code": 10007, "message": "Concurrent limit reached"}),
}
UNAUTHORIZED = httpx.Response(401, json={"code": 401, "message": "Unauthorized"})


def _free_starts(vendor: FakeVendor) -> None:
    """The vendor's books say of each session that it never ran."""
    vendor.durations.update({f"s{number}": 0 for number in range(1, 40)})


@BOTH
def test_one_attempt_at_a_time_across_servers(dialect: Dialect, either_desk: Desk) -> None:
    other = Desk(either_desk.database, either_desk.vendor, either_desk.clock)
    call = either_desk.open(dialect)

    def start(number: int) -> str:
        try:
            found = (either_desk, other)[number % 2].start(call)
        except AlreadyStartedError:
            return "refused"
        assert isinstance(found, Attempt)
        return found.session.token

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(start, range(8)))
    assert answers == ["refused"] * 7 + ["vendor-token-1"]
    assert either_desk.vendor.minted == 1


@BOTH
def test_each_attempt_has_a_fresh_pass_and_its_number(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    _free_starts(vendor)
    call = desk.open(dialect)
    for number in (1, 2, 3):
        attempt = desk.attempt(call)
        assert (attempt.number, attempt.session.token) == (number, f"vendor-token-{number}")
        verdict = desk.failed(call, "10007", "Concurrent limit reached", 400).verdict
        assert isinstance(verdict, Waiting)
        assert (verdict.number, verdict.trouble.code) == (number, "lines_busy")
        assert desk.open_at_vendor() == []


@BOTH
def test_a_busy_vendor_is_waited_for_and_then_called(
    dialect: Dialect, desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    vendor.answers[MINT[dialect]] = BUSY[dialect]
    call = desk.open(dialect)
    found = desk.start(call)
    assert found == Waiting(1, 5.0, TROUBLES["lines_busy"])
    clock.advance(2)
    assert desk.switchboard.standing(call.id) == Waiting(1, 3.0, TROUBLES["lines_busy"])
    clock.advance(60)
    assert desk.switchboard.standing(call.id) == Waiting(1, 0.0, TROUBLES["lines_busy"])
    del vendor.answers[MINT[dialect]]
    assert desk.attempt(call).number == 2
    assert desk.switchboard.standing(call.id) is None
    assert (desk.got(call).trouble, desk.got(call).retry_at) == ("lines_busy", None)
    desk.record(call, LIVE)
    assert desk.got(call).trouble is None


@BOTH
@pytest.mark.parametrize("code", ["lines_busy", "vendor_fault"])
def test_patience_ends_with_the_tables_number_of_attempts(
    dialect: Dialect, code: str, desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    again = TROUBLES[code].again
    assert again is not None
    vendor.answers[MINT[dialect]] = BUSY[dialect] if code == "lines_busy" else httpx.Response(500, text="")
    call = desk.open(dialect)
    for number in range(1, again.attempts):
        found = desk.start(call)
        assert isinstance(found, Waiting)
        assert (found.number, found.retry_in) == (number, again.delay(number))
        clock.advance(found.retry_in)
        desk.switchboard.beat(call.id, "tab-1")
    assert desk.start(call) == Fallback(TROUBLES[code])
    assert desk.start(call) == Fallback(TROUBLES[code])
    asked = [path for path, _ in vendor.asked if path.endswith(MINT[dialect])]
    assert len(asked) == again.attempts


@BOTH
def test_the_vendors_own_wish_for_a_pause_is_kept(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    vendor.answers[MINT[dialect]] = httpx.Response(429, headers={"Retry-After": "17"}, json={"message": "slow down"})
    assert desk.start(desk.open(dialect)) == Waiting(1, 17.0, TROUBLES["too_many_requests"])


@BOTH
def test_what_waiting_cannot_mend_becomes_a_text_conversation(
    dialect: Dialect, desk: Desk, vendor: FakeVendor, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.answers[MINT[dialect]] = UNAUTHORIZED
    call = desk.open(dialect)
    assert desk.start(call) == Fallback(TROUBLES["key_refused"])
    stored = desk.got(call)
    assert (stored.text_at, stored.ended_at, stored.trouble) == (int(desk.clock.now * 1000), None, "key_refused")
    assert desk.switchboard.standing(call.id) == Fallback(TROUBLES["key_refused"])
    assert "kind=AuthenticationError" in caplog.text
    summary = desk.end(call.id, "guest")
    assert (summary.reason, summary.credits, summary.trouble) == ("guest", Decimal(0), TROUBLES["key_refused"])


@BOTH
@pytest.mark.parametrize("billed", [False, True])
def test_a_start_that_was_billed_is_not_tried_again(
    dialect: Dialect, billed: bool, desk: Desk, vendor: FakeVendor
) -> None:
    vendor.durations[SESSION[dialect]] = 7 if billed else 0
    call = desk.open(dialect)
    desk.attempt(call)
    if dialect is Dialect.STREAMING:
        desk.browser_made(call, SESSION[dialect])
    verdict = desk.failed(call, "start_failed", "", 503).verdict
    assert type(verdict) is (Fallback if billed else Waiting)
    assert vendor.stopped == [SESSION[dialect]]
    assert (desk.got(call).billed_seconds or 0) == ({"liveavatar": 60, "streaming": 30}[dialect] if billed else 0)


@BOTH
@pytest.mark.parametrize(
    ("credits", "trouble"), [("0", "credits_gone"), ("0.05", "credits_short"), ("19.99", "credits_short")]
)
def test_no_start_without_credits_for_the_whole_call(
    dialect: Dialect, credits: str, trouble: str, desk: Desk, vendor: FakeVendor
) -> None:
    need = {Dialect.LIVEAVATAR: Decimal(20), Dialect.STREAMING: Decimal(2)}[dialect]
    vendor.credits = min(Decimal(credits), need - Decimal("0.05"))
    assert desk.start(desk.open(dialect)) == Fallback(TROUBLES[trouble])
    assert vendor.minted == 0
    vendor.credits = need
    desk.attempt(desk.open(dialect))
    vendor.credits = Decimal(0)
    desk.attempt(desk.open(dialect, sandbox=True))


def test_a_persona_that_the_vendor_lost_is_stored_anew(desk: Desk, vendor: FakeVendor) -> None:
    desk.attempt(desk.open(Dialect.LIVEAVATAR))
    vendor.contexts.clear()
    lost = httpx.Response(404, json={"code": 4041, "message": "Context not found"})
    vendor.answers["token"] = lost
    call = desk.open(Dialect.LIVEAVATAR)
    found = desk.start(call)
    assert isinstance(found, Waiting)
    assert found.trouble.code == "persona_missing"
    assert vendor.contexts == []
    del vendor.answers["token"]
    assert desk.attempt(call).number == 2
    assert len(vendor.contexts) == 1
    assert vendor.bodies("sessions/token")[-1]["avatar_persona"]["context_id"] == vendor.contexts[0]["id"]


@BOTH
def test_a_call_that_ends_while_it_dials_leaves_nothing_open(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor
) -> None:
    call = either_desk.open(dialect)

    def page_goes_away() -> None:
        either_desk.endings.end(call.id, "guest")

    vendor.answers[MINT[dialect]] = page_goes_away
    with pytest.raises(CallOverError):
        either_desk.start(call)
    assert either_desk.open_at_vendor() == []
    assert either_desk.sessions.unsettled() == []
    assert either_desk.got(call).end_reason == "guest"
    with pytest.raises(CallOverError):
        either_desk.start(call)


@BOTH
def test_an_answer_that_was_lost_is_given_again_to_a_page_that_comes_back(dialect: Dialect, desk: Desk) -> None:
    call = desk.open(dialect)
    attempt = desk.attempt(call)
    with pytest.raises(AlreadyStartedError):
        desk.start(call)
    assert desk.start(call, resumed=True) == attempt
    desk.record(call, LIVE)
    with pytest.raises(AlreadyStartedError):
        desk.start(call, resumed=True)
    assert desk.vendor.minted == 1


@BOTH
def test_a_server_that_died_between_mint_and_answer_is_made_good_by_the_next(
    dialect: Dialect, either_desk: Desk, vendor: FakeVendor, clock: FakeClock
) -> None:
    _free_starts(vendor)
    call = either_desk.open(dialect)
    either_desk.attempt(call)
    clock.advance(3)
    restarted = Desk(either_desk.database, vendor, clock)
    with pytest.raises(AlreadyStartedError):
        restarted.start(call)
    found = restarted.start(call, resumed=True)
    assert isinstance(found, Attempt)
    assert (found.number, found.session.token) == (2, "vendor-token-2")
    assert restarted.open_at_vendor() == (["s2"] if dialect is Dialect.LIVEAVATAR else [])
    assert restarted.start(call, resumed=True) == found


@BOTH
def test_a_failure_that_is_told_twice_closes_one_attempt(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    _free_starts(vendor)
    call = desk.open(dialect)
    desk.attempt(call)
    desk.failed(call, "unreachable")
    desk.attempt(call)
    again = {"seq": desk.got(call).acked, "at": 1000, "type": "failed", "code": "unreachable", "message": ""}
    recorded = desk.record(call, {**again})
    assert recorded.verdict is None
    assert desk.got(call).attempt_open


@BOTH
def test_a_failure_without_an_attempt_changes_nothing(dialect: Dialect, desk: Desk) -> None:
    call = desk.open(dialect)
    assert desk.failed(call, "no_picture").verdict is None
    assert (desk.got(call).text_at, desk.got(call).trouble) == (None, None)
    live = desk.running(dialect)
    assert desk.failed(live, "no_picture").verdict is None
    assert desk.vendor.stopped == []


def test_a_session_that_the_page_made_is_closed_when_its_start_fails(desk: Desk, vendor: FakeVendor) -> None:
    call = desk.open(Dialect.STREAMING)
    desk.attempt(call)
    vendor.created("browser-1", desk.clock.now)
    failed = {"type": "failed", "code": "no_picture", "message": ""}
    verdict = desk.record(call, created("browser-1"), failed).verdict
    assert verdict == Fallback(TROUBLES["no_picture"])
    assert desk.open_at_vendor() == []


@BOTH
def test_the_end_of_a_call_that_waits_is_final(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    vendor.answers[MINT[dialect]] = BUSY[dialect]
    call = desk.open(dialect)
    desk.start(call)
    summary = desk.end(call.id, "guest")
    assert (summary.reason, summary.seconds, summary.credits) == ("guest", 0, Decimal(0))
    assert desk.switchboard.standing(call.id) is None
    with pytest.raises(CallOverError):
        desk.start(call)


def test_a_pass_is_not_shown_when_an_attempt_is_printed(desk: Desk) -> None:
    shown = repr(desk.attempt(desk.open(Dialect.STREAMING)))
    assert "vendor-token" not in shown
    assert "Emma" not in shown
