"""What the costs page shows of the ledger: sums by day, purpose, provider and hour of the week, where credits went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.forecast.season import HOURS
from calls.pricing.ledger.ledger import Ledger, credits_of, summed, ticks, where_spent
from calls.pricing.ledger.waste import Purpose, Spent

__all__ = ["PageData", "Sums", "page_data"]

_HALF_HOUR_MS = 1_800_000
_NANO = 1_000_000_000
_EPOCH = date(1970, 1, 1)
_MONDAY = 3
"""1970-01-01 was a Thursday: weekday 3, counted from Monday."""


@dataclass(frozen=True)
class Sums:
    """Calls, billed seconds, credits, and dollars for services beside the vendor."""

    calls: int
    billed_seconds: int
    credits: Decimal
    side_usd: Decimal


@dataclass(frozen=True)
class PageData:
    """Everything at once. Days and hours are those of the zone asked for; hour 0 is Monday's first.

    `served` guests' calls that went live; `settled` calls whose bill was read from the vendor; `lengths` billed seconds
    of served calls with their number, ascending; `peaks` the most calls at once in each hour of the week.
    """

    total: Sums
    served: int
    settled: int
    by_purpose: Mapping[Purpose, Sums]
    by_provider: Mapping[str, Sums]
    by_day: Mapping[date, Sums]
    calls_by_hour: tuple[int, ...]
    peaks: tuple[int, ...]
    spent: Mapping[Spent, Decimal]
    lengths: tuple[tuple[int, int], ...]


def page_data(ledger: Ledger, catalogues: Mapping[str, Catalogue], zone: tzinfo = UTC) -> PageData:
    """The page's figures. `catalogues` by price version. Raises PriceError."""
    used = ticks(ledger, catalogues)
    local = ledger.at_ms + _offsets(ledger.at_ms, zone)
    days = local // 86_400_000
    hours = _hour_of_week(local)
    served = ledger.served
    lengths, counts = np.unique(ledger.billed[served], return_counts=True)
    purposes = _grouped(ledger, used, ledger.purpose.codes, len(ledger.purpose.names))
    providers = _grouped(ledger, used, ledger.provider.codes, len(ledger.provider.names))
    found_days, places = np.unique(days, return_inverse=True)
    by_day = _grouped(ledger, used, places, found_days.size)
    return PageData(
        total=Sums(len(ledger), int(ledger.billed.sum()), credits_of(int(used.sum())), _usd(ledger.side_nanousd.sum())),
        served=int(served.sum()),
        settled=int(ledger.settled.sum()),
        by_purpose={Purpose(name): sums for name, sums in zip(ledger.purpose.names, purposes, strict=True)},
        by_provider=dict(zip(ledger.provider.names, providers, strict=True)),
        by_day={_EPOCH + timedelta(int(day)): sums for day, sums in zip(found_days, by_day, strict=True)},
        calls_by_hour=tuple(np.bincount(hours, minlength=HOURS).tolist()),
        peaks=tuple(_peaks(ledger, local).tolist()),
        spent=_spent(ledger, used),
        lengths=tuple(zip(lengths.tolist(), counts.tolist(), strict=True)),
    )


def _spent(ledger: Ledger, used: NDArray[np.int64]) -> Mapping[Spent, Decimal]:
    rates = np.floor_divide(used, ledger.billed, out=np.zeros_like(used), where=ledger.billed > 0)
    sums = {kind: int((seconds * rates).sum()) for kind, seconds in where_spent(ledger).items()}
    return {kind: credits_of(value) for kind, value in sums.items()}


def _grouped(ledger: Ledger, used: NDArray[np.int64], groups: NDArray[np.int64], size: int) -> list[Sums]:
    columns = (
        np.bincount(groups, minlength=size),
        summed(ledger.billed, groups, size),
        summed(used, groups, size),
        summed(ledger.side_nanousd, groups, size),
    )
    return [
        Sums(int(calls), int(billed), credits_of(int(tick)), _usd(side))
        for calls, billed, tick, side in zip(*columns, strict=True)
    ]


def _usd(nano: np.int64) -> Decimal:
    return Decimal(int(nano)) / _NANO


def _peaks(ledger: Ledger, local: NDArray[np.int64]) -> NDArray[np.int64]:
    """The running number of calls right after each start, and right before each end, by hour of the week."""
    size = len(ledger)
    moments = np.concatenate((local, local + ledger.ran * 1000))
    changes = np.concatenate((np.ones(size, np.int64), -np.ones(size, np.int64)))
    # At the same moment an end comes first: a line that falls free can be taken at once.
    order = np.lexsort((changes, moments))
    running = np.cumsum(changes[order])
    at_most = np.where(changes[order] > 0, running, running + 1)
    peaks = np.zeros(HOURS, dtype=np.int64)
    np.maximum.at(peaks, _hour_of_week(moments[order]), at_most)
    return peaks


def _hour_of_week(local: NDArray[np.int64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = (local // 3_600_000 + _MONDAY * 24) % HOURS
    return found


def _offsets(at_ms: NDArray[np.int64], zone: tzinfo) -> NDArray[np.int64]:
    """Milliseconds to add for local time. Clocks change on the half hour at the finest, so one look each is enough."""
    slots, places = np.unique(at_ms // _HALF_HOUR_MS, return_inverse=True)
    shifts = [
        (moment.utcoffset() or timedelta(0)) // timedelta(milliseconds=1)
        for moment in (datetime.fromtimestamp(int(slot) * _HALF_HOUR_MS / 1000, zone) for slot in slots)
    ]
    return np.array(shifts, dtype=np.int64)[places] if shifts else np.zeros(0, dtype=np.int64)
