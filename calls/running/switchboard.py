"""Opens, records and closes calls: the one place where vendor, store and clock meet."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from calls.agents import Cast
from calls.failures import diagnosis
from calls.failures.errors import CallOverError, UnknownCallError
from calls.failures.reasons import from_journal, from_vendor, reason_text
from calls.failures.table import NO_TROUBLE, TROUBLES, Trouble, trouble
from calls.guests import guest_name
from calls.journal.events import Event, Failed, PhaseEvent, SessionCreated, Signal, VerbFailed
from calls.journal.transcript import Turn
from calls.library import Library, NotLiveError
from calls.pricing.credits import billed_seconds, credits_for
from calls.pricing.ledger.waste import Purpose
from calls.running.attempts import Attempt, Attempts, Fallback, Waiting
from calls.running.caps import Caps, longest
from calls.running.deadlines import due, seconds_left
from calls.running.settling import close_sessions
from calls.running.vendor_copies import VendorCopies
from calls.server.settings import Service
from calls.store.calls import CallRecord, CallStore
from calls.store.journal import JournalStore, continuing
from calls.store.personas import Version
from calls.store.sessions import SessionStore
from heygen import Dialect, HeyGen, HeyGenError

__all__ = ["Meter", "Opening", "Recorded", "Summary", "Switchboard"]

logger = logging.getLogger(__name__)

TICKET_LIFE_S = 3600
_SETTLING_AT_ONCE = 256


@dataclass(frozen=True)
class Opening:
    """A call that is written down and may start. The ticket is shown once and kept only as a hash."""

    call_id: str
    ticket: str = field(repr=False)


@dataclass(frozen=True)
class Meter:
    """Time and money of a running call, an estimate until it is settled; `left` counts seconds to its cap."""

    seconds: int
    credits: Decimal
    left: int | None = None


@dataclass(frozen=True)
class Recorded:
    """What came of events: the highest number that is safe, and what the page should be told about the fresh ones."""

    acked: int
    notices: Sequence[Trouble] = ()
    verdict: Waiting | Fallback | None = None


@dataclass(frozen=True)
class Summary:
    """A call that is over."""

    call_id: str
    agent_id: str
    seconds: int
    guest_turns: int
    avatar_turns: int
    credits: Decimal
    reason: str
    reason_text: str
    trouble: Trouble | None
    turns: Sequence[Turn]


class Switchboard:
    """All calls of this server. `vendor` gives the client of a dialect; `clock` gives unix seconds.

    `idle_s` is how long both sides may be quiet before a call is ended; `prices` names the price list of the day.
    """

    def __init__(
        self,
        *,
        calls: CallStore,
        sessions: SessionStore,
        journal: JournalStore,
        cast: Cast,
        service: Service,
        vendor: Callable[[Dialect], HeyGen],
        library: Library,
        copies: VendorCopies,
        prices: str | None = None,
        caps: Caps | None = None,
        idle_s: int = 300,
        clock: Callable[[], float] = time.time,
        token: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        self._calls = calls
        self._sessions = sessions
        self._journal = journal
        self._cast = cast
        self._service = service
        self._vendor = vendor
        self._library = library
        self._prices = prices
        self._caps = caps or Caps()
        self._idle_s = idle_s
        self._clock = clock
        self._token = token
        self._since = self._now()
        self._settling = [threading.Lock() for _ in range(_SETTLING_AT_ONCE)]
        self._attempts = Attempts(
            calls=calls,
            sessions=sessions,
            cast=cast,
            caps=self._caps,
            vendor_of=self.vendor_of,
            now=self._now,
            idle_s=idle_s,
            persona_of=self.persona_of,
            copies=copies,
        )

    def open(
        self,
        agent_id: str,
        guest: str,
        dialect: Dialect,
        *,
        sandbox: bool = False,
        minutes: int | None = None,
        purpose: Purpose = Purpose.GUEST,
        version: str | None = None,
    ) -> Opening:
        """Writes the call down before any money is spent. `minutes` may shorten the longest time for one call.

        The live version of the agent's persona speaks; `version` names another one, for a rehearsal only.
        Raises GuestNameError, UnknownAgentError, UnknownPersonaError and NotLiveError.
        """
        agent, name = self._cast[agent_id], guest_name(guest)
        ticket, now = self._token(32), self._now()
        chosen = min(max(minutes or self._caps.call_minutes, 1), self._caps.call_minutes)
        cap, cap_reason = longest(dialect, chosen, self._caps.call_credits, sandbox=sandbox)
        persona = self._speaker(agent.persona, version, purpose)
        override = self._library.override_of(persona.persona_id, persona.hash)
        call = CallRecord(
            id=secrets.token_hex(16),
            agent_id=agent.id,
            guest=name,
            service=self._service.value,
            dialect=dialect.value,
            sandbox=sandbox,
            persona_id=persona.persona_id,
            persona_hash=persona.hash,
            persona_mark=override.reason if override else None,
            purpose=purpose.value,
            price_version=self._prices,
            ticket_hash=_hash(ticket),
            ticket_expires_at=now + TICKET_LIFE_S * 1000,
            opened_at=now,
            cap_seconds=cap,
            cap_reason=cap_reason,
        )
        self._calls.add(call)
        logger.info("call opened call=%s agent=%s dialect=%s cap_s=%d", call.id, agent.id, dialect.value, cap)
        return Opening(call.id, ticket)

    def admit(self, call_id: str, ticket: str) -> CallRecord:
        """The call a ticket opens. Raises UnknownCallError for a wrong or expired one, without telling which."""
        call = self._calls.get(call_id)
        expected = call.ticket_hash if call else _hash("")
        if not hmac.compare_digest(expected, _hash(ticket)) or call is None or self._now() > call.ticket_expires_at:
            raise UnknownCallError
        return call

    def join(self, call: CallRecord, tab: str) -> bool:
        """Whether this tab may hold the call's line; the first one to ask does."""
        return self._calls.claim_tab(call.id, tab, self._now())

    def start(self, call: CallRecord, quality: str, *, resumed: bool = False) -> Attempt | Waiting | Fallback:
        """One attempt to start, or what the last one led to; raises as `Attempts.start` does."""
        return self._attempts.start(call, quality, resumed=resumed)

    def standing(self, call_id: str) -> Waiting | Fallback | None:
        """What the last attempt led to, for a page that comes back."""
        return self._attempts.standing(call_id)

    def record(self, call_id: str, events: Sequence[Event]) -> Recorded:
        """Stores events exactly once, after acting on those that are new."""
        call = self._calls.get(call_id)
        if call is None:
            return Recorded(0)
        # Consequences first: what is acknowledged is never sent again.
        fresh = continuing(events, call.acked)
        notices = [notice for event in fresh if (notice := self._consequence(call, event)) is not None]
        failed = any(isinstance(event, Failed) for event in fresh)
        acked = self._journal.append(call_id, events, self._now())[0]
        return Recorded(acked, notices, self._attempts.standing(call_id) if failed else None)

    def beat(self, call_id: str) -> bool:
        """The page is still there; False when the call has ended, which the page may not know."""
        return self._calls.beat(call_id, self._now())

    def meter(self, call_id: str) -> Meter | None:
        """Time and credits so far; None while there is nothing to count. Ends a call whose time is up.

        Raises CallOverError when the call has ended, now or before.
        """
        call = self._calls.get(call_id)
        if call is None or call.ended_at is not None:
            raise CallOverError
        now = self._now()
        left = seconds_left(call, now)
        if left is None:
            return None
        if (reason := due(call, now, idle_s=self._idle_s, since=self._since)) is not None:
            self.end(call_id, reason)
            raise CallOverError
        if call.text_at is not None:
            return Meter((now - call.text_at) // 1000, Decimal(0), left)
        dialect = Dialect(call.dialect)
        begun = call.started_at or now
        billed = billed_seconds(dialect, (now - begun) / 1000, begun)
        spent = Decimal(0) if call.sandbox else credits_for(dialect, billed, begun)
        return Meter((now - (call.live_at or now)) // 1000, spent, left)

    def keep_alive(self, call_id: str) -> None:
        """Tells the vendor that the call's page is still there: a shy child is no idle session. Never raises for it."""
        call = self._calls.get(call_id)
        if call is None or call.live_at is None or call.ended_at is not None:
            return
        vendor = self.vendor_of(call)
        for session in self._sessions.of(call_id):
            if vendor is not None and session.gone_at is None:
                try:
                    vendor.keep_alive(session.vendor_id)
                except HeyGenError as error:
                    logger.info("keep-alive refused call=%s kind=%s", call_id, type(error).__name__)

    def end(self, call_id: str, reason: str) -> Summary:
        """Ends a call, once: stops its vendor sessions with our own key and settles the bill. Later calls only tell.

        Raises UnknownCallError, and what keeps the vendor's client from being made; then the call has not ended.
        """
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCallError
        vendor = self.vendor_of(call)
        # Whoever asks while another thread settles waits for its figures.
        with self._settling[hash(call_id) % len(self._settling)]:
            if self._calls.claim_end(call_id, reason, self._now()):
                self._attempts.forget(call_id)
                closed = close_sessions(self._sessions, vendor, call, self._now())
                known = from_vendor(reason, closed.vendor_reason, stopped_by_us=closed.stopped_by_us)
                if known != reason:
                    self._calls.set_reason(call_id, known)
                logger.info("call ended call=%s reason=%s billed_seconds=%d", call_id, known, closed.billed)
        return self.summary(call_id)

    def finish(self, call_id: str) -> Summary:
        """Ends a call whose browser is through with it; the reason stands in the journal. Raises like `end`."""
        reason = from_journal((kind, body) for _, _, kind, body in self._journal.events(call_id))
        return self.end(call_id, reason)

    def summary(self, call_id: str) -> Summary:
        """What is known of a call. Raises UnknownCallError."""
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCallError
        turns = self._journal.turns(call_id)
        ended = call.ended_at or self._now()
        begun = call.text_at if call.text_at is not None else call.live_at
        at, billed = call.started_at or ended, call.billed_seconds or 0
        spent = Decimal(0) if call.sandbox else credits_for(Dialect(call.dialect), billed, at)
        reason = call.end_reason or "server"
        return Summary(
            call_id=call.id,
            agent_id=call.agent_id,
            seconds=max(0, ended - begun) // 1000 if begun else 0,
            guest_turns=sum(turn.speaker == "guest" for turn in turns),
            avatar_turns=sum(turn.speaker == "avatar" for turn in turns),
            credits=spent,
            reason=reason,
            reason_text=reason_text(reason),
            trouble=_trouble_of(call, reason),
            turns=turns,
        )

    def persona_of(self, call: CallRecord) -> Version:
        """The persona version that speaks in a call. Raises UnknownPersonaError."""
        return self._library.version(call.persona_id, call.persona_hash)

    def due(self, call: CallRecord) -> str | None:
        """The reason for which an open call must end now."""
        return due(call, self._now(), idle_s=self._idle_s, since=self._since)

    def vendor_of(self, call: CallRecord) -> HeyGen | None:
        """The vendor that holds a call's sessions; None when the settings have moved to another service since."""
        return self._vendor(Dialect(call.dialect)) if call.service == self._service.value else None

    def call(self, call_id: str) -> CallRecord | None:
        """A call as it stands in the store."""
        return self._calls.get(call_id)

    def recent(self, limit: int = 50) -> list[CallRecord]:
        """The calls that ended last, the newest first."""
        return self._calls.recent(limit)

    def turns(self, call_id: str) -> Sequence[Turn]:
        """What was said so far."""
        return self._journal.turns(call_id)

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
            close_sessions(self._sessions, self.vendor_of(call), call, self._now())

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _trouble_of(call: CallRecord, reason: str) -> Trouble | None:
    """The trouble that kept the video away, else the end's own reason unless that is an ordinary one."""
    if call.trouble is not None:
        return trouble(call.trouble)
    return None if reason in NO_TROUBLE else trouble(reason)


def _hash(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
