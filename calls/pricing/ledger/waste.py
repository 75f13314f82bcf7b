"""Where a session's billed time went: talk with a guest, or one of the ways to lose it. Integer seconds that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from calls.pricing.billing import billed_seconds, credits_for
from calls.pricing.catalogue.entries import Provider
from calls.pricing.errors import PriceError

__all__ = ["WASTE", "Purpose", "Spent", "WasteMonth", "idle_credits", "split", "waste_credits"]


class Purpose(StrEnum):
    """Why a call was made."""

    GUEST = "guest"
    DEMO = "demo"
    REHEARSAL = "rehearsal"
    TEST = "test"


class Spent(StrEnum):
    """Where billed time went. `rounding` is what minimum and step add to the time that really passed."""

    TALK = "talk"
    STARTUP = "startup"
    IDLE = "idle"
    FAILED = "failed"
    INTERNAL = "internal"
    ORPHAN = "orphan"
    ROUNDING = "rounding"


WASTE = frozenset(Spent) - {Spent.TALK}


@dataclass(frozen=True)
class WasteMonth:
    """What a month loses: starts that fail, idle seconds, seconds of our own calls, and seconds of orphans."""

    failed_starts: int = 0
    idle_seconds: int = 0
    internal_seconds: int = 0
    orphan_seconds: int = 0


def split(
    billed: int,
    *,
    purpose: Purpose,
    ran: int,
    startup: int = 0,
    idle: int = 0,
    went_live: bool = True,
    orphan: bool = False,
) -> Mapping[Spent, int]:
    """Billed seconds by where they went; they add up to `billed`.

    `ran` is the time that passed, of which `startup` seconds before the first picture and `idle` at the end. An orphan
    (nobody ended it) is one whatever its purpose; a start that failed likewise, next; then our own calls. Only a
    guest's call is looked at more closely. Raises PriceError for negative times.
    """
    if min(billed, ran, startup, idle) < 0:
        raise PriceError("Seconds cannot be negative.", "Check the ledger.")
    if orphan:
        return {Spent.ORPHAN: billed}
    if not went_live:
        return {Spent.FAILED: billed}
    if purpose is not Purpose.GUEST:
        return {Spent.INTERNAL: billed}
    left = min(billed, ran)
    found = {Spent.ROUNDING: billed - left}
    for kind, seconds in ((Spent.STARTUP, startup), (Spent.IDLE, idle)):
        found[kind] = min(seconds, left)
        left -= found[kind]
    found[Spent.TALK] = left
    return {kind: seconds for kind, seconds in found.items() if seconds}


def waste_credits(provider: Provider, waste: WasteMonth) -> Decimal:
    """Credits that the waste of a month burns: each failed start the minimum, the rest by the second."""
    failed = waste.failed_starts * billed_seconds(provider, 0)
    return credits_for(provider, failed + waste.idle_seconds + waste.internal_seconds + waste.orphan_seconds)


def idle_credits(provider: Provider, timeout_seconds: int) -> Decimal:
    """Credits that one forgotten session burns until the vendor's idle timeout ends it."""
    return credits_for(provider, billed_seconds(provider, timeout_seconds))
