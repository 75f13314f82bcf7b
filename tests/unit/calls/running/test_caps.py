"""Caps: no call and no day can cost more than was set, whatever is asked for, and whoever asks at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.failures.errors import TroubleError
from calls.pricing.credits import billed_seconds, credits_for
from calls.running.attempts import Attempt
from calls.running.caps import Caps, Usage, day_refusal, longest
from calls.store.calls import CallRecord
from calls.store.database import Database
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import SESSION, Desk
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)
CREDITS = st.decimals(0, 1000, places=4)
NOW_MS = 1_795_000_000_000
MIDNIGHT = 1_800_000_000 // 86_400 * 86_400 + 86_400
USES = st.builds(Usage, st.sampled_from(Dialect), st.integers(0, 3600), st.booleans())


def _cost(use: Usage) -> tuple[int, Decimal]:
    billed = billed_seconds(use.dialect, use.seconds, NOW_MS) if use.seconds else 0
    return billed, Decimal(0) if use.sandbox else credits_for(use.dialect, billed, NOW_MS)


@given(st.sampled_from(Dialect), st.integers(1, 60), CREDITS)
def test_a_call_of_the_longest_time_costs_no_more_than_its_credits(
    dialect: Dialect, minutes: int, credits: Decimal
) -> None:
    seconds, reason = longest(dialect, minutes, credits, sandbox=False)
    assert 0 <= seconds <= minutes * 60
    if seconds:
        assert credits_for(dialect, billed_seconds(dialect, seconds, NOW_MS), NOW_MS) <= credits
    assert (reason == "time_up") == (seconds == minutes * 60)


@given(st.sampled_from(Dialect), st.integers(1, 60), CREDITS)
def test_the_longest_time_cannot_be_longer(dialect: Dialect, minutes: int, credits: Decimal) -> None:
    seconds, reason = longest(dialect, minutes, credits, sandbox=False)
    if reason == "credit_cap":
        assert credits_for(dialect, billed_seconds(dialect, seconds + 1, NOW_MS), NOW_MS) > credits


@given(st.sampled_from(Dialect), st.integers(1, 60), CREDITS)
def test_a_free_session_is_bound_by_time_alone(dialect: Dialect, minutes: int, credits: Decimal) -> None:
    assert longest(dialect, minutes, credits, sandbox=True) == (minutes * 60, "time_up")


@pytest.mark.parametrize(
    ("dialect", "minutes", "credits", "expected"),
    [
        (Dialect.LIVEAVATAR, 10, "20", (600, "time_up")),
        (Dialect.LIVEAVATAR, 10, "19.99", (540, "credit_cap")),
        (Dialect.LIVEAVATAR, 10, "1.99", (0, "credit_cap")),
        (Dialect.STREAMING, 10, "2", (600, "time_up")),
        (Dialect.STREAMING, 10, "0.1", (30, "credit_cap")),
        (Dialect.STREAMING, 10, "0.0999", (0, "credit_cap")),
        (Dialect.STREAMING, 10, "0", (0, "credit_cap")),
    ],
)
def test_the_longest_time(dialect: Dialect, minutes: int, credits: str, expected: tuple[int, str]) -> None:
    assert longest(dialect, minutes, Decimal(credits), sandbox=False) == expected


@given(st.builds(Caps, day_minutes=st.integers(0, 120), day_credits=CREDITS), st.lists(USES, max_size=30))
def test_a_day_never_exceeds_its_caps(caps: Caps, asking: list[Usage]) -> None:
    taken: list[Usage] = []
    for wanted in asking:
        if day_refusal(caps, taken, wanted, NOW_MS) is None:
            taken.append(wanted)
    seconds = sum(_cost(use)[0] for use in taken)
    spent = sum((_cost(use)[1] for use in taken), Decimal(0))
    assert seconds <= caps.day_minutes * 60
    assert spent <= caps.day_credits


@given(st.lists(USES, max_size=10), USES)
def test_a_day_without_limits_refuses_nothing(today: list[Usage], wanted: Usage) -> None:
    assert day_refusal(Caps(day_minutes=10**6, day_credits=Decimal(10**7)), today, wanted, NOW_MS) is None


@BOTH
@pytest.mark.parametrize("kind", ["minutes", "credits"])
def test_starts_at_the_same_moment_cannot_overrun_the_day(
    dialect: Dialect, kind: str, database: Database, vendor: FakeVendor, clock: FakeClock
) -> None:
    fits = 3
    whole = credits_for(dialect, 600, NOW_MS)
    caps = Caps(day_minutes=10 * fits) if kind == "minutes" else Caps(day_credits=whole * fits)
    servers = [Desk(database, vendor, clock, caps=caps) for _ in range(2)]
    calls = [servers[0].open(dialect) for _ in range(8)]
    together = threading.Barrier(len(calls))

    def start(number: int) -> str:
        together.wait()
        try:
            return "started" if isinstance(servers[number % 2].start(calls[number]), Attempt) else "not started"
        except TroubleError as error:
            return error.code

    with ThreadPoolExecutor(len(calls)) as threads:
        answers = list(threads.map(start, range(len(calls))))
    assert sorted(answers) == sorted(["started"] * fits + [f"day_{kind}"] * (len(calls) - fits))
    assert vendor.minted == fits
    refused = [call for call in calls if servers[0].got(call).ended_at is not None]
    assert {servers[0].got(call).end_reason for call in refused} == {f"day_{kind}"}


@BOTH
def test_a_call_that_is_just_ending_still_counts(
    dialect: Dialect, database: Database, vendor: FakeVendor, clock: FakeClock
) -> None:
    desk = Desk(database, vendor, clock, caps=Caps(day_minutes=10))
    call, other = desk.running(dialect), desk.open(dialect)
    answers: list[str] = []

    def ask() -> None:
        with pytest.raises(TroubleError) as refused:
            desk.start(other)
        answers.append(refused.value.code)

    vendor.answers["stop"] = ask
    vendor.durations[SESSION[dialect]] = 30
    desk.endings.end(call.id, "guest")
    assert answers == ["day_minutes"]


@BOTH
def test_what_a_call_did_not_use_is_free_for_the_next_one(dialect: Dialect, desk: Desk) -> None:
    desk = Desk(desk.database, desk.vendor, desk.clock, caps=Caps(day_minutes=11))
    first, second = desk.running(dialect), desk.open(dialect)
    desk.vendor.durations[SESSION[dialect]] = 60
    desk.endings.end(first.id, "guest")
    assert isinstance(desk.start(second), Attempt)


def test_a_new_day_begins_at_midnight_utc(desk: Desk) -> None:
    desk = Desk(desk.database, desk.vendor, desk.clock, caps=Caps(day_minutes=10))
    desk.clock.now = MIDNIGHT - 1.0
    running = desk.running(Dialect.LIVEAVATAR)
    today, tomorrow = desk.open(Dialect.LIVEAVATAR), desk.open(Dialect.LIVEAVATAR)
    desk.endings.end(running.id, "guest")
    with pytest.raises(TroubleError):
        desk.start(today)
    desk.clock.advance(1)
    assert isinstance(desk.start(tomorrow), Attempt)


@BOTH
def test_a_call_that_runs_over_midnight_counts_on_both_days(dialect: Dialect, desk: Desk) -> None:
    desk = Desk(desk.database, desk.vendor, desk.clock, caps=Caps(day_minutes=10))
    desk.clock.now = MIDNIGHT - 1.0
    running = desk.running(dialect)
    first, second, third = (desk.open(dialect) for _ in range(3))

    def refused(call: CallRecord) -> str:
        with pytest.raises(TroubleError) as caught:
            desk.start(call)
        return caught.value.code

    assert refused(first) == "day_minutes"
    desk.clock.advance(2)
    assert refused(second) == "day_minutes"
    # What it was billed in the end still counts on the day after.
    desk.vendor.durations[SESSION[dialect]] = 60
    desk.endings.end(running.id, "guest")
    assert refused(third) == "day_minutes"
    desk.clock.advance(86_400)
    assert isinstance(desk.start(desk.open(dialect)), Attempt)


@BOTH
def test_no_call_starts_whose_credits_cover_no_call(dialect: Dialect, desk: Desk) -> None:
    desk = Desk(desk.database, desk.vendor, desk.clock, caps=Caps(call_credits=Decimal("0.05")))
    call = desk.open(dialect)
    with pytest.raises(TroubleError) as refused:
        desk.start(call)
    assert refused.value.code == desk.got(call).end_reason == "call_credits"
    assert desk.vendor.asked == []
    assert isinstance(desk.start(desk.open(dialect, sandbox=True)), Attempt)
