"""The meter of a running call, its settled bill and the costs page are one model."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing import billing
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.credits import billed_seconds, credits_for
from calls.pricing.ledger.ledger import Entry, Ledger, credits_of, provider_id, ticks
from calls.running.metering import Meter
from heygen import Dialect
from heygen.limits import LIVEAVATAR, STREAMING
from tests.unit.calls.desk import ENDED, SESSION, Desk
from tests.unit.calls.vendor import FakeVendor

CATALOGUE = load_catalogue()
NOW = datetime(2026, 11, 25, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
SECONDS = st.floats(0, 4 * 3600, allow_nan=False)


@given(st.sampled_from(Dialect), SECONDS)
def test_a_running_call_is_counted_as_the_page_counts_it(dialect: Dialect, seconds: float) -> None:
    tariff = CATALOGUE.provider_on(provider_id(dialect.value, "full"), NOW.date())
    billed = billed_seconds(dialect, seconds, NOW_MS)
    assert billed == billing.billed_seconds(tariff, seconds)
    entry = Entry(NOW_MS, tariff.id, CATALOGUE.version, "guest", billed, int(seconds))
    used = ticks(Ledger.of([entry]), {CATALOGUE.version: CATALOGUE})
    assert credits_of(int(used.sum())) == credits_for(dialect, billed, NOW_MS)


@given(SECONDS)
def test_the_price_list_agrees_with_the_vendors_published_numbers(seconds: float) -> None:
    assert billed_seconds(Dialect.STREAMING, seconds, NOW_MS) >= STREAMING.billed_seconds_min
    assert billed_seconds(Dialect.LIVEAVATAR, seconds, NOW_MS) % LIVEAVATAR.billing_check_seconds == 0
    assert credits_for(Dialect.STREAMING, 60, NOW_MS) == STREAMING.credits_per_minute
    assert credits_for(Dialect.LIVEAVATAR, 60, NOW_MS) == LIVEAVATAR.credits_per_minute_full


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("seconds", [1, 29, 30, 31, 59, 60, 61, 125, 299])
def test_the_meters_last_word_is_the_settled_bill(
    desk: Desk, vendor: FakeVendor, dialect: Dialect, seconds: int
) -> None:
    call = desk.running(dialect)
    for _ in range(seconds):
        desk.clock.advance(1)
        desk.switchboard.beat(call.id, "tab-1")
    meter = desk.metering.read(call.id)
    assert isinstance(meter, Meter)
    vendor.durations[SESSION[dialect]] = seconds
    desk.record(call, ENDED)
    summary = desk.finish(call.id)
    assert meter.credits == summary.credits == credits_for(dialect, billed_seconds(dialect, seconds, NOW_MS), NOW_MS)
    assert meter.credits > Decimal(0)
