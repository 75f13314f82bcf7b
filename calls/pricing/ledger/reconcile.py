"""Our ledger beside the vendor's books: every difference with its likely reason, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from calls.pricing.billing import billed_seconds, credits_for
from calls.pricing.catalogue.entries import Provider
from calls.pricing.catalogue.figures import plain

__all__ = [
    "BalanceGap",
    "Difference",
    "OurSession",
    "Reason",
    "Reconciled",
    "VendorSession",
    "balance_gap",
    "reconcile",
]

_CLOCKS_S = 2
"""Seconds by which two clocks' ideas of one session may differ."""


class Reason(StrEnum):
    """Why ours and theirs differ, most likely."""

    SANDBOX = "sandbox"
    NEVER_STARTED = "never_started"
    NOT_LISTED = "not_listed"
    ANOTHER_PROGRAM = "another_program"
    ORPHAN = "orphan"
    ROUNDING = "rounding"
    CLOCKS = "clocks"
    STARTUP = "startup"
    TARIFF = "tariff"
    UNKNOWN = "unknown"

    @property
    def said(self) -> str:
        """The reason as a sentence."""
        return _SAID[self]


_SAID = {
    Reason.SANDBOX: "It was a sandbox session, which costs nothing.",
    Reason.NEVER_STARTED: "It never started, so the vendor bills nothing or returned what it held.",
    Reason.NOT_LISTED: "The vendor's list does not reach back to it, or it never started; our bill is an estimate.",
    Reason.ANOTHER_PROGRAM: "No call of ours made it: another program or person uses the same key.",
    Reason.ORPHAN: "It ran on after our call had ended, until the vendor ended it.",
    Reason.ROUNDING: "The same time, rounded another way: the billing step in the catalogue differs from the vendor's.",
    Reason.CLOCKS: "Two clocks, a second or two apart.",
    Reason.STARTUP: "Connecting time is counted by one side and not by the other.",
    Reason.TARIFF: "The same time at another rate: the tariff changed, or the session ran in another mode.",
    Reason.UNKNOWN: "No likely reason is known; compare the two sessions by hand.",
}


@dataclass(frozen=True)
class OurSession:
    """A session as we keep it: billed seconds, seconds it ran, of which `startup` before the first picture."""

    vendor_id: str
    billed: int
    ran: float
    startup: float = 0
    went_live: bool = True
    sandbox: bool = False


@dataclass(frozen=True)
class VendorSession:
    """A session in the vendor's list: seconds, and credits where the vendor tells them."""

    vendor_id: str
    seconds: float
    credits: Decimal | None = None
    sandbox: bool = False


@dataclass(frozen=True)
class Difference:
    """One session billed differently; credits of ours and of theirs (0 where one side does not know it)."""

    vendor_id: str
    ours: Decimal
    theirs: Decimal
    reason: Reason

    @property
    def gap(self) -> Decimal:
        """Theirs less ours."""
        return self.theirs - self.ours


@dataclass(frozen=True)
class Reconciled:
    """All sessions of both sides: how many agree, the differences (largest first), and credits in all."""

    agreeing: int
    differences: tuple[Difference, ...]
    ours: Decimal
    theirs: Decimal


@dataclass(frozen=True)
class BalanceGap:
    """The vendor's balance against our ledger: what it says was used, what we count, and the likely reason."""

    used_by_balance: Decimal
    used_by_ledger: Decimal
    said: str

    @property
    def gap(self) -> Decimal:
        """Used by the balance less used by the ledger; above 0 the vendor took more."""
        return self.used_by_balance - self.used_by_ledger


def reconcile(provider: Provider, ours: Sequence[OurSession], theirs: Sequence[VendorSession]) -> Reconciled:
    """Compares session by session. Where the vendor tells no credits, its seconds are billed by the catalogue."""
    listed = {session.vendor_id: session for session in theirs}
    known = {session.vendor_id for session in ours}
    pairs: list[tuple[str, Decimal, Decimal, Reason]] = []
    for mine in ours:
        held = Decimal(0) if mine.sandbox else credits_for(provider, mine.billed)
        yours = listed.get(mine.vendor_id)
        if yours is None:
            reason = Reason.NOT_LISTED if mine.went_live else Reason.NEVER_STARTED
            pairs.append((mine.vendor_id, held, Decimal(0), reason))
        else:
            pairs.append((mine.vendor_id, held, _asked(provider, yours), _reason(provider, mine, yours)))
    strangers = [session for session in theirs if session.vendor_id not in known]
    for session in strangers:
        reason = Reason.SANDBOX if session.sandbox else Reason.ANOTHER_PROGRAM
        pairs.append((session.vendor_id, Decimal(0), _asked(provider, session), reason))
    unequal = [Difference(*pair) for pair in pairs if pair[1] != pair[2]]
    return Reconciled(
        agreeing=len(pairs) - len(unequal),
        differences=tuple(sorted(unequal, key=lambda one: (-abs(one.gap), one.vendor_id))),
        ours=sum((pair[1] for pair in pairs), Decimal(0)),
        theirs=sum((pair[2] for pair in pairs), Decimal(0)),
    )


def balance_gap(
    provider: Provider,
    opening: Decimal,
    closing: Decimal,
    ledger: Decimal,
    *,
    bought: Decimal = Decimal(0),
    open_calls: int = 0,
) -> BalanceGap:
    """Compares two readings of the vendor's balance with the credits of our ledger between them."""
    used = opening + bought - closing
    gap = used - ledger
    held = credits_for(provider, int(provider.escrow_seconds.need("What is held at the start"))) * open_calls
    if gap == 0:
        said = "Balance and ledger agree."
    elif open_calls and 0 < gap <= held:
        said = f"{plain(gap)} credits are held for {open_calls} running calls and not yet in the ledger."
    elif gap < 0 and closing > opening + bought:
        said = "Credits were added since: the plan renewed, or credits were bought that were not entered here."
    elif gap < 0:
        said = "The vendor took less: failed starts were returned, or our estimates are not settled yet."
    elif closing == 0:
        said = "The balance is 0: unused credits expired, or calls ran into overage."
    else:
        said = "The vendor took more: sessions that our ledger does not know, or a billing step other than ours."
    return BalanceGap(used, ledger, said)


def _asked(provider: Provider, session: VendorSession) -> Decimal:
    if session.sandbox:
        return Decimal(0)
    if session.credits is not None:
        return session.credits
    return credits_for(provider, billed_seconds(provider, session.seconds, started=session.seconds > 0))


def _reason(provider: Provider, mine: OurSession, yours: VendorSession) -> Reason:
    longer = yours.seconds - mine.ran
    if mine.sandbox or yours.sandbox:
        return Reason.SANDBOX
    if not mine.went_live and _asked(provider, yours) == 0:
        return Reason.NEVER_STARTED
    if mine.startup and abs(abs(longer) - mine.startup) <= _CLOCKS_S < mine.startup:
        return Reason.STARTUP
    if abs(longer) <= _CLOCKS_S:
        return _same_time(provider, mine, yours, exact=longer == 0)
    return Reason.ORPHAN if longer > 0 else Reason.UNKNOWN


def _same_time(provider: Provider, mine: OurSession, yours: VendorSession, *, exact: bool) -> Reason:
    asked, held = _asked(provider, yours), credits_for(provider, mine.billed)
    by_catalogue = credits_for(provider, billed_seconds(provider, yours.seconds))
    if not exact and asked == by_catalogue:
        return Reason.CLOCKS
    step = credits_for(provider, max(60, int(provider.step_seconds.need("The billing step"))))
    return Reason.ROUNDING if abs(asked - held) < step else Reason.TARIFF
