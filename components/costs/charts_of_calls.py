"""Figures of single calls, of lines and of the ledger: data in, Plotly figure out. Nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from calls.pricing.call_cost import CallCost
from calls.pricing.forecast.lengths import Lengths
from calls.pricing.ledger.waste import Spent
from calls.pricing.page.december import SeasonRow
from components.chart_style import BLUE, COLOURS, GREEN, GREY, ORANGE, PATTERNS, PURPLE, RED, SEQUENCE, filled, styled

__all__ = ["cost_chart", "heat_chart", "invoice_chart", "lines_chart", "spent_chart", "split_chart"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SPENT_WORDS: Mapping[Spent, str] = {
    Spent.TALK: "Talk with guests",
    Spent.STARTUP: "Connecting",
    Spent.IDLE: "Nobody speaks",
    Spent.FAILED: "Failed starts",
    Spent.INTERNAL: "Demos, rehearsals, tests",
    Spent.ORPHAN: "Forgotten sessions",
    Spent.ROUNDING: "Rounded up",
}
_PARTS = {"avatar": "avatar", "stt": "recognition", "model": "text model", "tts": "voice", "moderation": "moderation"}
_BINS = 40
_BUSY = 0.05
_TAIL = 0.995
"""The share of calls that the picture shows; the rest is a long, thin tail."""


def cost_chart(lengths: Lengths, usd_per_second: Decimal, effective: Decimal | None) -> go.Figure:
    """How the cost of a call is spread at the plan's included rate, with p50, p90 and the effective cost per call."""
    rate = float(usd_per_second)
    costs = lengths.seconds * rate
    bins = min(_BINS, len(costs))
    shares, edges = np.histogram(costs, bins=bins, weights=lengths.shares * 100)
    figure = go.Figure()
    figure.add_bar(
        x=((edges[:-1] + edges[1:]) / 2).tolist(),
        y=shares.tolist(),
        width=np.diff(edges).tolist(),
        name="share of calls",
        marker={"color": BLUE},
        hovertemplate="$%{x:.2f}: %{y:.1f} %",
    )
    top = float(shares.max()) * 1.12
    marks = [
        ("p50", lengths.percentile(0.5) * rate, GREEN, "dash"),
        ("p90", lengths.percentile(0.9) * rate, ORANGE, "dot"),
    ]
    if effective is not None:
        marks.append(("effective", float(effective), RED, "solid"))
    for name, at, colour, dash in marks:
        figure.add_scatter(
            x=[at, at],
            y=[0, top],
            mode="lines",
            name=f"{name} ${at:.2f}",
            line={"color": colour, "dash": dash, "width": 2.5},
        )
    styled(figure, x="dollars a call", y="% of calls")
    farthest = max([lengths.percentile(_TAIL) * rate, *(at for _, at, _, _ in marks)])
    figure.update_xaxes(range=[0, max(farthest, 0.01) * 1.1])
    return figure


