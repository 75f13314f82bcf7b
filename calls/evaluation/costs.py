"""What a rehearsal's tokens cost, by the price list; only for models that stand in it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.errors import PriceError

__all__ = ["dollars"]

_MILLION = Decimal(1_000_000)


def dollars(model: str, tokens_in: int, tokens_out: int, at_ms: int) -> Decimal | None:
    """Dollars for these tokens at the prices of a day (unix ms); None for a model without a known price."""
    try:
        price = _prices().text_model_on(model, datetime.fromtimestamp(at_ms / 1000, UTC).date())
        rate_in, rate_out = price.input.need(model), price.output.need(model)
    except PriceError:
        return None
    return (tokens_in * rate_in + tokens_out * rate_out) / _MILLION


@cache
def _prices() -> Catalogue:
    return load_catalogue()
