"""What the server's store holds of a call, for comparing it with what a page showed and sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, WebSocket
from sqlalchemy import create_engine, text

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import Turn

__all__ = ["SentEvents", "StoredCall", "newest_call"]


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
    """Listens to a page's line: the numbers and kinds of all events that it ever sent."""

    seen: dict[int, str] = field(default_factory=dict)

    def watch(self, page: Page) -> SentEvents:
        """Starts listening; before the page opens its line."""
        page.on("websocket", self._socket)
        return self

    def _socket(self, socket: WebSocket) -> None:
        if socket.url.endswith("/line"):
            socket.on("framesent", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        frame: dict[str, Any] = json.loads(payload)
        for event in frame.get("events", []):
            self.seen[event["seq"]] = event["type"]


def newest_call(app: AppServer) -> StoredCall:
    """The call that was opened last."""
    engine = create_engine(app.database_url)
    with engine.connect() as connection:

        def rows(question: str) -> Any:
            return connection.execute(text(question), {"call": call.id if call else ""}).all()

        call = connection.execute(text("select * from calls order by opened_at desc limit 1")).one()
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
