"""Tables of single calls, of lines and of the ledger, each from its block of figures. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calls.pricing.catalogue.figures import Kind
from calls.pricing.forecast.scenario import Bill
from calls.pricing.page.data import PageData
from calls.pricing.page.december import DECEMBER, SeasonRow
from calls.pricing.page.one_call import OneCall
from calls.pricing.page.spending import Spending
from calls.pricing.page.week import Week
from calls.pricing.plans import Choice
from components.costs.charts_of_calls import SPENT_WORDS
from components.table_files import Cell, Table

__all__ = [
    "SPENT_NOTES",
    "chosen",
    "december_table",
    "ledger_tables",
    "lines_table",
    "sensitivity_table",
    "spent_table",
    "split_table",
    "sure_note",
]

SPENT_NOTES: Mapping[Kind, str] = {Kind.MEASURED: "our ledger.", Kind.ASSUMED: "a month by the controls."}


def split_table(found: OneCall, kind: Kind) -> Table:
    """One call by part, in several ways."""
    parts = ("avatar", "stt", "model", "tts", "moderation")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            name,
            cost.billed_seconds,
            cost.credits,
            *(round(cost.parts()[part], 4) for part in parts),
            round(cost.total, 4),
        )
        for name, cost in found.ways.items()
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
    note = sure_note(kind, "marginal: what one more call costs")
    return Table("one_call", f"One call of {found.minutes:g} minutes", columns, rows, note)


def lines_table(week: Week) -> Table:
    """The fullest hour of the week on each number of lines: turned away, with retries, waiting, one more line."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row.lines,
            f"{row.busy:.1%}",
            f"{row.with_retries:.1%}",
            row.room.said(),
            None if row.room.mean_seconds is None else round(row.room.mean_seconds, 1),
            round(row.more.served_more, 2),
        )
        for row in week.rows
    )
    columns = ("lines", "turned away", "with retries", "would wait", "wait, s", "one more line lets in")
    note = f"Erlang B and C; {week.fullest:.1f} calls in the hour, each holds a line for {week.hold:.0f} s. Assumed."
    return Table("lines", "The fullest hour of the week", columns, rows, note)


def december_table(found: Sequence[SeasonRow], retry: int) -> Table:
    """December as a worked example: 24 evenings of 3 hours, 12 walk-ins an hour; `retry` per cent call once more."""
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
        for row in found
    )
    columns = ("lines", "turned away", "lost", "served", "credits", "cheapest plan", "$ in all", "$ a call")
    title = f"A December: {DECEMBER.wishes:,.0f} families on {DECEMBER.evenings} evenings"
    note = (
        f"Erlang B; {retry} % of those who find it busy call once more; calls of 5 minutes, half a minute of "
        "connecting. Assumed."
    )
    return Table("december", title, columns, rows, note)


def sensitivity_table(found: Spending) -> Table:
    """The month's bill at both ends of each assumption, with the plan that is paid there."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (bar.name, bar.low.usd, _plan_of(bar.low), bar.high.usd, _plan_of(bar.high)) for bar in found.bars
    )
    columns = ("assumption", "low end, $", "plan", "high end, $", "plan then")
    return Table("sensitivity", "What moves the bill", columns, rows, "Assumed; each turned by itself.")


def spent_table(found: Spending) -> Table:
    """Where credits go."""
    whole = sum(found.spent.values())
    rows = tuple(
        (SPENT_WORDS[kind], round(credits, 2), f"{credits / whole:.1%}")
        for kind, credits in found.spent.items()
        if credits
    )
    note = f"{found.kind.value.capitalize()}: {SPENT_NOTES[found.kind]}"
    return Table("where_credits_go", "Where credits go", ("what for", "credits", "share"), rows, note)


def ledger_tables(page: PageData) -> tuple[Table, ...]:
    """The ledger by purpose, product and day."""
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


def sure_note(kind: Kind, what: str) -> str:
    """A table's note: how sure the lengths behind it are, and what else it rests on."""
    return f"{kind.value.capitalize()} lengths; {what}."


def _plan_of(bill: Bill) -> str:
    return chosen(bill.choice)
