"""A season of walk-ins on a number of lines: who is turned away, what is served, which plan pays for it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calls.pricing.billing import bills_connecting
from calls.pricing.capacity import busy_by_hour, busy_with_retries, offered_load
from calls.pricing.catalogue.entries import Provider
from calls.pricing.plans import Choice, cheapest

__all__ = ["DECEMBER", "SeasonRow", "WalkIns", "season_row", "season_table", "uneven_row"]

_DIGITS = Decimal("0.000001")


@dataclass(frozen=True)
class WalkIns:
    """An even season: evenings, hours each, walk-ins an hour; seconds of talk and of connecting.

    `retry_share` of the families who find the lines busy call once more.
    """

    evenings: int
    hours: float
    calls_per_hour: float
    talk_seconds: int
    startup_seconds: int
    retry_share: float = 0.0

    @property
    def wishes(self) -> float:
        """Families who call."""
        return self.evenings * self.hours * self.calls_per_hour

    @property
    def load(self) -> float:
        """Erlang."""
        return offered_load(self.calls_per_hour, self.talk_seconds + self.startup_seconds)


DECEMBER = WalkIns(evenings=24, hours=3, calls_per_hour=12, talk_seconds=300, startup_seconds=30)
"""The worked example: 864 wishes."""


@dataclass(frozen=True)
class SeasonRow:
    """One number of lines: share turned away, calls lost and served (expected, not whole), credits, and the plan.

    `choice` None: no listed plan carries it. `usd_per_call` is the plan's bill over the calls served.
    """

    lines: int
    busy: float
    lost: float
    served: float
    credits: Decimal
    choice: Choice | None
    usd_per_call: Decimal | None


def season_row(provider: Provider, walk_ins: WalkIns, lines: int) -> SeasonRow:
    """The season on so many lines; the talk is an expectation and is billed without rounding each call up."""
    wishes, billed = walk_ins.wishes, _billed(provider, walk_ins.talk_seconds, walk_ins.startup_seconds)
    again = walk_ins.retry_share
    chance = busy_with_retries(walk_ins.load, lines, again)
    # Lost is who finds the lines busy and gives up, and who finds them busy twice.
    return _row(provider, lines, wishes, wishes * chance * (1 - again + again * chance), billed)


def uneven_row(
    provider: Provider, calls_by_hour: Sequence[float], talk_seconds: int, startup_seconds: int, lines: int
) -> SeasonRow:
    """A season whose hours were drawn: each opening hour has its own calls, and its own chance to find lines busy."""
    chances = busy_by_hour(calls_by_hour, talk_seconds + startup_seconds, lines)
    lost = math.fsum(calls * chance for calls, chance in zip(calls_by_hour, chances.tolist(), strict=True))
    return _row(provider, lines, math.fsum(calls_by_hour), lost, _billed(provider, talk_seconds, startup_seconds))


def season_table(provider: Provider, walk_ins: WalkIns, lines: Iterable[int]) -> tuple[SeasonRow, ...]:
    """The season for several numbers of lines; where the bend is, the next line no longer pays."""
    return tuple(season_row(provider, walk_ins, count) for count in lines)


def _billed(provider: Provider, talk_seconds: int, startup_seconds: int) -> int:
    return talk_seconds + (startup_seconds if bills_connecting(provider) else 0)


def _row(provider: Provider, lines: int, wishes: float, lost: float, billed: int) -> SeasonRow:
    served = wishes - lost
    rate = provider.credits_per_minute.need(f"{provider.title}'s rate")
    credits = (Decimal(served) * rate * billed / 60).quantize(_DIGITS)
    choice = cheapest(provider, credits)
    per_call = choice.usd / Decimal(served) if choice and served else None
    return SeasonRow(lines, lost / wishes if wishes else 0.0, lost, served, credits, choice, per_call)
