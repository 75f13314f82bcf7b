"""The green room's rules: levels, losses between two readings, and the recommended quality with its reason."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.green_room import (
    FLOOR_DBFS,
    Connection,
    Hearing,
    Packets,
    Quality,
    Reading,
    connection,
    dbfs,
    hearing,
    meter,
    milliseconds,
    recommend,
    stalled,
)

GOOD = Connection(seconds=10, lost_packets=0, loss=0.0, jitter_s=0.004, round_trip_s=0.04, frames_per_second=30)
ORDER = list(Quality)

shares = st.none() | st.floats(0, 1)
times = st.none() | st.floats(0, 5)
rates = st.none() | st.floats(0, 120)
connections = st.builds(
    Connection,
    seconds=st.floats(0, 60),
    lost_packets=st.integers(0, 10_000),
    loss=shares,
    jitter_s=times,
    round_trip_s=times,
    frames_per_second=rates,
)
packets = st.builds(Packets, received=st.integers(0, 10**6), lost=st.integers(0, 10**6), jitter_s=st.floats(0, 5))
readings = st.builds(
    Reading,
    at=st.floats(0, 10**6),
    sound=st.none() | packets,
    picture=st.none() | packets,
    frames=st.integers(0, 10**6),
    round_trip_s=times,
    returned_loss=shares,
)


@pytest.mark.parametrize(
    ("amplitude", "level"), [(1.0, -3.01), (0.1, -23.01), (0.01, -43.01)], ids=["full", "tenth", "hundredth"]
)
def test_a_sine_has_the_level_of_its_root_mean_square(amplitude: float, level: float) -> None:
    assert dbfs(amplitude**2 / 2) == pytest.approx(level, abs=0.01)


def test_silence_is_the_floor() -> None:
    assert dbfs(0) == FLOOR_DBFS
    assert dbfs(1e-30) == FLOOR_DBFS


@pytest.mark.parametrize("wrong", [-1e-9, math.nan])
def test_a_mean_of_squares_is_never_negative(wrong: float) -> None:
    with pytest.raises(ValueError, match="never negative"):
        dbfs(wrong)


@given(st.floats(0, 1), st.floats(0, 1))
def test_louder_is_never_shown_lower(one: float, other: float) -> None:
    quiet, loud = sorted((one, other))
    assert FLOOR_DBFS <= dbfs(quiet) <= dbfs(loud) <= 0
    assert 0 <= meter(dbfs(quiet)) <= meter(dbfs(loud)) <= 1


def test_the_bar_is_linear_in_decibels() -> None:
    assert [meter(level) for level in (-96, -60, -30, 0)] == [0, 0, 0.5, 1]


@pytest.mark.parametrize(
    ("level", "peak", "words"),
    [
        (-96, -96, Hearing.NOTHING),
        (-52.1, -40, Hearing.NOTHING),
        (-52, -40, Hearing.FAINT),
        (-42.1, -20, Hearing.FAINT),
        (-42, -20, Hearing.SPEECH),
        (-10, -1.1, Hearing.SPEECH),
        (-10, -1, Hearing.TOO_LOUD),
    ],
)
def test_levels_become_words_at_their_limits(level: float, peak: float, words: Hearing) -> None:
    assert hearing(level, peak) is words


def test_losses_are_counted_between_the_first_and_the_last_reading() -> None:
    before = Reading(at=100, sound=Packets(500, 5, 0.001), picture=Packets(1000, 0, 0.02), frames=200)
    after = Reading(
        at=110, sound=Packets(990, 15, 0.004), picture=Packets(1480, 20, 0.03), frames=450, round_trip_s=0.05
    )
    seen = connection([before, replace(before, at=105), after])
    assert seen == Connection(
        seconds=10, lost_packets=30, loss=0.03, jitter_s=0.004, round_trip_s=0.05, frames_per_second=25
    )


def test_the_way_back_counts_when_it_loses_more() -> None:
    first = Reading(at=0, sound=Packets(0, 0, 0))
    lossy = Reading(at=5, sound=Packets(99, 1, 0), returned_loss=0.25)
    calm = Reading(at=10, sound=Packets(198, 2, 0), returned_loss=0.0)
    assert connection([first, lossy, calm]).loss == 0.25
    assert connection([first, replace(lossy, returned_loss=None)]).loss == 0.01


def test_nothing_measured_is_none_not_zero() -> None:
    seen = connection([Reading(at=1)])
    assert seen == Connection(
        seconds=0, lost_packets=0, loss=None, jitter_s=None, round_trip_s=None, frames_per_second=None
    )
    with pytest.raises(ValueError, match="at least one"):
        connection([])


@given(st.lists(readings, min_size=1, max_size=5))
def test_shares_stay_shares_and_counts_stay_positive(seen: list[Reading]) -> None:
    result = connection(seen)
    assert result.seconds >= 0
    assert result.lost_packets >= 0
    assert result.loss is None or 0 <= result.loss <= 1
    assert result.frames_per_second is None or result.frames_per_second > 0
    assert recommend(result).quality in ORDER


def test_a_good_connection_may_have_the_best() -> None:
    advice = recommend(GOOD)
    assert (advice.quality, advice.improve) == (Quality.HIGH, "")
    assert advice.reason == "No packets were lost, a round trip takes 40 ms."
    assert "0.5%" in recommend(replace(GOOD, loss=0.005)).reason


@pytest.mark.parametrize(
    ("change", "quality", "reason"),
    [
        ({"loss": 0.01}, Quality.HIGH, "Only 1.0%"),
        ({"loss": 0.02}, Quality.MEDIUM, "2.0% of the packets were lost"),
        ({"loss": 0.05}, Quality.LOW, "5.0% of the packets"),
        ({"loss": 0.20}, Quality.SOUND_ONLY, "20.0% of the packets"),
        ({"round_trip_s": 0.3}, Quality.HIGH, "300 ms"),
        ({"round_trip_s": 0.45}, Quality.MEDIUM, "A round trip takes 450 ms, more than 300 ms"),
        ({"round_trip_s": 0.7}, Quality.LOW, "700 ms"),
        ({"round_trip_s": 1.2}, Quality.SOUND_ONLY, "1200 ms"),
        ({"jitter_s": 0.05}, Quality.MEDIUM, "50 ms of jitter"),
        ({"jitter_s": 0.1}, Quality.LOW, "100 ms of jitter"),
        ({"jitter_s": 0.2}, Quality.SOUND_ONLY, "200 ms of jitter"),
        ({"frames_per_second": 14.0}, Quality.HIGH, "No packets"),
        ({"frames_per_second": 10.0}, Quality.MEDIUM, "10 frames per second"),
        ({"frames_per_second": 2.0}, Quality.LOW, "2 frames per second"),
    ],
)
def test_each_limit_lowers_the_quality_and_says_why(change: dict[str, Any], quality: Quality, reason: str) -> None:
    advice = recommend(replace(GOOD, **change))
    assert advice.quality is quality
    assert reason in advice.reason
    assert bool(advice.improve) is (quality is not Quality.HIGH)


def test_losses_are_named_before_slow_frames() -> None:
    assert "lost" in recommend(replace(GOOD, loss=0.02, frames_per_second=2)).reason


def test_no_camera_takes_nothing_away() -> None:
    assert recommend(replace(GOOD, frames_per_second=None)).quality is Quality.HIGH


@given(connections, st.floats(0, 1), st.floats(0, 5))
def test_a_worse_connection_is_never_recommended_more(seen: Connection, loss: float, delay: float) -> None:
    worse = replace(
        seen,
        loss=min(1, (seen.loss or 0) + loss),
        jitter_s=(seen.jitter_s or 0) + delay,
        round_trip_s=(seen.round_trip_s or 0) + delay,
    )
    assert ORDER.index(recommend(worse).quality) >= ORDER.index(recommend(seen).quality)


@given(connections)
def test_every_advice_has_a_reason(seen: Connection) -> None:
    advice = recommend(seen)
    assert advice.reason.endswith(".")
    assert bool(advice.improve) is (advice.quality is not Quality.HIGH)


def test_durations_for_people() -> None:
    assert [milliseconds(value) for value in (None, 0.0124, 2.0)] == ["–", "12 ms", "2000 ms"]


def test_a_stream_has_stalled_when_no_packet_came_for_three_seconds() -> None:
    moving = [Reading(at=at, sound=Packets(50 * at, 0, 0)) for at in range(1, 9)]
    still = [Reading(at=at, sound=Packets(400, 0, 0)) for at in range(9, 12)]
    assert not stalled([])
    assert not stalled(moving)
    assert not stalled([*moving, *still[:2]])
    assert stalled([*moving, *still])
    assert not stalled([Reading(at=at) for at in range(9)]), "what never began has not stopped"
