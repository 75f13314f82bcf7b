"""How the costs page shows a chart, a table, a sentence and a remark; the same everywhere, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import plotly.graph_objects as go
import streamlit as st

from calls.pricing.figures import Kind
from calls.pricing.remarks import Remark
from components.charts_style import config
from components.costs_files import Table, as_csv, as_markdown
from components.costs_words import Fact

__all__ = ["KINDS", "PICTURE", "facts_html", "paper", "said", "show_chart", "show_remarks", "show_table", "sure"]

PICTURE = "costs_picture"
KINDS = {
    Kind.MEASURED: ":material/straighten: measured",
    Kind.PUBLISHED: ":material/menu_book: published",
    Kind.ASSUMED: ":material/edit_note: assumed",
}
_PAPER = """<style>
@media print {
  header, [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stElementToolbar"], .modebar-container,
  .st-key-costs_controls, .st-key-costs_take, .st-key-stage_slot, [data-testid="stDownloadButton"] {
    display: none !important }
  html, body, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"] {
    position: static !important; height: auto !important; overflow: visible !important; display: block !important }
  [data-testid="stPlotlyChart"], table, blockquote { break-inside: avoid }
  h2, h3 { break-after: avoid }
}
@media print { [data-testid="stColumn"]:has(.st-key-costs_controls) { display: none !important } }
[data-testid="stMarkdownContainer"] td a { overflow-wrap: anywhere }
@media (max-width: 640px) {
  [data-testid="stMarkdownContainer"]:has(> table) { overflow-x: auto }
  [data-testid="stMarkdownContainer"] > table { font-size: .8rem }
  [data-testid="stMarkdownContainer"] td:last-child:not([style*="right"]) { min-width: 11rem }
}
.costs-facts {
  display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; margin: .25rem 0 .5rem !important; padding: 0 !important }
.costs-facts > div { flex: 1 1 9rem; max-width: 13rem }
.costs-facts dt { margin: 0 !important; font-size: .9rem }
.costs-facts dd { margin: 0 !important; padding: 0 !important; font-size: .8rem; opacity: .75 }
.costs-facts dd:first-of-type {
  font-size: 1.5rem; font-weight: 650; line-height: 1.35; opacity: 1; white-space: nowrap }
</style>"""


def paper() -> None:
    """The rules for paper and for phones: no controls and no cut chart; wide tables that scroll by themselves."""
    st.html(_PAPER)


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
    st.markdown(f"**{table.title}**")
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
    lines = [f"- **{one.number}** {one.text}" for one in found if one.belongs_to in places]
    st.caption("\n".join(["Remarks on the figures this project was given:", "", *lines]).replace("$", "\\$"))
