"""How long and how dear calls may be: per call and per day. Rules only; the store counts, the switchboard acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from calls.pricing.credits import billed_seconds, credits_for
from calls.pricing.usage import Usage
from heygen import Dialect
from heygen.limits import LIVEAVATAR, STREAMING

__all__ = ["MARGIN_S", "Caps", "Usage", "day_refusal", "longest"]

MARGIN_S = 3
"""Seconds before a cap at which the server acts, so that the stop reaches the vendor before the next unit is billed."""


@dataclass(frozen=True)
class Caps:
    """The most that may be used: whole minutes, and credits of the vendor. A day is a calendar day in UTC."""

    call_minutes: int = 10
    call_credits: Decimal = Decimal(20)
    day_minutes: int = 240
    day_credits: Decimal = Decimal(480)


def longest(dialect: Dialect, minutes: int, credits: Decimal, *, sandbox: bool) -> tuple[int, str]:
    """Seconds that a call may last under both caps, and the reason it ends with when they are over.

    The credits of a call that lasts so long never exceed `credits`; 0 when they cover no call at all. A free sandbox
    session is bound by time alone.
    """
    by_time = minutes * 60
    if sandbox:
        return by_time, "time_up"
    if dialect is Dialect.STREAMING:
        by_credits = int(credits * 60 / STREAMING.credits_per_minute)
        if by_credits < STREAMING.billed_seconds_min:
            by_credits = 0
    else:
        minute = LIVEAVATAR.billing_check_seconds
        by_credits = int(credits / LIVEAVATAR.credits_per_minute_full) * minute
    return (by_time, "time_up") if by_time <= by_credits else (by_credits, "credit_cap")


def day_refusal(caps: Caps, today: Iterable[Usage], wanted: Usage, at_ms: int) -> str | None:
    """The code of the trouble that keeps a call of the `wanted` length from starting today, or None.

    All are valued with the tariff of `at_ms` (unix ms). Running calls count with all they may still use, so that calls
    which start together cannot overrun the day.
    """
    seconds, spent = 0, Decimal(0)
    for use in (*today, wanted):
        billed = billed_seconds(use.dialect, use.seconds, at_ms) if use.seconds else 0
        seconds += billed
        spent += Decimal(0) if use.sandbox else credits_for(use.dialect, billed, at_ms)
    if seconds > caps.day_minutes * 60:
        return "day_minutes"
    return "day_credits" if spent > caps.day_credits else None
