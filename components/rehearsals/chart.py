"""The trend of rehearsals over versions as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import plotly.graph_objects as go

__all__ = ["trend_chart"]


def trend_chart(rows: Sequence[tuple[int, int, float, str]]) -> go.Figure:
    """Runs in order: (version's position, unix ms, share of cases passed, model)."""
    labels = [f"v{position}, {datetime.fromtimestamp(at / 1000, UTC):%d %b %H:%M}" for position, at, _, _ in rows]
    figure = go.Figure(
        go.Scatter(
            # By their number: two runs of one minute have the same label and must not stand on each other.
            x=list(range(len(labels))),
            y=[share * 100 for _, _, share, _ in rows],
            mode="lines+markers+text",
            text=[f"{share:.1%}" for _, _, share, _ in rows],
            textposition="top center",
            # Else the labels of the first and the last run lose their halves on a narrow page.
            cliponaxis=False,
            customdata=[model for _, _, _, model in rows],
            hovertext=labels,
            hovertemplate="%{hovertext}<br>%{y:.1f} % passed<br>%{customdata}<extra></extra>",
        )
    )
    figure.update_yaxes(title="cases passed, %", range=[0, 108])
    figure.update_xaxes(tickvals=list(range(len(labels))), ticktext=labels)
    figure.update_layout(height=320, margin={"l": 50, "r": 20, "t": 20, "b": 50}, showlegend=False)
    return figure
