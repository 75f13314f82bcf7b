"""Figures of the month and its plans: data in, Plotly figure out. Nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import plotly.graph_objects as go

from calls.pricing.catalogue.entries import Plan, Provider
from calls.pricing.forecast.burn_down import BurnDown, MonthAhead
from calls.pricing.forecast.sensitivity import Bar
from calls.pricing.plans import Ladder, cost_on
from components.chart_style import BLUE, COLOURS, GREEN, GREY, ORANGE, PATTERNS, RED, filled, styled

__all__ = ["burn_down_chart", "ladder_chart", "months_chart", "scenarios_chart", "tornado_chart"]

_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
_STEPS = 60


def burn_down_chart(burn: BurnDown, included: Decimal) -> go.Figure:
    """Credits left at the end of each day: the likely course, the band of 80 months in 100, the day they run out."""
    days = [burn.start + timedelta(number) for number in range(len(burn.likely))]
    figure = go.Figure()
    figure.add_scatter(
        x=days,
        y=[float(left) for left in burn.little],
        mode="lines",
        line={"width": 1, "color": BLUE, "dash": "dot"},
        name="calls run long (p90)",
    )
    figure.add_scatter(
        x=days,
        y=[float(left) for left in burn.much],
        mode="lines",
        line={"width": 1, "color": BLUE, "dash": "dash"},
        fill="tonexty",
        name="calls run short (p10)",
    )
    figure.add_scatter(
        x=days,
        y=[float(left) for left in burn.likely],
        mode="lines",
        line={"width": 3, "color": BLUE},
        name="likely",
    )
    if burn.runs_out is not None:
        figure.add_scatter(
            x=[burn.runs_out],
            y=[0.0],
            mode="markers",
            marker={"size": 13, "symbol": "x", "color": RED},
            name=f"run out on {burn.runs_out:%d %b}",
            cliponaxis=False,
        )
    styled(figure, y="credits left")
    figure.update_yaxes(range=[0, float(included) * 1.08])
    return figure


def ladder_chart(ladder: Ladder, today: Decimal, usd: Decimal | None, longest: Decimal) -> go.Figure:
    """Dollars a month against need in credits up to `longest`: each plan, the points where the better plan changes,
    today's dot. Plans that sell nothing beyond their credits end there."""
    figure = go.Figure()
    for number, plan in enumerate(ladder.provider.priced):
        needs, costs = _line(ladder.provider, plan, longest)
        dash, colour = _DASHES[number % len(_DASHES)], COLOURS[number % len(COLOURS)]
        figure.add_scatter(
            x=needs,
            y=costs,
            mode="lines",
            name=plan.title,
            line={"dash": dash, "width": 2.5, "color": colour},
        )
    points = [(rung.low, cost_on(ladder.provider, rung.plan, rung.low)) for rung in ladder.rungs[1:]]
    marked = [(float(low), float(choice.usd)) for low, choice in points if choice is not None and low <= longest]
    figure.add_scatter(
        x=[low for low, _ in marked],
        y=[cost for _, cost in marked],
        mode="markers+text",
        name="better plan changes",
        marker={"symbol": "diamond-open", "size": 11, "color": GREY, "line": {"width": 2}},
        text=[f"{low:,.0f}" for low, _ in marked],
        textposition="top left",
    )
    if usd is not None:
        figure.add_scatter(
            x=[float(today)],
            y=[float(usd)],
            mode="markers+text",
            name="this month",
            marker={"symbol": "star", "size": 17, "color": RED},
            text=["this month"],
            textposition="bottom right",
        )
    styled(figure, x="credits a month", y="dollars a month", height=380)
    return figure


def months_chart(months: Sequence[MonthAhead], included: Decimal) -> go.Figure:
    """The need of the months ahead with its band, against the plan's credits."""
    names = [f"{month.month:%b %y}" for month in months]
    likely = [float(month.p50) for month in months]
    figure = go.Figure()
    figure.add_bar(
        x=names,
        y=likely,
        name="need, p10 to p90",
        marker={"color": BLUE},
        error_y={
            "type": "data",
            "symmetric": False,
            "thickness": 2,
            "width": 5,
            "color": GREY,
            "array": [float(month.p90 - month.p50) for month in months],
            "arrayminus": [float(month.p50 - month.p10) for month in months],
        },
    )
    figure.add_scatter(
        x=names,
        y=[float(included)] * len(names),
        mode="lines",
        name="credits in the plan",
        line={"dash": "dash", "color": ORANGE, "width": 2.5},
    )
    return styled(figure, y="credits")


def tornado_chart(bars: Sequence[Bar], base: Decimal) -> go.Figure:
    """Which assumption moves the bill most, longest bar on top: dollars at the low and the high end of each.

    An end that no plan carries has no bill, and no bar. Where both ends lie on one side, the farther one is named.
    """
    figure = go.Figure()
    names = [bar.name for bar in bars]
    ends = (
        ("low end", [bar.low.usd for bar in bars], GREEN, PATTERNS[0]),
        ("high end", [bar.high.usd for bar in bars], ORANGE, PATTERNS[1]),
    )
    for label, values, colour, shape in ends:
        figure.add_bar(
            y=names,
            x=[None if value is None else float(value - base) for value in values],
            base=float(base),
            orientation="h",
            name=label,
            marker=filled(colour, shape),
            text=[
                "" if value is None or _hidden(value, bar, base) else f"${value:,.2f}"
                for value, bar in zip(values, bars, strict=True)
            ],
            textposition="auto",
            hovertemplate="%{y}: %{text}",
        )
    figure.update_layout(barmode="overlay")
    styled(figure, x="dollars a month", height=100 + 46 * max(2, len(names)))
    figure.update_yaxes(autorange="reversed")
    return figure


def _hidden(value: Decimal, bar: Bar, base: Decimal) -> bool:
    """Whether the other end's bar covers this one."""
    return any(end is not None and (base < value < end or end < value < base) for end in bar.ends)


def scenarios_chart(names: Sequence[str], plans: Sequence[Decimal], services: Sequence[Decimal]) -> go.Figure:
    """Dollars a month of scenarios side by side: plan, and services on top."""
    figure = go.Figure()
    parts = (("plan", plans, BLUE, PATTERNS[0]), ("own services", services, ORANGE, PATTERNS[1]))
    for label, values, colour, shape in parts:
        figure.add_bar(
            x=list(names),
            y=[float(value) for value in values],
            name=label,
            marker=filled(colour, shape),
        )
    figure.update_layout(barmode="stack")
    return styled(figure, y="dollars a month")


def _line(provider: Provider, plan: Plan, longest: Decimal) -> tuple[list[float], list[float]]:
    """A plan's cost at even steps and at its corner."""
    corner = plan.credits.need(plan.title)
    needs = sorted({longest * step / _STEPS for step in range(_STEPS + 1)} | {min(corner, longest)})
    found = [(need, cost_on(provider, plan, need)) for need in needs]
    kept = [(float(need), float(choice.usd)) for need, choice in found if choice is not None]
    return [need for need, _ in kept], [cost for _, cost in kept]
