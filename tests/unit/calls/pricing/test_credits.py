"""What a call costs: vectors, and rules that hold for every length."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing.credits import billed_seconds, credits_for, shown
from heygen import Dialect

SECONDS = st.floats(min_value=0, max_value=86_400, allow_nan=False)
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
    assert billed_seconds(Dialect.STREAMING, seconds) == streaming
    assert billed_seconds(Dialect.LIVEAVATAR, seconds) == liveavatar


@pytest.mark.parametrize(
    ("billed", "streaming", "liveavatar"),
    [(30, "0.1", "1"), (60, "0.2", "2"), (120, "0.4", "4"), (300, "1", "10"), (3600, "12", "120")],
)
def test_credits(billed: int, streaming: str, liveavatar: str) -> None:
    assert credits_for(Dialect.STREAMING, billed) == Decimal(streaming)
    assert credits_for(Dialect.LIVEAVATAR, billed) == Decimal(liveavatar)


@given(st.sampled_from(Dialect), SECONDS, SECONDS)
def test_more_time_never_costs_less(dialect: Dialect, one: float, other: float) -> None:
    short, long = sorted((one, other))
    assert billed_seconds(dialect, short) <= billed_seconds(dialect, long)
    assert credits_for(dialect, billed_seconds(dialect, short)) <= credits_for(dialect, billed_seconds(dialect, long))


@given(st.sampled_from(Dialect), SECONDS)
def test_no_time_is_left_unbilled(dialect: Dialect, seconds: float) -> None:
    assert billed_seconds(dialect, seconds) >= seconds - 0.001


@given(st.sampled_from(Dialect), st.integers(min_value=0, max_value=86_400))
def test_credits_are_exact_to_the_digits_of_a_decimal(dialect: Dialect, billed: int) -> None:
    exact = RATES[dialect] * billed / 60
    found = credits_for(dialect, billed)
    assert abs(Fraction(found) - exact) <= exact / 10**27
    if billed % 3 == 0:
        assert Fraction(found) == exact


@pytest.mark.parametrize(
    ("given_credits", "text"),
    [("0", "0.00"), ("0.005", "0.01"), ("0.4", "0.40"), ("12.345", "12.35"), ("1E+2", "100.00")],
)
def test_people_see_two_places(given_credits: str, text: str) -> None:
    assert shown(Decimal(given_credits)) == text
