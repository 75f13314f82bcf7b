"""Tables of single calls, of lines and of the ledger from a view. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from calls.pricing.billing import credits_for
from calls.pricing.call_cost import CallCost, Services, cost_of_call
from calls.pricing.capacity import busy_with_retries, next_line, offered_load, waiting_room
from calls.pricing.ledger.waste import Spent, WasteMonth, waste_credits
from calls.pricing.page.december import DECEMBER, WalkIns, season_table
from calls.pricing.page.view import View, busy_week, seconds_held
from calls.pricing.plans import Choice, cheapest
from components.costs.charts_of_calls import SPENT_WORDS
from components.table_files import Cell, Table

__all__ = [
    "chosen",
    "december",
    "ledger_tables",
    "lines_table",
    "season_table_of",
    "spent_of",
    "spent_table",
    "split_table",
    "sure_note",
    "ways",
]


def ways(view: View) -> Mapping[str, CallCost]:
    """One call of the usual length, made in several ways: as chosen, and what to compare it with."""
    seconds, day, book = view.wish.minutes * 60, view.day, view.catalogue
    rate = None
    if view.choice is not None and view.choice.overage_usd and view.plan.overage is not None:
        rate = view.plan.overage.need(view.plan.title)
    found = {
        "as chosen": cost_of_call(
            book, view.provider, view.plan, seconds, day, services=view.scenario.services, usd_per_credit=rate
        )
    }
    model = next((entry.id for entry in book.text_model if entry.id == "gpt-4"), None)
    if model:
        found["with GPT-4"] = cost_of_call(
            book, view.provider, view.plan, seconds, day, services=replace(view.scenario.services, text_model=model)
        )
    own = Services(text_model="gpt-4o-mini", stt="deepgram-nova-3", tts="elevenlabs-flash")
    others = (("LiveAvatar FULL", "liveavatar_full", Services()), ("LiveAvatar LITE", "liveavatar_lite", own))
    for name, product, services in others:
        provider = book.provider_on(product, day)
        choice = cheapest(provider, credits_for(provider, round(seconds) * view.wish.calls))
        plan = choice.plan if choice and choice.plan.price.value else provider.priced[-1]
        found[f"{name}, {plan.title}"] = cost_of_call(book, provider, plan, seconds, day, services=services)
    return found


def split_table(view: View, found: Mapping[str, CallCost]) -> Table:
    """The same as numbers."""
    parts = ("avatar", "stt", "model", "tts", "moderation")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name,
            cost.billed_seconds,
            cost.credits,
            *(round(cost.parts()[part], 4) for part in parts),
            round(cost.total, 4),
        )
        for name, cost in found.items()
    )
    columns = (
        "way",
        "billed s",
        "credits",
        "avatar $",
        "recognition $",
        "model $",
        "voice $",
        "moderation $",
        "in all $",
    )
    title = f"One call of {view.wish.minutes:g} minutes"
    return Table("one_call", title, columns, rows, sure_note(view, "marginal: what one more call costs"))


def lines_table(view: View) -> Table:
    """The fullest hour of the week on each number of lines: turned away, with retries, waiting, one more line."""
    calls = float(busy_week(view)[0].max())
    hold = seconds_held(view)
    load = offered_load(calls, hold)
    rows: list[tuple[Cell, ...]] = []
    for lines in range(1, max(8, view.wish.lines + 3)):
        room, more = waiting_room(load, lines, hold), next_line(load, lines, calls)
        rows.append(
            (
                lines,
                f"{more.busy_before:.1%}",
                f"{busy_with_retries(load, lines, view.scenario.retry_share):.1%}",
                room.said(),
                None if room.mean_seconds is None else round(room.mean_seconds, 1),
                round(more.served_more, 2),
            )
        )
    columns = ("lines", "turned away", "with retries", "would wait", "wait, s", "one more line lets in")
    note = f"Erlang B and C; {calls:.1f} calls in the hour, each holds a line for {hold:.0f} s. Assumed."
    return Table("lines", "The fullest hour of the week", columns, tuple(rows), note)


def season_table_of(view: View) -> Table:
    """December as a worked example: 24 evenings of 3 hours, 12 walk-ins an hour, with as many redials as assumed."""
    rows = tuple(
        (
            row.lines,
            f"{row.busy:.1%}",
            round(row.lost),
            round(row.served),
            round(row.credits),
            chosen(row.choice),
            row.choice.usd if row.choice else None,
            row.usd_per_call,
        )
        for row in season_table(view.provider, december(view), range(1, 7))
    )
    columns = ("lines", "turned away", "lost", "served", "credits", "cheapest plan", "$ in all", "$ a call")
    title = f"A December: {DECEMBER.wishes:,.0f} families on 24 evenings"
    note = (
        f"Erlang B; {view.wish.retry} % of those who find it busy call once more; calls of 5 minutes, half a minute of "
        "connecting. Assumed."
    )
    return Table("december", title, columns, rows, note)


def december(view: View) -> WalkIns:
    """The worked example with the redials of the controls."""
    return replace(DECEMBER, retry_share=view.wish.retry / 100)


def spent_of(view: View) -> Mapping[Spent, Decimal]:
    """Where credits went by the ledger, or where a month's would go by the controls."""
    if view.history is not None and view.history.page.total.credits:
        return view.history.page.spent
    provider, month = view.provider, view.scenario
    failed = (month.calls + month.internal_calls) * month.failed_share / (1 - month.failed_share)
    idle_out = int(provider.idle_seconds.value or 0)
    found = {
        Spent.FAILED: waste_credits(provider, WasteMonth(failed_starts=round(failed))),
        Spent.INTERNAL: credits_for(provider, round(month.internal_calls * view.usual.mean)),
        Spent.ORPHAN: credits_for(provider, month.orphan_calls * idle_out),
        Spent.IDLE: credits_for(provider, month.calls * month.idle_seconds),
    }
    talk = credits_for(provider, round(month.calls * month.mean_seconds))
    rest = view.bill.need - talk - sum(found.values(), Decimal(0))
    return {Spent.TALK: talk + min(Decimal(0), rest), **found, Spent.ROUNDING: max(Decimal(0), rest)}


