"""The ledger: every call of ours with what it was billed, held in columns so that 100,000 calls add up at once.

Credits are summed as integers (millionths of a credit times 60), each call at the rate of its own version and day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Provider
from calls.pricing.errors import PriceError
from calls.pricing.ledger.waste import Purpose, Spent

__all__ = [
    "TICKS_PER_CREDIT",
    "Entry",
    "Ledger",
    "Names",
    "credits_of",
    "provider_id",
    "summed",
    "ticks",
    "where_spent",
]

TICKS_PER_CREDIT = 60_000_000
_MICRO = 1_000_000
_PROVIDERS = {
    ("streaming", "full"): "streaming_avatar",
    ("liveavatar", "full"): "liveavatar_full",
    ("liveavatar", "lite"): "liveavatar_lite",
    ("liveavatar", "embed"): "liveavatar_embed",
}


class Entry(NamedTuple):
    """One call. Times: unix ms and whole seconds. `ran` passed, of it `startup` before the first picture, `idle` last.

    `settled` tells a bill read from the vendor from our estimate; `side_nanousd` are billionths of a dollar paid for
    model, speech and moderation.
    """

    at_ms: int
    provider: str
    price_version: str
    purpose: str
    billed: int
    ran: int
    startup: int = 0
    idle: int = 0
    went_live: bool = True
    orphan: bool = False
    sandbox: bool = False
    settled: bool = True
    side_nanousd: int = 0


@dataclass(frozen=True, eq=False)
class Names:
    """A column of names: `names[codes[i]]` is row i's."""

    names: tuple[str, ...]
    codes: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The entries as columns; `billed` is 0 for sandbox calls, which cost nothing."""

    at_ms: NDArray[np.int64]
    provider: Names
    price_version: Names
    purpose: Names
    billed: NDArray[np.int64]
    ran: NDArray[np.int64]
    startup: NDArray[np.int64]
    idle: NDArray[np.int64]
    went_live: NDArray[np.bool_]
    orphan: NDArray[np.bool_]
    settled: NDArray[np.bool_]
    side_nanousd: NDArray[np.int64]

    def __len__(self) -> int:
        return self.at_ms.size

    @classmethod
    def of(cls, entries: Sequence[Entry] | Sequence[tuple[object, ...]]) -> Ledger:
        """A ledger from entries, or from tuples with all fields in an entry's order. Raises PriceError."""

        def whole(place: int) -> NDArray[np.int64]:
            return np.fromiter(map(itemgetter(place), entries), np.int64, len(entries))

        def truth(place: int) -> NDArray[np.bool_]:
            return np.fromiter(map(itemgetter(place), entries), np.bool_, len(entries))

        def names(place: int) -> Names:
            column = list(map(itemgetter(place), entries))
            known = {name: code for code, name in enumerate(dict.fromkeys(column))}
            return Names(tuple(map(str, known)), np.fromiter(map(known.__getitem__, column), np.int64, len(column)))

        numbers = [whole(place) for place in (4, 5, 6, 7, 12)]
        if any(column.size and column.min() < 0 for column in numbers):
            raise PriceError("A call in the ledger has a time or a price below 0.", "Check the store.")
        billed, ran, startup, idle, side = numbers
        purpose = names(3)
        unknown = set(purpose.names) - set(Purpose)
        if unknown:
            raise PriceError(f"The ledger has a purpose {min(unknown)}.", f"Use one of {', '.join(Purpose)}.")
        return cls(
            at_ms=whole(0),
            provider=names(1),
            price_version=names(2),
            purpose=purpose,
            billed=np.where(truth(10), 0, billed),
            ran=ran,
            startup=startup,
            idle=idle,
            went_live=truth(8),
            orphan=truth(9),
            settled=truth(11),
            side_nanousd=side,
        )

    @property
    def served(self) -> NDArray[np.bool_]:
        """Guests' calls that went live and were ended: those whose lengths say how long calls are."""
        return self.is_for(Purpose.GUEST) & self.went_live & ~self.orphan

    def is_for(self, purpose: Purpose) -> NDArray[np.bool_]:
        """Which calls were made for a purpose."""
        wanted = np.array([name == purpose for name in self.purpose.names], dtype=np.bool_)
        return wanted[self.purpose.codes] if len(self) else np.zeros(0, dtype=np.bool_)


