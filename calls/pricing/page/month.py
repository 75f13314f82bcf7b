"""The month ahead on the costs page: credits day by day, the sentence about them, and the months after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from calls.pricing.forecast.burn_down import BurnDown, MonthAhead, burn_down, months_ahead
from calls.pricing.page.basis import Basis
from calls.pricing.page.sentences import forecast_sentence

__all__ = ["MONTHS_DRAWN", "Month", "month_of"]

MONTHS_DRAWN = 1_000
_DAYS = 30
_MONTHS = 12
_SEED = 24


@dataclass(frozen=True)
class Month:
    """The next 30 days with their sentence, and the twelve months from this one: this alone where none grows."""

    burn: BurnDown
    sentence: str
    ahead: tuple[MonthAhead, ...]


def month_of(basis: Basis, credits_left: Decimal | None = None) -> Month:
    """The month from `credits_left`, or from a full plan. Raises PriceError."""
    left = basis.included if credits_left is None else credits_left
    burn, _ = burn_down(
        basis.provider, basis.scenario, left, basis.day, _DAYS, _SEED, season=basis.season, months=MONTHS_DRAWN
    )
    end = basis.day + timedelta(_DAYS - 1)
    sentence = forecast_sentence(burn.runs_out, burn.early, burn.late, burn.overrun, end)
    count = _MONTHS if basis.scenario.growth_per_month else 1
    return Month(burn, sentence, months_ahead(basis.provider, basis.scenario, basis.day, count, plan=basis.plan))
