"""What an event brings about happens once, although a server may die between acting on it and storing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

from calls.store.calls import CallRecord
from calls.store.tables import CallRow, SessionRow
from heygen import Dialect
from tests.unit.calls.desk import ENDED, LIVE, Desk, as_events, created
from tests.unit.calls.vendor import FakeVendor

BOTH = pytest.mark.parametrize("dialect", Dialect)
FAILED = {"type": "failed", "code": "no_picture", "message": ""}
BUSY = {"type": "failed", "code": "4032", "message": "Session concurrency limit reached", "status": 403}
VERB = {"type": "verb_failed", "verb": "ask", "code": "400006", "message": "x", "status": 400}
STREAMS = {Dialect.STREAMING: [created("page-made")], Dialect.LIVEAVATAR: list[dict[str, Any]]()}
Way = Callable[[Desk, CallRecord, list[dict[str, Any]], pytest.MonkeyPatch], None]


def _once(desk: Desk, call: CallRecord, batch: list[dict[str, Any]], _: pytest.MonkeyPatch) -> None:
    desk.switchboard.record(call.id, as_events(*batch))


def _again_after_a_crash(
    desk: Desk, call: CallRecord, batch: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(desk.journal, "append", crash)
        for _n in range(2):
            with pytest.raises(OSError, match="the power went"):
                desk.switchboard.record(call.id, as_events(*batch))
    assert desk.got(call).acked == 0
    desk.switchboard.record(call.id, as_events(*batch))


def _after_a_restart(
    desk: Desk, call: CallRecord, batch: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _again_after_a_crash(desk, call, batch[:1], monkeypatch)
    Desk(desk.database, desk.vendor, desk.clock).switchboard.record(call.id, as_events(*batch))


@BOTH
@pytest.mark.parametrize("way", [_again_after_a_crash, _after_a_restart])
@pytest.mark.parametrize(
    "batch",
    [[LIVE], [FAILED], [BUSY], [LIVE, VERB, {"type": "avatar_silent"}], [LIVE, FAILED], [LIVE, ENDED], []],
    ids=["live", "failed", "busy", "notices", "failed after all", "ended", "created"],
)
def test_a_batch_that_is_recorded_again_after_a_crash_leads_to_the_same_call(
    batch: list[dict[str, Any]],
    way: Way,
    dialect: Dialect,
    either_desk: Desk,
    vendor: FakeVendor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vendor.durations.update({"s1": 0, "s2": 0, "page-made": 0})
    batch = [*STREAMS[dialect], *batch] or [{"type": "stream_ready"}]
    outcomes = []
    for how in (_once, way):
        call = either_desk.open(dialect)
        either_desk.attempt(call)
        if dialect is Dialect.STREAMING:
            vendor.created("page-made", either_desk.clock.now)
        seen = len(vendor.asked)
        how(either_desk, call, batch, monkeypatch)
        got = either_desk.got(call)
        sessions = [replace(one, call_id="", vendor_id="") for one in either_desk.sessions.of(call.id)]
        asked = [path.rstrip("12") for path, _ in vendor.asked[seen:]]
        same = replace(got, id="", ticket_hash="")
        outcomes.append((same, sessions, asked, either_desk.switchboard.standing(call.id)))
        # The next one starts from the same place, and may use the same name.
        with either_desk.database.transaction() as session:
            session.execute(delete(SessionRow))
            session.execute(delete(CallRow))
    assert outcomes[0] == outcomes[1]


@BOTH
def test_listeners_hear_of_a_batch_once_although_it_was_acted_on_twice(
    dialect: Dialect, either_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = either_desk.open(dialect)
    either_desk.attempt(call)
    heard: list[int] = []
    either_desk.feed.listen(call.id, lambda fresh: heard.extend(one.seq for one in fresh))
    _again_after_a_crash(either_desk, call, [LIVE, VERB], monkeypatch)
    assert heard == [1, 2]
