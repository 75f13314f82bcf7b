"""Lines: published Erlang tables, the exact formulae, and what must hold for every load."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calls.pricing import capacity

LOADS = st.floats(min_value=0.001, max_value=200, allow_nan=False)
LINES = st.integers(min_value=1, max_value=200)

# The largest load in erlang by blocking, for 1 to 20 lines, as the classic tables of teletraffic books print it: three
# significant figures.
TABLE = {
    0.001: "0.001 0.0458 0.194 0.439 0.762 1.15 1.58 2.05 2.56 3.09 3.65 4.23 4.83 5.45 6.08 6.72 7.38 8.05 8.72 9.41",
    0.005: "0.00503 0.105 0.349 0.701 1.13 1.62 2.16 2.73 3.33 3.96 4.61 5.28 5.96 6.66 7.38 8.10 8.83 9.58 10.3 11.1",
    0.01: "0.0101 0.153 0.455 0.869 1.36 1.91 2.50 3.13 3.78 4.46 5.16 5.88 6.61 7.35 8.11 8.88 9.65 10.4 11.2 12.0",
    0.02: "0.0204 0.223 0.602 1.09 1.66 2.28 2.94 3.63 4.34 5.08 5.84 6.61 7.40 8.20 9.01 9.83 10.7 11.5 12.3 13.2",
    0.05: "0.0526 0.381 0.899 1.52 2.22 2.96 3.74 4.54 5.37 6.22 7.08 7.95 8.83 9.73 10.6 11.5 12.5 13.4 14.3 15.2",
    0.1: "0.111 0.595 1.27 2.05 2.88 3.76 4.67 5.60 6.55 7.51 8.49 9.47 10.5 11.5 12.5 13.5 14.5 15.5 16.6 17.6",
}
POINTS = [
    (quality, lines, float(load)) for quality, row in TABLE.items() for lines, load in enumerate(row.split(), start=1)
]
# The same for more lines, to three decimals: the cost facts, section 5.2.
LARGE = [
    (1, 0.010, 0.020, 0.053),
    (2, 0.153, 0.223, 0.381),
    (3, 0.455, 0.602, 0.899),
    (5, 1.361, 1.657, 2.218),
    (10, 4.461, 5.084, 6.216),
    (20, 12.031, 13.182, 15.249),
    (50, 37.901, 40.255, 44.533),
    (100, 84.064, 87.972, 95.240),
]


def test_the_table_has_at_least_a_hundred_points() -> None:
    assert len(POINTS) >= 100


@pytest.mark.parametrize(("quality", "lines", "load"), POINTS)
def test_published_tables_to_three_figures(quality: float, lines: int, load: float) -> None:
    assert float(f"{capacity.largest_load(lines, quality):.3g}") == load


@pytest.mark.parametrize(("lines", "one", "two", "five"), LARGE)
def test_published_tables_to_three_decimals(lines: int, one: float, two: float, five: float) -> None:
    found = [round(capacity.largest_load(lines, quality), 3) for quality in (0.01, 0.02, 0.05)]
    assert found == [one, two, five]


def test_a_calculators_manual() -> None:
    # erlang.com, calculator manual: 15 lines at one blocked call in a hundred.
    assert round(capacity.largest_load(15, 0.01), 3) == 8.108


@pytest.mark.parametrize(
    ("lines", "expected"),
    [(1, 0.6667), (2, 0.4), (3, 0.2105), (4, 0.0952), (5, 0.0367), (6, 0.0121), (7, 0.0034), (8, 0.0009)],
)
def test_two_erlang(lines: int, expected: float) -> None:
    assert capacity.offered_load(20, 360) == pytest.approx(2.0)
    assert capacity.busy(2.0, lines) == pytest.approx(expected, abs=5e-5)


def test_more_vectors() -> None:
    assert capacity.busy(25, 30) == pytest.approx(0.0526, abs=5e-5)
    assert capacity.busy(0, 5) == 0
    assert capacity.busy(0, 0) == 0
    assert capacity.busy(3, 0) == 1
    assert [capacity.lines_for(2, quality) for quality in (0.05, 0.01)] == [5, 7]


@pytest.mark.parametrize(
    ("lines", "chance", "seconds"), [(3, 0.444, 160), (4, 0.174, 31.3), (5, 0.060, 7), (6, 0.018, 1.6)]
)
def test_waiting_room(lines: int, chance: float, seconds: float) -> None:
    room = capacity.waiting_room(2.0, lines, 360)
    assert room.chance == pytest.approx(chance, abs=5e-4)
    assert room.mean_seconds == pytest.approx(seconds, rel=0.03)


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_a_queue_without_end_gives_no_number(lines: int) -> None:
    assert capacity.waiting_room(2.0, lines, 360) == capacity.Waiting(stable=False)
    assert capacity.waiting_room(2.0, lines, 360).said() == "unstable"
    assert capacity.waits_longer(2.0, lines, 360, 10) is None


def test_waiting_longer_falls_from_the_chance_to_wait() -> None:
    at_once = capacity.waits_longer(2.0, 4, 360, 0)
    assert at_once == pytest.approx(capacity.waiting_room(2.0, 4, 360).chance)
    assert capacity.waits_longer(2.0, 4, 360, 60) == pytest.approx((at_once or 0) * math.exp(-2 * 60 / 360))
    assert capacity.waiting_room(0, 0, 360).mean_seconds == 0


@pytest.mark.parametrize(("call", "buffer", "each"), [(5, 1, 10), (5, 2, 8), (10, 2, 5)])
def test_booked_calls(call: float, buffer: float, each: int) -> None:
    assert capacity.booked_per_hour(1, call, buffer) == each
    assert capacity.booked_per_hour(3, call, buffer) == 3 * each


def test_credits_run_out_before_lines() -> None:
    # Ten places an hour on each line, one credit a call on Streaming Avatar.
    pro, scale = (capacity.first_limit(3, credits, 10, 72) for credits in (100, 660))
    assert (pro.name, round(pro.hours or 0, 1)) == ("credits", 3.3)
    assert (scale.name, round(scale.hours or 0)) == ("credits", 22)
    assert capacity.first_limit(3, 660, 10, 20).name == "lines"
    assert capacity.first_limit(0, 660, 10, 20) == capacity.Limit("lines", None)


def test_an_unknown_number_of_lines_stays_unknown() -> None:
    assert capacity.first_limit(None, 100, 10, 72) == capacity.Limit("unknown", None)


def test_one_more_line() -> None:
    found = capacity.next_line(1.1, 3, 864)
    assert (found.lines, round(found.served_more)) == (4, 48)
    assert round(capacity.next_line(1.1, 4, 864).served_more) == 14


def test_an_hourly_week_is_the_same_rule() -> None:
    calls = [0.0, 1.0, 12.0, 60.0]
    found = capacity.busy_by_hour(calls, 330, 3)
    assert found.tolist() == pytest.approx([capacity.busy(capacity.offered_load(call, 330), 3) for call in calls])
    assert capacity.busy_by_hour([0.0, 2.0], 330, 0).tolist() == [0.0, 1.0]


@given(st.integers(min_value=0, max_value=12), st.integers(min_value=1, max_value=60))
def test_erlang_b_is_the_sum_of_the_textbook(lines: int, twentieths: int) -> None:
    load = Fraction(twentieths, 20)
    terms = [load**number / math.factorial(number) for number in range(lines + 1)]
    assert capacity.busy(float(load), lines) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-12)


@given(st.integers(min_value=1, max_value=12), st.integers(min_value=0, max_value=12), st.integers(1, 40))
def test_engset_is_the_sum_of_the_textbook(families: int, lines: int, twentieths: int) -> None:
    load = Fraction(twentieths, 20)
    terms = [math.comb(families - 1, number) * load**number for number in range(lines + 1)]
    found = capacity.busy_in_group(families, float(load), 3600, lines)
    assert found == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-12, abs=1e-15)


def test_a_large_group_is_like_a_crowd() -> None:
    crowd = capacity.busy(2.0, 4)
    assert capacity.busy_in_group(10_000, 2.0 / 10_000, 3600, 4) == pytest.approx(crowd, rel=1e-2)
    assert capacity.busy_in_group(8, 2.0 / 6, 3600, 4) < crowd


@given(LOADS, LINES)
def test_a_line_more_never_turns_more_away(load: float, lines: int) -> None:
    assert 0 <= capacity.busy(load, lines + 1) <= capacity.busy(load, lines) <= 1


@given(LOADS, LOADS, LINES)
def test_more_load_never_turns_fewer_away(one: float, other: float, lines: int) -> None:
    small, large = sorted((one, other))
    assert capacity.busy(small, lines) <= capacity.busy(large, lines) + 1e-15


@example(142.13149006881966, 39, 2.220446049250313e-16)
@given(LOADS, st.integers(min_value=1, max_value=60), st.floats(min_value=0, max_value=1))
def test_retries_settle_above_the_first_try(load: float, lines: int, share: float) -> None:
    found = capacity.busy_with_retries(load, lines, share)
    assert capacity.busy(load, lines) <= found <= 1
    assert found == pytest.approx(capacity.busy(load * (1 + share * found), lines), abs=1e-9)


@given(st.floats(min_value=0.01, max_value=100), st.floats(min_value=0.001, max_value=0.5))
def test_lines_for_is_the_fewest(load: float, quality: float) -> None:
    lines = capacity.lines_for(load, quality)
    assert capacity.busy(load, lines) <= quality
    assert capacity.busy(load, lines - 1) > quality


def test_no_load_needs_no_line() -> None:
    assert capacity.lines_for(0, 0.01) == 0


@pytest.mark.parametrize(
    "refused",
    [
        lambda: capacity.busy(-1, 3),
        lambda: capacity.busy(math.nan, 3),
        lambda: capacity.offered_load(-1, 3),
        lambda: capacity.booked_per_hour(1, 0, 0),
        lambda: capacity.lines_for(1, 0),
        lambda: capacity.busy_with_retries(1, 1, 2),
        lambda: capacity.busy_by_hour([-1.0], 60, 1),
        lambda: capacity.lines_for(20_000, 0.001),
    ],
)
def test_nonsense_is_refused(refused: object) -> None:
    assert callable(refused)
    with pytest.raises(ValueError, match=r"\w+ .*\."):
        refused()
