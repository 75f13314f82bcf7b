"""How the costs page shows a chart, a table, a sentence and a remark; the same everywhere, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go
import streamlit as st

from calls.plain_text import markdown_line
from calls.pricing.catalogue.figures import Kind
from calls.pricing.page.remarks import Remark
from components.chart_style import config
from components.costs.words import Fact
from components.table_files import Table, as_csv, as_markdown

__all__ = ["KINDS", "PICTURE", "facts_html", "said", "show_chart", "show_remarks", "show_table", "sure"]

PICTURE = "costs_picture"
KINDS = {
    Kind.MEASURED: ":material/straighten: measured",
    Kind.PUBLISHED: ":material/menu_book: published",
    Kind.ASSUMED: ":material/edit_note: assumed",
}


def facts_html(found: Sequence[Fact]) -> str:
    """The top line's numbers, each with how sure it is and what it means; text of ours alone, escaped all the same."""
    parts = (
        f"<div><dt>{escape(one.label)}</dt><dd>{escape(one.value)}</dd>"
        f"<dd><b>{escape(one.kind.value)}</b> · {escape(one.note)}</dd></div>"
        for one in found
    )
    return f'<dl class="costs-facts">{"".join(parts)}</dl>'


def said(sentence: str) -> None:
    """A sentence of the page; dollars are no formulae."""
    st.markdown(sentence.replace("$", "\\$"))


def sure(kind: Kind, text: str) -> None:
    """How sure a figure is, and what it is."""
    st.caption(f"{KINDS[kind]} · {text}".replace("$", "\\$"))


def show_chart(figure: go.Figure, name: str, alt: str) -> None:
    """A chart with its text alternative; its toolbar saves it in the format chosen on the page."""
    picture = st.session_state.get(PICTURE) or "png"
    st.plotly_chart(figure, key=f"chart_{name}", alt=alt, config=config(name, picture))


def show_table(table: Table) -> None:
    """A table as text that prints and is read aloud, its note, and a button that takes it along."""
    st.markdown(f"**{markdown_line(table.title)}**")
    st.markdown(as_markdown(table))
    words, button = st.columns([5, 1], vertical_alignment="center")
    if table.note:
        words.caption(table.note.replace("$", "\\$"))
    button.download_button(
        "CSV",
        lambda: as_csv(table),
        file_name=f"{table.name}.csv",
        mime="text/csv",
        key=f"csv_{table.name}",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def show_remarks(found: Sequence[Remark], *places: str) -> None:
    """The remarks that belong to a section."""
    lines = [f"- {one.text}" for one in found if one.belongs_to in places]
    st.caption("\n".join(["Remarks on the figures this project was given:", "", *lines]).replace("$", "\\$"))
