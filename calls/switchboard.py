"""Opens, records and closes calls: the one place where vendor, store and clock meet."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from calls.agents import Cast
from calls.costs import billed_seconds, credits_for
from calls.dialing import Dialer, VendorSession
from calls.errors import AlreadyStartedError, CallError, CallOverError, UnknownCallError, VendorError
from calls.events import Event, PhaseEvent, SessionCreated
from calls.persona import guest_name
from calls.reasons import from_journal, reason_text
from calls.settings import Service
from calls.settling import close_sessions
from calls.store.calls import CallRecord, CallStore
from calls.store.journal import JournalStore
from calls.transcript import Turn
from heygen import Dialect, HeyGen, HeyGenError

__all__ = ["Meter", "Opening", "Summary", "Switchboard"]

logger = logging.getLogger(__name__)

TICKET_LIFE_S = 3600
SILENCE_S = 25


@dataclass(frozen=True)
class Opening:
    """A call that is written down and may start. The ticket is shown once and kept only as a hash."""

    call_id: str
    ticket: str = field(repr=False)


@dataclass(frozen=True)
class Meter:
    """Time and money of a running call; an estimate until it is settled."""

    seconds: int
    credits: Decimal


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
    turns: Sequence[Turn]


class Switchboard:
    """All calls of this server. `vendor` gives the client of a dialect; `clock` gives unix seconds."""

    def __init__(
        self,
        *,
        calls: CallStore,
        journal: JournalStore,
        cast: Cast,
        service: Service,
        vendor: Callable[[Dialect], HeyGen],
        clock: Callable[[], float] = time.time,
        token: Callable[[int], str] = secrets.token_urlsafe,
    ) -> None:
        self._calls = calls
        self._journal = journal
        self._cast = cast
        self._service = service
        self._vendor = vendor
        self._clock = clock
        self._token = token
        self._dialer = Dialer()
        self._minted: dict[str, VendorSession] = {}

    def open(self, agent_id: str, guest: str, dialect: Dialect, *, sandbox: bool = False) -> Opening:
        """Writes the call down before any money is spent.

        Raises GuestNameError and UnknownAgentError.
        """
        agent, name = self._cast[agent_id], guest_name(guest)
        ticket, now = self._token(32), self._now()
        call = CallRecord(
            id=secrets.token_hex(16),
            agent_id=agent.id,
            guest=name,
            service=self._service.value,
            dialect=dialect.value,
            sandbox=sandbox,
            persona_hash=agent.persona.hash,
            ticket_hash=_hash(ticket),
            ticket_expires_at=now + TICKET_LIFE_S * 1000,
            tab=None,
            opened_at=now,
            started_at=None,
            live_at=None,
            last_beat_at=None,
            ended_at=None,
            end_reason=None,
            billed_seconds=None,
            acked=0,
        )
        self._calls.add(call)
        logger.info("call opened call=%s agent=%s dialect=%s", call.id, agent.id, dialect.value)
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

    def start(self, call: CallRecord, *, resumed: bool = False) -> VendorSession:
        """Mints a vendor token, once per call. A page whose line broke before the answer came asks again, `resumed`.

        Raises CallOverError, AlreadyStartedError and VendorError; after the vendor failed, the call is over.
        """
        if not self._calls.claim_start(call.id, self._now()):
            current = self._calls.get(call.id)
            if resumed and current is not None and current.ended_at is None and call.id in self._minted:
                return self._minted[call.id]
            raise CallOverError if current is None or current.ended_at is not None else AlreadyStartedError
        try:
            session = self._dialer.dial(
                self._vendor(Dialect(call.dialect)), self._cast[call.agent_id], call.guest, sandbox=call.sandbox
            )
        except (CallError, HeyGenError) as error:
            logger.warning("start refused call=%s kind=%s code=%s", call.id, type(error).__name__, error.code)
            if self._calls.claim_end(call.id, "start_failed", self._now()):
                self._calls.settle(call.id, 0, "start_failed")
            if isinstance(error, HeyGenError):
                raise VendorError(error) from error
            raise
        if session.session_id is not None:
            self._calls.add_session(call.id, session.session_id, session.dialect.value, self._now())
        if self._stopped_if_over(call.id):
            raise CallOverError
        self._minted[call.id] = session
        return session

    def record(self, call_id: str, events: Sequence[Event]) -> int:
        """Stores events exactly once; returns the highest number that is safe."""
        # Consequences first: what is acknowledged is never sent again.
        for event in events:
            match event:
                case SessionCreated(session_id=vendor_id):
                    self._created(call_id, vendor_id)
                case PhaseEvent(phase="live"):
                    self._minted.pop(call_id, None)
                    self._calls.set_live(call_id, self._now())
                case _:
                    pass
        return self._journal.append(call_id, events, self._now())[0]

    def beat(self, call_id: str) -> bool:
        """The page is still there; False when the call has ended, which the page may not know."""
        return self._calls.beat(call_id, self._now())

    def meter(self, call_id: str) -> Meter | None:
        """Time and credits so far; None before the call is live and after its end."""
        call = self._calls.get(call_id)
        if call is None or call.live_at is None or call.started_at is None or call.ended_at is not None:
            return None
        dialect = Dialect(call.dialect)
        billed = billed_seconds(dialect, (self._now() - call.started_at) / 1000)
        spent = Decimal(0) if call.sandbox else credits_for(dialect, billed)
        return Meter((self._now() - call.live_at) // 1000, spent)

    def end(self, call_id: str, reason: str) -> Summary:
        """Ends a call, once: stops its vendor sessions with our own key and settles the bill. Later calls only tell.

        Raises UnknownCallError, and what keeps the vendor's client from being made; then the call has not ended.
        """
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCallError
        vendor = self._vendor_of(call)
        if self._calls.claim_end(call_id, reason, self._now()):
            self._minted.pop(call_id, None)
            close_sessions(self._calls, vendor, call, reason, self._now())
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
        spent = Decimal(0) if call.sandbox else credits_for(Dialect(call.dialect), call.billed_seconds or 0)
        reason = call.end_reason or "server"
        return Summary(
            call_id=call.id,
            agent_id=call.agent_id,
            seconds=(ended - call.live_at) // 1000 if call.live_at else 0,
            guest_turns=sum(turn.speaker == "guest" for turn in turns),
            avatar_turns=sum(turn.speaker == "avatar" for turn in turns),
            credits=spent,
            reason=reason,
            reason_text=reason_text(reason),
            turns=turns,
        )

    def sweep(self) -> int:
        """Ends calls whose page has been silent; returns how many. Call it every few seconds."""
        swept = 0
        for call_id in self._calls.silent_since(self._now() - SILENCE_S * 1000):
            try:
                self.end(call_id, "silence")
            except (CallError, HeyGenError) as error:
                logger.warning("sweep waits call=%s kind=%s", call_id, type(error).__name__)
            else:
                swept += 1
                logger.info("call swept call=%s", call_id)
        return swept

    def _created(self, call_id: str, vendor_id: str) -> None:
        """Remembers a session that the browser made. LiveAvatar's is known since the mint: no page can name another."""
        call = self._calls.get(call_id)
        if call is None or call.started_at is None or Dialect(call.dialect) is not Dialect.STREAMING:
            return
        if self._calls.add_session(call_id, vendor_id, call.dialect, self._now()):
            self._stopped_if_over(call_id)

    def _stopped_if_over(self, call_id: str) -> bool:
        """Whether the call ended while a session was being made; the end has not seen that one, so it is stopped."""
        call = self._calls.get(call_id)
        if call is None or call.ended_at is None:
            return False
        close_sessions(self._calls, self._vendor_of(call), call, call.end_reason or "server", self._now())
        return True

    def _vendor_of(self, call: CallRecord) -> HeyGen | None:
        """The vendor that holds a call's sessions; None when the settings have moved to another service since."""
        return self._vendor(Dialect(call.dialect)) if call.service == self._service.value else None

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _hash(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
