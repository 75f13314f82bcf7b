"""Every table of the costs page from a view: what is shown, and what is taken along. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calls.pricing.billing import credits_for, included_rate, usd_per_minute
from calls.pricing.call_cost import effective_usd
from calls.pricing.forecast.burn_down import MonthAhead, months_ahead
from calls.pricing.page.remarks import remarks
from calls.pricing.page.seed_table import seed_table
from calls.pricing.page.view import View
from calls.pricing.plans import cost_on, ladder
from components.costs.tables_of_calls import (
    chosen,
    december,
    ledger_tables,
    lines_table,
    season_table_of,
    spent_of,
    spent_table,
    split_table,
    sure_note,
    ways,
)
from components.table_files import Cell, Table

__all__ = [
    "all_tables",
    "december",
    "figures_table",
    "ledger_tables",
    "lines_table",
    "market_table",
    "months_of",
    "months_table",
    "plans_table",
    "products_table",
    "remarks_table",
    "season_table_of",
    "seeds_table",
    "spent_of",
    "spent_table",
    "split_table",
    "ways",
]

_MONTHS = 12
_SEED_PRODUCT = "streaming_avatar"


def months_of(view: View) -> tuple[MonthAhead, ...]:
    """The twelve months from the current one; without growth that one alone, as all are alike."""
    months = _MONTHS if view.scenario.growth_per_month else 1
    return months_ahead(view.provider, view.scenario, view.day, months, plan=view.plan, lengths=view.lengths)


def months_table(view: View, months: Sequence[MonthAhead]) -> Table:
    """Need with its band, chance to need more than the plan holds, and the cheapest plan of each month."""
    rows = tuple(
        (
            f"{month.month:%Y-%m}",
            round(month.calls),
            *(round(value, 1) for value in (month.p10, month.p50, month.p90)),
            None if month.overrun is None else f"{month.overrun:.0%}",
            chosen(month.choice),
        )
        for month in months
    )
    columns = ("month", "calls", "p10", "likely", "p90", f"beyond {view.plan.title}", "cheapest plan")
    return Table(
        "months", "The months ahead, in credits", columns, rows, sure_note(view, "exact distribution, no draw")
    )


def plans_table(view: View) -> Table:
    """Each plan of the product: what it holds, what this month would cost on it, from which need it is the cheapest."""
    rungs = {rung.plan.id: rung for rung in ladder(view.provider).rungs}
    each = credits_for(view.provider, round(view.usual.mean))
    rows: list[tuple[Cell, ...]] = []
    for plan in view.provider.priced:
        choice, rung = cost_on(view.provider, plan, view.bill.need), rungs.get(plan.id)
        included = plan.credits.need(plan.title)
        rows.append(
            (
                plan.title,
                plan.price.need(plan.title),
                included,
                int(included / each) if each else None,
                round(included_rate(plan), 4),
                round(usd_per_minute(view.provider, plan), 4),
                choice.usd * view.scenario.price_factor if choice else None,
                "never" if rung is None else f"{rung.low:,.0f} to {'…' if rung.high is None else f'{rung.high:,.0f}'}",
            )
        )
    columns = (
        "plan",
        "$ a month",
        "credits",
        "calls",
        "$ a credit",
        "$ a minute",
        "this month, $",
        "cheapest at credits",
    )
    return Table("plans", f"Plans of {view.provider.title}", columns, tuple(rows), sure_note(view, _dated(view)))


def products_table(view: View) -> Table:
    """The same month on every product: the cheapest plan of each, services included."""
    from calls.pricing.page.view import CHEAPEST, view_of

    rows: list[tuple[Cell, ...]] = []
    for product in dict.fromkeys(entry.id for entry in view.catalogue.provider):
        other = view_of(
            replace(view.wish, product=product, plan=CHEAPEST), view.catalogue, view.day, history=view.history
        )
        usd = other.usd
        rows.append(
            (
                other.provider.title,
                round(other.bill.need, 1),
                chosen(other.choice),
                usd,
                round(other.bill.side_usd, 2),
                effective_usd(usd, view.wish.calls) if usd is not None else None,
            )
        )
    columns = ("product", "credits", "cheapest plan", "$ a month", "of it services, $", "$ a call")
    return Table("products", "The same month on every product", columns, tuple(rows), sure_note(view, _dated(view)))


def seeds_table(view: View) -> Table:
    """The plan table this project was given, with a remark at each row that is wrong or has no room."""
    provider = view.catalogue.provider_on(_SEED_PRODUCT, view.day)
    numbers = {50: "C1", 100: "C2", 500: "C4", 200: "C5"}
    rows = tuple(
        (
            verdict.row.calls,
            provider[verdict.row.plan].title,
            "right" if verdict.right else "wrong",
            chosen(verdict.choice),
            verdict.need,
            verdict.long_need,
            f"{numbers[verdict.row.calls]}: {verdict.remark}" if verdict.remark else "",
        )
        for verdict in seed_table(provider)
    )
    columns = ("calls of 5 min", "as given", "verdict", "cheapest plan", "credits", "at 10 min", "remark")
    return Table("plan_table_corrected", "The plan table this project was given, corrected", columns, rows, "Computed.")


def market_table(view: View) -> Table:
    """What neighbours charge per minute."""
    rows = tuple(
        (
            one.title,
            one.low.value,
            one.high.value if one.high else None,
            one.currency,
            one.low.kind.value,
            one.low.date,
            one.low.source,
        )
        for one in view.catalogue.market
    )
    columns = ("neighbour", "from, a minute", "to", "currency", "kind", "read on", "source")
    return Table("market", "What others charge", columns, rows, "As published or reported; see each source.")


def remarks_table(view: View) -> Table:
    """The sixteen remarks on the figures this project was given."""
    rows = tuple((one.number, one.belongs_to, one.text) for one in remarks(view.catalogue, view.day))
    return Table("remarks", "Remarks on the figures this project was given", ("no", "belongs to", "remark"), rows)


def figures_table(view: View) -> Table:
    """Every figure of the catalogue with kind, source and date."""
    rows = tuple(
        (path, figure.value, figure.kind.value, figure.date, figure.source, figure.note)
        for path, figure in view.catalogue.figures()
    )
    columns = ("figure", "value", "kind", "read on", "source", "note")
    return Table("small_print", "Every figure", columns, rows, f"Prices {view.catalogue.version}")


def all_tables(view: View) -> tuple[Table, ...]:
    """Everything that can be taken along."""
    return (
        months_table(view, months_of(view)),
        plans_table(view),
        products_table(view),
        seeds_table(view),
        split_table(view, ways(view)),
        spent_table(view),
        lines_table(view),
        season_table_of(view),
        *ledger_tables(view),
        market_table(view),
        remarks_table(view),
        figures_table(view),
    )


def _dated(view: View) -> str:
    rate = view.provider.credits_per_minute
    return f"prices {rate.kind.value}, read on {rate.date}"