def provider_id(dialect: str, mode: str) -> str:
    """The catalogue's provider of a call. Raises PriceError."""
    try:
        return _PROVIDERS[(dialect, mode)]
    except KeyError:
        raise PriceError(f"There is no price for {dialect} in mode {mode}.", "Use full, lite or embed.") from None


def ticks(ledger: Ledger, catalogues: Mapping[str, Catalogue]) -> NDArray[np.int64]:
    """What each call used, in ticks (integers), by the catalogue of its price version. Raises PriceError."""
    found = np.zeros(len(ledger), dtype=np.int64)
    pairs = ledger.provider.codes * max(1, len(ledger.price_version.names)) + ledger.price_version.codes
    for pair in np.unique(pairs):
        rows = np.flatnonzero(pairs == pair)
        provider, version = divmod(int(pair), len(ledger.price_version.names))
        name, version_name = ledger.provider.names[provider], ledger.price_version.names[version]
        if version_name not in catalogues:
            raise PriceError(
                f"The prices {version_name} of old calls are missing.", "Keep each catalogue that was used."
            )
        dated = sorted(
            (tariff for tariff in catalogues[version_name].provider if tariff.id == name),
            key=lambda tariff: tariff.valid_from,
        )
        starts = [int(datetime.combine(day.valid_from, datetime.min.time(), UTC).timestamp() * 1000) for day in dated]
        places = np.searchsorted(np.array(starts, dtype=np.int64), ledger.at_ms[rows], side="right") - 1
        if not dated or places.min() < 0:
            raise PriceError(f"There is no price for {name} on the day of a call.", "Add one that is valid then.")
        rates = np.array([_micro(tariff) for tariff in dated], dtype=np.int64)
        found[rows] = ledger.billed[rows] * rates[places]
    return found


def credits_of(ticks_used: int) -> Decimal:
    """Credits from ticks; one division at the end, so that a million calls add up exactly."""
    return Decimal(ticks_used) / TICKS_PER_CREDIT


def where_spent(ledger: Ledger) -> Mapping[Spent, NDArray[np.int64]]:
    """Billed seconds of each call by where they went: the rules of `waste.split`, for all calls at once."""
    guest = ledger.is_for(Purpose.GUEST)
    nothing = np.zeros(len(ledger), dtype=np.int64)
    failed = ~ledger.orphan & ~ledger.went_live
    internal = ~ledger.orphan & ledger.went_live & ~guest
    closer = ~ledger.orphan & ledger.went_live & guest
    left = np.where(closer, np.minimum(ledger.billed, ledger.ran), 0)
    rounding = np.where(closer, ledger.billed - left, nothing)
    startup = np.minimum(ledger.startup, left)
    idle = np.minimum(ledger.idle, left - startup)
    return {
        Spent.TALK: left - startup - idle,
        Spent.STARTUP: startup,
        Spent.IDLE: idle,
        Spent.FAILED: np.where(failed, ledger.billed, 0),
        Spent.INTERNAL: np.where(internal, ledger.billed, 0),
        Spent.ORPHAN: np.where(ledger.orphan, ledger.billed, 0),
        Spent.ROUNDING: rounding,
    }


def summed(values: NDArray[np.int64], groups: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Sums of integers by group; stays in integers, where `bincount` would go through floats."""
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, groups, values)
    return sums


def _micro(provider: Provider) -> int:
    exact = provider.credits_per_minute.need(f"{provider.title}'s rate") * _MICRO
    if exact != exact.to_integral_value():
        raise PriceError(f"{provider.title}'s rate is finer than a millionth of a credit.", "Round it to 6 places.")
    return int(exact)
