"""The journal and its turns: events in, exactly once and in order; turns derived in the same transaction."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from calls.journal.events import Event, body_of
from calls.journal.transcript import Transcript, Turn
from calls.store.database import Database
from calls.store.tables import CallRow, EventRow, TurnRow

__all__ = ["JournalStore", "StoredEvent", "continuing"]

_KEPT_CALLS = 64
_TALK = frozenset(
    {
        "avatar_start_talking",
        "avatar_stop_talking",
        "avatar_talking_message",
        "typed",
        "user_start",
        "user_talking_message",
    }
)


@dataclass(frozen=True)
class StoredEvent:
    """An event as it stands in the journal; `at` is the browser's time in unix ms, `body` its other fields."""

    seq: int
    at: int
    type: str
    body: Mapping[str, Any]


class JournalStore:
    """Events and turns of calls."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # (highest number, transcript up to there) of calls in progress, so that a long call is not replayed per frame.
        self._kept: dict[str, tuple[int, Transcript]] = {}
        self._keeping = threading.Lock()

    def append(self, call_id: str, events: Sequence[Event], received_at: int) -> tuple[int, list[Event]]:
        """Stores the events that continue the journal without a gap.

        Returns the highest stored number and the events that were new. Repeated ones change nothing; those after a gap
        wait for the browser to send the missing ones, which it does because they are not acknowledged.
        """
        with self._database.transaction() as session:
            row = session.scalar(select(CallRow).where(CallRow.id == call_id).with_for_update())
            if row is None:
                return 0, []
            fresh = continuing(events, row.acked)
            if not fresh:
                return row.acked, []
            transcript = self._transcript(session, call_id, row.acked)
            before = list(transcript.turns)
            for event in fresh:
                body = body_of(event)
                session.add(
                    EventRow(
                        call_id=call_id,
                        seq=event.seq,
                        at=event.at,
                        received_at=received_at,
                        type=event.type,
                        body=body,
                    )
                )
                transcript.apply(event.type, event.at, body)
            row.acked = acked = fresh[-1].seq
            if any(event.type in _TALK for event in fresh):
                row.spoke_at = received_at
            _save_turns(session, call_id, before, transcript.turns)
        self._keep(call_id, acked, transcript)
        return acked, fresh

    def turns(self, call_id: str) -> list[Turn]:
        """The transcript so far."""
        with self._database.reading() as session:
            rows = session.scalars(select(TurnRow).where(TurnRow.call_id == call_id).order_by(TurnRow.position))
            return [_turn(row) for row in rows]

    def events(self, call_id: str) -> list[StoredEvent]:
        """The journal so far, in its order."""
        with self._database.reading() as session:
            rows = session.scalars(select(EventRow).where(EventRow.call_id == call_id).order_by(EventRow.seq))
            return [StoredEvent(row.seq, row.at, row.type, row.body) for row in rows]

    def _transcript(self, session: Session, call_id: str, acked: int) -> Transcript:
        """The transcript up to `acked`; taken out, so that a transaction that fails leaves nothing half applied."""
        with self._keeping:
            kept = self._kept.pop(call_id, None)
        return kept[1] if kept is not None and kept[0] == acked else _replayed(session, call_id)

    def _keep(self, call_id: str, acked: int, transcript: Transcript) -> None:
        with self._keeping:
            self._kept[call_id] = (acked, transcript)
            while len(self._kept) > _KEPT_CALLS:
                del self._kept[next(iter(self._kept))]


def continuing(events: Sequence[Event], acked: int) -> list[Event]:
    """The events that follow number `acked` without a gap, each once, in their order."""
    fresh: list[Event] = []
    for event in sorted(events, key=lambda e: e.seq):
        if event.seq == acked + 1:
            fresh.append(event)
            acked = event.seq
    return fresh


def _replayed(session: Session, call_id: str) -> Transcript:
    transcript = Transcript()
    rows = session.execute(
        select(EventRow.type, EventRow.at, EventRow.body).where(EventRow.call_id == call_id).order_by(EventRow.seq)
    )
    for kind, at, body in rows:
        transcript.apply(kind, at, body)
    return transcript


def _save_turns(session: Session, call_id: str, before: Sequence[Turn], after: Sequence[Turn]) -> None:
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    session.execute(delete(TurnRow).where(TurnRow.call_id == call_id, TurnRow.position >= same))
    for position in range(same, len(after)):
        session.add(TurnRow(call_id=call_id, position=position, **vars(after[position])))


def _turn(row: TurnRow) -> Turn:
    fields: dict[str, Any] = {name: getattr(row, name) for name in Turn.__dataclass_fields__}
    return Turn(**fields)
