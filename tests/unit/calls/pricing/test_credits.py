"""What a call costs: vectors, and rules that hold for every length."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.credits import billed_seconds, credits_for, shown, tariff
from calls.pricing.errors import PriceError
from heygen import Dialect

SECONDS = st.floats(min_value=0, max_value=86_400, allow_nan=False)
NOW_MS = int(datetime(2026, 11, 25, tzinfo=UTC).timestamp() * 1000)
RATES = {Dialect.STREAMING: Fraction(1, 5), Dialect.LIVEAVATAR: Fraction(2)}


@pytest.mark.parametrize(
    ("seconds", "streaming", "liveavatar"),
    [
        (1, 30, 60),
        (29.9, 30, 60),
        (30, 30, 60),
        (30.001, 31, 60),
        (30.0004, 30, 60),
        (60, 60, 60),
        (60.001, 61, 120),
        (61, 61, 120),
        (300, 300, 300),
    ],
)
def test_billed_seconds(seconds: float, streaming: int, liveavatar: int) -> None:
    assert billed_seconds(Dialect.STREAMING, seconds, NOW_MS) == streaming
    assert billed_seconds(Dialect.LIVEAVATAR, seconds, NOW_MS) == liveavatar


@pytest.mark.parametrize(
    ("billed", "streaming", "liveavatar"),
    [(30, "0.1", "1"), (60, "0.2", "2"), (120, "0.4", "4"), (300, "1", "10"), (3600, "12", "120")],
)
def test_credits(billed: int, streaming: str, liveavatar: str) -> None:
    assert credits_for(Dialect.STREAMING, billed, NOW_MS) == Decimal(streaming)
    assert credits_for(Dialect.LIVEAVATAR, billed, NOW_MS) == Decimal(liveavatar)


@given(st.sampled_from(Dialect), SECONDS, SECONDS)
def test_more_time_never_costs_less(dialect: Dialect, one: float, other: float) -> None:
    short, long = sorted((one, other))
    few, many = (billed_seconds(dialect, seconds, NOW_MS) for seconds in (short, long))
    assert few <= many
    assert credits_for(dialect, few, NOW_MS) <= credits_for(dialect, many, NOW_MS)


@given(st.sampled_from(Dialect), SECONDS)
def test_no_time_is_left_unbilled(dialect: Dialect, seconds: float) -> None:
    assert billed_seconds(dialect, seconds, NOW_MS) >= seconds - 0.001


@given(st.sampled_from(Dialect), st.integers(min_value=0, max_value=86_400))
def test_credits_are_exact_to_the_digits_of_a_decimal(dialect: Dialect, billed: int) -> None:
    exact = RATES[dialect] * billed / 60
    found = credits_for(dialect, billed, NOW_MS)
    assert abs(Fraction(found) - exact) <= exact / 10**27
    if billed % 3 == 0:
        assert Fraction(found) == exact


@pytest.mark.parametrize(
    ("given_credits", "text"),
    [("0", "0.00"), ("0.005", "0.01"), ("0.4", "0.40"), ("12.345", "12.35"), ("1E+2", "100.00")],
)
def test_people_see_two_places(given_credits: str, text: str) -> None:
    assert shown(Decimal(given_credits)) == text


def test_an_old_call_keeps_the_tariff_of_its_list_and_of_its_day() -> None:
    """The list a call was made under is kept; what the shipped one says today is another matter."""
    shipped = load_catalogue()
    now = tariff(Dialect.LIVEAVATAR, NOW_MS)
    cheap, dear = (
        now.model_copy(
            update={
                "valid_from": day,
                "credits_per_minute": now.credits_per_minute.model_copy(update={"value": Decimal(rate)}),
            }
        )
        for day, rate in ((date(2026, 5, 1), 1), (date(2026, 11, 26), 9))
    )
    kept = shipped.model_copy(update={"provider": (cheap, dear)})
    assert credits_for(Dialect.LIVEAVATAR, 60, NOW_MS, kept) == 1
    # The day is one in UTC, and changes at its midnight.
    midnight = NOW_MS + 86_400_000
    assert credits_for(Dialect.LIVEAVATAR, 60, midnight - 1, kept) == 1
    assert credits_for(Dialect.LIVEAVATAR, 60, midnight, kept) == 9
    assert credits_for(Dialect.LIVEAVATAR, 60, midnight) == 2
    assert billed_seconds(Dialect.LIVEAVATAR, 61, midnight, kept) == 120


def test_a_list_without_a_price_for_the_day_is_refused_and_no_zero_is_given() -> None:
    before = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp() * 1000)
    with pytest.raises(PriceError, match="no price for liveavatar on 2020-01-01"):
        credits_for(Dialect.LIVEAVATAR, 60, before)
    with pytest.raises(PriceError):
        tariff(Dialect.STREAMING, NOW_MS, load_catalogue().model_copy(update={"provider": ()}))