def spent_table(view: View) -> Table:
    """The same as numbers."""
    found = spent_of(view)
    whole = sum(found.values(), Decimal(0))
    rows = tuple(
        (SPENT_WORDS[kind], round(credits, 2), f"{credits / whole:.1%}") for kind, credits in found.items() if credits
    )
    measured = view.history is not None and bool(view.history.page.total.credits)
    note = "Measured: our ledger." if measured else sure_note(view, "a month by the controls")
    return Table("where_credits_go", "Where credits go", ("what for", "credits", "share"), rows, note)


def ledger_tables(view: View) -> tuple[Table, ...]:
    """The ledger by purpose, product and day; none without calls."""
    if view.history is None:
        return ()
    page = view.history.page
    parts = (
        ("ledger_by_purpose", "By purpose", "purpose", {str(key): sums for key, sums in page.by_purpose.items()}),
        ("ledger_by_product", "By product", "product", dict(page.by_provider)),
        ("ledger_by_day", "By day (UTC)", "day", {day.isoformat(): sums for day, sums in sorted(page.by_day.items())}),
    )
    return tuple(
        Table(
            name,
            title,
            (heading, "calls", "billed s", "credits", "services, $"),
            tuple((key, sums.calls, sums.billed_seconds, sums.credits, sums.side_usd) for key, sums in groups.items()),
            "Measured: our ledger, billed seconds as settled with the vendor's books.",
        )
        for name, title, heading, groups in parts
    )


def chosen(choice: Choice | None) -> str:
    """A plan in a table's cell."""
    if choice is None:
        return "none listed"
    return f"{choice.plan.title} + overage" if choice.overage_usd else choice.plan.title


def sure_note(view: View, what: str) -> str:
    """A table's note: how sure the lengths behind it are, and what else it rests on."""
    return f"{view.basis.value.capitalize()} lengths; {what}."
