"""One call as it stands in the store: its record, what was said, who spoke, and how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calls.failures.errors import UnknownCallError
from calls.failures.reasons import reason_text
from calls.failures.table import NO_TROUBLE, Trouble, trouble
from calls.journal.transcript import Turn
from calls.library import Library
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.credits import credits_for
from calls.store.calls import CallRecord, CallStore
from calls.store.journal import JournalStore, StoredEvent
from calls.store.personas import Version
from heygen import Dialect

__all__ = ["Archive", "Summary"]


@dataclass(frozen=True)
class Summary:
    """A call that is over: `seconds` since the first picture or the first written word, `credits` as billed."""

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


class Archive:
    """Answers questions and changes nothing.

    `prices` gives a price list by its version, None where it was not kept; `clock` gives unix seconds.
    """

    def __init__(
        self,
        *,
        calls: CallStore,
        journal: JournalStore,
        library: Library,
        prices: Callable[[str], Catalogue | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._calls = calls
        self._journal = journal
        self._library = library
        self._prices = prices
        self._clock = clock

    def call(self, call_id: str) -> CallRecord | None:
        """A call's record."""
        return self._calls.get(call_id)

    def recent(self, limit: int = 50) -> list[CallRecord]:
        """The calls that ended last, the newest first."""
        return self._calls.recent(limit)

    def turns(self, call_id: str) -> Sequence[Turn]:
        """What was said so far."""
        return self._journal.turns(call_id)

    def events(self, call_id: str) -> Sequence[StoredEvent]:
        """The journal so far, in its order."""
        return self._journal.events(call_id)

    def persona_of(self, call: CallRecord) -> Version:
        """The persona version that speaks in a call. Raises UnknownPersonaError."""
        return self._library.version(call.persona_id, call.persona_hash)

    def summary(self, call_id: str) -> Summary:
        """What is known of a call. Raises UnknownCallError."""
        call = self._calls.get(call_id)
        if call is None:
            raise UnknownCallError
        turns = self._journal.turns(call_id)
        ended = call.ended_at or int(self._clock() * 1000)
        begun = call.live_at if call.text_at is None else call.text_at
        reason = call.end_reason or "server"
        return Summary(
            call_id=call.id,
            agent_id=call.agent_id,
            seconds=max(0, ended - begun) // 1000 if begun else 0,
            guest_turns=sum(turn.speaker == "guest" for turn in turns),
            avatar_turns=sum(turn.speaker == "avatar" for turn in turns),
            credits=self._credits(call),
            reason=reason,
            reason_text=reason_text(reason),
            trouble=_trouble_of(call, reason),
            turns=turns,
        )

    def _credits(self, call: CallRecord) -> Decimal:
        """What a call cost, by the price list and on the day on which it began."""
        if call.sandbox:
            return Decimal(0)
        prices = self._prices(call.price_version) if call.price_version else None
        begun = call.started_at or call.opened_at
        return credits_for(Dialect(call.dialect), call.billed_seconds or 0, begun, prices)


def _trouble_of(call: CallRecord, reason: str) -> Trouble | None:
    """The trouble that kept the video away, else the end's own reason unless that is an ordinary one."""
    if call.trouble is not None:
        return trouble(call.trouble)
    return None if reason in NO_TROUBLE else trouble(reason)
