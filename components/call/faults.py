"""Faults of the simulated vendor, switched on from the call page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from heygen import Dialect

if TYPE_CHECKING:
    from heygen.simulator.server import Simulator

__all__ = ["try_a_failure"]


@st.fragment
def try_a_failure(simulator: Simulator, dialect: Dialect) -> None:
    """The panel. A fault waits for the next call, or strikes the running one where it can."""
    # The simulator's packages are heavy; with a real vendor this page never loads them.
    from heygen.simulator.world.faults import CATALOGUE, Fault
    from heygen.simulator.world.records import Product

    faults, product = simulator.world.faults, Product(dialect.value)
    offered = [fault for fault, info in CATALOGUE.items() if product in info.products]

    def arm() -> None:
        faults.arm(st.session_state["fault"], product=product)

    with st.expander("Try a failure", icon=":material/healing:"):
        st.caption("The simulated service can misbehave on purpose, so that you see what a guest would see.")
        chosen: Fault = st.selectbox(
            "What goes wrong", offered, format_func=lambda fault: CATALOGUE[fault].label, key="fault"
        )
        st.markdown(CATALOGUE[chosen].about)
        st.button("Trigger once", icon=":material/bolt:", on_click=arm)
        armed = faults.armed()
        if armed:
            st.info(
                "Armed, strikes at its moment: " + ", ".join(CATALOGUE[one.fault].label for one in armed) + ".",
                icon=":material/hourglass_top:",
            )
            st.button("Cancel", on_click=faults.disarm)
