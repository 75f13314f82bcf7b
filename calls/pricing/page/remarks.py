"""The contradictions and gaps of the figures this project was given, each computed from the catalogue and said plainly.

The numbers are those of the reference (cost facts, section 1.3); a page shows a remark beside the figure it concerns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from calls.pricing.billing import billed_seconds, credits_for, included_rate, marginal_usd
from calls.pricing.call_cost import effective_usd, model_usd, talk_of, tokens_of
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.figures import plain
from calls.pricing.ledger.waste import WasteMonth, idle_credits, waste_credits
from calls.pricing.page.seed_table import seed_table
from calls.pricing.plans import cheapest

__all__ = ["Remark", "remarks"]


@dataclass(frozen=True)
class Remark:
    """One contradiction: its number, the figure of the page it belongs to, and what the app says."""

    number: str
    belongs_to: str
    text: str


def remarks(catalogue: Catalogue, day: date) -> tuple[Remark, ...]:
    """All sixteen, with today's prices of Streaming Avatar and LiveAvatar. Raises PriceError."""
    old = catalogue.provider_on("streaming_avatar", day)
    new = catalogue.provider_on("liveavatar_full", day)
    pro, scale, free = old["pro"], old["scale"], old["free"]
    five = billed_seconds(old, 300)
    barely, full, half, many = seed_table(old)
    seven = credits_for(old, 500 * billed_seconds(old, 450))
    forty = effective_usd(pro.price.need("Pro"), 40)
    beyond = ": beyond Scale" if cheapest(old, seven) is None else ""
    times = plain(new.credits_per_minute.need("The rate") / old.credits_per_minute.need("The rate"))
    forgotten = idle_credits(old, 3600)
    dear = model_usd(catalogue.text_model_on("gpt-4", day), tokens_of(talk_of(catalogue)))
    trial = free.max_session_seconds.need("The trial's session length") if free.max_session_seconds else Decimal(0)
    longest = old.max_session_seconds.need("The session length")
    overage = new["pro"].overage
    return (
        Remark("C1", "plans", barely.remark),
        Remark("C2", "plans", full.remark),
        Remark(
            "C3",
            "plans",
            f"100 calls need {plain(full.need)} credits at 5 minutes, {plain(full.long_need)} at 10: a range.",
        ),
        Remark(
            "C4",
            "plans",
            f"500 calls of 7.5 minutes need {plain(seven)} credits{beyond}. {many.remark}".strip(),
        ),
        Remark(
            "C5",
            "plans",
            f"At 5 minutes: {half.remark}" if half.remark else "200 calls fit Scale at 5 and at 10 minutes.",
        ),
        Remark(
            "C6",
            "cost per call",
            f"A credit costs {_usd(included_rate(pro))} on Pro, {_usd(included_rate(scale))} on Scale "
            "and nothing on Free: 1 to 2 dollars a call is true on Pro alone.",
        ),
        Remark(
            "C7",
            "cost per call",
            f"40 calls on Pro cost {_usd(forty or Decimal(0), 3)} each, not "
            f"{_usd(marginal_usd(old, pro, five))}: unused credits are paid too.",
        ),
        Remark(
            "C8",
            "waste",
            f"100 failed starts burn {plain(waste_credits(old, WasteMonth(failed_starts=100)))} credits, "
            "a whole month of Free.",
        ),
        Remark(
            "C9",
            "waste",
            f"A forgotten call burns {plain(idle_credits(old, 120))} credits in 120 seconds and "
            f"{plain(forgotten)} in an hour, more than Free has: keep the idle timeout short.",
        ),
        Remark(
            "C10",
            "ledger",
            "Billed seconds are kept as whole numbers; two places of a credit would lose "
            f"{1 - Decimal('0.10') / credits_for(old, 31):.1%} of a 31-second call.",
        ),
        Remark("C11", "waste", "Demos, rehearsals and tests burn the same credits and stand as a line of their own."),
        Remark("C12", "capacity", "The number of lines is not published; enter the one you were told."),
        Remark(
            "C13",
            "call",
            f"A call may last {plain(longest / 60)} minutes at most, "
            f"a trial's {plain(trial / 60)}: what counts is the answer to the start.",
        ),
        Remark(
            "C14",
            "cost per call",
            f"GPT-4 adds {_usd(dear)} to a call of five minutes, whose avatar costs "
            f"{_usd(marginal_usd(old, pro, five))} on Pro and {_usd(marginal_usd(old, scale, five))} on Scale.",
        ),
        Remark(
            "C15",
            "plans",
            "Streaming Avatar sells nothing beyond a plan, and "
            f"{free.expiry_days.note if free.expiry_days else 'when its credits expire is not known'}.",
        ),
        Remark(
            "C16",
            "plans",
            f"Streaming Avatar was withdrawn on 2026-03-31; LiveAvatar takes {times} times the credits a minute, at "
            f"{_usd(overage.need('Overage')) if overage else 'no'} a credit beyond the plan.",
        ),
    )


def _usd(amount: Decimal, places: int = 2) -> str:
    return f"${amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}"
