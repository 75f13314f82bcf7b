"""One price, told three times: by the catalogue, by the rules of a running call, and by the simulated vendor's bill."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing import credits as costs
from calls.pricing.billing import billed_seconds, credits_for, held_credits
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.ledger.ledger import Entry, Ledger, provider_id, ticks
from heygen import Dialect
from heygen.simulator.world import billing, catalogue
from heygen.simulator.world.records import Mode, Product, SessionRecord, SessionState

DAY = date(2026, 11, 21)
DAY_MS = int(datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC).timestamp() * 1000)
CATALOGUE = load_catalogue()
STARTED = 1_790_000_000.0
MILLISECONDS = st.integers(min_value=0, max_value=7_200_000)
TARIFFS = [
    ("streaming_avatar", Product.STREAMING, Mode.FULL),
    ("liveavatar_full", Product.LIVEAVATAR, Mode.FULL),
    ("liveavatar_lite", Product.LIVEAVATAR, Mode.LITE),
]


def session(product: Product, mode: Mode, *, started: bool = True, sandbox: bool = False) -> SessionRecord:
    return SessionRecord(
        id="s",
        product=product,
        account_key="k",
        avatar=catalogue.AVATARS[0],
        voice=catalogue.VOICES[0],
        created_at=STARTED,
        quality="medium",
        mode=mode,
        state=SessionState.CONNECTED,
        sandbox=sandbox,
        started_at=STARTED if started else None,
        last_activity=STARTED,
    )


@given(st.sampled_from(Dialect), MILLISECONDS)
def test_a_running_call_is_billed_by_the_same_rules(dialect: Dialect, milliseconds: int) -> None:
    provider = CATALOGUE.provider_on(provider_id(dialect.value, "full"), DAY)
    seconds = milliseconds / 1000
    billed = billed_seconds(provider, seconds)
    assert billed == costs.billed_seconds(dialect, seconds, DAY_MS)
    assert credits_for(provider, billed) == costs.credits_for(dialect, billed, DAY_MS)


def test_a_thousand_random_calls_match_the_vendors_bill() -> None:
    chance = random.Random(5)
    entries, bill = [], Fraction(0)
    for _ in range(1000):
        name, product, mode = chance.choice(TARIFFS)
        seconds = chance.choice((0.0, 0.4, 29.9, 30.0, 59.999, 60.0, 60.001, chance.uniform(0, 3600)))
        started, sandbox = chance.random() > 0.05, chance.random() < 0.05
        vendor = session(product, mode, started=started, sandbox=sandbox)
        provider = CATALOGUE.provider_on(name, DAY)
        ours = billed_seconds(provider, round(seconds, 3), started=started)
        assert (0 if sandbox else ours) == billing.billed_seconds(vendor, STARTED + round(seconds, 3))
        bill += billing.milli_credits(vendor, STARTED + round(seconds, 3)) / 1000
        entries.append(
            Entry(int(STARTED * 1000), name, CATALOGUE.version, "guest", ours, int(seconds), sandbox=sandbox)
        )
    used = int(ticks(Ledger.of(entries), {CATALOGUE.version: CATALOGUE}).sum())
    assert Fraction(used, 60_000_000) == bill


@pytest.mark.parametrize(("name", "product", "mode"), TARIFFS)
def test_what_must_be_there_before_a_start(name: str, product: Product, mode: Mode) -> None:
    needed = billing.start_needs(session(product, mode)) / 1000
    assert Fraction(held_credits(CATALOGUE.provider_on(name, DAY))) == needed


def test_providers_of_both_dialects_are_in_the_catalogue() -> None:
    for dialect in Dialect:
        assert CATALOGUE.provider_on(provider_id(dialect.value, "full"), DAY).dialect == dialect.value
    assert CATALOGUE.provider_on("liveavatar_embed", DAY).credits_per_minute.value == Decimal(2)
