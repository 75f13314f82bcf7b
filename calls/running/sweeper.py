"""Ends what nobody is in: silent, capped and idle calls, sessions whose stop failed, and sessions a lost page made."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from calls.failures.errors import CallError
from calls.running.ending import Endings
from calls.running.metering import Metering
from calls.running.settling import close_sessions, stop_is_due
from calls.running.vendors import Vendors
from calls.store.calls import CallRecord, CallStore
from calls.store.sessions import SessionStore
from heygen import Dialect, HeyGenError, Session

__all__ = ["Orphan", "Sweeper"]

logger = logging.getLogger(__name__)

# A page that is lost between the vendor's answer and ours has made its session within this long after its pass.
_LOST_START_S = 90
_LOOK_AGAIN_S = 10.0
_TELLING_S = 15.0
# The vendor's clock and ours, and its times in whole seconds.
_CLOCKS_S = 2.0


@dataclass(frozen=True)
class Orphan:
    """A session that the vendor lists and no call of ours owns; times are unix seconds."""

    vendor_id: str
    dialect: Dialect
    created_at: float | None


class Sweeper:
    """Clears up for one server. Every step is safe to do from several servers at once."""

    def __init__(
        self,
        *,
        calls: CallStore,
        sessions: SessionStore,
        vendors: Vendors,
        metering: Metering,
        endings: Endings,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._calls = calls
        self._sessions = sessions
        self._vendors = vendors
        self._metering = metering
        self._endings = endings
        self._clock = clock
        self._looked_at = 0.0

    def sweep(self) -> int:
        """Ends calls that must end and closes what they left at the vendor; returns how many calls it ended."""
        ended = 0
        for call in self._calls.open_calls():
            reason = self._metering.due(call)
            if reason is not None and self._tried(call, partial(self._endings.end, call.id, reason)):
                ended += 1
                logger.info("call swept call=%s reason=%s", call.id, reason)
        self._stop_again()
        self._stop_lost_starts()
        return ended

    def orphans(self, dialects: Sequence[Dialect]) -> list[Orphan]:
        """Sessions that the vendor lists and no call of ours owns. Raises HeyGenError and CallError.

        One that was made a moment ago may belong to a page of ours that has not told of it yet, and is left out.
        """
        young = self._clock() - _TELLING_S
        found = [orphan for dialect in dialects for orphan in self._orphans(dialect)]
        return [orphan for orphan in found if orphan.created_at is None or orphan.created_at <= young]

    def end_orphan(self, orphan: Orphan) -> None:
        """Stops one, at the user's word. Raises HeyGenError and CallError."""
        outcome = self._vendors.client(orphan.dialect).stop(orphan.vendor_id)
        logger.info("orphan stopped dialect=%s outcome=%s", orphan.dialect.value, outcome.value)

    def _stop_again(self) -> None:
        now = int(self._clock() * 1000)
        due: dict[str, set[str]] = defaultdict(set)
        for session in self._sessions.unsettled():
            if stop_is_due(session, now):
                due[session.call_id].add(session.vendor_id)
        for call_id, only in due.items():
            call = self._calls.get(call_id)
            if call is not None:
                self._tried(call, partial(self._stop, call, now, only))

    def _stop(self, call: CallRecord, now: int, only: Collection[str]) -> None:
        close_sessions(self._sessions, self._vendors.of(call), call, now, only=only)

    def _stop_lost_starts(self) -> None:
        """Streaming Avatar alone names its session in the browser; a page that dies just then leaves one unowned.

        It is taken for ours when it was made in the short time after that page got its pass, while no other call is
        just starting, whose session it could be, and while the vendor lists no other stranger: one shows that somebody
        else works with the same key, whose session this may be as well. Then the vendor's idle limit has to end it.
        """
        now = self._clock()
        if now - self._looked_at < _LOOK_AGAIN_S:
            return
        lost = self._calls.lost_starts(self._vendors.service.value, int((now - _LOST_START_S) * 1000))
        if not lost or any(call.attempt_open for call in lost):
            return
        self._looked_at = now
        windows = [_window(call) for call in lost]
        try:
            found = self._orphans(Dialect.STREAMING)
            ours = [one for one in found if any(low <= (one.created_at or 0) <= high for low, high in windows)]
            if len(ours) < len(found):
                logger.warning("lost starts left alone strangers=%d", len(found) - len(ours))
                return
            for orphan in ours:
                self.end_orphan(orphan)
        except (CallError, HeyGenError) as error:
            logger.info("lost starts not looked for kind=%s", type(error).__name__)

    def _orphans(self, dialect: Dialect) -> list[Orphan]:
        listed: list[Session] = self._vendors.client(dialect).active_sessions()
        owned = self._sessions.known(session.id for session in listed)
        return [Orphan(s.id, dialect, s.created_at) for s in listed if s.id not in owned]

    @staticmethod
    def _tried(call: CallRecord, work: Callable[[], object]) -> bool:
        try:
            work()
        except (CallError, HeyGenError) as error:
            logger.warning("sweep waits call=%s kind=%s", call.id, type(error).__name__)
            return False
        return True


def _window(call: CallRecord) -> tuple[float, float]:
    """From when to when (unix seconds) the last attempt of a call may have made a session."""
    begun = call.started_at or 0
    over = min((at for at in (call.text_at, call.retry_at, call.ended_at) if at is not None), default=begun)
    return begun / 1000 - _CLOCKS_S, over / 1000 + _CLOCKS_S
