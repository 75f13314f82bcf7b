"""What the server's store holds of a call, for comparing it with what a page showed and sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, WebSocket
from sqlalchemy import create_engine, text

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import Turn

__all__ = ["SentEvents", "StoredCall", "newest_call", "stored_call"]


@dataclass(frozen=True)
class StoredCall:
    """One call with its journal and its turns."""

    id: str
    end_reason: str | None
    trouble: str | None
    billed_seconds: int | None
    attempts: int
    sessions: list[str]
    events: list[tuple[int, str]]
    turns: list[Turn]


@dataclass
class SentEvents:
    """Listens to a page's line: its last hello, and the numbers and kinds of all events that it ever sent."""

    seen: dict[int, str] = field(default_factory=dict)
    hello: dict[str, Any] = field(default_factory=dict, repr=False)

    def watch(self, page: Page) -> SentEvents:
        """Starts listening; before the page opens its line."""
        page.on("websocket", self._socket)
        return self

    def _socket(self, socket: WebSocket) -> None:
        if socket.url.endswith("/line"):
            socket.on("framesent", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        frame: dict[str, Any] = json.loads(payload)
        if frame["kind"] == "hello":
            self.hello = frame
        for event in frame.get("events", []):
            self.seen[event["seq"]] = event["type"]


def newest_call(app: AppServer) -> StoredCall:
    """The call that was opened last."""
    return _read(app, "select * from calls order by opened_at desc limit 1", {})


def stored_call(app: AppServer, identity: str) -> StoredCall:
    """One call by its id."""
    return _read(app, "select * from calls where id = :id", {"id": identity})


def _read(app: AppServer, question: str, values: dict[str, str]) -> StoredCall:
    engine = create_engine(app.database_url)
    with engine.connect() as connection:

        def rows(of_call: str) -> Any:
            return connection.execute(text(of_call), {"call": call.id}).all()

        call = connection.execute(text(question), values).one()
        found = StoredCall(
            id=call.id,
            end_reason=call.end_reason,
            trouble=call.trouble,
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
