"""The meter of a running call, its settled bill and the costs page are one model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing import billing
from calls.pricing import credits as costs
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
SECONDS = st.floats(0, 4 * 3600, allow_nan=False)


@given(st.sampled_from(Dialect), SECONDS)
def test_a_running_call_is_counted_as_the_page_counts_it(dialect: Dialect, seconds: float) -> None:
    tariff = CATALOGUE.provider_on(provider_id(dialect.value, "full"), NOW.date())
    billed = billed_seconds(dialect, seconds)
    assert billed == billing.billed_seconds(tariff, seconds)
    entry = Entry(int(NOW.timestamp() * 1000), tariff.id, CATALOGUE.version, "guest", billed, int(seconds))
    used = ticks(Ledger.of([entry]), {CATALOGUE.version: CATALOGUE})
    assert credits_of(int(used.sum())) == credits_for(dialect, billed)


@given(SECONDS)
def test_the_price_list_agrees_with_the_vendors_published_numbers(seconds: float) -> None:
    assert billed_seconds(Dialect.STREAMING, seconds) >= STREAMING.billed_seconds_min
    assert billed_seconds(Dialect.LIVEAVATAR, seconds) % LIVEAVATAR.billing_check_seconds == 0
    assert credits_for(Dialect.STREAMING, 60) == STREAMING.credits_per_minute
    assert credits_for(Dialect.LIVEAVATAR, 60) == LIVEAVATAR.credits_per_minute_full


def test_a_tariff_counts_from_its_own_day(monkeypatch: pytest.MonkeyPatch) -> None:
    now = CATALOGUE.provider_on(provider_id("streaming", "full"), NOW.date())
    dear = now.model_copy(
        update={
            "valid_from": datetime.now(UTC).date() + timedelta(days=2),
            "credits_per_minute": now.credits_per_minute.model_copy(update={"value": Decimal(9)}),
        }
    )
    listed = CATALOGUE.model_copy(update={"provider": (dear, *CATALOGUE.provider)})
    monkeypatch.setattr(costs, "load_catalogue", lambda: listed)
    costs._tariff.cache_clear()
    assert credits_for(Dialect.STREAMING, 60) == STREAMING.credits_per_minute
    assert costs._tariff(Dialect.STREAMING, dear.valid_from) is dear
    costs._tariff.cache_clear()


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
    assert meter.credits == summary.credits == credits_for(dialect, billed_seconds(dialect, seconds))
    assert meter.credits > Decimal(0)
