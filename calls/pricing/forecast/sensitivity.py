"""What moves the bill: each assumption turned to its low and its high end, with the bill that would really come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.forecast.scenario import Bill, Scenario, bill_of

__all__ = ["Bar", "Swing", "default_swings", "tornado"]


@dataclass(frozen=True)
class Swing:
    """An assumption that may turn out otherwise: the scenarios at its low and at its high end."""

    name: str
    low: Scenario
    high: Scenario


@dataclass(frozen=True)
class Bar:
    """How far one assumption moves the bill: the bills at its low and at its high end."""

    name: str
    low: Bill
    high: Bill

    @property
    def ends(self) -> tuple[Decimal | None, Decimal | None]:
        """Dollars of the smaller and of the larger bill. None, which counts as the largest: no plan carries it."""
        low, high = sorted((self.low.usd, self.high.usd), key=lambda usd: Decimal("Infinity") if usd is None else usd)
        return low, high

    @property
    def span(self) -> Decimal:
        """Dollars between both ends; infinite where one of them is carried by no plan, 0 where neither is."""
        low, high = self.ends
        if high is None:
            return Decimal(0) if low is None else Decimal("Infinity")
        return high - (low or 0)


def default_swings(catalogue: Catalogue, base: Scenario) -> tuple[Swing, ...]:
    """How far each assumption may well be off: a quarter of the length, none or three times the waste, and so on."""
    wasteless = replace(base, failed_share=0.0, idle_seconds=0, internal_calls=0, orphan_calls=0)
    wasteful = replace(
        base,
        failed_share=min(0.5, 3 * base.failed_share),
        idle_seconds=3 * base.idle_seconds,
        internal_calls=3 * base.internal_calls,
        orphan_calls=3 * base.orphan_calls,
    )
    found = [
        Swing("length", *(_stretched(base, share) for share in (0.75, 1.25))),
        Swing("waste", wasteless, wasteful),
        Swing("spread", *(_spread(base, share) for share in (0.5, 1.5))),
        Swing("price", *(replace(base, price_factor=base.price_factor * Decimal(share)) for share in ("0.95", "1.05"))),
    ]
    models = {model.id for model in catalogue.text_model}
    if {"gpt-4o-mini", "gpt-4o"} <= models:
        pair = (replace(base, services=replace(base.services, text_model=name)) for name in ("gpt-4o-mini", "gpt-4o"))
        found.append(Swing("text model", *pair))
    return tuple(found)


def tornado(
    catalogue: Catalogue, provider: Provider, swings: Iterable[Swing], day: date, plan: Plan | None = None
) -> tuple[Bar, ...]:
    """Bars, longest first. Each end is billed on `plan`, else on the plan that is the cheapest at that end."""
    bars = [
        Bar(
            swing.name,
            bill_of(catalogue, provider, swing.low, day, plan=plan),
            bill_of(catalogue, provider, swing.high, day, plan=plan),
        )
        for swing in swings
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.span, bar.name)))


def _stretched(base: Scenario, share: float) -> Scenario:
    return replace(base, mean_seconds=base.mean_seconds * share, ran=None if base.ran is None else base.ran * share)


def _spread(base: Scenario, share: float) -> Scenario:
    """Past calls move away from their mean, or towards it; none becomes shorter than nothing."""
    ran = base.ran
    if ran is not None:
        ran = np.maximum(0.0, ran.mean() + (ran - ran.mean()) * share)
    return replace(base, spread_seconds=base.spread_seconds * share, ran=ran)
