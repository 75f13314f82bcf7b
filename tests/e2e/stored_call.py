"""What the server's store holds of a call, for comparing it with what a page showed and sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, WebSocket
from sqlalchemy import create_engine, text

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import Turn

__all__ = ["SentEvents", "StoredCall", "newest_call", "stored_call", "stored_ids"]


@dataclass(frozen=True)
class StoredCall:
    """One call with its journal and its turns."""

    id: str
    dialect: str
    end_reason: str | None
    trouble: str | None
    opened_at: int
    billed_seconds: int | None
    attempts: int
    sessions: list[str]
    events: list[tuple[int, str]]
    turns: list[Turn]


@dataclass
class SentEvents:
    """Listens to a page: which call it was in last, and the numbers and kinds of the events it sent, by call."""

    by_call: dict[str, dict[int, str]] = field(default_factory=dict)
    call: str = ""
    ticket: str = field(default="", repr=False)

    def watch(self, page: Page) -> SentEvents:
        """Starts listening; before the page opens its line."""
        page.on("websocket", self._socket)
        return self

    @property
    def seen(self) -> dict[int, str]:
        """What it sent of the call it was in last."""
        return self.by_call.get(self.call, {})

    def _socket(self, socket: WebSocket) -> None:
        if socket.url.endswith("/line"):
            line = _Line(self)
            socket.on("framesent", line.went)
            socket.on("framereceived", line.came)


@dataclass
class _Line:
    """One socket; the frame that names the call comes from the page or from the server."""

    sent: SentEvents
    call: str = ""

    def went(self, payload: str | bytes) -> None:
        frame: dict[str, Any] = json.loads(payload)
        self._name(frame)
        if frame["kind"] == "events":
            seen = self.sent.by_call.setdefault(self.call, {})
            seen |= {event["seq"]: event["type"] for event in frame["events"]}

    def came(self, payload: str | bytes) -> None:
        self._name(json.loads(payload))

    def _name(self, frame: dict[str, Any]) -> None:
        if isinstance(call := frame.get("call"), str):
            self.call = self.sent.call = call
            self.sent.ticket = frame.get("ticket", self.sent.ticket)


def newest_call(app: AppServer) -> StoredCall:
    """The call that was opened last."""
    return _read(app, "select * from calls order by opened_at desc limit 1", {})


def stored_call(app: AppServer, identity: str) -> StoredCall:
    """One call by its id."""
    return _read(app, "select * from calls where id = :id", {"id": identity})


def stored_ids(app: AppServer) -> list[str]:
    """The calls, oldest first."""
    engine = create_engine(app.database_url)
    with engine.connect() as connection:
        found = list(connection.execute(text("select id from calls order by opened_at")).scalars())
    engine.dispose()
    return found


def _read(app: AppServer, question: str, values: dict[str, str]) -> StoredCall:
    engine = create_engine(app.database_url)
    with engine.connect() as connection:

        def rows(of_call: str) -> Any:
            return connection.execute(text(of_call), {"call": call.id}).all()

        call = connection.execute(text(question), values).one()
        found = StoredCall(
            id=call.id,
            dialect=call.dialect,
            end_reason=call.end_reason,
            trouble=call.trouble,
            opened_at=call.opened_at,
            billed_seconds=call.billed_seconds,
            attempts=call.attempt,
            sessions=[row.vendor_id for row in rows("select vendor_id from sessions where call_id = :call")],
            events=[
                (row.seq, row.type) for row in rows("select seq, type from events where call_id = :call order by seq")
            ],
            turns=[
                Turn(row.speaker, row.text, row.state)
                for row in rows("select speaker, text, state from turns where call_id = :call order by position")
            ],
        )
    engine.dispose()
    return found
