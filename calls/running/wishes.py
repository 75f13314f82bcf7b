"""How a call shall be, as it was decided before."""

from __future__ import annotations

from dataclasses import dataclass

from calls.persona import AgeBand
from calls.pricing.ledger.waste import Purpose
from heygen import Dialect

__all__ = ["Wishes"]


@dataclass(frozen=True)
class Wishes:
    """How a call shall be: who answers, product, free session, longest time, what for, who speaks in rehearsal, how old
    the guest is."""

    agent_id: str
    dialect: Dialect
    sandbox: bool = False
    minutes: int | None = None
    purpose: Purpose = Purpose.GUEST
    version: str | None = None
    age: AgeBand | None = None
