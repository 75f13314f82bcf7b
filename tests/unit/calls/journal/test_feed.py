"""The feed: fresh events, told once after they are stored, to those who listen to their call."""

from __future__ import annotations

from collections.abc import Sequence

from calls.journal.events import Event
from calls.journal.feed import Feed
from heygen import Dialect
from tests.unit.calls.desk import LIVE, Desk, as_events

TYPED = {"type": "typed", "text": "Hi", "intent": "ask"}


def _listening(feed: Feed, *call_ids: str) -> dict[str, list[int]]:
    heard: dict[str, list[int]] = {call_id: [] for call_id in call_ids}
    for call_id, numbers in heard.items():
        feed.listen(call_id, lambda fresh, numbers=numbers: numbers.extend(one.seq for one in fresh))  # type: ignore[misc]
    return heard


def test_everybody_hears_their_own_call_until_they_stop() -> None:
    feed = Feed()
    heard = _listening(feed, "c1", "c2")
    again: list[int] = []
    stop = feed.listen("c1", lambda fresh: again.extend(one.seq for one in fresh))
    feed.publish("c1", as_events(LIVE, TYPED))
    feed.publish("c3", as_events(LIVE))
    stop()
    stop()
    feed.publish("c1", as_events(TYPED, first=3))
    feed.publish("c2", as_events(TYPED))
    assert (heard, again) == ({"c1": [1, 2, 3], "c2": [1]}, [1, 2])


def test_whoever_stops_while_it_is_told_is_told_no_more() -> None:
    feed, heard = Feed(), list[int]()

    def once(fresh: Sequence[Event]) -> None:
        heard.extend(one.seq for one in fresh)
        stop()

    stop = feed.listen("c1", once)
    for number in (1, 2):
        feed.publish("c1", as_events(LIVE, first=number))
    assert heard == [1]


def test_a_listener_finds_what_it_is_told_in_the_store_and_is_told_it_once(desk: Desk) -> None:
    call = desk.open(Dialect.LIVEAVATAR)
    heard: list[int] = []
    stored: list[int] = []

    def listen(fresh: Sequence[Event]) -> None:
        heard.extend(one.seq for one in fresh)
        stored.extend(one.seq for one in desk.journal.events(call.id))

    desk.feed.listen(call.id, listen)
    desk.switchboard.record(call.id, as_events(LIVE, TYPED))
    assert (heard, stored) == ([1, 2], [1, 2])
    desk.switchboard.record(call.id, as_events(LIVE, TYPED))
    desk.switchboard.record(call.id, as_events(TYPED, first=9))
    assert heard == [1, 2]
    desk.switchboard.record(call.id, as_events(LIVE, TYPED, TYPED))
    assert heard == [1, 2, 3]
