"""The journal on both databases: whatever way events arrive, each is stored once and in order, and the turns follow."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from calls.journal.events import Event, body_of
from calls.journal.transcript import turns_of
from calls.store.calls import CallRecord, CallStore
from calls.store.journal import JournalStore, StoredEvent
from tests.places import WIRE

MakeCall = Callable[..., CallRecord]
EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
CASES: list[dict[str, Any]] = json.loads((WIRE / "transcript_cases.json").read_text("utf-8"))
SAMPLES: list[dict[str, Any]] = json.loads((WIRE / "line_frames.json").read_text("utf-8"))["events"]
TALK = EVENTS.validate_python(max((case["events"] for case in CASES), key=len))
NUMBERS = count()


def _stored(events: list[Event]) -> list[StoredEvent]:
    return [StoredEvent(event.seq, event.at, event.type, body_of(event)) for event in events]


def _told(events: list[Event]) -> list[tuple[str, int, dict[str, Any]]]:
    return [(event.type, event.at, body_of(event)) for event in events]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_the_shared_cases_are_stored_one_by_one(
    case: dict[str, Any], journal: JournalStore, make_call: MakeCall
) -> None:
    make_call("c1")
    events = EVENTS.validate_python(case["events"])
    for event in events:
        assert journal.append("c1", [event], 1) == (event.seq, [event])
    assert journal.events("c1") == _stored(events)
    assert [vars(turn) for turn in journal.turns("c1")] == case["turns"]


def test_every_kind_of_event_can_be_stored(journal: JournalStore, make_call: MakeCall) -> None:
    make_call("c1")
    events = EVENTS.validate_python(SAMPLES)
    assert journal.append("c1", events, 1)[0] == len(events)
    assert journal.events("c1") == _stored(events)


def test_repeated_events_change_nothing(journal: JournalStore, make_call: MakeCall) -> None:
    make_call("c1")
    journal.append("c1", TALK, 1)
    before = journal.events("c1"), journal.turns("c1")
    assert journal.append("c1", TALK[:3], 2) == (len(TALK), [])
    assert journal.append("c1", [TALK[-1], TALK[-1]], 2) == (len(TALK), [])
    assert (journal.events("c1"), journal.turns("c1")) == before


def test_an_event_sent_again_with_other_words_does_not_replace_the_first(
    journal: JournalStore, make_call: MakeCall
) -> None:
    make_call("c1")
    first, other = (
        EVENTS.validate_python([{"seq": 1, "at": 1, "type": "typed", "text": text, "intent": "ask"}])
        for text in ("one", "other")
    )
    journal.append("c1", first, 1)
    assert journal.append("c1", other, 2) == (1, [])
    assert [turn.text for turn in journal.turns("c1")] == ["one"]


def test_events_after_a_gap_wait(journal: JournalStore, make_call: MakeCall) -> None:
    make_call("c1")
    assert journal.append("c1", TALK[2:4], 1) == (0, [])
    assert journal.append("c1", [TALK[0], TALK[2]], 1) == (1, [TALK[0]])
    assert journal.events("c1") == _stored(TALK[:1])
    assert journal.append("c1", TALK[1:], 1)[0] == len(TALK)
    assert journal.events("c1") == _stored(TALK)


def test_calls_do_not_mix_and_an_unknown_one_stores_nothing(journal: JournalStore, make_call: MakeCall) -> None:
    make_call("c1")
    make_call("c2")
    journal.append("c1", TALK, 1)
    assert journal.append("c2", TALK[:2], 1) == (2, TALK[:2])
    assert journal.append("c3", TALK, 1) == (0, [])
    assert len(journal.events("c2")) == 2
    assert journal.turns("c3") == []


def test_the_acknowledged_number_is_kept_with_the_call(
    journal: JournalStore, calls: CallStore, make_call: MakeCall
) -> None:
    make_call("c1")
    journal.append("c1", TALK[:5], 1)
    found = calls.get("c1")
    assert found is not None
    assert found.acked == 5


@given(deliveries=st.lists(st.lists(st.sampled_from(TALK), min_size=1, max_size=8), max_size=12), data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_delivery_gives_the_same_journal(
    deliveries: list[list[Event]], data: st.DataObject, journal: JournalStore, make_call: MakeCall
) -> None:
    """Frames are lost, shuffled and repeated; then the browser sends what it has no acknowledgement for."""
    call_id = f"c{next(NUMBERS)}"
    make_call(call_id)
    acked = 0
    for frame in deliveries:
        highest, fresh = journal.append(call_id, frame, 1)
        assert [event.seq for event in fresh] == list(range(acked + 1, highest + 1))
        acked = highest
        assert journal.events(call_id) == _stored(TALK[:acked])
        assert journal.turns(call_id) == turns_of(_told(TALK[:acked]))
    while acked < len(TALK):
        size = data.draw(st.integers(1, 10))
        acked, _ = journal.append(call_id, TALK[acked : acked + size], 1)
    assert journal.events(call_id) == _stored(TALK)
    assert journal.turns(call_id) == turns_of(_told(TALK))


def test_frames_that_arrive_at_once_are_stored_once(journal: JournalStore, make_call: MakeCall) -> None:
    make_call("c1")
    with ThreadPoolExecutor(8) as threads:
        fresh = list(threads.map(lambda _: journal.append("c1", TALK, 1)[1], range(8)))
    assert sorted(len(events) for events in fresh) == [0] * 7 + [len(TALK)]
    assert journal.events("c1") == _stored(TALK)
    assert journal.turns("c1") == turns_of(_told(TALK))
