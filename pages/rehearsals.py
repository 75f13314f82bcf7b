"""Run a persona through test conversations, read what came of it, and put what passed live."""

import streamlit as st

from calls.server.house import current
from components.personas.history import named
from components.print_style import paper
from components.tabs import open_section
from components.widgets import apart

house = current()
library = house.library

paper()
st.title("Rehearsals", anchor=False)
ids = library.ids()
names = apart({one: library.newest(one).document.name for one in ids})
which, version_of = st.columns(2)
persona_id = which.selectbox("Persona", ids, format_func=names.__getitem__, key="persona", persist_state="session")
versions = library.versions(persona_id)
by_hash, labels = {one.hash: one for one in versions}, library.labels(persona_id)
version = by_hash[
    version_of.selectbox(
        "Version", list(by_hash), format_func=lambda one: named(by_hash[one], labels), key=f"rehearsed_{persona_id}"
    )
]

SECTIONS = ("Rehearse", "Report", "Gate", "Side by side", "Suites")
# Each section brings its own imports.
for name in open_section(SECTIONS, key="rehearsal_tab_open"):
    match name:
        case "Rehearse":
            from components.rehearsals.run import run

            run(house, version, versions)
        case "Report":
            from components.rehearsals.report import report

            report(house, version, versions)
        case "Gate":
            from components.rehearsals.gate import gate

            gate(house, version)
        case "Side by side":
            from components.rehearsals.ab import side_by_side

            side_by_side(house, versions)
        case _:
            from components.rehearsals.suites import suites

            suites(house)
