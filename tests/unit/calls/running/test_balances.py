"""No start waits for a balance that is known; none relies on one that is old, or that others may have used up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calls.failures.table import TROUBLES
from calls.running.attempts import Fallback
from calls.running.wishes import Wishes
from heygen import Dialect
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import Desk
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)
MINT = {Dialect.LIVEAVATAR: "/v1/sessions/token", Dialect.STREAMING: "/v1/streaming.create_token"}
NEED = {Dialect.LIVEAVATAR: Decimal(20), Dialect.STREAMING: Decimal(2)}


def asked(vendor: FakeVendor, since: int) -> list[str]:
    """The paths that the vendor was asked since so many requests."""
    return [path for path, _ in vendor.asked[since:]]


@BOTH
def test_after_a_look_at_the_lobby_a_start_asks_for_the_token_alone(
    dialect: Dialect, desk: Desk, vendor: FakeVendor
) -> None:
    desk.switchboard.warm(Wishes("santa", dialect))
    before = len(vendor.asked)
    desk.attempt(desk.open(dialect))
    assert asked(vendor, before) == [MINT[dialect]]


@BOTH
def test_what_a_start_may_need_is_not_there_for_the_next_one(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    vendor.credits = NEED[dialect] * Decimal("1.5")
    desk.switchboard.warm(Wishes("santa", dialect))
    desk.attempt(desk.open(dialect))
    vendor.credits = NEED[dialect] / 2
    assert desk.start(desk.open(dialect)) == Fallback(TROUBLES["credits_short"])
    vendor.credits = NEED[dialect]
    desk.attempt(desk.open(dialect))


@BOTH
def test_an_old_balance_counts_for_nothing(dialect: Dialect, desk: Desk, vendor: FakeVendor, clock: FakeClock) -> None:
    desk.switchboard.warm(Wishes("santa", dialect))
    vendor.credits = Decimal(0)
    clock.advance(301)
    assert desk.start(desk.open(dialect)) == Fallback(TROUBLES["credits_gone"])
