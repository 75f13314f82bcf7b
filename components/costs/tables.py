"""Tables of the month, its plans and the price list; and all that can be taken along. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence

from calls.pricing.billing import credits_for, included_rate, usd_per_minute
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.forecast.burn_down import MonthAhead
from calls.pricing.page.basis import Basis
from calls.pricing.page.offers import Offers
from calls.pricing.page.remarks import Remark
from calls.pricing.page.view import View
from components.costs.tables_of_calls import (
    chosen,
    december_table,
    ledger_tables,
    lines_table,
    sensitivity_table,
    spent_table,
    split_table,
    sure_note,
)
from components.table_files import Cell, Table

__all__ = [
    "all_tables",
    "figures_table",
    "given_table",
    "market_table",
    "months_table",
    "plans_table",
    "products_table",
    "remarks_table",
]


def months_table(basis: Basis, months: Sequence[MonthAhead]) -> Table:
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
    columns = ("month", "calls on average", "p10", "likely", "p90", f"beyond {basis.plan.title}", "cheapest plan")
    note = sure_note(basis.kind, "exact distribution, no draw; calls come by chance")
    return Table("months", "The months ahead, in credits", columns, rows, note)


def plans_table(basis: Basis, offers: Offers) -> Table:
    """Each plan of the product: what it holds, what this month would cost on it, from which need it is the cheapest."""
    provider = basis.provider
    rungs = {rung.plan.id: rung for rung in offers.ladder.rungs}
    each = credits_for(provider, round(basis.usual.mean))
    rows: list[tuple[Cell, ...]] = []
    for plan in provider.priced:
        choice, rung = offers.on_plan[plan.id], rungs.get(plan.id)
        included = plan.credits.need(plan.title)
        rows.append(
            (
                plan.title,
                plan.price.need(plan.title),
                included,
                int(included / each) if each else None,
                round(included_rate(plan), 4),
                round(usd_per_minute(provider, plan), 4),
                choice.usd if choice else None,
                "never" if rung is None else f"{rung.low:,.0f} to {'…' if rung.high is None else f'{rung.high:,.0f}'}",
            )
        )
    columns = (
        "plan",
        "$ a month",
        "credits",
        "calls, no waste",
        "$ a credit",
        "$ a minute",
        "this month, $",
        "cheapest at credits",
    )
    return Table("plans", f"Plans of {provider.title}", columns, tuple(rows), sure_note(basis.kind, _dated(basis)))


def products_table(basis: Basis, offers: Offers) -> Table:
    """The same month on every product: the cheapest plan of each, services included."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            other.provider.title,
            round(other.bill.need, 1),
            chosen(other.choice),
            other.bill.usd,
            round(other.bill.side_usd, 2),
            other.effective,
        )
        for other in offers.products
    )
    columns = ("product", "credits", "cheapest plan", "$ a month", "of it services, $", "$ a call")
    note = sure_note(basis.kind, _dated(basis))
    return Table("products", "The same month on every product", columns, rows, note)


def given_table(offers: Offers) -> Table:
    """The plan table this project was given, with a remark at each row that is wrong or has no room."""
    rows = tuple(
        (
            verdict.row.calls,
            verdict.row.plan.capitalize(),
            "right" if verdict.right else "wrong",
            chosen(verdict.choice),
            verdict.need,
            verdict.long_need,
            verdict.remark,
        )
        for verdict in offers.given
    )
    columns = ("calls of 5 min", "as given", "verdict", "cheapest plan", "credits", "at 10 min", "remark")
    return Table("plan_table_corrected", "The plan table this project was given, corrected", columns, rows, "Computed.")


def market_table(catalogue: Catalogue) -> Table:
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
        for one in catalogue.market
    )
    columns = ("neighbour", "from, a minute", "to", "currency", "kind", "read on", "source")
    return Table("market", "What others charge", columns, rows, "As published or reported; see each source.")


def remarks_table(found: Sequence[Remark]) -> Table:
    """The remarks on the figures this project was given."""
    rows = tuple((one.belongs_to, one.text) for one in found)
    return Table("remarks", "Remarks on the figures this project was given", ("belongs to", "remark"), rows)


def figures_table(catalogue: Catalogue) -> Table:
    """Every figure of the catalogue with kind, source and date."""
    rows = tuple(
        (path, figure.value, figure.kind.value, figure.date, figure.source, figure.note)
        for path, figure in catalogue.figures()
    )
    columns = ("figure", "value", "kind", "read on", "source", "note")
    return Table("small_print", "Every figure", columns, rows, f"Prices {catalogue.version}")


def all_tables(view: View) -> tuple[Table, ...]:
    """Everything that can be taken along."""
    basis = view.basis
    return (
        months_table(basis, view.month.ahead),
        plans_table(basis, view.offers),
        products_table(basis, view.offers),
        given_table(view.offers),
        split_table(view.one_call, basis.kind),
        sensitivity_table(view.spending),
        spent_table(view.spending),
        lines_table(view.week),
        december_table(view.december, basis.wish.retry),
        *(ledger_tables(view.history.page) if view.history else ()),
        market_table(basis.catalogue),
        remarks_table(view.remarks),
        figures_table(basis.catalogue),
    )


def _dated(basis: Basis) -> str:
    rate = basis.provider.credits_per_minute
    return f"prices {rate.kind.value}, read on {rate.date}"
