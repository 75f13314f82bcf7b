"""What the costs page shows, without Streamlit: a wish with all that follows from it, block by block.

Each block is computed once, by its own module, when somebody first looks at it: a moved slider pays for the headline
and the open section alone, and a download has the figures that stand on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.forecast.season import Season
from calls.pricing.page.basis import Basis, basis_of
from calls.pricing.page.december import DECEMBER, SeasonRow, season_table
from calls.pricing.page.history import History, Lately, lately
from calls.pricing.page.month import Month, month_of
from calls.pricing.page.offers import Offers, offers_of
from calls.pricing.page.one_call import OneCall, one_call_of
from calls.pricing.page.remarks import Remark, remarks
from calls.pricing.page.spending import Spending, spending_of
from calls.pricing.page.week import Week, week_of
from calls.pricing.page.wish import Wish

__all__ = ["View", "view_of"]

_DECEMBER_LINES = range(1, 7)


@dataclass(frozen=True, eq=False)
class View:
    """The page's blocks; `history` None: nobody has called yet. Each raises PriceError."""

    basis: Basis
    history: History | None

    @cached_property
    def month(self) -> Month:
        """The burn-down and the months ahead."""
        return month_of(self.basis)

    @cached_property
    def offers(self) -> Offers:
        """The plans and products."""
        return offers_of(self.basis, self.history)

    @cached_property
    def one_call(self) -> OneCall:
        """What a call costs."""
        return one_call_of(self.basis)

    @cached_property
    def week(self) -> Week:
        """Who finds the lines busy."""
        return week_of(self.basis)

    @cached_property
    def december(self) -> tuple[SeasonRow, ...]:
        """The worked example of a December, with the redials of the controls."""
        season = replace(DECEMBER, retry_share=self.basis.scenario.retry_share)
        return season_table(self.basis.provider, season, _DECEMBER_LINES)

    @cached_property
    def spending(self) -> Spending:
        """Where credits go, and what moves the bill."""
        return spending_of(self.basis, self.history)

    @cached_property
    def lately(self) -> Lately | None:
        """What the ledger says of the last 30 days."""
        return lately(self.history, self.basis.day)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """The remarks on the figures this project was given."""
        return remarks(self.basis.catalogue, self.basis.day)


def view_of(
    wish: Wish, catalogue: Catalogue, day: date, *, history: History | None = None, season: Season | None = None
) -> View:
    """Everything that follows from a wish; `season` is that of an uploaded file. Raises PriceError."""
    return View(basis_of(wish, catalogue, day, history=history, season=season), history)