def split_chart(names: Sequence[str], costs: Sequence[CallCost]) -> go.Figure:
    """One call by part, for several ways to make it: avatar, recognition, model, voice, moderation."""
    figure = go.Figure()
    for number, (part, label) in enumerate(_PARTS.items()):
        values = [float(cost.parts()[part]) for cost in costs]
        if not any(values):
            continue
        figure.add_bar(
            y=list(names),
            x=values,
            orientation="h",
            name=label,
            hovertemplate="%{y}: $%{x:.4f}",
            marker=filled(COLOURS[number], PATTERNS[number]),
        )
    totals = [float(cost.total) for cost in costs]
    figure.add_scatter(
        y=list(names),
        x=totals,
        mode="text",
        text=[f" ${total:.3f}" for total in totals],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_layout(barmode="stack")
    styled(figure, x="dollars a call", height=110 + 50 * len(names))
    figure.update_xaxes(range=[0, max([*totals, 0.01]) * 1.25])
    figure.update_yaxes(autorange="reversed")
    return figure


def heat_chart(values: NDArray[np.float64], label: str, limit: float = _BUSY, *, percent: bool = True) -> go.Figure:
    """168 hours from Monday 0:00 as a table of days and hours; what lies above `limit` bears a cross.

    `values` are chances (`percent`) or calls at once; hours without any are left empty.
    """
    table = np.asarray(values, dtype=np.float64).reshape(7, 24)
    shown = np.where(table > 0, table * (100 if percent else 1), np.nan)
    marks = np.where(table > limit, "×", "")
    unit = " %" if percent else ""
    figure = go.Figure(
        go.Heatmap(
            z=[[None if np.isnan(cell) else float(cell) for cell in row] for row in shown],
            x=list(range(24)),
            y=list(DAYS),
            text=marks.tolist(),
            texttemplate="%{text}",
            colorscale=list(SEQUENCE),
            zmin=0,
            zmax=max(float(table.max()), 2 * limit) * (100 if percent else 1),
            xgap=1,
            ygap=1,
            hovertemplate=f"%{{y}} %{{x}} h: %{{z:.1f}}{unit}<extra></extra>",
            colorbar={"title": {"text": label, "side": "right"}, "thickness": 12},
        )
    )
    styled(figure, x="hour of the day", height=300, legend=False)
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(dtick=4, range=[-0.5, 23.5])
    return figure


def lines_chart(rows: Sequence[SeasonRow]) -> go.Figure:
    """Families served and turned away by number of lines: the bend where a further line no longer pays."""
    names = [str(row.lines) for row in rows]
    served, lost = [row.served for row in rows], [row.lost for row in rows]
    figure = go.Figure()
    figure.add_bar(
        x=names,
        y=served,
        name="served",
        marker=filled(BLUE),
        text=[f"{value:,.0f}" for value in served],
        textposition="inside",
    )
    figure.add_bar(x=names, y=lost, name="turned away", marker=filled(ORANGE, "/"))
    figure.add_scatter(
        x=names,
        y=[row.served + row.lost for row in rows],
        mode="text",
        text=[f"{value:,.0f} lost" for value in lost],
        textposition="top center",
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_layout(barmode="stack")
    styled(figure, x="lines", y="families")
    figure.update_xaxes(type="category")
    figure.update_yaxes(range=[0, max([row.served + row.lost for row in rows], default=1) * 1.12])
    return figure


def spent_chart(spent: Mapping[Spent, Decimal]) -> go.Figure:
    """Where credits went, as a treemap; every tile bears its name, credits and share."""
    kept = {kind: float(credits) for kind, credits in spent.items() if credits > 0}
    colours = dict(zip(Spent, (BLUE, GREY, PURPLE, RED, GREEN, ORANGE, GREY), strict=True))
    figure = go.Figure(
        go.Treemap(
            labels=[SPENT_WORDS[kind] for kind in kept],
            parents=[""] * len(kept),
            values=list(kept.values()),
            marker={"colors": [colours[kind] for kind in kept], "line": {"width": 2}},
            texttemplate="<b>%{label}</b><br>%{value:,.1f} credits<br>%{percentRoot:.0%}",
            hovertemplate="%{label}: %{value:,.2f} credits<extra></extra>",
            tiling={"pad": 3},
            sort=True,
        )
    )
    return styled(figure, legend=False)


def invoice_chart(ours: Decimal, theirs: Decimal) -> go.Figure:
    """Our ledger beside the vendor's books, in credits."""
    figure = go.Figure()
    for name, value, colour, shape in (("our ledger", ours, BLUE, ""), ("the vendor's books", theirs, ORANGE, "/")):
        figure.add_bar(
            y=[name],
            x=[float(value)],
            orientation="h",
            name=name,
            text=[f"{value:,.2f}"],
            textposition="auto",
            marker=filled(colour, shape),
        )
    return styled(figure, x="credits", height=180, legend=False)
