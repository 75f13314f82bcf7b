"""Rules of style for paper and phones that pages with tables and charts share."""

from __future__ import annotations

import streamlit as st

__all__ = ["paper"]

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
