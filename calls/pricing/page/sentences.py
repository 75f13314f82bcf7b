"""The one sentence a stakeholder repeats: about the month, the plan, the forecast, the cost of a call, the lines.

Dollars have two places, credits as few as they need up to two, chances are whole per cents.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from calls.pricing.call_cost import CallCost
from calls.pricing.capacity import Limit, NextLine, Waiting
from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.catalogue.figures import plain
from calls.pricing.forecast.sensitivity import Bar
from calls.pricing.page.december import SeasonRow
from calls.pricing.plans import Choice

__all__ = [
    "capacity_sentence",
    "cost_sentence",
    "credits_text",
    "forecast_sentence",
    "limit_sentence",
    "next_line_sentence",
    "percent_text",
    "plan_sentence",
    "safe_sentence",
    "season_sentence",
    "sensitivity_sentence",
    "so_far_sentence",
    "usd_text",
    "waiting_sentence",
]

_CENT = Decimal("0.01")


def usd_text(amount: Decimal) -> str:
    """Dollars: $1,234.50."""
    return f"${amount.quantize(_CENT, ROUND_HALF_UP):,}"


def credits_text(credits: Decimal) -> str:
    """Credits: 1,196.5 credits, 1 credit."""
    rounded = plain(credits.quantize(_CENT, ROUND_HALF_UP))
    whole, _, rest = rounded.partition(".")
    number = f"{int(whole):,}" + (f".{rest}" if rest else "")
    return f"{number} credit" if number == "1" else f"{number} credits"


def percent_text(chance: float) -> str:
    """A chance in whole per cents; what is neither sure nor impossible never reads 0 or 100 %."""
    if 0 < chance < 0.005:
        return "less than 1 %"
    if 0.995 <= chance < 1:
        return "more than 99 %"
    return f"{chance * 100:.0f} %"


def so_far_sentence(days: int, served: int, used: Decimal) -> str:
    """What the ledger says of the last `days` days; `used` credits of calls of all kinds."""
    time = "Today" if days == 1 else f"In the last {days} days"
    who = f"{_calls(served)} of guests {'was' if served == 1 else 'were'} served" if served else "no guest called"
    return f"{time} {who}; all calls together, our own among them, used {credits_text(used)}."


def plan_sentence(
    calls: int,
    need: Decimal,
    choice: Choice | None,
    provider: Provider,
    *,
    own: int = 0,
    asked: Plan | None = None,
) -> str:
    """Which plan a month needs, and what is left or bought on top.

    `own` calls are part of the need; `asked` is the plan to stay on, where it is not simply the cheapest.
    """
    who = f"{_calls(calls)} a month"
    if own:
        who = f"{who} and {own:,} of our own" if calls else f"{_calls(own)} of our own a month"
    needs = f"{'needs' if calls + own == 1 else 'need'} {credits_text(need)}"
    if choice is None and asked is not None:
        included = credits_text(asked.credits.need(asked.title))
        return f"{asked.title} does not carry {who}, which {needs}: it has {included} and sells none beyond."
    if choice is None:
        return f"{who} {needs}: more than any listed plan of {provider.title} carries."
    said = f"{who} {needs}: {choice.plan.title} at {usd_text(choice.usd)} is the "
    said += "cheapest plan" if asked is None else "plan chosen"
    if choice.overage_usd:
        return f"{said}, {usd_text(choice.overage_usd)} of it for credits beyond the plan."
    if choice.headroom == 0:
        return f"{said}, with nothing to spare."
    return f"{said}, with {credits_text(choice.headroom)} to spare."


def safe_sentence(calls: int, plan: Plan, risk: float = 0.05) -> str:
    """How many calls are safe on a plan; their number is an average, and a month may well bring more."""
    months = round(100 * (1 - risk))
    if calls == 0:
        return (
            f"Not even 1 call a month is safe on {plan.title}: its credits last in fewer than {months} months of 100."
        )
    fit, call = ("fits", "family calls") if calls == 1 else ("fit", "families call")
    return (
        f"Up to {_calls(calls)} a month {fit} {plan.title}: if {calls:,} {call} on average, "
        f"its credits last in {months} months of 100."
    )


def forecast_sentence(runs_out: date | None, early: date | None, late: date | None, overrun: float, end: date) -> str:
    """When the credits run out, with the band."""
    if runs_out is None:
        if overrun == 0:
            return f"The credits last until {_day(end)}."
        return (
            f"The credits most likely last until {_day(end)}; the chance that they do not is {percent_text(overrun)}."
        )
    said = f"The credits most likely run out on {_day(runs_out)}"
    if early is None or early == late:
        return f"{said}."
    latest = f"in 9 of 10 by {_day(late)}" if late else "with luck they last"
    return f"{said}: in 1 month of 10 by {_day(early)}, {latest}."


def cost_sentence(cost: CallCost, minutes: Decimal) -> str:
    """What one call costs, and its dearest part beside the avatar."""
    said = f"One more call of {plain(minutes)} minutes costs {usd_text(cost.total)}, {credits_text(cost.credits)}"
    beside = {name: usd for name, usd in cost.parts().items() if name != "avatar" and usd}
    if not beside:
        return f"{said}."
    dearest = max(beside, key=lambda name: beside[name])
    return f"{said}; {usd_text(sum(beside.values(), Decimal(0)))} of it beside the avatar, most for {_PARTS[dearest]}."


def capacity_sentence(lines: int | None, busy: float, wishes: float) -> str:
    """How many families find every line busy."""
    if lines is None:
        return "How many calls the plan lets run at once is not published; enter the number you were told."
    if not wishes:
        return "Nobody calls, so nobody finds a line busy."
    lost = round(wishes * busy)
    who = "no family finds" if lost == 0 else _many(lost, "family finds", "families find")
    return f"With {_many(lines, 'line')}, {who} every line busy out of {round(wishes):,} ({percent_text(busy)})."


def next_line_sentence(found: NextLine, usd_per_call: Decimal | None = None) -> str:
    """What one more line buys."""
    more = round(found.served_more)
    if more == 0:
        return f"Line {found.lines} brings nothing more: hardly anybody finds the lines before it busy."
    cost = f" for {usd_text(Decimal(str(found.served_more)) * usd_per_call)}" if usd_per_call is not None else ""
    return f"Line {found.lines} lets {_many(more, 'more family', 'more families')} in{cost}."


def limit_sentence(limit: Limit, lines: int | None) -> str:
    """Which limit bites first."""
    if limit.name == "unknown" or limit.hours is None:
        return "Which limit bites first cannot be said: the number of lines is not known."
    if limit.name == "credits":
        return f"Credits run out first: {_many(lines or 0, 'full line')} use them up in {limit.hours:.1f} hours."
    return f"Lines fill up first: the credits would feed {_many(lines or 0, 'full line')} for {limit.hours:.1f} hours."


def waiting_sentence(room: Waiting, lines: int) -> str:
    """What a waiting room means on so many lines."""
    if room.chance is None or room.mean_seconds is None:
        return f"A waiting room on {_many(lines, 'line')} would grow without end: book, or open more lines."
    return f"With {_many(lines, 'line')}, {percent_text(room.chance)} wait, {room.mean_seconds:.0f} seconds on average."


def season_sentence(rows: Sequence[SeasonRow]) -> str:
    """The bend of a season's table: the last line that still lets at least one per cent more families in."""
    if not rows:
        return "There is nothing to compare."
    best = rows[0]
    for before, row in pairwise(rows):
        if row.served - before.served >= 0.01 * (row.served + row.lost):
            best = row
    paid = f"{best.choice.plan.title} at {usd_text(best.choice.usd)}" if best.choice else "no listed plan"
    served, wishes = round(best.served), round(best.served + best.lost)
    return f"{_many(best.lines, 'line')} serve {served:,} of {wishes:,} families, paid by {paid}."


def sensitivity_sentence(bars: Sequence[Bar]) -> str:
    """Which assumption moves the bill most, and which least."""
    if not bars:
        return "There is nothing to compare."
    first, last = bars[0], bars[-1]
    low, high = first.ends
    if low is None:
        return "No plan carries the month, however these turn out."
    if first.span == 0:
        return f"None of these moves the bill: it stays {usd_text(low)}."
    most = usd_text(high) if high is not None else "more than any plan carries"
    said = f"The {first.name} moves the bill most, from {usd_text(low)} to {most}"
    if len(bars) == 1 or not last.span.is_finite():
        return f"{said}."
    least = f"by {usd_text(last.span)}" if last.span >= _CENT else "by less than a cent"
    return f"{said}; the {last.name} least, {least}."


_PARTS = {"stt": "recognition", "model": "the text model", "tts": "the voice", "moderation": "moderation"}


def _calls(count: int) -> str:
    return _many(count, "call")


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
