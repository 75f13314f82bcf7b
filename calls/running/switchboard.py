"""Opens, records and closes calls: the one place where vendor, store and clock meet."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from calls.agents import Cast
from calls.failures.errors import CallError, UnknownCallError
from calls.failures.table import TROUBLES, Trouble
from calls.guests import guest_name
from calls.journal.events import Event, Failed, PhaseEvent, SessionCreated, Signal, VerbFailed
from calls.journal.feed import Feed
from calls.library import Library, NotLiveError
from calls.pricing.ledger.waste import Purpose
from calls.running import diagnosis
from calls.running.attempts import Attempt, Attempts, Fallback, Waiting
from calls.running.caps import Caps, longest
from calls.running.settling import close_sessions
from calls.running.vendors import Vendors
from calls.running.wishes import Wishes
from calls.store.calls import CallRecord, CallStore
from calls.store.journal import JournalStore, continuing
from calls.store.personas import Version
from calls.store.sessions import SessionStore
from heygen import Dialect, HeyGenError

__all__ = ["Opening", "OtherTabError", "Recorded", "Switchboard"]

logger = logging.getLogger(__name__)

TICKET_LIFE_S = 3600
"""Until a call is started; a start prolongs it by the longest time of the call."""


class OtherTabError(Exception):
    """Another tab has taken the call's line; what this one says of the call is not stored."""


@dataclass(frozen=True)
class Opening:
    """A call that is written down and may start. The ticket is shown once and kept only as a hash."""

    call_id: str
    ticket: str = field(repr=False)


@dataclass(frozen=True)
class Recorded:
    """What came of events: the highest number that is safe, and what the page should be told about the fresh ones."""

    acked: int
    notices: Sequence[Trouble] = ()
    verdict: Waiting | Fallback | None = None


