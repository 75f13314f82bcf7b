"""Percentiles of measurements: nearest rank, as its definition says and nothing beyond what was measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.figures import percentile

VALUES = st.lists(st.integers(0, 1000), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("count", "share", "expected"),
    [(4, 0.5, 2), (5, 0.5, 3), (20, 0.95, 19), (100, 0.95, 95), (100, 0.99, 99), (30, 0.1, 3), (7, 0, 1), (7, 1, 7)],
)
def test_the_rank_is_the_nearest(count: int, share: float, expected: int) -> None:
    assert percentile(list(range(count, 0, -1)), share) == expected


@given(VALUES, st.integers(0, 100))
def test_enough_values_lie_at_it_or_below_and_no_smaller_value_would_do(values: list[int], per_cent: int) -> None:
    found = percentile(values, per_cent / 100)
    assert found in values
    assert 100 * sum(value <= found for value in values) >= per_cent * len(values)
    if per_cent:
        assert 100 * sum(value < found for value in values) < per_cent * len(values)


def test_nothing_measured_is_said_so() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        percentile([1], 1.5)
