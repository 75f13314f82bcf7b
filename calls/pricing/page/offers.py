"""What is on offer for the month: the plans of the product, every product, and the plan table that was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from calls.pricing.page.basis import Basis, basis_of
from calls.pricing.page.history import History
from calls.pricing.page.seed_table import SeedVerdict, seed_table
from calls.pricing.page.wish import CHEAPEST
from calls.pricing.plans import Choice, Ladder, cost_on, ladder

__all__ = ["Offers", "offers_of"]

_SEED_PRODUCT = "streaming_avatar"


@dataclass(frozen=True, eq=False)
class Offers:
    """`on_plan` what the month costs on each plan, by id (None: it does not carry it); `products` the month on each.

    Dollars of `on_plan` are the month's, so with the price change that the controls suppose; the ladder's are today's.
    """

    ladder: Ladder
    on_plan: Mapping[str, Choice | None]
    products: tuple[Basis, ...]
    given: tuple[SeedVerdict, ...]

    def longest(self, need: Decimal) -> Decimal:
        """How far to the right the ladder is drawn, in credits: past the need and past the last change of plan."""
        points = self.ladder.break_evens
        return max(need * 2, points[-1] * Decimal("1.1") if points else Decimal(0))


def offers_of(basis: Basis, history: History | None) -> Offers:
    """The month on every plan and product. Raises PriceError."""
    factor = basis.scenario.price_factor
    choices = {plan.id: cost_on(basis.provider, plan, basis.bill.need) for plan in basis.provider.priced}
    wishes = [
        replace(basis.wish, product=product, plan=CHEAPEST)
        for product in dict.fromkeys(entry.id for entry in basis.catalogue.provider)
    ]
    return Offers(
        ladder=ladder(basis.provider),
        on_plan={name: choice and replace(choice, usd=choice.usd * factor) for name, choice in choices.items()},
        products=tuple(basis_of(wish, basis.catalogue, basis.day, history=history) for wish in wishes),
        given=seed_table(basis.catalogue.provider_on(_SEED_PRODUCT, basis.day)),
    )