class Switchboard:
    """All calls of this server, from opening to live. `prices` names the price list of the day.

    `clock` gives unix seconds, `token` random text of so many bytes.
    """

    def __init__(
        self,
        *,
        calls: CallStore,
        sessions: SessionStore,
        journal: JournalStore,
        library: Library,
        cast: Cast,
        vendors: Vendors,
        attempts: Attempts,
        feed: Feed,
        prices: str | None = None,
        caps: Caps | None = None,
        clock: Callable[[], float] = time.time,
        token: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        self._calls = calls
        self._sessions = sessions
        self._journal = journal
        self._library = library
        self._cast = cast
        self._vendors = vendors
        self._attempts = attempts
        self._feed = feed
        self._prices = prices
        self._caps = caps or Caps()
        self._clock = clock
        self._token = token

    def open(self, guest: str, wishes: Wishes) -> Opening:
        """Writes the call down before any money is spent.

        The live version of the agent's persona speaks; another one may for a rehearsal only.
        Raises GuestNameError, UnknownAgentError, UnknownPersonaError and NotLiveError.
        """
        agent, name = self._cast[wishes.agent_id], guest_name(guest)
        ticket, now = self._token(32), self._now()
        chosen = min(max(wishes.minutes or self._caps.call_minutes, 1), self._caps.call_minutes)
        cap, cap_reason = longest(wishes.dialect, chosen, self._caps.call_credits, sandbox=wishes.sandbox)
        persona = self._speaker(agent.persona, wishes.version, wishes.purpose)
        override = self._library.override_of(persona.persona_id, persona.hash)
        call = CallRecord(
            id=secrets.token_hex(16),
            agent_id=agent.id,
            guest=name,
            age=wishes.age,
            service=self._vendors.service.value,
            dialect=wishes.dialect.value,
            sandbox=wishes.sandbox,
            persona_id=persona.persona_id,
            persona_hash=persona.hash,
            persona_mark=override.reason if override else None,
            purpose=wishes.purpose.value,
            price_version=self._prices,
            ticket_hash=_hash(ticket),
            ticket_expires_at=now + TICKET_LIFE_S * 1000,
            opened_at=now,
            cap_seconds=cap,
            cap_reason=cap_reason,
        )
        self._calls.add(call)
        logger.info("call opened call=%s agent=%s dialect=%s cap_s=%d", call.id, agent.id, call.dialect, cap)
        return Opening(call.id, ticket)

    def warm(self, wishes: Wishes) -> None:
        """Somebody looks at a lobby with these wishes: what a start would wait for, and costs nothing, is done now.

        Whatever fails here is told by the start.
        """
        try:
            persona = self._speaker(self._cast[wishes.agent_id].persona, wishes.version, wishes.purpose)
            self._attempts.warm(wishes.dialect, persona)
        except (CallError, HeyGenError) as error:
            logger.info("lobby not warmed kind=%s", type(error).__name__)

    def admit(self, call_id: str, ticket: str) -> CallRecord:
        """The call a ticket opens. Raises UnknownCallError for a wrong or expired one, without telling which."""
        call = self._calls.get(call_id)
        expected = call.ticket_hash if call else _hash("")
        if not hmac.compare_digest(expected, _hash(ticket)) or call is None or self._now() > call.ticket_expires_at:
            raise UnknownCallError
        return call

    def join(self, call: CallRecord, tab: str, *, take: bool = False) -> bool:
        """Whether this tab may hold the call's line; the first one to ask does, until another one takes it."""
        return self._calls.claim_tab(call.id, tab, self._now(), take=take)

    def start(
        self, call: CallRecord, quality: str, *, resumed: bool = False, anew: bool = False
    ) -> Attempt | Waiting | Fallback:
        """One attempt to start, or what the last one led to; arguments and errors are those of `Attempts.start`."""
        return self._attempts.start(call, quality, resumed=resumed, anew=anew)

    def standing(self, call_id: str) -> Waiting | Fallback | None:
        """What the last attempt led to, for a page that comes back."""
        return self._attempts.standing(call_id)

    def record(self, call_id: str, events: Sequence[Event], tab: str | None = None) -> Recorded:
        """Stores events exactly once, after acting on those that are new, and tells these to whoever listens.

        Raises OtherTabError when the line is not this tab's any more.
        """
        call = self._calls.get(call_id)
        if call is None:
            return Recorded(0)
        if tab is not None and call.tab != tab:
            raise OtherTabError
        # Consequences first: what is acknowledged is never sent again.
        fresh = continuing(events, call.acked)
        notices = [notice for event in fresh if (notice := self._consequence(call, event)) is not None]
        failed = any(isinstance(event, Failed) for event in fresh)
        acked, stored = self._journal.append(call_id, events, self._now())
        self._feed.publish(call_id, stored)
        return Recorded(acked, notices, self._attempts.standing(call_id) if failed else None)

    def beat(self, call_id: str, tab: str) -> bool:
        """The page is still there; False when the call has ended or another tab has its line."""
        return self._calls.beat(call_id, tab, self._now())

    def leave(self, call_id: str) -> None:
        """The page has gone, and may come back for a while: its session is stopped now, the call goes on without."""
        if self._calls.leave(call_id, self._now()):
            logger.info("page left call=%s", call_id)
            self._attempts.drop(call_id)

    def keep_alive(self, call_id: str) -> None:
        """Tells the vendor that the call's page is still there: a shy child is no idle session. Never raises for it."""
        call = self._calls.get(call_id)
        if call is None or not call.attempt_live or call.ended_at is not None:
            return
        vendor = self._vendors.of(call)
        for session in self._sessions.of(call_id):
            if vendor is not None and session.stopped_at is None:
                try:
                    vendor.keep_alive(session.vendor_id)
                except HeyGenError as error:
                    logger.info("keep-alive refused call=%s kind=%s", call_id, type(error).__name__)

    def _speaker(self, persona_id: str, version: str | None, purpose: Purpose) -> Version:
        if version is not None and purpose is Purpose.REHEARSAL:
            return self._library.version(persona_id, version)
        live = self._library.live(persona_id)
        if version not in (None, live.hash):
            raise NotLiveError
        return live

    def _consequence(self, call: CallRecord, event: Event) -> Trouble | None:
        """Acts on one fresh event; returns what the page should be told about a call that goes on."""
        match event:
            case SessionCreated(session_id=vendor_id):
                self._created(call.id, vendor_id)
            case PhaseEvent(phase="live"):
                self._attempts.forget(call.id)
                self._calls.set_live(call.id, self._now())
            case Failed():
                self._attempts.failed(call, event)
            case VerbFailed():
                found = diagnosis.of_verb(event)
                logger.warning("verb failed call=%s verb=%s trouble=%s", call.id, event.verb, found.code)
                return found
            case Signal(type="avatar_silent"):
                logger.warning("avatar silent call=%s", call.id)
                return TROUBLES["avatar_silent"]
            case _:
                pass
        return None

    def _created(self, call_id: str, vendor_id: str) -> None:
        """Remembers a session that the browser made. LiveAvatar's is known since the mint: no page can name another."""
        call = self._calls.get(call_id)
        if call is None or call.started_at is None or Dialect(call.dialect) is not Dialect.STREAMING:
            return
        if self._sessions.add(call_id, vendor_id, call.dialect, self._now()) and call.ended_at is not None:
            # The end has not seen this one.
            close_sessions(self._sessions, self._vendors.of(call), call, self._now())

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _hash(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
