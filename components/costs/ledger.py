"""The ledger's section: what our calls used, and our bill beside the vendor's books."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from calls.failures.errors import CallError
from calls.pricing.catalogue.entries import Provider
from calls.pricing.catalogue.figures import Kind
from calls.pricing.ledger.reconcile import Reconciled, VendorSession, balance_gap, reconcile
from calls.pricing.page.history import History
from calls.pricing.page.sentences import credits_text
from calls.pricing.page.view import View
from calls.running.diagnosis import VendorError
from calls.server.house import House, current
from calls.store.ledger import LedgerStore
from components.costs.charts_of_calls import invoice_chart
from components.costs.pieces import said, show_chart, show_remarks, show_table, sure
from components.costs.tables_of_calls import ledger_tables
from components.table_files import Table
from components.widgets import explain
from heygen import Dialect, HeyGenError

__all__ = ["ledger"]

_LISTED = 100
_FOUND = "costs_books"


def ledger(view: View) -> None:
    """Sums of our calls, the vendor's list session by session, and the balance."""
    if view.history is None:
        st.info(
            "**No call has ended yet.** Start one; what it used stands here afterwards, beside the vendor's bill. "
            "Until then every figure of this page is assumed or published.",
            icon=":material/receipt_long:",
        )
        if st.button("Start a call", icon=":material/videocam:", key="costs_start"):
            st.switch_page(st.session_state["call_page"])
    else:
        page = view.history.page
        said(
            f"{page.total.calls:,} calls were billed {credits_text(page.total.credits)}; "
            f"{page.settled:,} of them are settled with the vendor's books."
        )
        for table in ledger_tables(page):
            show_table(table)
    _invoice(view.basis.provider, view.history)
    show_remarks(view.remarks, "ledger")


def _invoice(provider: Provider, history: History | None) -> None:
    st.subheader("Estimate against invoice", anchor=False)
    house = current()
    dialect = Dialect(provider.dialect)
    if dialect in house.settings.dialects:
        st.button(
            "Compare with the vendor's list",
            icon=":material/compare_arrows:",
            on_click=_read,
            args=(house, provider, dialect),
        )
    read = st.session_state.get(_FOUND)
    if isinstance(read, CallError):
        explain(read)
    elif isinstance(read, Reconciled):
        _compared(read)
    with st.form("costs_balance", border=True):
        st.markdown("Or compare with the balance that the vendor shows, in credits.")
        first, second, third = st.columns(3)
        opening = first.number_input("At the start", min_value=0.0, value=None, key="costs_opening")
        bought = second.number_input("Bought since", min_value=0.0, value=0.0, key="costs_bought")
        closing = third.number_input("Now", min_value=0.0, value=None, key="costs_closing")
        st.form_submit_button("Compare", icon=":material/balance:")
    if opening is None or closing is None:
        return
    by_product = history.page.by_provider if history else {}
    ours = by_product[provider.id].credits if provider.id in by_product else Decimal(0)
    gap = balance_gap(provider, Decimal(str(opening)), Decimal(str(closing)), ours, bought=Decimal(str(bought)))
    said(gap.said)
    show_chart(invoice_chart(gap.used_by_ledger, gap.used_by_balance), "balance", gap.said)
    sure(Kind.MEASURED, f"our ledger of {provider.title}; the balance as entered above.")


def _compared(found: Reconciled) -> None:
    if not found.agreeing and not found.differences:
        said("Neither our ledger nor the vendor's list has a session to compare yet.")
        return
    reasons = dict.fromkeys(one.reason.said for one in found.differences)
    said(f"{found.agreeing:,} sessions agree, {len(found.differences):,} differ. {' '.join(reasons)}")
    show_chart(invoice_chart(found.ours, found.theirs), "invoice", "Our ledger beside the vendor's list, in credits.")
    sure(Kind.MEASURED, f"our ledger, and the vendor's list of its last {_LISTED} sessions.")
    if found.differences:
        rows = tuple((one.vendor_id[:13], one.ours, one.theirs, one.gap, one.reason.said) for one in found.differences)
        columns = ("session", "ours", "theirs", "gap", "likely reason")
        show_table(Table("differences", "Sessions that differ, in credits", columns, rows, "Measured on both sides."))


def _read(house: House, provider: Provider, dialect: Dialect) -> None:
    """Only what the vendor's list reaches back to is compared: older calls of ours are no difference."""
    try:
        listed = house.vendor(dialect).past_sessions(limit=_LISTED)
        theirs = [VendorSession(one.id, one.duration or 0.0, one.credits_used, bool(one.sandbox)) for one in listed]
        known = [one.created_at for one in listed if one.created_at is not None]
        since = int(min(known) * 1000) if known and len(listed) == _LISTED else 0
        ours = LedgerStore(house.database).sessions(house.settings.service.value, dialect.value, since)
        st.session_state[_FOUND] = reconcile(provider, ours, theirs)
    except HeyGenError as error:
        st.session_state[_FOUND] = VendorError(error)
    except CallError as error:
        st.session_state[_FOUND] = error
