"""What `scripts/bench call` makes of what it saw: each event waits for its own paint, and nothing is left out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.benchmarks.call import compared, tail
from tests.benchmarks.watched import Start, Watched


def record(**parts: object) -> Watched:
    """A page's record with these parts."""
    empty = {
        "clicked": 0.0,
        "frame": 0.0,
        "line": [],
        "events": {},
        "stored": {},
        "pane": [],
        "paneSince": 0,
        "video": [],
    }
    return Watched({**empty, "timing": {}, "origin": 0.0, **parts})


def said(seq: int, at: int, text: str, kind: str = "avatar_talking_message") -> dict[str, Any]:
    """One spoken piece, as it goes over the line."""
    return {str(seq): {"seq": seq, "at": at, "type": kind, "text": text, "cumulative": False}}


def test_a_piece_waits_for_the_paint_that_shows_it_and_not_for_the_next_one() -> None:
    page = record(
        events=said(1, 100, "Ho") | said(2, 110, "ho ho"),
        pane=[[105, [""]], [112, ["Ho"]], [130, ["Ho ho ho"]]],
    )
    assert page.to_pane() == ([12, 20], 0)


def test_pieces_painted_together_wait_for_the_same_paint() -> None:
    page = record(events=said(1, 100, "Ho") | said(2, 104, "ho"), pane=[[116, ["Ho ho"]]])
    assert page.to_pane() == ([16, 12], 0)


def test_a_piece_that_no_paint_shows_is_counted() -> None:
    page = record(events=said(1, 100, "Ho") | said(2, 110, "ho"), pane=[[112, ["Ho"]], [500, ["Ho", "Hello"]]])
    assert page.to_pane() == ([12], 1)


def test_a_paint_of_the_same_words_in_another_row_is_none_of_this_piece() -> None:
    events = said(1, 90, "Ho") | {"2": {"seq": 2, "at": 95, "type": "avatar_stop_talking"}} | said(3, 110, "Ho")
    page = record(events=events, paneSince=100, pane=[[112, ["Ho"]], [140, ["Ho", "Ho"]]])
    assert page.to_pane() == ([30], 0)


def test_the_order_of_events_is_that_of_their_numbers() -> None:
    events = {**said(10, 110, "ho"), **said(9, 100, "Ho")}
    assert record(events=events, pane=[[120, ["Ho ho"]]]).to_pane() == ([20, 10], 0)


def test_events_that_were_never_acknowledged_are_counted() -> None:
    page = record(events=said(1, 100, "Ho") | said(2, 110, "ho"), stored={"1": 130})
    assert page.to_store() == ([30], 1)


def test_a_start_is_told_from_the_click() -> None:
    line = [[1150.0, "sent", "knock", None], [1260.0, "sent", "open", "high"], [1300.0, "received", "session", None]]
    page = record(clicked=1250.0, frame=1600.5, line=line, timing={"connected": 51_500}, origin=50_000.0)
    assert page.quality == "high"
    assert page.start() == Start(asked=10, session=50, connected=250, frame=350.5)


def test_a_bare_page_has_no_steps_of_ours() -> None:
    assert record(clicked=10.0, frame=200.0).start() == Start(None, None, None, 190)


def test_few_values_have_no_95th_percentile() -> None:
    assert tail("wait", [3.0] * 18 + [9.0]) == {"wait_max_ms": 9}
    assert tail("wait", [float(n) for n in range(20)]).keys() == {"wait_p95_ms"}


def test_the_ratio_is_of_the_medians() -> None:
    figures = compared([Start(1, 2, 3, frame) for frame in (300, 400, 900)], [200, 320, 5000])
    assert figures["ratio_to_bare_p50"] == 1.25
    assert figures["start_p50_ms"] == {"asked": 1, "session": 2, "connected": 3, "frame": 400}


def test_strayed_frames_are_told_by_their_timestamps() -> None:
    page = record(video=[[0.0, 0], [40.0, 3600], [90.0, 7200], [90.0, 7200]])
    assert page.pacing() == pytest.approx([0, 10])
