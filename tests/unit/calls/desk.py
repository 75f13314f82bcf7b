"""A whole server in memory but for its store: switchboard, sweeper, fake vendor and fake clock, and calls to put in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from calls.agents import load_cast
from calls.archive.reading import Archive, Summary
from calls.journal.events import Event
from calls.journal.feed import Feed
from calls.library import Library
from calls.running.attempts import Attempt, Attempts, Fallback, Waiting
from calls.running.caps import Caps
from calls.running.ending import Endings
from calls.running.metering import Metering
from calls.running.sweeper import Sweeper
from calls.running.switchboard import Opening, Recorded, Switchboard
from calls.running.vendor_copies import VendorCopies
from calls.running.vendors import Vendors
from calls.running.wishes import Wishes
from calls.server.settings import Service, Settings
from calls.store.calls import CallRecord, CallStore
from calls.store.database import Database
from calls.store.journal import JournalStore
from calls.store.personas import PersonaStore
from calls.store.prices import PriceStore
from calls.store.sessions import SessionStore
from calls.store.vendor_copies import VendorCopyStore
from heygen import Dialect, HeyGen
from tests.fake_clock import FakeClock
from tests.unit.calls.vendor import FakeVendor

__all__ = ["ENDED", "LIVE", "SESSION", "Desk", "a_call", "as_events", "created"]

EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])
LIVE = {"type": "phase", "phase": "live"}
ENDED = {"type": "phase", "phase": "ended"}
# What the first session of a desk is called, by dialect.
SESSION = {Dialect.LIVEAVATAR: "s1", Dialect.STREAMING: "browser-1"}


class Desk:
    """One server process. Another one on the same `database` is what a restart leaves."""

    def __init__(
        self,
        database: Database,
        vendor: FakeVendor,
        clock: FakeClock,
        *,
        caps: Caps | None = None,
        idle_s: int = 300,
        service: Service = Service.SIMULATOR,
        client: Callable[[Dialect], HeyGen] | None = None,
    ) -> None:
        self.database, self.vendor, self.clock = database, vendor, clock
        self.calls, self.sessions, self.journal = CallStore(database), SessionStore(database), JournalStore(database)
        self.library = Library(PersonaStore(database), clock)
        self.library.furnish()
        cast, vendors = load_cast(Settings()), Vendors(service, client or vendor)
        self.feed = Feed()
        self.told_over: Callable[[str], None] = lambda _: None
        self.archive = Archive(
            calls=self.calls,
            journal=self.journal,
            library=self.library,
            prices=PriceStore(database).get,
            clock=clock,
        )
        self.endings = Endings(
            calls=self.calls,
            sessions=self.sessions,
            journal=self.journal,
            vendors=vendors,
            ended=lambda call_id: self.told_over(call_id),
            clock=clock,
        )
        self.metering = Metering(calls=self.calls, idle_s=idle_s, clock=clock)
        self.switchboard = Switchboard(
            calls=self.calls,
            sessions=self.sessions,
            journal=self.journal,
            library=self.library,
            cast=cast,
            vendors=vendors,
            attempts=Attempts(
                calls=self.calls,
                sessions=self.sessions,
                cast=cast,
                caps=caps or Caps(),
                vendors=vendors,
                idle_s=idle_s,
                persona_of=self.archive.persona_of,
                copies=VendorCopies(VendorCopyStore(database), clock),
                clock=clock,
            ),
            feed=self.feed,
            prices="prices-of-the-day",
            caps=caps,
            clock=clock,
        )
        self.sweeper = Sweeper(
            calls=self.calls,
            sessions=self.sessions,
            vendors=vendors,
            metering=self.metering,
            endings=self.endings,
            clock=clock,
        )

    def open(self, dialect: Dialect, *, sandbox: bool = False, minutes: int | None = None) -> CallRecord:
        """A call whose page has joined."""
        opening = self.opening(dialect, sandbox=sandbox, minutes=minutes)
        call = self.switchboard.admit(opening.call_id, opening.ticket)
        assert self.switchboard.join(call, "tab-1")
        return call

    def opening(self, dialect: Dialect, *, guest: str = "Emma", agent: str = "santa", **wishes: Any) -> Opening:
        """A call that may start."""
        return self.switchboard.open(guest, Wishes(agent, dialect, **wishes))

    def start(self, call: CallRecord, *, resumed: bool = False) -> Attempt | Waiting | Fallback:
        """Asks for an attempt."""
        return self.switchboard.start(call, "medium", resumed=resumed)

    def attempt(self, call: CallRecord) -> Attempt:
        """Asks for an attempt and gets it."""
        found = self.start(call)
        assert isinstance(found, Attempt)
        return found

    def record(self, call: CallRecord, *bodies: dict[str, Any]) -> Recorded:
        """The page's next events."""
        return self.switchboard.record(call.id, as_events(*bodies, first=self.got(call).acked + 1))

    def running(self, dialect: Dialect, *bodies: dict[str, Any], **options: Any) -> CallRecord:
        """A live call, with events after that."""
        call = self.open(dialect, **options)
        self.attempt(call)
        if dialect is Dialect.STREAMING:
            self.browser_made(call, SESSION[dialect])
        self.record(call, LIVE, *bodies)
        return call

    def browser_made(self, call: CallRecord, name: str) -> None:
        """The page of a Streaming Avatar call made its session and says so."""
        self.vendor.created(name, self.clock.now)
        self.record(call, created(name))

    def failed(self, call: CallRecord, code: str, message: str = "", status: int | None = None) -> Recorded:
        """The page could not carry its attempt out."""
        body = {"type": "failed", "code": code, "message": message}
        return self.record(call, body if status is None else {**body, "status": status})

    def got(self, call: CallRecord) -> CallRecord:
        """The call as it stands in the store."""
        found = self.calls.get(call.id)
        assert found is not None
        return found

    def end(self, call_id: str, reason: str = "guest") -> Summary:
        """Ends a call; what is known of it then."""
        self.endings.end(call_id, reason)
        return self.archive.summary(call_id)

    def finish(self, call_id: str) -> Summary:
        """Ends a call as its journal tells."""
        self.endings.finish(call_id)
        return self.archive.summary(call_id)

    def open_at_vendor(self) -> list[str]:
        """Every session that the vendor still holds."""
        return [name for sessions in self.vendor.active.values() for name in sessions]


def a_call(call_id: str = "c1", **changes: object) -> CallRecord:
    """A record of a call that was opened and no more."""
    fields: dict[str, object] = {
        "id": call_id,
        "agent_id": "santa",
        "guest": "Emma",
        "service": "simulator",
        "dialect": "liveavatar",
        "sandbox": False,
        "persona_hash": "0" * 12,
        "ticket_hash": "0" * 64,
        "ticket_expires_at": 1_800_003_600_000,
        "opened_at": 1_800_000_000_000,
        "cap_seconds": 600,
        "cap_reason": "time_up",
        **changes,
    }
    return CallRecord(**fields)  # type: ignore[arg-type]


def as_events(*bodies: dict[str, Any], first: int = 1) -> list[Event]:
    """Events numbered from `first`."""
    return EVENTS.validate_python([{"seq": first + n, "at": 1000 + n, **body} for n, body in enumerate(bodies)])


def created(name: str) -> dict[str, Any]:
    """The event that names a session."""
    return {"type": "session_created", "session_id": name}
