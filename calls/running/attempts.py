"""How a call starts: one attempt at a time, a fresh pass for each, and a verdict for each one that failed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from calls.agents import Cast
from calls.failures.errors import AlreadyStartedError, CallError, CallOverError, TroubleError
from calls.failures.table import TROUBLES, Trouble, trouble
from calls.journal.events import Failed
from calls.pricing.credits import billed_seconds, credits_for
from calls.running.caps import Caps, Usage, day_refusal
from calls.running.diagnosis import of_failure, of_refusal
from calls.running.dialing import Dialer, VendorSession
from calls.running.settling import close_sessions
from calls.running.vendor_copies import VendorCopies
from calls.running.vendors import Balances, Vendors
from calls.store.calls import CallRecord, CallStore
from calls.store.personas import Version
from calls.store.sessions import SessionStore
from heygen import Dialect, HeyGenError

__all__ = ["Attempt", "Attempts", "Fallback", "Waiting"]

logger = logging.getLogger(__name__)

_COMING_BACK_S = 600
"""How long after its longest time a call's ticket still opens the line: for attempts that wait for a free session, and
for a page that comes back to see how the call ended."""


@dataclass(frozen=True)
class Attempt:
    """An attempt that the browser is to carry out now."""

    number: int
    session: VendorSession


@dataclass(frozen=True)
class Waiting:
    """The attempt failed and cost nothing; the next one is due in `retry_in` seconds."""

    number: int
    retry_in: float
    trouble: Trouble


@dataclass(frozen=True)
class Fallback:
    """Video cannot start; the call goes on as a text conversation."""

    trouble: Trouble


class Attempts:
    """Starts calls. `persona_of` gives who speaks in a call, `clock` unix seconds.

    `copies` knows where personas stand at the vendor.
    """

    def __init__(
        self,
        *,
        calls: CallStore,
        sessions: SessionStore,
        cast: Cast,
        caps: Caps,
        vendors: Vendors,
        idle_s: int,
        persona_of: Callable[[CallRecord], Version],
        copies: VendorCopies,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._calls = calls
        self._sessions = sessions
        self._cast = cast
        self._caps = caps
        self._vendors = vendors
        self._clock = clock
        self._persona_of = persona_of
        self._copies = copies
        self._dialer = Dialer(idle_s, copies)
        self._balances = Balances(clock)
        self._minted: dict[str, Attempt] = {}

    def warm(self, dialect: Dialect, persona: Version) -> None:
        """Does what a first attempt would wait for and what costs nothing. Raises as the vendor's client does."""
        vendor = self._vendors.client(dialect)
        self._balances.look(vendor)
        if dialect is Dialect.LIVEAVATAR:
            self._copies.context(vendor, persona)

    def start(
        self, call: CallRecord, quality: str, *, resumed: bool = False, anew: bool = False
    ) -> Attempt | Waiting | Fallback:
        """Makes one attempt, or tells what the last one led to.

        A page whose line broke before the answer came asks again, `resumed`, and gets the same answer. A page that came
        back without its room asks `anew`: the attempt of the page before it is closed first.
        Raises TroubleError when a cap forbids the start, CallOverError and AlreadyStartedError.
        """
        if anew:
            self.drop(call.id)
        now = self._now()
        until = now + (call.cap_seconds + _COMING_BACK_S) * 1000
        claim = self._calls.claim_attempt(call.id, now, self._today(), self._refusal, ticket_until=until)
        if claim.refused is not None:
            self._calls.claim_end(call.id, claim.refused, self._now())
            logger.warning("start refused call=%s trouble=%s", call.id, claim.refused)
            raise TroubleError(TROUBLES[claim.refused])
        if claim.attempt is None:
            return self._again(call, quality, resumed)
        try:
            # As it stands now: what an attempt before this one took is billed since the page was let in.
            session = self._dial(self._calls.get(call.id) or call, quality)
        except (CallError, HeyGenError) as error:
            logger.warning("start refused call=%s kind=%s code=%s", call.id, type(error).__name__, error.code)
            found = error.trouble if isinstance(error, TroubleError) else of_refusal(error)
            self._close(call.id, found, getattr(error, "retry_after", None))
            return self._told(call.id)
        attempt = Attempt(claim.attempt, session)
        self._minted[call.id] = attempt
        return attempt

    def failed(self, call: CallRecord, event: Failed) -> None:
        """The browser could not carry an attempt out: its session is closed, and it is decided how to go on."""
        self._close(call.id, of_failure(Dialect(call.dialect), event))

    def drop(self, call_id: str) -> None:
        """Closes the open attempt of a call whose page has gone, live or not; nothing more is billed for it."""
        call = self._calls.get(call_id)
        if call is not None and self._calls.drop_attempt(call_id):
            self.forget(call_id)
            close_sessions(self._sessions, self._vendors.of(call), call, self._now())

    def standing(self, call_id: str) -> Waiting | Fallback | None:
        """What the last attempt led to, for as long as it holds; None while one is open and when there was none."""
        call = self._calls.get(call_id)
        if call is None or call.ended_at is not None or call.trouble is None or call.attempt_open:
            return None
        if call.text_at is not None:
            return Fallback(trouble(call.trouble))
        if call.retry_at is None:
            return None
        return Waiting(call.attempt, max(0, call.retry_at - self._now()) / 1000, trouble(call.trouble))

    def forget(self, call_id: str) -> None:
        """The pass of this call's attempt was used, or the call is over."""
        self._minted.pop(call_id, None)

    def _dial(self, call: CallRecord, quality: str) -> VendorSession:
        dialect, agent = Dialect(call.dialect), self._cast[call.agent_id]
        vendor = self._vendors.of(call)
        if vendor is None:
            raise CallOverError
        if not call.sandbox:
            now = self._now()
            need = credits_for(dialect, billed_seconds(dialect, _most(call), now), now)
            left = self._balances.before(vendor, need)
            if left < need:
                raise TroubleError(TROUBLES["credits_short" if left > 0 else "credits_gone"])
        session = self._dialer.dial(vendor, agent, self._persona_of(call), call, quality, max_seconds=_most(call))
        if call.live_at is not None:
            # Whoever came back has been greeted.
            session = replace(session, greeting=None)
        if session.session_id is not None:
            self._sessions.add(call.id, session.session_id, session.dialect.value, self._now())
        current = self._calls.get(call.id)
        if current is None or current.ended_at is not None:
            # The call ended while its pass was made; that end has not seen this session.
            close_sessions(self._sessions, vendor, call, self._now())
            raise CallOverError
        return session

    def _again(self, call: CallRecord, quality: str, resumed: bool) -> Attempt | Waiting | Fallback:
        current = self._calls.get(call.id)
        if current is None or current.ended_at is not None:
            raise CallOverError
        if not current.attempt_open:
            return self._told(call.id)
        if not resumed or current.attempt_live:
            raise AlreadyStartedError
        if call.id in self._minted:
            return self._minted[call.id]
        # The server that made this attempt is gone, and its answer with it.
        self._close(call.id, TROUBLES["pass_refused"])
        return self.start(call, quality)

    def _told(self, call_id: str) -> Waiting | Fallback:
        verdict = self.standing(call_id)
        if verdict is None:
            raise CallOverError
        return verdict

    def _close(self, call_id: str, found: Trouble, asked: float | None = None) -> None:
        if not self._calls.close_attempt(call_id):
            return
        call = self._calls.get(call_id)
        if call is None or call.ended_at is not None:
            return
        self.forget(call_id)
        if found.code == "persona_missing":
            self._copies.forget(call.persona_hash)
        closed = close_sessions(self._sessions, self._vendors.of(call), call, self._now())
        free = closed.billed == (call.billed_seconds or 0)
        delay = found.again.delay(call.attempt, asked) if found.again is not None and free else None
        now = self._now()
        logger.warning(
            "attempt failed call=%s attempt=%d trouble=%s again=%s", call_id, call.attempt, found.code, delay
        )
        if delay is None:
            self._calls.set_verdict(call_id, found.code, text_at=now)
        else:
            self._calls.set_verdict(call_id, found.code, retry_at=now + int(delay * 1000))

    def _refusal(self, today: Sequence[Usage], call: CallRecord) -> str | None:
        if call.cap_seconds == 0:
            return "call_credits"
        if _most(call) < billed_seconds(Dialect(call.dialect), 1, self._now()):
            # Even a session that is stopped at once would be billed beyond the cap.
            return call.cap_reason
        wanted = Usage(Dialect(call.dialect), call.cap_seconds, call.sandbox)
        return day_refusal(self._caps, today, wanted, self._now())

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _today(self) -> int:
        midnight = datetime.fromtimestamp(self._now() / 1000, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return int(midnight.timestamp() * 1000)


def _most(call: CallRecord) -> int:
    """Seconds that one more session of this call may last."""
    return max(0, call.cap_seconds - (call.billed_seconds or 0))
