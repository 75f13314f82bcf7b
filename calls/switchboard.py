"""Opens, records and closes calls: the one place where vendor, store and clock meet."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calls.agents import Cast
from calls.costs import billed_seconds, credits_for
from calls.dialing import Dialer, VendorSession
from calls.errors import AlreadyStartedError, CallOverError, UnknownCallError, VendorError
from calls.events import Event
from calls.persona import guest_name
from calls.reasons import from_vendor, reason_text
from calls.settings import Service
from calls.settling import settle
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
    ticket: str


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

    def start(self, call: CallRecord) -> VendorSession:
        """Mints a vendor token, once per call.

        Raises CallOverError, AlreadyStartedError and VendorError; after the last the call is over.
        """
        if not self._calls.claim_start(call.id, self._now()):
            current = self._calls.get(call.id)
            raise CallOverError if current is None or current.ended_at is not None else AlreadyStartedError
        try:
            session = self._dialer.dial(
                self._vendor(Dialect(call.dialect)), self._cast[call.agent_id], call.guest, sandbox=call.sandbox
            )
        except HeyGenError as error:
            logger.warning("start refused call=%s kind=%s code=%s", call.id, type(error).__name__, error.code)
            self._calls.claim_end(call.id, "start_failed", self._now())
            self._calls.settle(call.id, 0, "start_failed")
            raise VendorError(error) from error
        if session.session_id is not None:
            self._calls.add_session(call.id, session.session_id, session.dialect.value, self._now())
        return session

    def record(self, call_id: str, events: Sequence[Event]) -> int:
        """Stores events exactly once; returns the highest number that is safe."""
        now = self._now()
        acked, fresh = self._journal.append(call_id, events, now)
        for event in fresh:
            if event.type == "session_created":
                self._calls.add_session(call_id, event.session_id, self._dialect(call_id).value, now)
            elif event.type == "phase" and event.phase == "live":
                self._calls.set_live(call_id, now)
        return acked

    def beat(self, call_id: str) -> None:
        """The page is still there."""
        self._calls.beat(call_id, self._now())

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

        Raises UnknownCallError.
        """
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCallError
        if self._calls.claim_end(call_id, reason, self._now()):
            self._stop_and_settle(call, reason)
        return self.summary(call_id)

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
        silent = self._calls.silent_since(self._now() - SILENCE_S * 1000)
        for call_id in silent:
            logger.info("call swept call=%s", call_id)
            self.end(call_id, "silence")
        return len(silent)

    def _stop_and_settle(self, call: CallRecord, reason: str) -> None:
        dialect = Dialect(call.dialect)
        ran = 0.0
        for session in self._calls.sessions(call.id):
            settled = settle(self._vendor(dialect), session.vendor_id)
            self._calls.set_stopped(session.vendor_id, settled.outcome, self._now())
            ran += self._estimate(call) if settled.seconds is None else settled.seconds
            reason = from_vendor(reason, settled.reason)
        billed = billed_seconds(dialect, ran) if ran > 0 else 0
        self._calls.settle(call.id, billed, reason)
        logger.info("call ended call=%s reason=%s billed_seconds=%d", call.id, reason, billed)

    def _estimate(self, call: CallRecord) -> float:
        return 0.0 if call.started_at is None else (self._now() - call.started_at) / 1000

    def _dialect(self, call_id: str) -> Dialect:
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCallError
        return Dialect(call.dialect)

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _hash(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
