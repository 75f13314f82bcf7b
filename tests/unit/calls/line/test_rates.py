"""Buckets: no sender gets more than its burst and its rate, and senders that went away are forgotten."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from calls.line import rates
from calls.line.rates import Bucket, Buckets
from tests.fake_clock import FakeClock

RATE = st.floats(0.1, 100)
BURST = st.integers(1, 50)
PAUSES = st.lists(st.floats(0, 5), max_size=200)


@given(RATE, BURST, PAUSES)
def test_a_bucket_lets_through_its_burst_and_its_rate(rate: float, burst: int, pauses: list[float]) -> None:
    clock = FakeClock()
    bucket = Bucket(rate, burst, clock)
    through: list[float] = []
    for pause in pauses:
        clock.advance(pause)
        if bucket.take():
            through.append(clock())
    for first in range(len(through)):
        for last in range(first, len(through)):
            assert last - first + 1 <= burst + (through[last] - through[first]) * rate + 1e-3


@given(RATE, BURST)
def test_a_sender_that_waits_is_always_let_through(rate: float, burst: int) -> None:
    clock = FakeClock()
    bucket = Bucket(rate, burst, clock)
    assert [bucket.take() for _ in range(burst + 1)] == [True] * burst + [False]
    clock.advance(1.001 / rate)
    assert bucket.take()
    clock.advance(10 * burst / rate)
    assert [bucket.take() for _ in range(burst + 1)] == [True] * burst + [False]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=60))
def test_senders_do_not_share_a_bucket(knocks: list[tuple[str, float]]) -> None:
    clock = FakeClock()
    shared = Buckets(1.0, 3, clock)
    alone = {sender: Bucket(1.0, 3, clock) for sender in "abc"}
    for sender, pause in knocks:
        clock.advance(pause)
        assert shared.take(sender) == alone[sender].take()


def test_memory_is_bounded_and_the_busiest_are_remembered() -> None:
    clock = FakeClock()
    buckets = Buckets(1.0, 1, clock)
    assert buckets.take("busy")
    for number in range(3 * rates._SENDERS_MAX):
        assert buckets.take(f"passer-by {number}")
        assert not buckets.take("busy")
    assert len(buckets._buckets) == rates._SENDERS_MAX
