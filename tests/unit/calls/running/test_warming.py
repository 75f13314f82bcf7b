"""A lobby that is looked at: what a start would wait for is done, nothing is minted, no failure is told too early."""

from __future__ import annotations

import httpx
import pytest

from calls.running.wishes import Wishes
from heygen import Dialect
from tests.unit.calls.desk import Desk
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)


@BOTH
def test_a_lobby_warms_what_costs_nothing_and_mints_nothing(dialect: Dialect, desk: Desk, vendor: FakeVendor) -> None:
    desk.switchboard.warm(Wishes("santa", dialect))
    warmed = [path for path, _ in vendor.asked]
    assert warmed
    assert not [path for path in warmed if "token" in path]
    assert desk.open_at_vendor() == []
    call = desk.open(dialect)
    desk.attempt(call)
    started = [path for path, _ in vendor.asked[len(warmed) :]]
    assert [path for path in started if "token" in path]
    assert not [path for path in started if "context" in path]


@BOTH
def test_a_vendor_that_is_away_while_a_lobby_is_warmed_is_told_by_the_start(
    dialect: Dialect, desk: Desk, vendor: FakeVendor
) -> None:
    for name in ("credits", "quota", "contexts", "remaining_quota"):
        vendor.answers[name] = httpx.ConnectError("away")
    desk.switchboard.warm(Wishes("santa", dialect))
    vendor.answers.clear()
    desk.attempt(desk.open(dialect))
