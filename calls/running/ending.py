"""The ends of calls: once each, whoever sees them first; sessions stopped with our own key, the bill settled."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from calls.failures.errors import UnknownCallError
from calls.failures.reasons import from_journal, from_vendor
from calls.running.settling import close_sessions
from calls.running.vendors import Vendors
from calls.store.calls import CallStore
from calls.store.journal import JournalStore
from calls.store.sessions import SessionStore

__all__ = ["Endings"]

logger = logging.getLogger(__name__)

_LOCKS = 256
"""Ends that may be settled at once; two calls that share a lock wait for each other, which does no harm."""


class Endings:
    """Ends calls. `clock` gives unix seconds; `ended` is told the id of each call whose end this server sees,
    whoever brought it about; once or more.
    """

    def __init__(
        self,
        *,
        calls: CallStore,
        sessions: SessionStore,
        journal: JournalStore,
        vendors: Vendors,
        ended: Callable[[str], None] = lambda _: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._calls = calls
        self._sessions = sessions
        self._journal = journal
        self._vendors = vendors
        self._ended = ended
        self._clock = clock
        self._locks = [threading.Lock() for _ in range(_LOCKS)]

    def end(self, call_id: str, reason: str) -> None:
        """Ends a call that has not ended yet. Whoever comes second waits until the first has settled the bill.

        Raises UnknownCallError, and what keeps the vendor's client from being made; then the call has not ended.
        """
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCallError
        vendor = self._vendors.of(call)
        with self._locks[hash(call_id) % _LOCKS]:
            now = int(self._clock() * 1000)
            if self._calls.claim_end(call_id, reason, now):
                closed = close_sessions(self._sessions, vendor, call, now)
                known = from_vendor(reason, closed.vendor_reason, stopped_by_us=closed.stopped_by_us)
                if known != reason:
                    self._calls.set_reason(call_id, known)
                logger.info("call ended call=%s reason=%s billed_seconds=%d", call_id, known, closed.billed)
        self._ended(call_id)

    def finish(self, call_id: str) -> None:
        """Ends a call of which its browser has told the end; the reason stands in the journal. Raises like `end`."""
        self.end(call_id, from_journal((event.type, event.body) for event in self._journal.events(call_id)))
